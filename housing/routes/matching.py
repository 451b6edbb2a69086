from django.urls import path

from housing.views import matching, matching_pairs

_HERE = "<slug:gemeente>/matchen/"

urlpatterns = [
    path(_HERE, matching.matching_list, name="matching_list"),
    path(f"{_HERE}gewichten/", matching.matching_weights, name="matching_weights"),
    path(f"{_HERE}plan/<uuid:pk>/", matching.matching_run, name="matching_run"),
    path(f"{_HERE}plan/<uuid:pk>/stoppen/", matching.matching_cancel, name="matching_cancel"),
    path(f"{_HERE}plan/<uuid:pk>/opnieuw/", matching.matching_retry, name="matching_retry"),
    path(f"{_HERE}huishouden/<uuid:pk>/", matching_pairs.matching_household, name="matching_household"),
    path(f"{_HERE}woning/<uuid:pk>/", matching_pairs.matching_unit, name="matching_unit"),
    path(
        f"{_HERE}huishouden/<uuid:pk>/woning/<uuid:unit_pk>/",
        matching_pairs.matching_choose,
        name="matching_choose",
    ),
]
