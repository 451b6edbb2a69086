"""Adding files in a browser: several at once with progress, dropped, tried again, taken back, and without scripts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.attachments.conftest import storage_folder, thing_site, wakes
from tests.clients import ThuisClient
from tests.e2e.looking import complaints, listen
from tests.factories import attachments as files
from tests.factories.attachments import attachment
from tests.factories.people import Cast, make_cast
from tests.seeding import seed
from thuisgevers.accounts.models import User
from thuisgevers.attachments.enums import AttachmentState, Audience, MediaType
from thuisgevers.attachments.models import Attachment
from thuisgevers.attachments.services import checks

__all__ = ["storage_folder", "thing_site", "wakes"]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("thing_site", "storage_folder", "wakes"),
]

Visit = Callable[..., Page]


@pytest.fixture
def people() -> Cast:
    cast = make_cast()
    files.scope(cast.kampen, cast.initiative_id)
    return cast


@pytest.fixture
def visit(live_server: Any, browser: Browser, people: Cast) -> Iterator[Visit]:
    """Opens the page of the thing as somebody; fails on anything the console complains of."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(user: User, **options: Any) -> Page:
        client = ThuisClient().sign_in(user)
        context = browser.new_context(base_url=live_server.url, locale="nl-NL", **options)
        name = django_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        contexts.append(context)
        page = listen(context.new_page(), problems)
        page.goto(
            reverse("thing_show", urlconf="tests.attachments.site", args=[people.kampen.pk, people.initiative_id])
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [one for one in problems if "ERR_FAILED" not in one] == []


def chosen(*named: tuple[str, bytes]) -> list[Any]:
    return [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in named]


def rows() -> list[Attachment]:
    with seed():
        return list(Attachment.objects.order_by("created_at"))


def picture(page: Page, name: str) -> None:
    """For whoever wants to look: a folder in SCREENSHOTS gets what the test sees."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/upload-{name}.png", full_page=True)


def test_several_files_at_once_and_what_becomes_of_them(visit: Visit, people: Cast) -> None:
    page = visit(people.bram)
    page.locator("#bijlagen-bestanden").set_input_files(
        chosen(
            ("keuken.jpg", files.photo()),
            ("tuin.jpg", files.photo()),
            ("lijst.docx", b"PK\x03\x04" * 50),
            ("leeg.jpg", b""),
        )
    )
    expect(page.locator(".t-file")).to_have_count(2)
    refused = page.locator(".t-upload__item[data-state=failed]")
    expect(refused).to_have_count(2)
    expect(refused.filter(has_text="lijst.docx")).to_contain_text("geen foto")
    expect(refused.filter(has_text="leeg.jpg")).to_contain_text("is leeg")
    expect(refused.get_by_role("button", name="Opnieuw proberen")).to_have_count(0)
    picture(page, "versturen")
    for row in rows():
        assert checks.check_attachment(row.pk)
    keuken = page.locator(".t-file").filter(has_text="keuken.jpg")
    expect(keuken.locator("img")).to_be_visible(timeout=10_000)
    assert (
        page.evaluate(
            "async () => { const i = document.querySelector('.t-file img'); await i.decode(); return i.naturalWidth }"
        )
        > 0
    )
    for item in refused.all()[::-1]:
        item.get_by_role("button", name="Sluiten").click()
    expect(page.locator("[data-upload-queue]")).to_be_hidden()
    expect(page.locator("#bijlagen-bestanden")).to_be_focused()

    keuken.get_by_role("button", name="Verwijderen").click()
    expect(keuken).to_contain_text("ongedaan maken")
    expect(keuken.get_by_role("button", name="Ongedaan maken")).to_be_focused()
    keuken.get_by_role("button", name="Ongedaan maken").click()
    expect(keuken.locator("img")).to_be_visible()

    keuken.locator("summary").click()
    keuken.get_by_label("Wat is hier te zien?").fill("De keuken")
    keuken.get_by_role("button", name="Bewaren").click()
    expect(keuken.locator(".t-file__caption")).to_have_text("De keuken")
    picture(page, "klaar")


def test_dropped_files_are_sent_with_the_kind_that_was_chosen(visit: Visit, people: Cast) -> None:
    page = visit(people.anna)
    page.get_by_label("Wat voegt u toe?").select_option("floor_plan")
    page.get_by_label("Wie mag het zien?").select_option("official")
    data = page.evaluate_handle(
        """([first, second]) => { const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(first)], "begane grond.pdf"));
        data.items.add(new File([new Uint8Array(second)], "zolder.png")); return data; }""",
        [list(files.pdf()), list(files.png())],
    )
    page.locator("[data-upload-drop]").dispatch_event("dragover", {"dataTransfer": data})
    expect(page.locator("[data-upload-drop]")).to_have_class("t-upload__drop is-over")
    page.locator("[data-upload-drop]").dispatch_event("drop", {"dataTransfer": data})
    expect(page.locator(".t-file")).to_have_count(2)
    assert {(row.name, row.kind, row.audience, row.media_type) for row in rows()} == {
        ("begane grond.pdf", "floor_plan", Audience.OFFICIAL, MediaType.PDF),
        ("zolder.png", "floor_plan", Audience.OFFICIAL, MediaType.PNG),
    }


def test_lost_connection_can_be_tried_again_and_adds_once(visit: Visit, people: Cast) -> None:
    page = visit(people.bram)
    tries: list[str] = []

    def lose(route: Route) -> None:
        tries.append(route.request.url)
        if len(tries) == 1:
            route.abort()  # never arrived
        elif len(tries) == 2:
            route.fetch()  # arrived, but nobody heard the answer
            route.abort()
        else:
            route.continue_()

    page.route("**/bestanden/", lose)
    page.locator("#bijlagen-bestanden").set_input_files(chosen(("keuken.jpg", files.photo())))
    item = page.locator(".t-upload__item")
    for _number in range(2):
        expect(item).to_contain_text("Geen verbinding")
        expect(page.locator("#t-live")).to_contain_text("Geen verbinding")
        item.get_by_role("button", name="Opnieuw proberen").click()
    expect(page.locator(".t-file")).to_have_count(1)
    expect(item).to_have_count(0)
    expect(page.locator("#t-live")).to_contain_text("keuken.jpg")
    assert len(tries) == 3
    assert len(rows()) == 1


def test_too_large_is_said_before_anything_is_sent(visit: Visit, people: Cast, settings: Any) -> None:
    settings.ATTACHMENT_MAX_BYTES = 500
    page = visit(people.bram)
    page.route("**/bestanden/", lambda route: route.abort())
    page.locator("#bijlagen-bestanden").set_input_files(chosen(("keuken.jpg", files.photo())))
    expect(page.locator(".t-upload__item")).to_contain_text("te groot")
    expect(page.locator(".t-upload__item")).to_contain_text("500")


def test_without_script_the_form_sends_them_all(visit: Visit, people: Cast) -> None:
    page = visit(people.bram, java_script_enabled=False)
    page.locator("#bijlagen-bestanden").set_input_files(chosen(("een.jpg", files.photo()), ("twee.exe", b"MZ")))
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_text("1 bestand is ontvangen")).to_be_visible()
    expect(page.get_by_text("“twee.exe” is geen foto")).to_be_visible()
    expect(page.locator(".t-file")).to_have_count(1)
    page.get_by_role("button", name="Weghalen").click()
    expect(page.get_by_text("Het bestand is weggehaald.")).to_be_visible()
    expect(page.locator(".t-file")).to_have_count(0)


def test_keyboard_reaches_everything(visit: Visit, people: Cast) -> None:
    attachment(people.kampen, people.anna, scope_id=people.initiative_id)
    page = visit(people.bram)
    page.locator(".t-file a").first.focus()
    seen = []
    for _number in range(8):
        seen.append(page.evaluate("document.activeElement.innerText || document.activeElement.id"))
        page.keyboard.press("Tab")
    told = " | ".join(seen)
    for part in ("voorgevel.jpg", "Bijschrift", "Verwijderen", "bijlagen-bestanden"):
        assert part in told


def test_page_is_well_made(visit: Visit, people: Cast) -> None:
    """Every state at three widths, light and dark."""
    for number, state in enumerate(AttachmentState):
        name, of = f"bestand {number}.jpg", people.initiative_id
        attachment(people.kampen, people.anna, scope_id=of, state=state, name=name, caption="De voorgevel, met de tuin")
    attachment(
        people.kampen,
        people.anna,
        scope_id=people.initiative_id,
        content=files.pdf(),
        media_type=MediaType.PDF,
        name="plattegrond van de begane grond en de eerste verdieping met maten.pdf",
        audience=Audience.OFFICIAL,
        page_count=3,
    )
    page = visit(people.anna)
    assert complaints(page) == []
    page.locator("details.t-details").evaluate("one => { one.open = true }")
    picture(page, "staten")
    page.set_viewport_size({"width": 390, "height": 844})
    picture(page, "telefoon")
    phone = visit(people.bram, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    expect(phone.get_by_text("Foto maken")).to_be_visible()
    assert complaints(phone, briefly=True) == []
