"""Who opens what around buddies: their own pages, and the desk of who matches them."""

from __future__ import annotations

from tests.access.answers import ELSEWHERE, ROLES, Answers, everyone, municipal, personal, signed_in

BUDDY_DESK = "case_handler case_coordinator buddy_coordinator"
_NO_BUDDY = " ".join(role for role in f"{ROLES} {ELSEWHERE}".split() if role != "buddy")
#: A buddy's own pages; the desk of buddies is the coordinator's of the initiative and of who handles households.
BUDDIES: dict[str, Answers] = {
    "buddies:apply": everyone(),
    "buddies:applied": everyone(),
    "buddies:application": everyone(),
    "buddies:contact_by_link": everyone(),
    "buddies:my_matches": signed_in(),
    "buddies:device": signed_in(),
    **{f"buddies:{name}": everyone() for name in "log_shell manifest worker device_ended".split()},
    **{
        f"buddies:{name}": personal("buddy", missing=_NO_BUDDY)
        for name in "my_facts my_match my_match_answer my_match_start my_goals contact_add contact_edit contact_send".split()
    },
    # Of who is a buddy; the same page for everybody's own municipality.
    "buddies:ask_desk": personal("buddy", missing=_NO_BUDDY),
    "buddies:my_ideas": signed_in(),
    "buddies:my_guide": signed_in(),
    **{
        f"buddies:{name}": municipal(BUDDY_DESK)
        for name in (
            "idea_list idea_add idea_edit idea_hide national_idea place_list place_add place_edit place_hide"
        ).split()
    },
    "buddies:my_match_calendar": personal("", missing=f"{_NO_BUDDY} buddy"),
    "buddies:rules": municipal("case_coordinator"),
    "national:buddies": personal("national_coordinator"),
    **{
        f"buddies:{name}": municipal(BUDDY_DESK)
        for name in (
            "radar plan figures points_later point_later point_back buddy_list buddy_invite buddy_detail buddy_leave buddy_step match_detail match_step"
            " free_vog free_vog_here free_vog_of"
        ).split()
    },
    # The home of the case has no initiative; that a coordinator finds those of hers is in tests/buddies.
    **{
        f"buddies:home_{name}": municipal("case_handler case_coordinator", missing="buddy_coordinator")
        for name in ("detail", "wishes", "propose")
    },
    # The lane: anybody raises, its addressees read. The national adviser holds the right and is no addressee of this one.
    "buddies:safety": signed_in(),
    "buddies:safety_raise": signed_in(),
    "buddies:message_waiting": signed_in(),
    "buddies:signal_list": personal("case_coordinator confidential_adviser national_adviser"),
    "buddies:signal_list_here": municipal("case_coordinator confidential_adviser national_adviser"),
    **{
        f"buddies:signal_{name}": municipal("case_coordinator confidential_adviser", missing="national_adviser")
        for name in ("detail", "step")
    },
}
