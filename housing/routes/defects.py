"""Reports about properties: for officials under their municipality, for teams, owners and buddies under their own."""

from django.urls import path

from housing.views import defects, defects_acting, defects_reporting

_LIST = "<slug:gemeente>/meldingen"
_ONE = f"{_LIST}/<uuid:pk>"
_MINE = "mijn-meldingen/<uuid:pk>"

urlpatterns = [
    path("mijn-meldingen/", defects.my_defects, name="my_defects"),
    path("mijn-pand/<uuid:pk>/melden/", defects_reporting.my_property_defect, name="my_property_defect"),
    path("mijn-huishouden/<uuid:pk>/melden/", defects_reporting.my_home_defect, name="my_home_defect"),
    path(f"{_MINE}/", defects.my_defect_detail, name="my_defect_detail"),
    path(f"{_MINE}/beantwoorden/", defects_acting.my_defect_answer, name="my_defect_answer"),
    path(f"{_MINE}/starten/", defects_acting.my_defect_start, name="my_defect_start"),
    path(f"{_MINE}/overdragen/", defects_acting.my_defect_pass_on, name="my_defect_pass_on"),
    path(f"{_MINE}/afronden/", defects_acting.my_defect_close, name="my_defect_close"),
    path(f"{_MINE}/heropenen/", defects_acting.my_defect_reopen, name="my_defect_reopen"),
    path(f"{_MINE}/bericht/", defects_acting.my_defect_message, name="my_defect_message"),
    path(f"{_MINE}/fotos/", defects.my_defect_photo, name="my_defect_photo"),
    path(f"{_LIST}/", defects.defects, name="defect_list"),
    path(f"{_LIST}/zoeken/", defects.defect_search, name="defect_search"),
    path(f"{_LIST}/export/", defects.defect_export, name="defect_export"),
    path("<slug:gemeente>/panden/<uuid:pk>/melden/", defects_reporting.defect_report, name="defect_report"),
    path(f"{_ONE}/", defects.defect_detail, name="defect_detail"),
    path(f"{_ONE}/beantwoorden/", defects_acting.defect_answer, name="defect_answer"),
    path(f"{_ONE}/starten/", defects_acting.defect_start, name="defect_start"),
    path(f"{_ONE}/overdragen/", defects_acting.defect_pass_on, name="defect_pass_on"),
    path(f"{_ONE}/afronden/", defects_acting.defect_close, name="defect_close"),
    path(f"{_ONE}/heropenen/", defects_acting.defect_reopen, name="defect_reopen"),
    path(f"{_ONE}/bericht/", defects_acting.defect_message, name="defect_message"),
    path(f"{_ONE}/fotos/", defects.defect_photo, name="defect_photo"),
]
