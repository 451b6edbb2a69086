"""Below `/<gemeente>/buddies/`: for buddy coordinators and who handles households."""

from django.urls import path

from buddies.views import figures, free_vog, homes, ideas, matches, people, putting_off, radar

_HERE = "<slug:gemeente>/buddies"

urlpatterns = [
    path(f"{_HERE}/", radar.radar, name="radar"),
    path(f"{_HERE}/afspraken/", radar.rules, name="rules"),
    path(f"{_HERE}/plan/", homes.plan, name="plan"),
    path(f"{_HERE}/gratis-vog/", free_vog.free_vog, name="free_vog"),
    path(f"{_HERE}/gratis-vog/gemeente/", free_vog.free_vog_here, name="free_vog_here"),
    path(f"{_HERE}/gratis-vog/<uuid:pk>/", free_vog.free_vog_edit, name="free_vog_of"),
    path(f"{_HERE}/cijfers/", figures.figures, name="figures"),
    path(f"{_HERE}/ideeen/", ideas.idea_list, name="idea_list"),
    path(f"{_HERE}/ideeen/nieuw/", ideas.idea_add, name="idea_add"),
    path(f"{_HERE}/ideeen/<uuid:pk>/", ideas.idea_edit, name="idea_edit"),
    path(f"{_HERE}/ideeen/<uuid:pk>/verbergen/", ideas.idea_hide, name="idea_hide"),
    path(f"{_HERE}/ideeen/landelijk/<slug:key>/", ideas.national_idea, name="national_idea"),
    path(f"{_HERE}/wegwijzer/", ideas.place_list, name="place_list"),
    path(f"{_HERE}/wegwijzer/nieuw/", ideas.place_add, name="place_add"),
    path(f"{_HERE}/wegwijzer/<uuid:pk>/", ideas.place_edit, name="place_edit"),
    path(f"{_HERE}/wegwijzer/<uuid:pk>/verbergen/", ideas.place_hide, name="place_hide"),
    path(f"{_HERE}/later/", putting_off.points_later, name="points_later"),
    path(f"{_HERE}/later/<slug:kind>/<uuid:pk>/", putting_off.point_later, name="point_later"),
    path(f"{_HERE}/later/<slug:kind>/<uuid:pk>/terug/", putting_off.point_back, name="point_back"),
    path(f"{_HERE}/mensen/", people.buddy_list, name="buddy_list"),
    path(f"{_HERE}/mensen/uitnodigen/", people.buddy_invite, name="buddy_invite"),
    path(f"{_HERE}/mensen/<uuid:pk>/", people.buddy_detail, name="buddy_detail"),
    path(f"{_HERE}/mensen/<uuid:pk>/stoppen/", people.buddy_leave, name="buddy_leave"),
    path(f"{_HERE}/mensen/<uuid:pk>/<slug:name>/", matches.buddy_step, name="buddy_step"),
    path(f"{_HERE}/huishoudens/<uuid:pk>/", homes.home_detail, name="home_detail"),
    path(f"{_HERE}/huishoudens/<uuid:pk>/wensen/", homes.home_wishes, name="home_wishes"),
    path(f"{_HERE}/huishoudens/<uuid:pk>/voorstellen/<uuid:buddy_pk>/", homes.home_propose, name="home_propose"),
    path(f"{_HERE}/koppels/<uuid:pk>/", matches.match_detail, name="match_detail"),
    path(f"{_HERE}/koppels/<uuid:pk>/<slug:name>/", matches.match_step, name="match_step"),
]
