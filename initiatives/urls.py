"""Two journeys in one name space: registering (public, links, the team's own pages) and handling (officials)."""

from initiatives import urls_dossier, urls_registration

app_name = "initiatives"
urlpatterns = [*urls_registration.urlpatterns, *urls_dossier.urlpatterns]
