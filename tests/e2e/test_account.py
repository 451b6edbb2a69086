"""Signing in as people do it: a code from the mail, a passkey, an app; with and without JavaScript; readable for everybody."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from tests.e2e.looking import complaints
from tests.e2e.site import Site, wait_for
from thuisgevers.demo.personas import persona

DOSSIERS = "/kampen/dossiers/"


def mail_of(key: str) -> str:
    found = persona(key)
    assert found is not None
    return found.email


def newest_code(page: Page, root: str, email: str, *, not_this: str = "") -> str:
    """From the demo's letter box, so the worker has done its part."""
    found: list[str] = []

    def arrived() -> bool:
        page.goto(f"{root}/demo/postvak/")
        row = page.get_by_role("row").filter(has_text=email).filter(has_text="Uw code om in te loggen").first
        if not row.count():
            return False
        row.get_by_role("link").click()
        code = re.search(r"\b\d{6}\b", page.locator("main").inner_text())
        if code is None or code[0] == not_this:
            return False
        found.append(code[0])
        return True

    wait_for("the code", arrived)
    return found[-1]


def ask_and_enter_code(page: Page, mailbox: Page, root: str, email: str) -> None:
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_role("button", name="Stuur mij een code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vul uw code in")
    page.get_by_label("Code uit de e-mail").fill(newest_code(mailbox, root, email))
    page.locator("main").get_by_role("button", name="Inloggen", exact=True).click()


def test_official_signs_in_makes_a_passkey_and_uses_it(page: Page, browser: Browser, site: Site) -> None:
    root = site.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not to an address
    mailbox = browser.new_page()
    authenticator = page.context.new_cdp_session(page)
    authenticator.send("WebAuthn.enable")
    authenticator.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    seen = []
    page.goto(f"{root}{DOSSIERS}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
    seen += [f"{page.url}: {one}" for one in complaints(page)]
    ask_and_enter_code(page, mailbox, root, mail_of("vincent"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Nog één stap")
    seen += [f"{page.url}: {one}" for one in complaints(page)]
    page.get_by_role("link", name="Passkey maken").click()
    page.get_by_role("button", name="Passkey maken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw herstelcodes")
    seen += [f"{page.url}: {one}" for one in complaints(page)]
    page.get_by_role("link", name="Ik heb ze bewaard, verder").click()
    expect(page).to_have_url(f"{root}{DOSSIERS}")

    for path in ("", "gegevens/", "beveiliging/", "beveiliging/passkeys/", "apparaten/", "e-mail/", "verwijderen/"):
        page.goto(f"{root}/account/{path}")
        seen += [f"{page.url}: {one}" for one in complaints(page)]

    page.goto(f"{root}/account/uitloggen/")
    page.locator("main").get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_text("U bent uitgelogd.")).to_be_visible()
    page.goto(f"{root}/account/inloggen/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_role("button", name="Inloggen met een passkey")).to_have_count(0)
    page.goto(f"{root}{DOSSIERS}")
    expect(page).to_have_url(f"{root}{DOSSIERS}")
    mailbox.close()
    assert not seen


def test_passkey_that_is_refused_says_so(page: Page, site: Site) -> None:
    """No authenticator answers: the page speaks, the console does not."""
    authenticator = page.context.new_cdp_session(page)
    authenticator.send("WebAuthn.enable")
    page.goto(f"{site.url.replace('127.0.0.1', 'localhost')}/account/inloggen/")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')); }"
    )
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_text("Dat is niet gelukt.")).to_be_visible()


@pytest.mark.parametrize("key", ["vera"])
def test_everything_but_passkeys_works_without_javascript(browser: Browser, site: Site, key: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site.url, locale="nl-NL")
    page, mailbox = context.new_page(), browser.new_page()
    page.goto("/account/beveiliging/")
    expect(page.get_by_text("Inloggen met een passkey")).to_be_hidden()
    ask_and_enter_code(page, mailbox, site.url, mail_of(key))
    page.get_by_role("link", name="App instellen").click()
    secret = page.locator("#totp-sleutel").inner_text().strip()

    def app_code() -> str:
        return format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    page.get_by_label("Code die de app nu toont").fill(app_code())
    page.get_by_role("button", name="Aanzetten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw herstelcodes")
    recovery = page.locator("#herstelcodes li").first.inner_text()
    page.goto("/account/uitloggen/")
    page.locator("main").get_by_role("button", name="Uitloggen").click()
    page.goto("/account/inloggen/")
    first = newest_code(mailbox, site.url, mail_of(key))
    page.get_by_label("E-mailadres").fill(mail_of(key))
    page.get_by_role("button", name="Stuur mij een code").click()
    page.get_by_label("Code uit de e-mail").fill(newest_code(mailbox, site.url, mail_of(key), not_this=first))
    page.locator("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.get_by_label("Code uit uw app, of een herstelcode").fill(recovery)
    page.get_by_role("button", name="Bevestigen").click()
    page.goto("/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn account")
    mailbox.close()
    context.close()
