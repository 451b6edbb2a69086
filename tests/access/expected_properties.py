"""The register of properties, what is checked there and what is reported about it.

The owner has pages of their own, so the municipality's answer 404 there. Checks of a property are filled in by its team and signed
by officials. Reports: the municipality's worklist is for officials, the others come through their own pages; a buddy reports about
the household's home and sees nobody else's report.
"""

from __future__ import annotations

from tests.access.answers import (
    EDITORS,
    OFFICIALS,
    PROPERTY_READERS,
    TEAM_READERS,
    Answers,
    everyone,
    municipal,
    personal,
    signed_in,
)

REPORTERS = f"{EDITORS} volunteer property_owner"

PROPERTIES: dict[str, Answers] = {
    **{
        f"housing:{name}": municipal(PROPERTY_READERS)
        for name in ("property_list", "property_search", "property_export")
    },
    **{
        f"housing:{name}": municipal(TEAM_READERS, missing="property_owner")
        for name in ("property_detail", "viewing_calendar")
    },
    "housing:property_add": municipal(OFFICIALS),
    **{
        f"housing:{name}": municipal(EDITORS, missing="property_owner")
        for name in (
            *("property_edit", "property_owner", "property_withdraw"),
            *("unit_add", "unit_edit", "unit_retire", "unit_restore", "unit_delete"),
            *("closure_add", "closure_edit", "closure_remove"),
            *("viewing_propose", "viewing_accept", "viewing_decline", "viewing_cancel"),
            *("consent_add", "consent_document", "consent_withdraw"),
        )
    },
    "housing:property_attachment_add": municipal(f"{EDITORS} volunteer", missing="property_owner"),
    **{
        f"housing:property_{name}": municipal(OFFICIALS)
        for name in ("assess", "clear", "open", "close", "use_again", "assess_again")
    },
    "housing:owner_call": municipal(OFFICIALS),
    **{
        f"housing:owner_{name}": municipal(EDITORS, missing="property_owner")
        for name in ("invite", "invitation_resend", "invitation_withdraw", "end")
    },
    "housing:my_properties": signed_in(),
    **{
        f"housing:{name}": personal("property_owner", missing=f"{TEAM_READERS} national_coordinator other_municipality")
        for name in ("my_property", "my_viewing_calendar")
    },
    **{
        f"housing:{name}": personal("property_owner", missing=f"{EDITORS} other_municipality")
        for name in (
            *(
                "my_property_contact",
                "my_property_edit",
                "my_property_answer",
                "my_property_undo",
                "my_property_take_back",
            ),
            *("my_unit_add", "my_unit_edit", "my_consent_add", "my_consent_withdraw"),
            *("my_viewing_propose", "my_viewing_decline", "my_viewing_cancel"),
            *("my_closure_add", "my_closure_edit", "my_closure_remove"),
        )
    },
    "housing:my_viewing_accept": personal("", missing=f"{EDITORS} other_municipality"),
    "housing:my_property_attachment_add": personal("property_owner", missing=f"{EDITORS} volunteer other_municipality"),
    "housing:availability_open": everyone(),
    "housing:availability_undo": everyone(),
    "housing:assessment_list": municipal(PROPERTY_READERS),
    **{f"housing:assessment_{name}": municipal(f"{TEAM_READERS} property_owner") for name in ("detail", "photos")},
    **{f"housing:assessment_{name}": municipal(EDITORS) for name in ("start", "visit", "sync", "drop")},
    **{f"housing:assessment_{name}": municipal(OFFICIALS) for name in ("sign", "send_back")},
    "housing:assessment_photo_add": municipal(REPORTERS),
    **{f"housing:defect_{name}": municipal(f"{OFFICIALS} viewer") for name in ("list", "search", "export", "detail")},
    **{
        f"housing:defect_{name}": municipal(OFFICIALS)
        for name in ("report", "answer", "start", "pass_on", "close", "reopen", "message", "photo")
    },
    "housing:my_defects": personal(f"{REPORTERS} buddy other_municipality"),
    "housing:my_property_defect": personal(REPORTERS, missing="buddy other_municipality"),
    "housing:my_home_defect": personal("buddy", missing=f"{REPORTERS} other_municipality"),
    **{
        f"housing:my_defect_{name}": personal(REPORTERS, missing="buddy other_municipality")
        for name in ("detail", "message")
    },
    **{
        f"housing:my_defect_{name}": personal(f"{EDITORS} property_owner", missing="other_municipality")
        for name in ("answer", "start", "pass_on", "close")
    },
    "housing:my_defect_reopen": personal(f"{EDITORS} property_owner", missing="buddy other_municipality"),
    "housing:my_defect_photo": personal(REPORTERS, missing="other_municipality"),
}
