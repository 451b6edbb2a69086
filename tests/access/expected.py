"""Who gets which answer at every address: the one place where access is written down by hand.

`ok` is any answer that serves (200, a redirect onwards, 400 or 422 with the form, 409); 403 for members without the right, 404 for
people of elsewhere and for things that are not theirs, `login` for those who did not sign in.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tests.access.crawl import Address

ROLES = (
    "case_handler case_coordinator viewer municipal_liaison national_coordinator confidential_adviser"
    " lead_volunteer volunteer pioneer buddy_coordinator buddy property_owner"
)
ELSEWHERE = "other_municipality stranger"
NAMING = {"pk", "question_pk", "note_pk", "task_pk", "scope_id"}


@dataclass(frozen=True)
class Answers:
    """Actors per answer. `shown_by_database` are actors to whom the policies show (a part of) the thing by another right, at
    another address: the code's filter alone sends them away here."""

    by_answer: dict[str, set[str]]
    opens_by: str = field(default="rights")
    shown_by_database: frozenset[str] = frozenset()

    def as_sets(self) -> dict[str, set[str]]:
        return {answer: actors for answer, actors in self.by_answer.items() if actors}

    def nationwide(self) -> set[str]:
        """Whom the address serves for every municipality: the national coordinator, on national pages."""
        return self.by_answer.get("ok", set()) & {"national_coordinator"}

    def names_a_thing(self, address: Address) -> bool:
        """Whether the address names something that belongs to a municipality, and rights (not a link) open it."""
        return self.opens_by == "rights" and bool(NAMING & set(address.parameters))


def _answers(everyone: str, ok: str, missing: str, other: str) -> Answers:
    served, hidden = set(ok.split()), set(missing.split())
    rest = set(everyone.split()) - served - hidden
    return Answers({"ok": served, "404": hidden, other: rest - {"anonymous"}, "login": rest & {"anonymous"}})


def everyone(answer: str = "ok", *, opens_by: str = "nothing") -> Answers:
    """The same for all, signed in or not."""
    return Answers({answer: {*ROLES.split(), *ELSEWHERE.split(), "anonymous"}}, opens_by)


def signed_in(answer: str = "ok") -> Answers:
    """The person's own things: everybody who is signed in."""
    return Answers({answer: {*ROLES.split(), *ELSEWHERE.split()}, "login": {"anonymous"}}, "nothing")


def municipal(ok: str, *, missing: str = "") -> Answers:
    """Below `/<gemeente>/`: people of elsewhere get 404, members without the right 403."""
    return _answers(f"{ROLES} {ELSEWHERE} anonymous", ok, f"{ELSEWHERE} {missing}", "403")


def personal(ok: str = "", *, missing: str = "") -> Answers:
    """Without a municipality in the address: 403 for who holds the right nowhere, 404 for things of others."""
    return _answers(f"{ROLES} {ELSEWHERE} anonymous", ok, missing, "403")


