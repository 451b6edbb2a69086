"""Where to look at buddies: as everybody, through the mailed link, as a buddy on a telephone, and at the coordinator's desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

EVERYBODY, BUDDY, DESK, COORDINATOR = "", "daan", "joke", "coen"


def add_buddy_pages(pages: Any) -> None:
    """One buddy in each stand, a match in each stand, and a long list."""
    from django.utils import timezone

    from buddies.models import Buddy, BuddyMatch, HouseholdWish
    from housing.models import HouseholdCard
    from tests.factories import buddies as make
    from tests.factories.people import person
    from tests.seeding import seed
    from thuisgevers.accounts.models import User
    from thuisgevers.municipalities.enums import LinkPurpose
    from thuisgevers.municipalities.links import create_link
    from thuisgevers.municipalities.models import AccessLink, Membership

    with seed():
        joke = User.objects.get(email__startswith="joke@")
        daan = User.objects.get(email__startswith="daan@")
        held = Membership.objects.filter(user=joke, role="buddy_coordinator").values_list("scope_id", flat=True)
        cards = list(
            HouseholdCard.objects.filter(initiative_scope_id__in=list(held), state="active")
            .select_related("placement__household", "municipality")
            .order_by("move_in_on", "id")
        )
    assert cards, "the coordinator of the demo has households"
    team = cards[0].initiative_scope_id
    place, home = cards[0].municipality, cards[0].placement.household
    with seed():
        own = Buddy.objects.filter(user=daan).first()
        BuddyMatch.objects.filter(household=home, state__in=["proposed", "accepted", "active", "paused"]).update(
            state="withdrawn"
        )
        HouseholdWish.objects.filter(household=home).delete()
        if own is not None:
            Buddy.objects.filter(pk=own.pk).update(state="ready", initiative_id=team, max_matches=5)
            own.refresh_from_db()
    own = own or make.buddy(place, team, user=daan, vog_by=joke)
    make.wish(home, team, joke, own_words="Samen koken, en hulp met brieven van school.")
    active = make.match(own, home, joke)
    second = make.buddy(place, team, user=person("Tweede Buddymaatje"), vog_by=joke)
    asked = make.match(second, home, joke, place=2, state="proposed", why="Wonen dicht bij elkaar.")
    long = "Hottentottententententoonstelling"
    moments = [
        make.moment(active, visibility=visibility, note=long, happened_on=timezone.localdate() - timedelta(days=18))
        for visibility in ("me", "coordinator", "municipality")
    ]
    new = make.buddy(place, team, state="applied", name="Nieuwe Aanmelding")
    met = make.buddy(place, team, state="intake", name="Bezig Met Kennismaken", intake={})
    ready = make.buddy(place, team, name="Nog Geen Account")
    links = {}
    with seed():
        for row in (new, ready):
            links[row.pk] = create_link(purpose=LinkPurpose.BUDDY, object_id=row.pk, municipality=place, valid_days=9)[
                1
            ]
    pages.add(EVERYBODY, "buddies:apply")
    pages.add(EVERYBODY, "buddies:applied")
    for token in links.values():
        pages.add(EVERYBODY, "buddies:application", token=token)
    with seed():
        asked_how = create_link(purpose=LinkPurpose.CONTACT, object_id=active.pk, municipality=place, valid_days=3)[1]
        used, used_up = create_link(purpose=LinkPurpose.CONTACT, object_id=active.pk, municipality=place, valid_days=3)
        AccessLink.objects.filter(pk=used.pk).update(used_at=timezone.now())
    for token in (asked_how, used_up):
        pages.add(EVERYBODY, "buddies:contact_by_link", token=token)
    pages.add(EVERYBODY, "buddies:log_shell")
    pages.add(BUDDY, "buddies:my_matches")
    pages.add(BUDDY, "buddies:my_match", pk=active.pk)
    pages.add(BUDDY, "buddies:contact_add", pk=active.pk)
    pages.add(BUDDY, "buddies:contact_edit", pk=moments[0].pk)
    pages.add(BUDDY, "buddies:my_facts", pk=own.pk)
    slug = place.slug
    for query in ("", "?lijst=stil", "?lijst=vog"):
        pages.add(DESK, "buddies:radar", query=query, gemeente=slug)
    pages.add(COORDINATOR, "buddies:radar", gemeente=slug)
    pages.add(COORDINATOR, "buddies:rules", gemeente=slug)
    for query in ("", "?lijst=nieuw"):
        pages.add(DESK, "buddies:buddy_list", query=query, gemeente=slug)
    pages.add(DESK, "buddies:buddy_invite", gemeente=slug)
    pages.add(DESK, "buddies:plan", gemeente=slug)
    pages.add(DESK, "buddies:figures", gemeente=slug)
    pages.add(DESK, "buddies:points_later", gemeente=slug)
    pages.add(DESK, "buddies:free_vog", gemeente=slug)
    pages.add(COORDINATOR, "buddies:free_vog_here", gemeente=slug)
    pages.add(DESK, "buddies:free_vog_of", gemeente=slug, pk=active.initiative_id)
    pages.add(DESK, "buddies:point_later", gemeente=slug, kind="quiet", pk=active.pk)
    for row in (new, met, second):
        pages.add(DESK, "buddies:buddy_detail", gemeente=slug, pk=row.pk)
    pages.add(DESK, "buddies:buddy_leave", gemeente=slug, pk=second.pk)
    for name in ("afvinken", "vog", "afwijzen"):
        pages.add(DESK, "buddies:buddy_step", gemeente=slug, pk=met.pk, name=name)
    pages.add(DESK, "buddies:home_detail", gemeente=slug, pk=cards[0].pk)
    for card in cards[1:2]:
        pages.add(DESK, "buddies:home_detail", gemeente=slug, pk=card.pk)
    pages.add(DESK, "buddies:home_wishes", gemeente=slug, pk=cards[0].pk)
    pages.add(DESK, "buddies:home_propose", gemeente=slug, pk=cards[0].pk, buddy_pk=second.pk)
    for match in (active, asked):
        pages.add(DESK, "buddies:match_detail", gemeente=slug, pk=match.pk)
    for name in ("afronden", "achterwacht", "pauze"):
        pages.add(DESK, "buddies:match_step", gemeente=slug, pk=active.pk, name=name)
    pages.add(DESK, "buddies:match_step", gemeente=slug, pk=asked.pk, name="huishouden")
