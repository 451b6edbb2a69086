from .routes import municipal, public, signals, welcome

app_name = "buddies"
urlpatterns = [
    *public.urlpatterns,
    *signals.urlpatterns,
    *welcome.resident_urlpatterns,
    *municipal.urlpatterns,
    *welcome.desk_urlpatterns,
]