EXPECTED: dict[str, Answers] = {
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
    "housing:placement_list": municipal("case_handler case_coordinator"),
    "housing:placement_propose": municipal("case_handler case_coordinator"),
    "housing:placement_calendar": municipal("case_handler case_coordinator"),
    "housing:placement_free": municipal("case_handler case_coordinator"),
    "housing:placement_task_list": municipal("case_handler case_coordinator"),
    "housing:placement_task_done": municipal("case_handler case_coordinator"),
    "housing:placement_task_edit": municipal("case_handler case_coordinator"),
    "housing:placement_task_reopen": municipal("case_handler case_coordinator"),
    "housing:placement_detail": municipal("case_handler case_coordinator"),
    "housing:placement_answer": municipal("case_handler case_coordinator"),
    "housing:placement_confirm": municipal("case_handler case_coordinator"),
    "housing:placement_retract": municipal("case_handler case_coordinator"),
    "housing:placement_cancel": municipal("case_handler case_coordinator"),
    "housing:placement_period": municipal("case_handler case_coordinator"),
    "housing:placement_move_in": municipal("case_handler case_coordinator"),
    "housing:placement_undo_move_in": municipal("case_handler case_coordinator"),
    "housing:placement_end": municipal("case_handler case_coordinator"),
    "housing:placement_undo_end": municipal("case_handler case_coordinator"),
    "housing:follow_on_owner": municipal("case_handler case_coordinator"),
    "housing:follow_on_step": municipal("case_handler case_coordinator"),
    "housing:nights_page": municipal("case_handler case_coordinator"),
    "housing:quota_page": municipal("case_handler case_coordinator viewer municipal_liaison"),
    "housing:quota_add": municipal("case_coordinator"),
    "housing:quota_edit": municipal("case_coordinator"),
    "housing:quota_settings": municipal("case_coordinator"),
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
    "members:invitation_open": everyone(),
    "members:invitation_decline": everyone(),
    "members:my_roles": signed_in(),
    "members:my_roles_end_all": signed_in(),
    "members:my_role_end": municipal(
        "case_handler",
        missing="case_coordinator viewer municipal_liaison national_coordinator confidential_adviser lead_volunteer volunteer pioneer buddy_coordinator buddy property_owner",
    ),
    "members:factor_help": signed_in("factor"),
    "members:team_detail": personal(
        "case_handler case_coordinator viewer municipal_liaison lead_volunteer volunteer pioneer buddy_coordinator",
        missing="national_coordinator other_municipality",
    ),
    "members:team_invite": personal("lead_volunteer"),
    "members:team_hand_over": personal("lead_volunteer"),
    "members:team_member_end": personal("lead_volunteer volunteer", missing="national_coordinator other_municipality"),
    "members:team_invitation_resend": personal("lead_volunteer"),
    "members:team_invitation_withdraw": personal("lead_volunteer"),
    "members:municipality_list": personal("national_coordinator"),
    "members:municipality_detail": municipal("national_coordinator"),
    "members:municipality_invite": municipal("national_coordinator"),
    "members:national_invitation_resend": municipal("national_coordinator"),
    "members:national_invitation_withdraw": municipal("national_coordinator"),
    "members:national_team": personal("national_coordinator"),
    "members:national_team_invite": personal("national_coordinator"),
    "members:national_team_end": personal("national_coordinator"),
    "members:national_team_invitation_resend": personal("national_coordinator"),
    "members:national_team_invitation_withdraw": personal("national_coordinator"),
    "initiatives:pioneer_invite": personal("national_coordinator"),
    "members:national_factor_resets": personal("national_coordinator"),
    "members:national_factor_reset": personal("national_coordinator"),
    "members:national_factor_reset_request": personal("", missing="national_coordinator"),
    "members:member_list": municipal("case_handler case_coordinator viewer national_coordinator"),
    "members:member_invite": municipal("case_coordinator"),
    "members:member_review": municipal("case_coordinator"),
    "members:member_confirm": municipal("case_coordinator"),
    "members:member_end": municipal("case_handler case_coordinator"),
    "members:factor_reset_request": municipal("case_coordinator viewer national_coordinator", missing="case_handler"),
    "members:factor_reset_answer": municipal("case_handler case_coordinator viewer national_coordinator"),
    "members:member_invitation_resend": municipal("case_coordinator"),
    "members:member_invitation_withdraw": municipal("case_coordinator"),
    "members:grant_request_create": municipal("case_handler case_coordinator viewer national_coordinator"),
    "members:grant_request_detail": municipal("case_handler case_coordinator", missing="viewer national_coordinator"),
    "members:grant_request_withdraw": municipal("case_handler", missing="viewer national_coordinator"),
    "members:join": municipal("case_coordinator"),
    "members:join_agreement": municipal("case_coordinator"),
    "members:join_ways": municipal("case_coordinator"),
    "members:join_adviser": municipal("case_coordinator"),
    "members:join_colleagues": municipal("case_coordinator"),
    "members:join_finish": municipal("case_coordinator"),
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
    "housing:card_list": personal(
        "case_handler case_coordinator lead_volunteer buddy_coordinator buddy other_municipality"
    ),
    **dict.fromkeys(
        (
            *(
                f"housing:household_{name}"
                for name in "list search add detail edit people assign split merge cancel reopen".split()
            ),
            "housing:allocation_edit",
            "housing:allocation_end",
            *(f"housing:transfer_{name}" for name in "list offer detail withdraw".split()),
            *(f"housing:import_{name}" for name in "list template detail start cancel problems".split()),
        ),
        municipal("case_handler case_coordinator"),
    ),
    # The case's transfer goes away from its own municipality: nobody there answers it.
    "housing:transfer_accept": municipal(""),
    "housing:transfer_refuse": municipal(""),
    "housing:agreement_add": municipal("case_coordinator"),
    "housing:agreement_end": municipal("case_coordinator"),
    "housing:matching_list": municipal("case_handler case_coordinator"),
    "housing:matching_weights": municipal("case_handler case_coordinator"),
    "housing:matching_run": municipal("case_handler case_coordinator"),
    "housing:matching_cancel": municipal("case_handler case_coordinator"),
    "housing:matching_retry": municipal("case_handler case_coordinator"),
    "housing:matching_household": municipal("case_handler case_coordinator"),
    "housing:matching_unit": municipal("case_handler case_coordinator"),
    "housing:matching_choose": municipal("case_handler case_coordinator"),
}

