"""The team's view of its dossier, and the municipality's worklist and dossiers (these start with a slug, so they come last)."""

from django.urls import path

from initiatives.views import (
    dossier_detail,
    dossier_extras,
    dossier_facts,
    dossier_files,
    dossier_list,
    dossier_steps,
    my_dossier,
)

_MINE = "mijn-initiatief/<uuid:pk>"
_LIST = "<slug:gemeente>/dossiers"
_ONE = f"{_LIST}/<uuid:pk>"

urlpatterns = [
    path(f"{_MINE}/", my_dossier.my_dossier, name="my_dossier"),
    path(f"{_MINE}/vragen/<uuid:question_pk>/", my_dossier.my_dossier_answer, name="my_dossier_answer"),
    path(f"{_MINE}/gegevens/", dossier_facts.my_dossier_initiative, name="my_dossier_initiative"),
    path(f"{_MINE}/pand/", dossier_facts.my_dossier_property, name="my_dossier_property"),
    path(f"{_MINE}/afspraken/", dossier_facts.my_dossier_agreement, name="my_dossier_agreement"),
    path(f"{_MINE}/pers/", dossier_facts.my_dossier_press, name="my_dossier_press"),
    path(f"{_MINE}/bijlagen/", dossier_files.my_dossier_attachments, name="my_dossier_attachments"),
    path(f"{_MINE}/bijlagen/toevoegen/", dossier_files.my_dossier_attachment_add, name="my_dossier_attachment_add"),
    path(f"{_MINE}/tijdlijn/", my_dossier.my_dossier_timeline, name="my_dossier_timeline"),
    path(f"{_MINE}/intrekken/", my_dossier.my_dossier_withdraw, name="my_dossier_withdraw"),
    path(f"{_MINE}/documenten/<slug:kind>/", my_dossier.my_dossier_document, name="my_dossier_document"),
    path(f"{_LIST}/", dossier_list.dossier_list, name="dossier_list"),
    path(f"{_LIST}/zoeken/", dossier_list.dossier_search, name="dossier_search"),
    path(f"{_LIST}/export/<slug:layout>/", dossier_list.dossier_export, name="dossier_export"),
    path(f"{_ONE}/", dossier_detail.dossier_detail, name="dossier_detail"),
    path(f"{_ONE}/dubbel/", dossier_detail.dossier_lookalikes, name="dossier_lookalikes"),
    path(f"{_ONE}/tijdlijn/", dossier_detail.dossier_timeline, name="dossier_timeline"),
    path(f"{_ONE}/documenten/<slug:kind>/", dossier_detail.dossier_document, name="dossier_document"),
    path(f"{_ONE}/gegevens/", dossier_facts.dossier_initiative, name="dossier_initiative"),
    path(f"{_ONE}/pand/", dossier_facts.dossier_property, name="dossier_property"),
    path(f"{_ONE}/afspraken/", dossier_facts.dossier_agreement, name="dossier_agreement"),
    path(f"{_ONE}/pers/", dossier_facts.dossier_press, name="dossier_press"),
    path(f"{_ONE}/bijlagen/", dossier_files.dossier_attachments, name="dossier_attachments"),
    path(f"{_ONE}/bijlagen/toevoegen/", dossier_files.dossier_attachment_add, name="dossier_attachment_add"),
    path(f"{_ONE}/toewijzen/", dossier_steps.dossier_assign, name="dossier_assign"),
    path(f"{_ONE}/oppakken/", dossier_steps.dossier_take_up, name="dossier_take_up"),
    path(f"{_ONE}/vragen/", dossier_steps.dossier_ask_information, name="dossier_ask_information"),
    path(f"{_ONE}/doorgaan/", dossier_steps.dossier_close_information, name="dossier_close_information"),
    path(f"{_ONE}/opschorten/", dossier_steps.dossier_suspend, name="dossier_suspend"),
    path(f"{_ONE}/hervatten/", dossier_steps.dossier_resume, name="dossier_resume"),
    path(f"{_ONE}/advies/", dossier_steps.dossier_advise, name="dossier_advise"),
    path(f"{_ONE}/besluit/", dossier_steps.dossier_decide, name="dossier_decide"),
    path(f"{_ONE}/terug/", dossier_steps.dossier_send_back, name="dossier_send_back"),
    path(f"{_ONE}/intrekken/", dossier_steps.dossier_withdraw, name="dossier_withdraw"),
    path(f"{_ONE}/heropenen/", dossier_steps.dossier_reopen, name="dossier_reopen"),
    path(f"{_ONE}/notities/", dossier_extras.dossier_note, name="dossier_note"),
    path(f"{_ONE}/notities/<uuid:note_pk>/weg/", dossier_extras.dossier_note_remove, name="dossier_note_remove"),
    path(f"{_ONE}/notities/<uuid:note_pk>/terug/", dossier_extras.dossier_note_restore, name="dossier_note_restore"),
    path(f"{_ONE}/geinformeerd/", dossier_extras.dossier_told, name="dossier_told"),
    path(f"{_ONE}/bekendmaken/", dossier_extras.dossier_announce, name="dossier_announce"),
    path(f"{_ONE}/naam/", dossier_extras.dossier_name, name="dossier_name"),
]
