"""Public pages, the map, and where a person goes after signing in."""

from django.urls import path

from .views import buddies, desk, home, maps, pages

app_name = "national"
urlpatterns = [
    path("", home.home, name="home"),
    path("kaart/", maps.national_map, name="map"),
    path("kaart/tegels/", maps.map_tiles, name="map_tiles"),
    path("kaart/lijst/", maps.map_list, name="map_list"),
    path("kaart/lijst/csv/", maps.map_list_csv, name="map_list_csv"),
    path("kaart/zoeken/", maps.place_search, name="place_search"),
    path("kaart/<slug:slug>/", maps.municipality_detail, name="municipality_detail"),
    path("over/", pages.about, name="about"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
    path("contact/", pages.contact, name="contact"),
    path("landelijk/", desk.desk, name="desk"),
    path("landelijk/buddies/", buddies.buddies, name="buddies"),
    path("mijn-werk/", desk.landing, name="landing"),
]
