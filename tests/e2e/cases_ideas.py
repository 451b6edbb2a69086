"""Ideas, the guide, goals and a question to the desk: as a buddy on a telephone, and at the desk of who keeps them."""

from __future__ import annotations

from typing import Any

BUDDY, DESK = "daan", "joke"


def add_idea_pages(pages: Any) -> None:
    """One of each of our own, one hidden, with a word that is longer than a small screen."""
    from django.utils import timezone

    from buddies.models import BuddyMatch
    from tests.factories import buddies as make
    from tests.seeding import seed
    from thuisgevers.accounts.models import User

    with seed():
        joke = User.objects.get(email__startswith="joke@")
        match = BuddyMatch.objects.select_related("municipality").filter(
            user__email__startswith="daan@", state="active"
        )[0]
    town = match.municipality
    long = "Hottentottententententoonstelling"
    idea = make.idea(town, joke, title=long, text=f"{long} " * 3)
    make.idea(town, joke, hidden_on=timezone.localdate())
    spot = make.place(town, joke, name=long, text=f"{long} " * 3)
    make.place(town, joke, hidden_on=timezone.localdate())
    make.goal(match, text=long)
    pages.add(BUDDY, "buddies:ask_desk")
    pages.add(BUDDY, "buddies:my_goals", pk=match.pk)
    for query in ("", "?soort=nature&waar=outside&kinderen=ja", "?waar=home&kosten=paid"):
        pages.add(BUDDY, "buddies:my_ideas", query=query)
    for query in ("", "?soort=library"):
        pages.add(BUDDY, "buddies:my_guide", query=query)
    slug = town.slug
    pages.add(DESK, "buddies:idea_list", gemeente=slug)
    pages.add(DESK, "buddies:idea_add", gemeente=slug)
    pages.add(DESK, "buddies:idea_edit", gemeente=slug, pk=idea.pk)
    pages.add(DESK, "buddies:place_list", gemeente=slug)
    pages.add(DESK, "buddies:place_add", gemeente=slug)
    pages.add(DESK, "buddies:place_edit", gemeente=slug, pk=spot.pk)
