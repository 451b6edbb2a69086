"""Buddies: becoming one, one's own households, and the desk of who looks after them."""

from .routes import municipal, public, welcome

app_name = "buddies"
urlpatterns = [
    *public.urlpatterns,
    *welcome.resident_urlpatterns,
    *municipal.urlpatterns,
    *welcome.desk_urlpatterns,
]
