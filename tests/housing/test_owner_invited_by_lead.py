"""The lead of an initiative invites the owner of its property: there and nowhere else, in the code and in the database."""

from __future__ import annotations

import html
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from housing.models import Property
from housing.permissions.owners import can_invite_owner, viewable_owner_invitations, viewable_owners
from housing.services.owners import invite_owner
from tests.clients import ThuisClient
from tests.factories.people import Cast, member, person
from tests.housing.described import described, url
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.members.models import Invitation
from thuisgevers.members.permissions import can_view_invitation, viewable_invitations
from thuisgevers.members.services.inviting import invite
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Membership
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db

TYPED = {"name": "Gerda Kerkrent", "email": "gerda@voorbeeld.example", "message": "Kijkt u mee?"}


@contextmanager
def as_person(user: User) -> Iterator[Access]:
    with transaction.atomic(), acting(user_id=user.pk):
        yield Access.for_user(user, second_factor=False)


def _invited(cast: Cast, place: Property, by: User | None = None) -> Invitation:
    with as_person(by or cast.bram) as access:
        return invite_owner(access=access, property=place, **TYPED)


def _body(invitation: Invitation) -> str:
    with seed():
        return str(OutgoingMessage.objects.filter(about_id=invitation.pk).latest("created_at", "id").body)


def _link(invitation: Invitation) -> str:
    body = _body(invitation)
    start = body.index("(http") + 1
    return html.unescape(body[start : body.index(")", start)]).removeprefix("http://testserver")


def _held(place: Property) -> Membership:
    with seed():
        return Membership.objects.select_related("user").get(role="property_owner", scope_id=place.pk)


def _lead_of(cast: Cast, scope_id: UUID) -> User:
    lead = person("Lies")
    member(lead, Role.LEAD_VOLUNTEER, municipality=cast.kampen, scope_id=scope_id)
    return lead


def test_lead_invites_by_mail_sends_again_and_the_owner_looks_along_until_the_lead_ends_it(
    cast: Cast, client_as: Any
) -> None:
    place = described(cast, initiative_scope_id=cast.initiative_id)
    client = client_as(cast.bram, second_factor=False)
    assert "Eigenaar uitnodigen" in client.get(url("property_detail", place.pk)).text
    assert client.post(url("owner_invite", place.pk), TYPED).status_code == 302
    again = client.post(url("owner_invite", place.pk), TYPED)
    assert again.status_code == 422 and "staat al een uitnodiging open" in again.text and "Kijkt u mee?" in again.text
    with seed():
        invitation = Invitation.objects.get(scope_id=place.pk)
    assert (invitation.role, invitation.scope, invitation.invited_by) == ("property_owner", "property", cast.bram)
    mailed = html.unescape(_body(invitation))
    assert "uw pand in Kampen" in mailed and "Kijkt u mee?" in mailed
    first = _link(invitation)
    page = client.get(url("property_detail", place.pk)).text
    assert "Gerda Kerkrent" in page and "uitgenodigd" in page
    team = client.get(reverse("members:team_detail", args=[cast.initiative_id])).text
    assert "Uitgenodigd: Gerda Kerkrent" in team and url("owner_invite", place.pk) in team
    assert client.post(url("owner_invitation_resend", place.pk, invitation.pk)).status_code == 302
    guest = ThuisClient()
    assert guest.get(first).status_code == 404, "the first link stopped working"
    shown = guest.get(_link(invitation)).text
    assert "bij uw pand in Kampen" in shown
    taken = guest.post(_link(invitation), {"display_name": "Gerda Kerkrent"})
    assert taken["Location"] == reverse("housing:my_property", args=[place.pk])
    held = _held(place)
    owner = client_as(held.user, second_factor=False)
    assert place.street in owner.get(reverse("housing:my_property", args=[place.pk])).text
    assert owner.post(url("owner_invite", place.pk), TYPED).status_code == 404, "an owner does not make another"
    assert "Toegang beëindigen" in client.get(url("property_detail", place.pk)).text
    assert client.post(url("owner_end", place.pk, held.pk), {"reason": "verkocht"}).status_code == 302
    assert owner.get(reverse("housing:my_property", args=[place.pk])).status_code in {403, 404}


def test_lead_takes_the_invitation_back(cast: Cast, client_as: Any) -> None:
    place = described(cast, initiative_scope_id=cast.initiative_id)
    invitation = _invited(cast, place)
    client = client_as(cast.bram, second_factor=False)
    assert client.post(url("owner_invitation_withdraw", place.pk, invitation.pk)).status_code == 302
    assert ThuisClient().get(_link(invitation)).status_code == 404
    assert "Gerda Kerkrent" not in client.get(url("property_detail", place.pk)).text


def test_link_stops_after_its_term_and_can_be_sent_again(cast: Cast, client_as: Any) -> None:
    place = described(cast, initiative_scope_id=cast.initiative_id)
    invitation = _invited(cast, place)
    assert invitation.expires_at - timezone.now() > timedelta(days=13)
    with seed():
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    guest = ThuisClient()
    assert guest.post(_link(invitation), {"display_name": "Gerda"}).status_code in {404, 409, 410}
    client = client_as(cast.bram, second_factor=False)
    assert "link verlopen" in client.get(url("property_detail", place.pk)).text
    client.post(url("owner_invitation_resend", place.pk, invitation.pk))
    assert guest.post(_link(invitation), {"display_name": "Gerda"}).status_code == 302


