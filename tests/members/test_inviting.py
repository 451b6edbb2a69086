"""An invitation gives one person exactly one role, once, and only through its link."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.clients import ThuisClient
from tests.factories.people import Cast, member
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.audit.models import AuditEvent
from thuisgevers.common.who import acting
from thuisgevers.members.enums import InvitationState
from thuisgevers.members.models import Invitation
from thuisgevers.members.permissions import can_view_invitation, viewable_invitations
from thuisgevers.members.services import inviting
from thuisgevers.members.services.ending import end_member
from thuisgevers.members.services.inviting import invite
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, LinkPurpose, Role
from thuisgevers.municipalities.links import open_link
from thuisgevers.municipalities.models import Membership
from thuisgevers.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., ThuisClient]
NEW = "nieuw@voorbeeld.example"
#: By the columns that may be written, or by the policy on the row.
REFUSED = r"permission denied|row-level security"


@contextmanager
def as_person(user: User) -> Iterator[Access]:
    with transaction.atomic(), acting(user_id=user.pk):
        yield Access.for_user(user, second_factor=True)


def _invite(cast: Cast, by: User | None = None, **more: Any) -> Invitation:
    facts: dict[str, Any] = {"email": NEW, "name": "Nieuwe", "role": Role.CASE_HANDLER, "municipality": cast.kampen}
    with as_person(by or cast.coen) as access:
        return invite(access=access, **{**facts, **more})


def _link(invitation: Invitation) -> str:
    """The address in the newest mail about it."""
    with seed():
        message = OutgoingMessage.objects.filter(about_id=invitation.pk).latest("created_at", "id")
        body = message.body
    start = body.index("(http") + 1
    import html

    return html.unescape(body[start : body.index(")", start)]).removeprefix("http://testserver")


def _roles(email: str = NEW) -> list[tuple[str, int | None, Any]]:
    with seed():
        rows = Membership.objects.filter(user__email=email).order_by("starts_on", "id")
        return list(rows.values_list("role", "municipality", "scope_id"))


def _accept(client: ThuisClient, url: str, name: str = "Nieuwe Collega") -> Any:
    return client.post(url, {"display_name": name})


def test_a_coordinator_invites_and_the_colleague_accepts(cast: Cast, client: ThuisClient) -> None:
    url = _link(_invite(cast, message="Leuk als je meedoet."))
    page = client.get(url)
    assert "Coen vraagt u als behandelaar bij gemeente Kampen" in " ".join(page.text.split())
    assert _roles() == []
    assert not User.objects.filter(email=NEW).exists()
    response = _accept(client, url)
    assert response.status_code == 302
    assert _roles() == [("case_handler", cast.kampen.pk, None)]
    person = User.objects.get(email=NEW)
    assert person.display_name == "Nieuwe Collega"
    assert client.session["_auth_user_id"] == str(person.pk)
    with as_person(person) as access:
        assert access.may(Capability.DOSSIER_READ, municipality=cast.kampen)
        assert not access.may(Capability.DOSSIER_READ, municipality=cast.zwolle)


def test_an_official_still_needs_a_second_factor(cast: Cast, client: ThuisClient) -> None:
    _accept(client, _link(_invite(cast)))
    response = client.get(reverse("members:member_list", kwargs={"gemeente": "kampen"}))
    assert response.status_code == 302
    assert reverse("accounts:second_factor") in response["Location"]


def test_the_link_works_once(cast: Cast, client: ThuisClient) -> None:
    url = _link(_invite(cast))
    _accept(client, url)
    assert _accept(client, url).status_code == 404
    assert ThuisClient().get(url).status_code == 404
    assert len(_roles()) == 1


def test_it_keeps_the_roles_that_somebody_had(cast: Cast, client: ThuisClient) -> None:
    url = _link(_invite(cast, email=cast.anna.email, role=Role.CASE_COORDINATOR))
    _accept(client, url, "Anna")
    with as_person(cast.anna) as access:
        assert access.may(Capability.MEMBER_MANAGE, municipality=cast.kampen)
        assert access.may(Capability.DOSSIER_DECIDE, municipality=cast.kampen)
    with as_person(cast.coen) as access:
        member_rows = Membership.objects.filter(user=cast.anna, municipality=cast.kampen)
        assert sorted(member_rows.values_list("role", flat=True)) == ["case_coordinator", "case_handler"]


def test_a_decline_gives_nothing_and_tells_the_sender(cast: Cast, client: ThuisClient) -> None:
    url = _link(_invite(cast))
    assert client.get(url + "afslaan/").status_code == 405
    assert client.post(url + "afslaan/").status_code == 200
    assert _roles() == []
    assert client.get(url).status_code == 404
    with seed():
        assert OutgoingMessage.objects.filter(to_user=cast.coen, template="members/invitation_declined").exists()


def test_a_withdrawn_and_an_expired_link_open_nothing(cast: Cast, client: ThuisClient, client_as: ClientAs) -> None:
    invitation = _invite(cast)
    url = _link(invitation)
    with seed():
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    assert _accept(client, url).status_code == 404
    coen = client_as(cast.coen)
    where = {"gemeente": "kampen", "pk": invitation.pk}
    assert coen.post(reverse("members:member_invitation_resend", kwargs=where)).status_code == 302
    assert client.get(url).status_code == 404, "the old link stopped working"
    fresh = _link(invitation)
    assert client.get(fresh).status_code == 200
    assert coen.post(reverse("members:member_invitation_withdraw", kwargs=where)).status_code == 302
    assert _accept(client, fresh).status_code == 404
    assert _roles() == []
    assert coen.post(reverse("members:member_invitation_withdraw", kwargs=where)).status_code == 409


@pytest.mark.parametrize(
    ("who", "role", "where"),
    [
        ("anna", Role.CASE_HANDLER, "kampen"),
        ("coen", Role.CASE_HANDLER, "zwolle"),
        ("els", Role.CASE_HANDLER, "kampen"),
        ("els", Role.CONFIDENTIAL_ADVISER, "kampen"),
        ("bram", Role.CASE_HANDLER, "kampen"),
        ("coen", Role.NATIONAL_COORDINATOR, "kampen"),
        ("stranger", Role.VIEWER, "kampen"),
    ],
)
def test_nobody_invites_beyond_the_own_rights(cast: Cast, who: str, role: Role, where: str) -> None:
    with pytest.raises(PermissionDenied):
        _invite(cast, by=getattr(cast, who), role=role, municipality=getattr(cast, where))


@pytest.mark.parametrize("change", [{"role": "case_coordinator"}, {"municipality": "zwolle"}])
def test_the_database_gives_exactly_the_invited_role(cast: Cast, change: dict[str, str]) -> None:
    """Net 5 alone: through the link, a row for another role or another municipality is refused."""
    invitation = _invite(cast)
    token = _link(invitation).rstrip("/").rsplit("/", 1)[1]
    link = open_link(token, LinkPurpose.INVITATION)
    assert link is not None
    facts: dict[str, Any] = {"role": "case_handler", "municipality": cast.kampen}
    wrong = {key: getattr(cast, value) if key == "municipality" else value for key, value in change.items()}

    def give(**one: Any) -> None:
        with transaction.atomic(), acting(link_id=link.pk):
            row = Membership(user=cast.stranger, scope="municipality", starts_on=timezone.localdate(), **one)
            row.save(force_insert=True)

    with pytest.raises(DatabaseError, match="row-level security"):
        give(**{**facts, **wrong})
    give(**facts)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Membership(user=cast.stranger, scope="municipality", starts_on=timezone.localdate(), **facts).save(
            force_insert=True
        )


@pytest.mark.parametrize("change", [{"role": "case_coordinator"}, {"email_index": "x"}, {"scope_id": None}])
def test_the_link_cannot_turn_the_invitation_into_another(cast: Cast, change: dict[str, Any]) -> None:
    """Net 5 alone: what was offered is not among the columns that the application may write."""
    invitation = _invite(cast)
    link = open_link(_link(invitation).rstrip("/").rsplit("/", 1)[1], LinkPurpose.INVITATION)
    assert link is not None
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), acting(link_id=link.pk):
        Invitation.objects.filter(pk=invitation.pk).update(**change)


def test_a_person_can_end_an_own_role_but_not_change_it(cast: Cast) -> None:
    """Net 5 alone: an own row may be ended; turning it into another role is refused."""
    with as_person(cast.anna):
        mine = Membership.objects.get(user=cast.anna)
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            Membership.objects.filter(pk=mine.pk).update(role="case_coordinator")
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            Membership.objects.filter(pk=mine.pk).update(municipality=cast.zwolle)
        assert Membership.objects.filter(pk=mine.pk).update(ends_on=timezone.localdate()) == 1
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            Membership.objects.filter(pk=mine.pk).update(ends_on=None)


def test_one_open_invitation_per_person_and_role(cast: Cast) -> None:
    _invite(cast)
    with pytest.raises(ValidationError, match="al een uitnodiging open"):
        _invite(cast, email=f"  {NEW.upper()} ")
    _invite(cast, role=Role.VIEWER)


def test_a_member_is_not_invited_again(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="heeft deze rol al"):
        _invite(cast, email=cast.anna.email)


def test_a_role_that_ended_today_is_given_again_today_as_often_as_needed(cast: Cast, client: ThuisClient) -> None:
    today = timezone.localdate()
    for _time in range(3):
        answer = client.post(_link(_invite(cast)), {"display_name": "Nieuw"})
        assert answer.status_code == 302, answer.text
        with seed():
            mine = Membership.objects.get(user__email=NEW, ends_on=None)
        assert mine.starts_on == today, "not tomorrow: the person is told that the role is theirs now"
        with as_person(mine.user) as access:
            assert access.may(Capability.DOSSIER_HANDLE, municipality=cast.kampen)
            end_member(access=access, membership=mine)
    with seed():
        assert Membership.objects.filter(user__email=NEW, starts_on=today, ends_on=today).count() == 3


def test_a_dated_role_of_today_goes_on_where_it_ends(cast: Cast, client: ThuisClient) -> None:
    today = timezone.localdate()
    soon = today + timedelta(days=5)
    member(cast.stranger, Role.CASE_HANDLER, municipality=cast.kampen, starts_on=today, ends_on=soon)
    assert client.post(_link(_invite(cast, email=cast.stranger.email)), {"display_name": "V"}).status_code == 302
    with seed():
        held = Membership.objects.filter(user=cast.stranger).order_by("starts_on")
        assert [(one.starts_on, one.ends_on) for one in held] == [(today, soon), (soon, None)]


def test_an_adviser_stays_out_of_the_line(cast: Cast, client: ThuisClient) -> None:
    with pytest.raises(ValidationError, match="geen vertrouwenspersoon zijn"):
        _invite(cast, email=cast.anna.email, role=Role.CONFIDENTIAL_ADVISER)
    with pytest.raises(ValidationError, match="vertrouwenspersoon van de gemeente"):
        _invite(cast, email=cast.olga.email, role=Role.VIEWER)
    _invite(cast)
    with pytest.raises(ValidationError, match="niet mee samengaat"):
        _invite(cast, role=Role.CONFIDENTIAL_ADVISER)


def test_who_became_an_official_meanwhile_cannot_become_adviser(cast: Cast, client: ThuisClient) -> None:
    url = _link(_invite(cast, email=cast.stranger.email, role=Role.CONFIDENTIAL_ADVISER))
    member(cast.stranger, Role.CASE_HANDLER, municipality=cast.kampen)
    assert _accept(client, url).status_code == 409
    assert [role for role, *_ in _roles(cast.stranger.email)] == ["case_handler"]


def test_there_is_a_bound_on_invitations_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MOST_A_DAY", 1)
    _invite(cast)
    with pytest.raises(ValidationError, match="vandaag"):
        _invite(cast, email="nog-een@voorbeeld.example")


def test_a_lead_volunteer_invites_for_the_own_team(cast: Cast, client: ThuisClient) -> None:
    invitation = _invite(cast, by=cast.bram, role=Role.VOLUNTEER, scope_id=cast.initiative_id)
    response = _accept(client, _link(invitation))
    assert response["Location"] == reverse("members:team_detail", kwargs={"scope_id": cast.initiative_id})
    assert _roles() == [("volunteer", cast.kampen.pk, cast.initiative_id)]
    page = client.get(response["Location"])
    assert "Nieuwe Collega" in page.text
    assert "Nodig iemand uit" not in page.text


def test_invitations_list_and_detail_agree(cast: Cast) -> None:
    rows = [
        _invite(cast),
        _invite(cast, by=cast.bram, role=Role.VOLUNTEER, scope_id=cast.initiative_id),
        _invite(cast, by=cast.els, role=Role.CASE_COORDINATOR, municipality=cast.urk),
    ]
    people = {**cast.by_role(), "chaima": cast.chaima, "stranger": cast.stranger}
    for user in people.values():
        with as_person(user) as access:
            listed = set(viewable_invitations(access).values_list("pk", flat=True))
            assert listed == {row.pk for row in rows if can_view_invitation(access, row)}
            assert listed <= set(Invitation.objects.values_list("pk", flat=True)), "the database shows no less"
    with as_person(cast.anna):
        assert not Invitation.objects.exists()
    with as_person(cast.els):
        assert set(Invitation.objects.values_list("scope", flat=True)) == {"municipality"}


def test_what_happened_is_logged_without_the_address(cast: Cast, client: ThuisClient) -> None:
    _accept(client, _link(_invite(cast)))
    with seed():
        events = list(AuditEvent.objects.filter(object_type="members.Invitation").order_by("at", "id"))
    assert [event.verb for event in events] == ["invite", "accept"]
    assert all(NEW not in str(event.data) for event in events)
    with seed():
        assert Invitation.objects.get().state == InvitationState.ACCEPTED


BAD = {
    "too long": {"name": "x" * 151},
    "no address": {"email": "geen adres"},
    "too long address": {"email": "x" * 250 + "@voorbeeld.example"},
    "script": {"name": "<script>alert(1)</script>"},
    "unknown role": {"role": "national_coordinator"},
    "team role": {"role": "lead_volunteer"},
    "no role": {"role": ""},
    "long word": {"message": "x" * 601},
}


@pytest.mark.parametrize("wrong", BAD.values(), ids=BAD.keys())
def test_bad_input_comes_back_at_the_field(cast: Cast, client_as: ClientAs, wrong: dict[str, str]) -> None:
    good = {"name": "Nieuwe", "email": NEW, "role": "viewer", "message": ""}
    url = reverse("members:member_invite", kwargs={"gemeente": "kampen"})
    response = client_as(cast.coen).post(url, {**good, **wrong})
    assert response.status_code == 400
    assert "Er klopt nog iets niet" in response.text
    with seed():
        assert not Invitation.objects.exists()
        assert not OutgoingMessage.objects.exists()


def test_markup_in_a_word_stays_a_word(cast: Cast, client: ThuisClient) -> None:
    word = "[Klik](https://kwaad.example) <b>nu</b> \u202e"
    url = _link(_invite(cast, message=word, name="Jan [x](https://kwaad.example)"))
    page = client.get(url)
    assert "<b>nu</b>" not in page.text
    with seed():
        assert "](https://kwaad" not in OutgoingMessage.objects.get().body


def test_the_mail_is_secret_and_goes_when_the_link_does(cast: Cast) -> None:
    invitation = _invite(cast)
    with seed():
        message = OutgoingMessage.objects.get()
    assert message.is_secret
    assert message.expires_at == invitation.expires_at
    assert abs(message.expires_at - timezone.now() - timedelta(days=inviting.VALID_DAYS)) < timedelta(minutes=1)
