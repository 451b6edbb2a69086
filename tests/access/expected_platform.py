"""The rooms everybody shares: the platform's own pages, accounts, mail, attachments, documents, the public site, the demo."""

from __future__ import annotations

from tests.access.answers import Answers, everyone, municipal, personal, signed_in

PLATFORM: dict[str, Answers] = {
    "common:live": everyone(),
    "common:ready": everyone("503"),
    "common:security_txt": everyone(),
    "accounts:account": signed_in(),
    "accounts:profile_edit": signed_in(),
    "accounts:second_factor": signed_in(),
    "accounts:after_second_factor": signed_in(),
    "accounts:sign_out_everywhere": everyone("login"),
    "accounts:account_close": signed_in(),
    "accounts:account_closed": everyone(),
    "notifications:preferences": signed_in(),
    "notifications:preferences_by_link": everyone(),
    "notifications:national_message_list": personal("national_coordinator"),
    "notifications:national_message_retry": personal("", missing="national_coordinator"),
    "notifications:message_list": municipal("case_handler case_coordinator national_coordinator"),
    "notifications:message_retry": municipal("", missing="case_handler case_coordinator national_coordinator"),
    **dict.fromkeys(
        ("attachments:attachment_open", "attachments:attachment_thumbnail", "attachments:attachment_show"),
        personal(
            "case_handler case_coordinator viewer municipal_liaison lead_volunteer volunteer pioneer",
            missing="other_municipality property_owner",
        ),
    ),
    **dict.fromkeys(
        (
            "attachments:attachment_describe",
            "attachments:attachment_remove",
            "attachments:attachment_restore",
            "attachments:attachment_cancel",
        ),
        personal(
            "case_handler case_coordinator lead_volunteer",
            missing="other_municipality property_owner volunteer",
        ),
    ),
    "documents:document_show": personal(
        "case_handler case_coordinator viewer municipal_liaison lead_volunteer volunteer pioneer",
        missing="other_municipality",
    ),
    "documents:document_download": personal(
        "case_handler case_coordinator viewer municipal_liaison lead_volunteer volunteer pioneer",
        missing="other_municipality",
    ),
    "documents:document_retry": personal("case_handler case_coordinator lead_volunteer", missing="other_municipality"),
    "documents:document_cancel": personal("case_handler case_coordinator lead_volunteer", missing="other_municipality"),
    "documents:document_finalise": personal("case_handler case_coordinator", missing="other_municipality"),
    "documents:document_send": personal("case_handler case_coordinator", missing="other_municipality"),
    "documents:document_sign": personal("case_handler case_coordinator", missing="other_municipality"),
    "national:home": everyone(),
    "national:map": everyone(),
    "national:map_tiles": everyone(),
    "national:map_list": everyone(),
    "national:map_list_csv": everyone(),
    "national:place_search": everyone(),
    "national:municipality_detail": everyone(),
    "national:about": everyone(),
    "national:privacy": everyone(),
    "national:cookies": everyone(),
    "national:accessibility": everyone(),
    "national:contact": everyone(),
    "national:desk": personal("national_coordinator"),
    "national:landing": signed_in(),
    "demo:persona_list": everyone(),
    "demo:persona_sign_in": everyone("404"),
    "demo:mailbox": everyone(),
    "demo:mail_detail": everyone("404"),
}