OFFICIALS = "case_handler case_coordinator"
PROPERTY_READERS = f"{OFFICIALS} viewer municipal_liaison"
_TEAM_READERS = f"{PROPERTY_READERS} lead_volunteer volunteer pioneer"
_EDITORS = f"{OFFICIALS} lead_volunteer"
#: The register of properties. The owner has pages of their own, so the municipality's answer 404 there.
EXPECTED |= {
    **{
        f"housing:{name}": municipal(PROPERTY_READERS)
        for name in ("property_list", "property_search", "property_export")
    },
    **{
        f"housing:{name}": municipal(_TEAM_READERS, missing="property_owner")
        for name in ("property_detail", "viewing_calendar")
    },
    "housing:property_add": municipal(OFFICIALS),
    **{
        f"housing:{name}": municipal(_EDITORS, missing="property_owner")
        for name in (
            *("property_edit", "property_owner", "property_withdraw"),
            *("unit_add", "unit_edit", "unit_retire", "unit_restore", "unit_delete"),
            *("closure_add", "closure_edit", "closure_remove"),
            *("viewing_propose", "viewing_accept", "viewing_decline", "viewing_cancel"),
            *("consent_add", "consent_document", "consent_withdraw"),
        )
    },
    "housing:property_attachment_add": municipal(f"{_EDITORS} volunteer", missing="property_owner"),
    **{
        f"housing:property_{name}": municipal(OFFICIALS)
        for name in ("assess", "clear", "open", "close", "use_again", "assess_again")
    },
    "housing:owner_call": municipal(OFFICIALS),
    **{
        f"housing:owner_{name}": municipal(OFFICIALS, missing="property_owner")
        for name in ("invite", "invitation_resend", "invitation_withdraw", "end")
    },
    "housing:my_properties": signed_in(),
    "initiatives:my_property_agreement": personal(
        "property_owner", missing=f"{_TEAM_READERS} national_coordinator other_municipality"
    ),
    **{
        f"housing:{name}": personal(
            "property_owner", missing=f"{_TEAM_READERS} national_coordinator other_municipality"
        )
        for name in ("my_property", "my_viewing_calendar")
    },
    **{
        f"housing:{name}": personal("property_owner", missing=f"{_EDITORS} other_municipality")
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
    "housing:my_viewing_accept": personal("", missing=f"{_EDITORS} other_municipality"),
    "housing:my_property_attachment_add": personal(
        "property_owner", missing=f"{_EDITORS} volunteer other_municipality"
    ),
    "housing:availability_open": everyone(),
    "housing:availability_undo": everyone(),
}

_REPORTERS = f"{_EDITORS} volunteer property_owner"
#: Checks of a property are filled in by its team and signed by officials. Reports: the municipality's worklist is for officials,
#: the others come through their own pages; a buddy reports about the household's home and sees nobody else's report.
EXPECTED |= {
    "housing:assessment_list": municipal(PROPERTY_READERS),
    **{f"housing:assessment_{name}": municipal(f"{_TEAM_READERS} property_owner") for name in ("detail", "photos")},
    **{f"housing:assessment_{name}": municipal(_EDITORS) for name in ("start", "visit", "sync", "drop")},
    **{f"housing:assessment_{name}": municipal(OFFICIALS) for name in ("sign", "send_back")},
    "housing:assessment_photo_add": municipal(_REPORTERS),
    **{f"housing:defect_{name}": municipal(f"{OFFICIALS} viewer") for name in ("list", "search", "export", "detail")},
    **{
        f"housing:defect_{name}": municipal(OFFICIALS)
        for name in ("report", "answer", "start", "pass_on", "close", "reopen", "message", "photo")
    },
    "housing:my_defects": personal(f"{_REPORTERS} buddy other_municipality"),
    "housing:my_property_defect": personal(_REPORTERS, missing="buddy other_municipality"),
    "housing:my_home_defect": personal("buddy", missing=f"{_REPORTERS} other_municipality"),
    **{
        f"housing:my_defect_{name}": personal(_REPORTERS, missing="buddy other_municipality")
        for name in ("detail", "message")
    },
    **{
        f"housing:my_defect_{name}": personal(f"{_EDITORS} property_owner", missing="other_municipality")
        for name in ("answer", "start", "pass_on", "close")
    },
    "housing:my_defect_reopen": personal(f"{_EDITORS} property_owner", missing="buddy other_municipality"),
    "housing:my_defect_photo": personal(_REPORTERS, missing="other_municipality"),
}

#: Inspiration sessions are for everybody; who comes is for the national team, and one's own registration for oneself: the
#: official of the case made it.
EXPECTED |= {
    **{
        f"guidance:session_{name}": everyone()
        for name in ("list", "detail", "register", "requested", "calendar", "feed")
    },
    "guidance:session_join": signed_in(),
    "guidance:my_sessions": signed_in(),
    **dict.fromkeys(
        ("guidance:my_registration", "guidance:my_registration_calendar"),
        personal("case_handler", missing=f"{' '.join(set(ROLES.split()) - {'case_handler'})} {ELSEWHERE}"),
    ),
    "guidance:registration_open": everyone(),
    "guidance:registration_calendar": everyone(),
    **{
        f"guidance:session_{name}": personal("national_coordinator")
        for name in ("desk", "add", "manage", "edit", "cancel", "attendance", "report")
    },
}

_PLAN_TEAM = "lead_volunteer volunteer buddy_coordinator"
_PLAN_READERS = f"{_PLAN_TEAM} pioneer viewer municipal_liaison case_handler case_coordinator"
#: The plan of an initiative: its team works on it, officials, liaisons and pioneers read along. The step in the case is the
#: team's; that officials do the steps of the municipality is in tests/guidance.
EXPECTED |= {
    "guidance:initiative_plan": personal(_PLAN_READERS, missing="other_municipality"),
    "guidance:municipal_plan": municipal("case_handler case_coordinator viewer municipal_liaison"),
    **{
        f"guidance:plan_{name}": personal(
            _PLAN_TEAM, missing="case_handler case_coordinator municipal_liaison other_municipality"
        )
        for name in ("set_up", "upgrade")
    },
    "guidance:step_detail": personal(_PLAN_READERS, missing="other_municipality"),
    "guidance:step_comment": personal(
        f"{_PLAN_TEAM} pioneer municipal_liaison case_handler case_coordinator", missing="other_municipality"
    ),
    **{
        f"guidance:step_{name}": personal(_PLAN_TEAM, missing="other_municipality")
        for name in ("start", "finish", "reopen", "skip", "arrange")
    },
    **{
        f"guidance:template_{name}": personal("national_coordinator")
        for name in (
            "list draft detail compare edit publish discard phase_add phase_edit phase_remove"
            " step_add step_edit step_remove step_move"
        ).split()
    },
}

_ANSWERERS = "pioneer national_coordinator"
_ASKER = "case_handler"
#: The question desk is for everybody; the question of the case lies with the pioneer, and the official asked it.
EXPECTED |= {
    **{f"guidance:question_{name}": everyone() for name in ("search", "ask", "sent", "open")},
    **{f"guidance:answer_{name}": everyone() for name in ("detail", "helpful", "feed")},
    "guidance:method_step": everyone(),
    "guidance:method_rule": everyone(),
    "guidance:step_ask": personal(_PLAN_READERS, missing="other_municipality"),
    "guidance:my_questions": signed_in(),
    "guidance:my_question": personal(_ASKER, missing=f"{' '.join(set(ROLES.split()) - {_ASKER})} {ELSEWHERE}"),
    "guidance:question_desk": personal(f"{_ANSWERERS} municipal_liaison"),
    **{
        f"guidance:question_{name}": personal(_ANSWERERS, missing="municipal_liaison")
        for name in ("manage", "answer", "pass_on", "merge", "close", "propose", "publish", "send_back")
    },
    **{
        f"guidance:answer_{name}": personal("national_coordinator")
        for name in ("desk", "review", "revise", "decide", "withdraw", "merge", "choose")
    },
}

#: An owner has the same property below /mijn-pand/, and the national team the pioneers among a team's people.
_OTHERWISE = {
    "property_owner": ("property_", "unit_", "closure_", "consent_", "viewing_", "owner_"),
    "national_coordinator": ("team_detail",),
}
for _name, _answers_there in EXPECTED.items():
    _shown = frozenset(actor for actor, beginnings in _OTHERWISE.items() if _name.split(":")[1].startswith(beginnings))
    EXPECTED[_name] = replace(_answers_there, shown_by_database=_shown)
