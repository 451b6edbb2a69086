"""Registering an initiative, its team's side of the dossier and the municipality's."""

from __future__ import annotations

from tests.access.answers import TEAM_READERS, Answers, everyone, municipal, personal, signed_in

INITIATIVES: dict[str, Answers] = {
    "initiatives:pioneer_invite": personal("national_coordinator"),
    "initiatives:register_start": everyone(),
    "initiatives:register_places": everyone(),
    "initiatives:register_check": everyone(),
    "initiatives:register_sent": everyone(),
    "initiatives:register_later": everyone(),
    "initiatives:register_kept": everyone(),
    "initiatives:register_discard": everyone(),
    "initiatives:register_return": everyone("404"),
    "initiatives:register_step": everyone(),
    "initiatives:register_keep": everyone(),
    "initiatives:status": everyone(),
    "initiatives:account_open": everyone(),
    "initiatives:my_initiatives": signed_in(),
    "initiatives:contact_edit": personal("lead_volunteer"),
    "initiatives:name_publication": personal("lead_volunteer"),
    "initiatives:national_queue": personal("national_coordinator"),
    "initiatives:national_registration": personal("", missing="national_coordinator"),
    "initiatives:my_dossier": personal(
        "lead_volunteer volunteer pioneer",
        missing="case_handler case_coordinator viewer municipal_liaison national_coordinator other_municipality",
    ),
    "initiatives:my_dossier_timeline": personal(
        "lead_volunteer volunteer pioneer",
        missing="case_handler case_coordinator viewer municipal_liaison national_coordinator other_municipality",
    ),
    "initiatives:my_dossier_attachments": personal(
        "lead_volunteer volunteer pioneer",
        missing="case_handler case_coordinator viewer municipal_liaison national_coordinator other_municipality",
    ),
    "initiatives:my_dossier_attachment_add": personal(
        "lead_volunteer volunteer", missing="case_handler case_coordinator property_owner other_municipality"
    ),
    "initiatives:my_dossier_answer": personal("lead_volunteer volunteer"),
    "initiatives:my_dossier_initiative": personal(
        "lead_volunteer", missing="case_handler case_coordinator other_municipality"
    ),
    "initiatives:my_dossier_property": personal(
        "lead_volunteer", missing="case_handler case_coordinator other_municipality"
    ),
    "initiatives:my_dossier_agreement": personal(
        "lead_volunteer", missing="case_handler case_coordinator other_municipality"
    ),
    "initiatives:my_dossier_press": personal(
        "lead_volunteer", missing="case_handler case_coordinator other_municipality"
    ),
    "initiatives:my_dossier_withdraw": personal(
        "lead_volunteer", missing="case_handler case_coordinator other_municipality"
    ),
    "initiatives:my_dossier_document": personal(
        "lead_volunteer", missing="case_handler case_coordinator other_municipality"
    ),
    "initiatives:dossier_list": municipal("case_handler case_coordinator viewer municipal_liaison"),
    "initiatives:dossier_search": municipal("case_handler case_coordinator viewer municipal_liaison"),
    "initiatives:dossier_export": municipal("case_handler case_coordinator viewer municipal_liaison"),
    "initiatives:dossier_detail": municipal("case_handler case_coordinator viewer municipal_liaison"),
    "initiatives:dossier_timeline": municipal("case_handler case_coordinator viewer municipal_liaison"),
    "initiatives:dossier_lookalikes": municipal("case_handler case_coordinator viewer"),
    "initiatives:dossier_attachments": municipal("case_handler case_coordinator viewer municipal_liaison"),
    "initiatives:dossier_attachment_add": municipal("case_handler case_coordinator"),
    "initiatives:dossier_document": municipal("case_handler case_coordinator"),
    "initiatives:dossier_initiative": municipal("case_handler case_coordinator"),
    "initiatives:dossier_property": municipal("case_handler case_coordinator"),
    "initiatives:dossier_agreement": municipal("case_handler case_coordinator"),
    "initiatives:dossier_press": municipal("case_handler case_coordinator"),
    "initiatives:dossier_assign": municipal("case_handler case_coordinator"),
    "initiatives:dossier_take_up": municipal("case_handler case_coordinator"),
    "initiatives:dossier_ask_information": municipal("case_handler case_coordinator"),
    "initiatives:dossier_close_information": municipal("case_handler case_coordinator"),
    "initiatives:dossier_suspend": municipal("case_handler case_coordinator"),
    "initiatives:dossier_resume": municipal("case_handler case_coordinator"),
    "initiatives:dossier_advise": municipal("case_handler case_coordinator"),
    "initiatives:dossier_decide": municipal("case_handler case_coordinator"),
    "initiatives:dossier_send_back": municipal("case_handler case_coordinator"),
    "initiatives:dossier_withdraw": municipal("case_handler case_coordinator"),
    "initiatives:dossier_reopen": municipal("case_handler case_coordinator"),
    "initiatives:dossier_note": municipal("case_handler case_coordinator"),
    "initiatives:dossier_note_remove": municipal("case_handler", missing="case_coordinator"),
    "initiatives:dossier_note_restore": municipal("case_handler", missing="case_coordinator"),
    "initiatives:dossier_told": municipal("case_handler case_coordinator"),
    "initiatives:dossier_announce": municipal("case_handler case_coordinator"),
    "initiatives:dossier_name": municipal("case_handler case_coordinator"),
    "initiatives:my_property_agreement": personal(
        "property_owner", missing=f"{TEAM_READERS} national_coordinator other_municipality"
    ),
}
