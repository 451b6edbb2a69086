"""The choice of reminders, and the list of what did not arrive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.clients import ThuisClient
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.audit.models import ReadEvent
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.links import create_link
from thuisgevers.notifications.enums import Frequency, MessageState, ReminderKind
from thuisgevers.notifications.models import NotificationPreference, OutgoingMessage
from thuisgevers.notifications.queries import preferences_of
from thuisgevers.notifications.services.messages import queue_message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mails")]
ClientAs = Callable[..., ThuisClient]


def _answers(frequency: str = "daily") -> dict[str, str]:
    return {kind.value: frequency for kind in ReminderKind}


def test_a_person_chooses(cast: Cast, client_as: ClientAs) -> None:
    client = client_as(cast.bram)
    url = reverse("notifications:preferences")
    assert client.get(url).status_code == 200
    assert client.post(url, _answers()).status_code == 302
    assert set(preferences_of(cast.bram).values()) == {Frequency.DAILY}
    client.post(url, {**_answers(), "dossier": "none"})
    assert preferences_of(cast.bram)[ReminderKind.DOSSIER] == Frequency.NONE
    with seed():
        assert NotificationPreference.objects.filter(user=cast.bram).count() == len(ReminderKind)


def test_what_belongs_to_other_roles_is_folded_away(cast: Cast, client_as: ClientAs) -> None:
    page = client_as(cast.vera).get(reverse("notifications:preferences")).text
    near, further = page.split('<details class="t-details"', 1)
    assert 'name="conversation"' in near
    assert 'name="review"' in further
    assert all(f'name="{kind.value}"' in page for kind in ReminderKind)


@pytest.mark.parametrize("answers", [{}, _answers("hourly"), {**_answers(), "dossier": "\u202enone<script>"}])
def test_a_wrong_choice_is_refused_at_the_field(cast: Cast, client_as: ClientAs, answers: dict[str, str]) -> None:
    response = client_as(cast.bram).post(reverse("notifications:preferences"), answers)
    assert response.status_code == 400
    assert "Er klopt nog iets niet" in response.text
    assert not NotificationPreference.objects.exists()


def test_the_link_under_a_reminder_opens_the_choice_and_nothing_else(cast: Cast, client: ThuisClient) -> None:
    _link, token = create_link(
        purpose=LinkPurpose.PREFERENCES,
        object_id=cast.bram.public_id,
        municipality=None,
        valid_days=1,
        user=cast.bram,
    )
    url = reverse("notifications:preferences_by_link", kwargs={"token": token})
    assert client.get(url).status_code == 200
    assert not NotificationPreference.objects.exists()
    assert client.post(url, _answers("none")).status_code == 302
    assert set(preferences_of(cast.bram).values()) == {Frequency.NONE}
    assert client.get(reverse("notifications:preferences")).status_code == 302
    assert client.get(reverse("notifications:preferences_by_link", kwargs={"token": "geraden"})).status_code == 404


def _failed(cast: Cast) -> OutgoingMessage:
    message = queue_message(
        template="proef/plain",
        to="fenna@voorbeeld.example",
        context={"name": "Fenna", "url": "http://testserver/geheim/"},
        municipality=cast.kampen,
    )
    with seed():
        OutgoingMessage.objects.filter(pk=message.pk).update(state=MessageState.FAILED, error="geen verbinding")
    return message


def test_officials_find_what_failed_and_send_it_again(cast: Cast, client_as: ClientAs) -> None:
    message = _failed(cast)
    client = client_as(cast.anna)
    page = client.get(reverse("notifications:message_list", kwargs={"gemeente": "kampen"}))
    assert "fenna@voorbeeld.example" in page.text
    assert "geheim" not in page.text
    with seed():
        assert ReadEvent.objects.get(purpose="message_delivery").object_ids == [str(message.pk)]
    retry = reverse("notifications:message_retry", kwargs={"gemeente": "kampen", "pk": message.pk})
    assert client.post(retry).status_code == 302
    with seed():
        assert OutgoingMessage.objects.get(pk=message.pk).state == MessageState.QUEUED
    assert client.post(retry).status_code == 409


@pytest.mark.parametrize(("who", "status"), [("chaima", 404), ("bram", 403), ("vince", 403), ("stranger", 404)])
def test_others_do_not_see_it(cast: Cast, client_as: ClientAs, who: str, status: int) -> None:
    message = _failed(cast)
    user: User = getattr(cast, who)
    client = client_as(user)
    assert client.get(reverse("notifications:message_list", kwargs={"gemeente": "kampen"})).status_code == status
    retry = reverse("notifications:message_retry", kwargs={"gemeente": "kampen", "pk": message.pk})
    assert client.post(retry).status_code == status
    with seed():
        assert OutgoingMessage.objects.get(pk=message.pk).state == MessageState.FAILED


def test_another_municipalitys_message_is_not_found_under_the_own_address(cast: Cast, client_as: ClientAs) -> None:
    message = _failed(cast)
    retry = reverse("notifications:message_retry", kwargs={"gemeente": "zwolle", "pk": message.pk})
    assert client_as(cast.chaima).post(retry).status_code == 404


def test_the_national_desk_sees_all(cast: Cast, client_as: ClientAs) -> None:
    _failed(cast)
    page: Any = client_as(cast.els).get(reverse("notifications:national_message_list"))
    assert "fenna@voorbeeld.example" in page.text
