"""Two journeys in one name space: registering (public, links, the team's own pages) and handling (officials)."""

from importlib import import_module
from importlib.util import find_spec

app_name = "initiatives"
urlpatterns = [
    route
    for name in ("initiatives.urls_registration", "initiatives.urls_dossier")
    if find_spec(name)
    for route in import_module(name).urlpatterns
]
