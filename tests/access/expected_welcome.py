"""Who opens what around the residents' own page. Without the visit that a card and its digits give, everybody is led to where it begins."""

from __future__ import annotations

from tests.access.answers import OFFICIALS, Answers, everyone, municipal

WELCOME: dict[str, Answers] = {
    **{
        f"buddies:welcome{name}": everyone()
        for name in (
            "",
            *(
                f"_{page}"
                for page in "start home kept sharing mood broken report unsafe messages write leave guide goals".split()
            ),
        )
    },
    # The home of the case has no initiative; that a coordinator makes cards for those of hers is in tests/buddies.
    **{
        f"buddies:welcome_{name}": municipal(OFFICIALS, missing="buddy_coordinator")
        for name in "cards card card_file card_revoke".split()
    },
    "buddies:resident_messages": municipal(OFFICIALS),
    "buddies:resident_message": municipal(OFFICIALS),
}
