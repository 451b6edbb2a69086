"""Inspiration sessions and step plans.

Sessions are for everybody; who comes is for the national team, and one's own registration for oneself: the official of the case
made it. The plan of an initiative: its team works on it, officials, liaisons and pioneers read along. The step in the case is the
team's; that officials do the steps of the municipality is in tests/guidance.
"""

from __future__ import annotations

from tests.access.answers import ELSEWHERE, ROLES, Answers, everyone, municipal, personal, signed_in

PLAN_TEAM = "lead_volunteer volunteer buddy_coordinator"
PLAN_READERS = f"{PLAN_TEAM} pioneer viewer municipal_liaison case_handler case_coordinator"

GUIDANCE: dict[str, Answers] = {
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
    "guidance:initiative_plan": personal(PLAN_READERS, missing="other_municipality"),
    "guidance:municipal_plan": municipal("case_handler case_coordinator viewer municipal_liaison"),
    **{
        f"guidance:plan_{name}": personal(
            PLAN_TEAM, missing="case_handler case_coordinator municipal_liaison other_municipality"
        )
        for name in ("set_up", "upgrade")
    },
    "guidance:step_detail": personal(PLAN_READERS, missing="other_municipality"),
    "guidance:step_comment": personal(
        f"{PLAN_TEAM} pioneer municipal_liaison case_handler case_coordinator", missing="other_municipality"
    ),
    **{
        f"guidance:step_{name}": personal(PLAN_TEAM, missing="other_municipality")
        for name in ("start", "finish", "reopen", "skip", "arrange")
    },
    **{f"guidance:own_step_{name}": municipal("case_coordinator") for name in ("list", "add", "edit", "withdraw")},
    "guidance:step_file_add": personal(
        "lead_volunteer volunteer case_handler case_coordinator", missing="property_owner other_municipality"
    ),
    **{
        f"guidance:template_{name}": personal("national_coordinator")
        for name in (
            "list usage draft detail compare edit publish discard phase_add phase_edit phase_remove phase_move"
            " step_add step_edit step_remove step_move"
        ).split()
    },
}
