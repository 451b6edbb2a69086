"""Every page type, at three widths, light and dark: axe finds nothing, nothing sticks out, the console stays silent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.access.crawl import addresses
from tests.e2e.cases import BUDDY, COORDINATOR, EVERYBODY, HANDLER, JOINER, NATIONAL, READER, VOLUNTEER
from tests.e2e.cases_buddies import DESK
from tests.e2e.cases_properties import OWNER
from tests.e2e.cases_signals import ADVISER
from tests.e2e.looking import Cases, complaints, listen, persona_page, report, send
from tests.e2e.site import Site

WITHOUT_A_PAGE = {
    "answers machines": "common:live common:ready common:security_txt buddies:manifest buddies:worker buddies:device buddies:device_ended",
    "a file": (
        "national:map_list_csv members:own_data_file initiatives:dossier_export documents:document_download"
        " housing:property_export housing:viewing_calendar housing:my_viewing_calendar"
        " attachments:attachment_open attachments:attachment_thumbnail"
        " guidance:message_file_open guidance:message_file_thumbnail"
        " housing:import_problems housing:import_template housing:defect_export initiatives:my_property_agreement"
        " guidance:session_feed guidance:session_calendar guidance:registration_calendar guidance:my_registration_calendar"
        " buddies:my_match_calendar buddies:welcome_card_file guidance:agenda_feed guidance:answer_feed"
    ),
    "part of a page": "housing:property_search housing:defect_search initiatives:register_places initiatives:dossier_search attachments:attachment_show"
    " guidance:message_file_show",
    "only answers a press": (
        "buddies:point_back housing:property_attachment_add housing:my_property_attachment_add housing:my_property_answer housing:my_property_undo"
        " housing:unit_restore housing:closure_remove housing:my_closure_remove housing:consent_document housing:owner_invitation_resend"
        " housing:owner_invitation_withdraw housing:viewing_accept housing:my_viewing_accept housing:availability_undo"
        " housing:household_search housing:transfer_accept housing:transfer_refuse housing:transfer_withdraw"
        " housing:agreement_add housing:agreement_end housing:import_start housing:import_cancel"
        " housing:assessment_photo_add housing:assessment_sign housing:assessment_sync housing:defect_message housing:defect_photo"
        " housing:my_defect_message housing:my_defect_photo housing:matching_cancel housing:matching_retry housing:placement_task_reopen"
        " accounts:after_second_factor accounts:sign_out_everywhere demo:persona_sign_in documents:document_retry"
        " attachments:attachment_describe attachments:attachment_remove attachments:attachment_restore attachments:attachment_cancel"
        " documents:document_cancel documents:document_finalise documents:document_send documents:document_sign"
        " initiatives:my_dossier_document initiatives:dossier_document initiatives:my_dossier_attachment_add initiatives:dossier_attachment_add initiatives:dossier_note_remove initiatives:dossier_note_restore"
        " initiatives:register_keep members:factor_help members:invitation_decline members:member_confirm members:member_invitation_resend"
        " members:member_invitation_withdraw members:team_invitation_resend members:team_invitation_withdraw"
        " members:national_invitation_resend members:national_invitation_withdraw members:national_team_invitation_resend"
        " members:national_team_invitation_withdraw members:grant_request_withdraw"
        " notifications:message_retry notifications:national_message_retry"
        " guidance:session_register guidance:session_join guidance:session_attendance"
        " guidance:step_file_add guidance:step_start guidance:step_finish guidance:step_reopen guidance:template_draft"
        " guidance:template_phase_remove guidance:template_phase_move guidance:template_step_move"
        " guidance:step_tap guidance:learning_take guidance:learning_drop guidance:support_accept guidance:support_close"
        " guidance:support_withdraw guidance:support_back guidance:offer_withdraw"
        " guidance:answer_choose guidance:answer_helpful guidance:question_publish guidance:appointment_cancel"
        " guidance:workspace_support_publish guidance:message_file_remove guidance:message_file_restore guidance:message_file_cancel"
        " guidance:appointment_plan_again guidance:conversation_seen guidance:task_take guidance:task_put_back"
        " guidance:task_finish guidance:task_reopen guidance:task_promised_one"
        " buddies:my_match_answer buddies:my_match_start buddies:contact_send"
        " buddies:idea_hide buddies:national_idea buddies:place_hide"
    ),
    "leads on": "buddies:message_waiting",
    "looked at with a card, in test_welcome_page.py": (
        "buddies:welcome_home buddies:welcome_kept buddies:welcome_sharing buddies:welcome_mood buddies:welcome_broken buddies:welcome_report buddies:welcome_unsafe"
        " buddies:welcome_messages buddies:welcome_write buddies:welcome_leave buddies:welcome_guide buddies:welcome_goals"
    ),
    "walked below, step by step": (
        "initiatives:register_step initiatives:register_check initiatives:register_sent initiatives:register_later"
        " initiatives:register_kept initiatives:register_discard initiatives:register_return"
    ),
    "as factor_reset_answer and factor_reset_request": "members:national_factor_reset members:national_factor_reset_request",
}

VISITORS = [EVERYBODY, VOLUNTEER, HANDLER, COORDINATOR, JOINER, NATIONAL, OWNER, READER, BUDDY, DESK, ADVISER]


@pytest.fixture
def context(looked_at: tuple[Site, Cases], browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=looked_at[0].url, locale="nl-NL", timezone_id="Europe/Amsterdam")
    yield made
    made.close()


def test_no_page_is_forgotten(looked_at: tuple[Site, Cases]) -> None:
    without = {name for names in WITHOUT_A_PAGE.values() for name in names.split()}
    names = {address.name for address in addresses()}
    forgotten = names - set(looked_at[1]) - without
    assert not forgotten, " ".join(sorted(forgotten))
    assert not without - names


def test_nobody_is_forgotten(looked_at: tuple[Site, Cases]) -> None:
    """Addresses listed for a persona that the test below does not know would never be opened."""
    assert {who for rows in looked_at[1].values() for who, _path in rows} == set(VISITORS)


@pytest.mark.parametrize("who", VISITORS)
def test_pages(looked_at: tuple[Site, Cases], context: BrowserContext, who: str) -> None:
    _site, cases = looked_at
    problems: list[str] = []
    found: dict[str, list[str]] = {}
    known: set[str] = set()
    page = listen(persona_page(context, who), problems)
    for name, path in sorted((name, path) for name, rows in cases.items() for by, path in rows if by == who):
        answer = page.goto(path)
        status = 0 if answer is None else answer.status
        wrong = [] if status < 400 else [f"answers {status}"]
        if "/account/inloggen/" in page.url and not name.startswith("account_"):
            wrong.append("asks to sign in")
        found[f"{name} {path}"] = wrong + complaints(page, briefly=name in known)
        known.add(name)
    assert known
    assert not any(found.values()), report(found)
    assert not problems


def test_registration_with_its_mistakes(context: BrowserContext) -> None:
    """Each step as it comes, and as it comes back when nothing, or nonsense, was filled in."""
    problems: list[str] = []
    page = listen(persona_page(context, ""), problems)
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        found[name] = complaints(page, briefly="," in name)

    def go_on() -> None:
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Verder", exact=True).click()
        page.wait_for_load_state()

    page.goto("/initiatief-starten/")
    page.get_by_role("button", name="Begin met aanmelden").click()
    look("where")
    go_on()
    look("where, empty")
    page.get_by_label("Postcode, plaats of gemeente").fill("Hoog")
    page.wait_for_timeout(600)
    look("where, list open")
    page.get_by_label("Postcode, plaats of gemeente").fill("Kampen")
    go_on()
    look("who")
    go_on()
    look("who, empty")
    page.get_by_label("Groep inwoners").check()
    page.get_by_label("Naam van de organisatie of groep").fill("Hottentottententententoonstellingscommissievergadering")
    page.get_by_label("Uw naam").fill("Fenna Zandstra")
    page.get_by_label("Uw e-mailadres").fill("fenna@voorbeeld.example")
    go_on()
    look("property")
    page.get_by_label("We hebben een pand, of weten er een dat misschien kan.").check()
    go_on()
    look("property, empty")
    page.get_by_label("Nee, nog niet").check()
    go_on()
    look("plan")
    page.get_by_label("Uw plan in het kort").fill("Met acht buren stellen we de pastorie een jaar beschikbaar. " * 4)
    page.get_by_label("Naam van uw initiatief").fill("Verenigingsgebouwenbeheersmaatschappij De Eensgezindheid")
    page.get_by_role("button", name="Verder", exact=True).click()
    look("check")
    page.goto("/initiatief-starten/later/")
    look("later")
    page.goto("/initiatief-starten/stoppen/")
    look("stop")
    page.goto("/initiatief-starten/controleren/")
    page.get_by_role("button", name="Aanmelding verzenden").click()
    page.wait_for_url("**/verzonden/")
    look("sent")
    assert not any(found.values()), report(found)
    assert not problems


def test_forms_with_mistakes_and_refusals(looked_at: tuple[Site, Cases], context: BrowserContext) -> None:
    """Official's forms sent empty, what somebody may not see, what is not there, and what a colleague just did."""
    _site, cases = looked_at
    problems: list[str] = []
    page = listen(persona_page(context, HANDLER), problems)
    found: dict[str, list[str]] = {}
    for name in "ask_information advise suspend withdraw note agreement press".split():
        page.goto(cases[f"initiatives:dossier_{name}"][0][1])
        send(page.locator("main form[method=post] button.nl-button--primary").last)
        found[f"{name}, empty"] = complaints(page, briefly=True)
    for status, path in (
        (404, "/kampen/dossiers/0197f3a0-0000-7000-8000-000000000000/"),
        (403, "/landelijk/"),
        (404, "/bestaat/niet/"),
        (404, "/status/bestaat-niet/"),
    ):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == status
        found[f"{status} {path}"] = complaints(page)
    found["a colleague was first"] = _somebody_was_first(page, cases["initiatives:dossier_take_up"][-1][1])
    assert not any(found.values()), report(found)
    assert not problems


def test_households_found_by_a_first_name(looked_at: tuple[Site, Cases], context: BrowserContext) -> None:
    """An answer without an address of its own: a first name stands in none."""
    _site, cases = looked_at
    problems: list[str] = []
    page = listen(persona_page(context, HANDLER), problems)
    page.goto(cases["housing:household_list"][0][1])
    page.get_by_role("searchbox").fill("Amal")
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.get_by_role("heading", level=1).inner_text() == "Huishoudens met deze voornaam"
    assert "Amal" not in page.url
    found = {"found by a first name": complaints(page)}
    assert not any(found.values()), report(found)
    assert not problems


def _somebody_was_first(page: Page, path: str) -> list[str]:
    page.goto(path)
    second = page.context.new_page()
    second.goto(path)
    for one in (page, second):
        send(one.locator("main form[method=post] button.nl-button--primary").last)
    try:
        assert second.get_by_text("Iemand was u net voor").count()
        return complaints(second)
    finally:
        second.close()