def test_only_the_property_of_the_own_initiative(cast: Cast, client_as: Any) -> None:
    other = uuid4()
    stranger_lead = _lead_of(cast, other)
    own, theirs, loose = (described(cast, initiative_scope_id=scope) for scope in (cast.initiative_id, other, None))
    invitation, elsewhere = _invited(cast, own), _invited(cast, theirs, by=stranger_lead)
    with as_person(cast.bram) as access:
        assert [can_invite_owner(access, one) for one in (own, theirs, loose)] == [True, False, False]
        assert list(viewable_owner_invitations(access)) == [invitation]
    client = client_as(cast.bram, second_factor=False)
    for place in (theirs, loose):
        assert client.post(url("owner_invite", place.pk), TYPED).status_code == 404
    assert client.post(url("owner_invitation_withdraw", own.pk, elsewhere.pk)).status_code == 404
    assert client.post(url("owner_invitation_resend", theirs.pk, elsewhere.pk)).status_code == 404
    volunteer = client_as(cast.vera, second_factor=False)
    assert volunteer.post(url("owner_invite", own.pk), TYPED).status_code == 403
    with as_person(cast.vera) as access, pytest.raises(PermissionDenied):
        invite_owner(access=access, property=own, **TYPED)


def test_database_refuses_what_the_code_would_let_through(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the code's own check off: another initiative's property, one without an initiative, another role there, and by
    somebody of the team who does not lead it."""
    monkeypatch.setattr("thuisgevers.members.services.inviting.can_give_role", lambda *_, **__: True)
    own, theirs, loose = (described(cast, initiative_scope_id=scope) for scope in (cast.initiative_id, uuid4(), None))
    for by, place, where in (
        (cast.bram, theirs, cast.kampen),
        (cast.bram, loose, cast.kampen),
        (cast.bram, own, cast.zwolle),
        (cast.vera, own, cast.kampen),
        (cast.gerrit, own, cast.kampen),
    ):
        with pytest.raises(DatabaseError), as_person(by) as access:
            invite(
                access=access,
                email=TYPED["email"],
                name="X",
                role=Role.PROPERTY_OWNER,
                municipality=where,
                scope_id=place.pk,
            )
    _invited(cast, own)


def test_database_shows_a_lead_only_the_owners_of_the_own_property(cast: Cast) -> None:
    other = uuid4()
    own, theirs = (described(cast, initiative_scope_id=scope) for scope in (cast.initiative_id, other))
    ours, strangers = person("Onze"), person("Andere")
    member(ours, Role.PROPERTY_OWNER, municipality=cast.kampen, scope_id=own.pk)
    held = member(strangers, Role.PROPERTY_OWNER, municipality=cast.kampen, scope_id=theirs.pk)
    with as_person(cast.bram) as access:
        seen = set(Membership.objects.filter(role="property_owner").values_list("user", flat=True))
        assert seen == {ours.pk} == set(viewable_owners(access).values_list("user", flat=True))
        assert Membership.objects.filter(pk=held.pk).update(ends_on=timezone.localdate()) == 0
    with as_person(cast.vera):
        assert not Membership.objects.filter(role="property_owner").exists()


def test_lead_cannot_lengthen_or_give_the_role_directly(cast: Cast) -> None:
    own = described(cast, initiative_scope_id=cast.initiative_id)
    member(cast.stranger, Role.PROPERTY_OWNER, municipality=cast.kampen, scope_id=own.pk)
    held = _held(own)
    later = timezone.localdate() + timedelta(days=30)
    with pytest.raises(DatabaseError), as_person(cast.bram):
        Membership.objects.filter(pk=held.pk).update(ends_on=later)
    with pytest.raises(DatabaseError), as_person(cast.bram):
        Membership(
            user=cast.vera, role="property_owner", scope="property", scope_id=own.pk, municipality=cast.kampen
        ).save(force_insert=True)


def test_lists_and_predicates_agree_about_invitations_of_owners(cast: Cast) -> None:
    other = uuid4()
    lead = _lead_of(cast, other)
    own, theirs = (described(cast, initiative_scope_id=scope) for scope in (cast.initiative_id, other))
    rows = [_invited(cast, own), _invited(cast, theirs, by=lead)]
    for user in [*cast.by_role().values(), cast.chaima, cast.stranger, lead]:
        with transaction.atomic(), acting(user_id=user.pk):
            for access in (whole := Access.for_user(user, second_factor=True), whole.narrowed(cast.kampen)):
                listed = set(viewable_invitations(access).values_list("pk", flat=True))
                assert listed == {row.pk for row in rows if can_view_invitation(access, row)}, user
                with seed():
                    assert listed == set(viewable_invitations(access).values_list("pk", flat=True)), user
