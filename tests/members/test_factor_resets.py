"""A lost second factor: two people, neither of them the one concerned; everything logged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.clients import ThuisClient
from tests.factories.people import Cast, member, person
from tests.seeding import seed
from thuisgevers.accounts.models import FactorReset, User
from thuisgevers.audit.models import AuditEvent
from thuisgevers.members.permissions import can_view_factor_reset, viewable_factor_resets
from thuisgevers.members.services.factor_resets import answer_reset, ask_for_help, vouch_for
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Membership
from thuisgevers.notifications.models import OutgoingMessage

from .conftest import AsPerson

pytestmark = pytest.mark.django_db
ClientAs = Callable[..., ThuisClient]
REASON = "Zij kwam langs aan mijn bureau."


@pytest.fixture
def factor(cast: Cast) -> Authenticator:
    return Authenticator.objects.create(user=cast.anna, type=Authenticator.Type.TOTP, data={"secret": "x"})


def _vouch(cast: Cast, as_person: AsPerson, by: User | None = None) -> FactorReset:
    with as_person(by or cast.vince) as access:
        return vouch_for(access=access, person=cast.anna, reason=REASON)


def _has_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user).exists()


def test_two_colleagues_put_it_right(cast: Cast, as_person: AsPerson, factor: Authenticator) -> None:
    reset = _vouch(cast, as_person)
    assert _has_factor(cast.anna)
    with as_person(cast.coen) as access:
        answer_reset(access=access, reset=reset, is_approved=True)
    assert not _has_factor(cast.anna)
    with seed():
        verbs = list(AuditEvent.objects.filter(object_id=reset.pk).order_by("at").values_list("verb", "actor__email"))
        mails = set(OutgoingMessage.objects.values_list("template", "to_user__email"))
    assert [verb for verb, _email in verbs] == ["factor_reset_ask", "factor_reset_approve"]
    assert ("members/factor_reset", cast.anna.email) in mails
    assert ("members/factor_reset_asked", cast.coen.email) in mails


def test_the_same_person_cannot_do_both(cast: Cast, as_person: AsPerson, factor: Authenticator) -> None:
    reset = _vouch(cast, as_person, by=cast.coen)
    with as_person(cast.coen) as access, pytest.raises(PermissionDenied):
        answer_reset(access=access, reset=reset, is_approved=True)
    assert _has_factor(cast.anna)
    with as_person(cast.els) as access:
        answer_reset(access=access, reset=reset, is_approved=True)
    assert not _has_factor(cast.anna)


@pytest.mark.parametrize("who", ["anna", "chaima", "bram", "vince", "karin", "stranger"])
def test_others_do_not_agree(cast: Cast, as_person: AsPerson, factor: Authenticator, who: str) -> None:
    reset = _vouch(cast, as_person, by=cast.coen)
    with as_person(getattr(cast, who)) as access, pytest.raises(PermissionDenied):
        answer_reset(access=access, reset=reset, is_approved=True)
    assert _has_factor(cast.anna)


@pytest.mark.parametrize("who", ["chaima", "bram", "daan", "stranger"])
def test_others_do_not_vouch(cast: Cast, as_person: AsPerson, who: str) -> None:
    with pytest.raises(PermissionDenied):
        _vouch(cast, as_person, by=getattr(cast, who))


def test_nobody_vouches_for_oneself(cast: Cast, as_person: AsPerson) -> None:
    with pytest.raises(ValidationError):
        _vouch(cast, as_person, by=cast.anna)


def test_a_no_leaves_everything(cast: Cast, as_person: AsPerson, factor: Authenticator, client_as: ClientAs) -> None:
    reset = _vouch(cast, as_person)
    url = reverse("members:factor_reset_answer", kwargs={"gemeente": "kampen", "pk": reset.pk})
    coen = client_as(cast.coen)
    assert REASON in coen.get(url).text
    assert client_as(cast.chaima).get(url).status_code == 404
    assert coen.post(url, {"answer": "misschien"}).status_code == 400
    assert coen.post(url, {"answer": "nee"}).status_code == 302
    assert _has_factor(cast.anna)
    assert coen.post(url, {"answer": "ja"}).status_code == 404


def test_the_page_for_the_first_of_two(cast: Cast, client_as: ClientAs) -> None:
    with seed():
        role = Membership.objects.get(user=cast.anna)
    url = reverse("members:factor_reset_request", kwargs={"gemeente": "kampen", "pk": role.pk})
    vince = client_as(cast.vince)
    assert vince.get(url).status_code == 200
    assert vince.post(url, {"reason": "kort"}).status_code == 400
    assert vince.post(url, {"reason": REASON}).status_code == 302
    assert vince.post(url, {"reason": REASON}).status_code == 400, "one at a time"
    assert client_as(cast.anna).get(url).status_code == 404
    with seed():
        assert FactorReset.objects.count() == 1


def test_the_person_asks_colleagues_to_call(cast: Cast, as_person: AsPerson, client_as: ClientAs) -> None:
    client = client_as(cast.anna, second_factor=False)
    url = reverse("members:factor_help")
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    client.post(url)
    with seed():
        rows = OutgoingMessage.objects.filter(template="members/factor_help_asked")
        assert set(rows.values_list("to_user", flat=True)) == {cast.coen.pk, cast.els.pk}
        assert rows.count() == 2
    with as_person(cast.bram) as access:
        assert ask_for_help(access=access) == 0


def test_the_national_desk_helps_each_other(cast: Cast, client_as: ClientAs) -> None:
    second, third = person("Tweede"), person("Derde")
    for user in (second, third):
        member(user, Role.NATIONAL_COORDINATOR)
    Authenticator.objects.create(user=cast.els, type=Authenticator.Type.TOTP, data={"secret": "x"})
    with seed():
        role = Membership.objects.get(user=cast.els)
    url = reverse("members:national_factor_reset_request", kwargs={"pk": role.pk})
    assert client_as(cast.coen).get(url).status_code == 403
    assert client_as(second).post(url, {"reason": REASON}).status_code == 302
    assert "Els" in client_as(third).get(reverse("members:national_factor_resets")).text
    with seed():
        answer = reverse("members:national_factor_reset", kwargs={"pk": FactorReset.objects.get().pk})
    assert client_as(second).post(answer, {"answer": "ja"}).status_code == 400 or _has_factor(cast.els)
    assert client_as(third).post(answer, {"answer": "ja"}).status_code == 302
    assert not _has_factor(cast.els)


def test_list_and_detail_agree(cast: Cast, as_person: AsPerson) -> None:
    reset = _vouch(cast, as_person)
    for user in {*cast.by_role().values(), cast.chaima, cast.stranger}:
        with as_person(user) as access:
            listed = viewable_factor_resets(access).filter(pk=reset.pk).exists()
            assert listed == can_view_factor_reset(access, reset)


def _seen(reset: FactorReset) -> bool:
    return FactorReset.objects.filter(pk=reset.pk).exists()


def test_the_database_shows_a_request_to_who_is_concerned_and_who_may_decide(cast: Cast, as_person: AsPerson) -> None:
    """Without a queryset of ours around it: row security alone."""
    reset = _vouch(cast, as_person)
    assert not _seen(reset), "nobody asked"
    seen = set()
    for user in {*cast.by_role().values(), cast.chaima, cast.stranger}:
        with as_person(user):
            if _seen(reset):
                seen.add(user.display_name)
    assert seen == {"Anna", "Vince", "Coen", "Els"}


def test_the_database_takes_a_yes_from_a_manager_only_and_in_their_own_name(cast: Cast, as_person: AsPerson) -> None:
    reset = _vouch(cast, as_person, by=cast.coen)
    yes = {"answered_at": timezone.now(), "is_approved": True}
    with as_person(cast.vince), pytest.raises(DatabaseError), transaction.atomic():
        FactorReset.objects.filter(pk=reset.pk).update(answered_by=cast.vince, **yes)
    with as_person(cast.els), pytest.raises(DatabaseError), transaction.atomic():
        FactorReset.objects.filter(pk=reset.pk).update(answered_by=cast.vera, **yes)
    with as_person(cast.chaima):
        assert FactorReset.objects.filter(pk=reset.pk).update(answered_by=cast.chaima, **yes) == 0
    with as_person(cast.anna), pytest.raises(DatabaseError), transaction.atomic():
        FactorReset.objects.filter(pk=reset.pk).update(answered_by=cast.anna, **yes)
    with as_person(cast.els):
        assert FactorReset.objects.filter(pk=reset.pk).update(answered_by=cast.els, **yes) == 1
