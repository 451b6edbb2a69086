"""Who gets which answer where people ask for help, give it, and look back on steps."""

from __future__ import annotations

from dataclasses import replace

from tests.access.answers import Answers, personal, signed_in

_TEAM = "lead_volunteer volunteer buddy_coordinator"
_OFFICIALS = "case_handler case_coordinator"
#: Whoever is of elsewhere in these tests handles cases there, and asks for help there.
_ASKERS = f"{_TEAM} {_OFFICIALS} other_municipality"
_GIVERS = "pioneer municipal_liaison"
_NATIONAL = "national_coordinator"

#: A request of an initiative: its team, its pioneer and the national desk; officials and liaisons do not see it.
_ELSEWHERE = f"{_OFFICIALS} municipal_liaison other_municipality"
_ASKING = personal(_TEAM, missing=f"{_OFFICIALS} other_municipality")
_HELPING = personal(f"pioneer {_NATIONAL}", missing=_ELSEWHERE)
_BOTH = personal(f"{_TEAM} pioneer {_NATIONAL}", missing=_ELSEWHERE)
_REVIEWING = personal(_TEAM, missing=f"{_OFFICIALS} municipal_liaison other_municipality")

SUPPORT: dict[str, Answers] = {
    "guidance:this_week": signed_in(),
    **dict.fromkeys(("guidance:step_review", "guidance:step_tap"), _REVIEWING),
    **{f"guidance:learning_{name}": personal(_NATIONAL) for name in ("audience", "step", "take", "drop")},
    **{f"guidance:{name}": personal(_ASKERS) for name in ("support_mine", "offer_list", "offer_add")},
    # Everybody who asks sees what is offered anywhere; taking it back is for who offered it.
    "guidance:offer_ask": replace(personal(_ASKERS), opens_by="nothing"),
    "guidance:offer_withdraw": personal("", missing=_ASKERS),
    **{f"guidance:support_{name}": _ASKING for name in ("ask_step", "ask_plan", "again", "withdraw")},
    **{f"guidance:support_{name}": _HELPING for name in ("accept", "answer", "pass")},
    **{f"guidance:support_{name}": _BOTH for name in ("detail", "close")},
    **{f"guidance:support_{name}": personal(_GIVERS) for name in ("desk", "coverage", "away", "pack", "log_add")},
    "guidance:support_back": personal("", missing=_GIVERS),
    "guidance:support_log": personal(f"{_ASKERS} {_GIVERS} {_NATIONAL}"),
    **{f"guidance:support_{name}": personal(_NATIONAL) for name in ("national", "helper")},
}
