"""Half-filled registrations: kept, mailed back to, warned about, removed; and links that no longer open anything."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from initiatives.models import Initiative, RegistrationDraft
from initiatives.tasks import sweep_drafts
from tests.clients import ThuisClient
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.municipalities.enums import LinkPurpose
from thuisgevers.municipalities.models import AccessLink

from .test_register_journey import START, WHO, begin, fill, link_in, mails, send


def age(days: int, **facts: object) -> RegistrationDraft:
    with seed():
        RegistrationDraft.objects.update(touched_at=timezone.now() - timedelta(days=days), **facts)
        return RegistrationDraft.objects.get()


def draft_exists() -> bool:
    with seed():
        return RegistrationDraft.objects.exists()


def mail_link(client: ThuisClient) -> str:
    response = client.post(f"{START}later/", {"email": "Tess@Voorbeeld.example"})
    assert response["Location"] == f"{START}bewaard/"
    assert "tess@voorbeeld.example" in client.get(f"{START}bewaard/").content.decode()
    return link_in(mails("draft_link")[-1], f"{START}verder/")


def test_draft_goes_on_elsewhere_when_link_is_followed(cast: Cast, client: ThuisClient) -> None:
    begin(client)
    client.post(f"{START}waar/", {"place": "Gemeente Kampen"})
    response = client.post(f"{START}wie/", {**WHO, "contact_name": "", "doe": "later"})
    assert response["Location"] == f"{START}later/"
    assert "tess@voorbeeld.example" in client.get(f"{START}later/").content.decode().lower()

    link = mail_link(client)

    elsewhere = ThuisClient()
    assert elsewhere.get(link)["Location"] == f"{START}wie/"
    assert "Diaconie Testdorp" in elsewhere.get(f"{START}wie/").content.decode()
    [mail] = mails("draft_link")
    assert mail.is_secret


def test_link_says_so_when_it_is_expired_or_altered(cast: Cast, client: ThuisClient) -> None:
    begin(client)
    link = mail_link(client)
    assert ThuisClient().get(f"{link[:-3]}xx/").status_code == 404
    with seed():
        AccessLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    expired = ThuisClient().get(link)
    assert expired.status_code == 410
    assert "Opnieuw beginnen" in expired.content.decode()
    in_browser = client.get(f"{START}waar/")
    assert in_browser.status_code == 410
    assert in_browser.cookies["aanmelding"]["max-age"] == 0


def test_every_save_prolongs_draft_and_link(cast: Cast, client: ThuisClient) -> None:
    begin(client)
    age(20)
    with seed():
        AccessLink.objects.update(expires_at=timezone.now() + timedelta(days=2))
    client.post(f"{START}waar/", {"place": "Gemeente Kampen"})
    with seed():
        assert RegistrationDraft.objects.get().touched_at > timezone.now() - timedelta(minutes=5)
        assert AccessLink.objects.get().expires_at > timezone.now() + timedelta(days=29)


def test_draft_is_warned_about_once_and_link_in_it_works(cast: Cast, client: ThuisClient) -> None:
    begin(client)
    mail_link(client)
    age(24)

    sweep_drafts()
    sweep_drafts()

    [warning] = mails("draft_warning")
    assert draft_exists()
    other = ThuisClient()
    assert other.get(link_in(warning, f"{START}verder/"))["Location"] == f"{START}waar/"
    assert other.post(f"{START}waar/", {"place": "Gemeente Kampen"}).status_code == 302
    with seed():
        assert RegistrationDraft.objects.get().warned_at is None


def test_draft_without_address_is_not_mailed_but_removed(cast: Cast, client: ThuisClient) -> None:
    begin(client)
    age(24)
    sweep_drafts()
    assert mails("draft_warning") == []
    assert draft_exists()
    age(31)
    sweep_drafts()
    assert not draft_exists()


def test_fresh_draft_stays(cast: Cast, client: ThuisClient) -> None:
    begin(client)
    age(22)
    sweep_drafts()
    assert draft_exists()


def test_sent_draft_is_removed_after_a_day_and_initiative_stays(cast: Cast, client: ThuisClient) -> None:
    fill(client)
    send(client)
    sweep_drafts()
    assert draft_exists()
    age(0, sent_at=timezone.now() - timedelta(days=2))
    sweep_drafts()
    assert not draft_exists()
    with seed():
        assert Initiative.objects.count() == 1


def test_every_link_to_a_sent_draft_lasts_one_more_day(cast: Cast, client: ThuisClient) -> None:
    fill(client)
    mail_link(client)
    with seed():
        AccessLink.objects.filter(purpose=LinkPurpose.REGISTER).update(expires_at=timezone.now() + timedelta(days=30))
    send(client)
    with seed():
        assert not AccessLink.objects.filter(
            purpose=LinkPurpose.REGISTER, expires_at__gt=timezone.now() + timedelta(days=2)
        ).exists()


def test_draft_and_links_are_gone_when_thrown_away(cast: Cast, client: ThuisClient) -> None:
    begin(client)
    link = mail_link(client)
    assert client.get(f"{START}stoppen/").status_code == 200
    assert draft_exists()
    response = client.post(f"{START}stoppen/")
    assert response["Location"] == START
    assert not draft_exists()
    assert ThuisClient().get(link).status_code == 404


def test_nobody_else_reads_the_draft(cast: Cast, client: ThuisClient, client_as: object) -> None:
    begin(client)
    other = ThuisClient()
    begin(other)
    client.post(f"{START}waar/", {"place": "Gemeente Kampen"})
    assert "Gemeente Kampen" not in other.get(f"{START}waar/").content.decode()
    assert not RegistrationDraft.objects.exists()
    with seed():
        assert RegistrationDraft.objects.count() == 2


def test_link_is_not_mailed_without_end(cast: Cast, client: ThuisClient) -> None:
    begin(client)
    for _time in range(5):
        assert client.post(f"{START}later/", {"email": "tess@voorbeeld.example"}).status_code == 302
    assert client.post(f"{START}later/", {"email": "tess@voorbeeld.example"}).status_code == 429
    assert client.post(f"{START}later/", {"email": "geen adres"}).status_code == 422
