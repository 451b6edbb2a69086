"""Checks of properties: the list, a visit, and the result."""

from django.urls import path

from housing.views import suitability, suitability_visit

_LIST = "<slug:gemeente>/toetsen"
_ONE = f"{_LIST}/<uuid:pk>"

urlpatterns = [
    path(f"{_LIST}/", suitability.assessments, name="assessment_list"),
    path("<slug:gemeente>/panden/<uuid:pk>/toets/", suitability.assessment_start, name="assessment_start"),
    path(f"{_ONE}/", suitability.assessment_detail, name="assessment_detail"),
    path(f"{_ONE}/bezoek/", suitability_visit.assessment_visit, name="assessment_visit"),
    path(f"{_ONE}/antwoorden/", suitability_visit.assessment_sync, name="assessment_sync"),
    path(f"{_ONE}/ondertekenen/", suitability.assessment_sign, name="assessment_sign"),
    path(f"{_ONE}/terug/", suitability.assessment_send_back, name="assessment_send_back"),
    path(f"{_ONE}/vervallen/", suitability.assessment_drop, name="assessment_drop"),
    path(f"{_ONE}/vragen/<slug:key>/", suitability.assessment_photos, name="assessment_photos"),
    path(f"{_ONE}/vragen/<slug:key>/bijlagen/", suitability.assessment_photo_add, name="assessment_photo_add"),
]
