"""Part of the demo's stories in the database of the environment, and where to look at them.

`python -m tests.e2e.cases stories` (as owner) plays the stories; `… pages` (as app) prints JSON: for every named page who opens it and
under which addresses, so that a test can hold this list against the URLconf.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuisgevers.settings")

#: Dossiers that the keyboard tests take a step further; nobody looks at their pages, as tests run in any order.
TO_TAKE_UP, TO_ASK = "Zonder muis opgepakt", "Zonder muis gevraagd"

SHOWN = frozenset({"Kampen", "Zwolle", "Hattem", "Meppel", "De Wolden"})
EVERYBODY, VOLUNTEER, HANDLER, COORDINATOR = "", "bram", "anna", "coen"
NATIONAL, JOINER = "els", "pieter"
READER, BUDDY = "vincent", "daan"


class Pages:
    """Collects (who, address) per URL name."""

    def __init__(self) -> None:
        self.found: dict[str, list[tuple[str, str]]] = {}

    def add(self, who: str, name: str, /, *, query: str = "", **parameters: Any) -> None:
        from django.urls import reverse

        self.found.setdefault(name, []).append((who, reverse(name, kwargs=parameters or None) + query))


def main() -> None:
    django.setup()
    if sys.argv[1] == "stories":
        from thuisgevers.demo.seeding import seed_demo

        seed_demo(only=SHOWN)
        return
    pages = Pages()
    _public(pages)
    _links(pages)
    _own(pages)
    _municipal(pages)
    _dossiers(pages)
    _documents(pages)
    _national(pages)
    _housing(pages)
    _guidance(pages)
    sys.stdout.write(json.dumps(pages.found))


def _housing(pages: Pages) -> None:
    """Each part of housing keeps its own list."""
    from tests.e2e.cases_households import add_household_pages
    from tests.e2e.cases_matching import add_matching_pages
    from tests.e2e.cases_placements import add_placement_pages
    from tests.e2e.cases_plans import add_plan_pages
    from tests.e2e.cases_properties import add_property_pages
    from tests.e2e.cases_suitability import add_suitability_pages

    add_household_pages(pages)
    add_matching_pages(pages)
    add_placement_pages(pages)
    add_plan_pages(pages)
    add_property_pages(pages)
    add_suitability_pages(pages)


def _guidance(pages: Pages) -> None:
    """Each part of guidance too."""
    from tests.e2e.cases_buddies import add_buddy_pages
    from tests.e2e.cases_ideas import add_idea_pages
    from tests.e2e.cases_questions import add_question_pages
    from tests.e2e.cases_sessions import add_session_pages
    from tests.e2e.cases_signals import add_signal_pages
    from tests.e2e.cases_support import add_support_pages
    from tests.e2e.cases_welcome import add_welcome_pages
    from tests.e2e.cases_workspace import add_workspace_pages

    add_question_pages(pages)
    add_session_pages(pages)
    add_support_pages(pages)
    add_workspace_pages(pages)
    add_buddy_pages(pages)
    add_idea_pages(pages)
    add_signal_pages(pages)
    add_welcome_pages(pages)


def _public(pages: Pages) -> None:
    for name in "home map map_tiles about privacy cookies accessibility contact".split():
        pages.add(EVERYBODY, f"national:{name}")
    pages.add(EVERYBODY, "national:map", query="?provincie=overijssel&fase=actief")
    pages.add(EVERYBODY, "national:map_list")
    pages.add(EVERYBODY, "national:map_list", query="?provincie=limburg")
    pages.add(EVERYBODY, "national:place_search", query="?zoek=hattem")
    pages.add(EVERYBODY, "national:place_search", query="?zoek=bestaatniet")
    for slug in ("kampen", "urk"):
        pages.add(EVERYBODY, "national:municipality_detail", slug=slug)
    pages.add(EVERYBODY, "initiatives:register_start")
    pages.add(EVERYBODY, "demo:persona_list")
    pages.add(EVERYBODY, "demo:mailbox")
    pages.add(EVERYBODY, "accounts:account_closed")
    pages.add(EVERYBODY, "account_login")
    pages.add(EVERYBODY, "account_signup")
    pages.add(EVERYBODY, "account_inactive")


def _link(purpose: str, object_id: UUID, municipality: Any, user: Any = None) -> str:
    from tests.seeding import seed
    from thuisgevers.municipalities.enums import LinkPurpose
    from thuisgevers.municipalities.links import create_link

    with seed():
        return create_link(
            purpose=LinkPurpose(purpose), object_id=object_id, municipality=municipality, valid_days=9, user=user
        )[1]


def _links(pages: Pages) -> None:
    """What secret links open; the registration's own steps are walked by the browser."""
    from initiatives.models import Initiative
    from tests.seeding import seed
    from thuisgevers.accounts.models import User
    from thuisgevers.members.models import Invitation
    from thuisgevers.notifications.models import DemoMail

    with seed():
        mail = DemoMail.objects.order_by("-sent_at").first()
        initiative = Initiative.objects.filter(name="De Oude Pastorie").select_related("municipality").get()
        waiting = Initiative.objects.filter(municipality__name="Meppel").select_related("municipality").first()
        invitation = Invitation.objects.filter(state="open").select_related("municipality").first()
        vera = User.objects.get(email__startswith="vera@")
    assert mail and waiting and invitation
    pages.add(EVERYBODY, "demo:mail_detail", pk=mail.pk)
    for one in (initiative, waiting):
        pages.add(EVERYBODY, "initiatives:status", token=_link("status", one.pk, one.municipality))
    pages.add(
        EVERYBODY, "initiatives:account_open", token=_link("activate", initiative.pk, initiative.municipality, vera)
    )
    pages.add(EVERYBODY, "notifications:preferences_by_link", token=_link("preferences", initiative.pk, None, vera))
    pages.add(EVERYBODY, "members:invitation_open", token=_link("invitation", invitation.pk, invitation.municipality))


def _own(pages: Pages) -> None:
    """The volunteer: own account, own initiative, own team."""
    from initiatives.models import InformationRequest, Initiative
    from tests.seeding import seed
    from thuisgevers.municipalities.models import Membership

    with seed():
        initiative = Initiative.objects.get(name="De Oude Pastorie")
        question = InformationRequest.objects.filter(initiative=initiative).order_by("-asked_at").first()
        role = Membership.objects.filter(user__email__startswith="bram@", ends_on__isnull=True).first()
        colleague = Membership.objects.filter(scope_id=initiative.pk, user__email__startswith="vera@").first()
    assert question and role and colleague
    for name in "account profile_edit account_close second_factor".split():
        pages.add(VOLUNTEER, f"accounts:{name}")
    for name in "account_email mfa_index mfa_activate_totp mfa_list_webauthn mfa_add_webauthn usersessions_list account_logout".split():
        pages.add(VOLUNTEER, name)
    for name in "my_roles my_roles_end_all own_data".split():
        pages.add(VOLUNTEER, f"members:{name}")
    pages.add(VOLUNTEER, "members:my_role_end", pk=role.pk)
    pages.add(VOLUNTEER, "notifications:preferences")
    pages.add(VOLUNTEER, "initiatives:my_initiatives")
    for name in "contact_edit name_publication".split():
        pages.add(VOLUNTEER, f"initiatives:{name}", pk=initiative.pk)
    pages.add(VOLUNTEER, "initiatives:my_dossier", pk=question.dossier_id)
    pages.add(VOLUNTEER, "initiatives:my_dossier_timeline", pk=question.dossier_id)
    pages.add(VOLUNTEER, "initiatives:my_dossier_attachments", pk=question.dossier_id)
    for name in "initiative property agreement press withdraw".split():
        pages.add(VOLUNTEER, f"initiatives:my_dossier_{name}", pk=question.dossier_id)
    pages.add(VOLUNTEER, "initiatives:my_dossier_answer", pk=question.dossier_id, question_pk=question.pk)
    for name in "team_detail team_invite team_hand_over".split():
        pages.add(VOLUNTEER, f"members:{name}", scope_id=initiative.pk)
    pages.add(VOLUNTEER, "members:team_member_end", scope_id=initiative.pk, pk=colleague.pk)


def _municipal(pages: Pages) -> None:
    """The municipality's lists and its people."""
    from tests.factories.people import member
    from tests.seeding import seed
    from thuisgevers.accounts.models import FactorReset, User
    from thuisgevers.common.ids import uuid7
    from thuisgevers.members.models import GrantRequest
    from thuisgevers.municipalities.enums import Role
    from thuisgevers.municipalities.models import Membership, Municipality

    with seed():
        urk = Municipality.objects.get(slug="urk", valid_to__isnull=True)
        grant = GrantRequest.objects.filter(municipality__name="Kampen").first()
        role = Membership.objects.filter(user__email__startswith="vincent@", ends_on__isnull=True).first()
        people = {key: User.objects.get(email__startswith=f"{key}@") for key in ("pieter", "anna", "vincent", "els")}
    assert grant and role
    member(people["pieter"], Role.CASE_COORDINATOR, municipality=urk)
    with seed():
        reset = FactorReset(
            id=uuid7(), user=people["vincent"], requested_by=people["anna"], reason="Telefoon in het water gevallen."
        )
        reset.expires_at = reset.requested_at + timedelta(days=3)
        reset.save(force_insert=True)
    for query in ("", "?toon=mijn", "?zoek=pastorie", "?zoek=bestaatniet", "?toon=te_laat", "?pagina=2"):
        pages.add(HANDLER, "initiatives:dossier_list", query=query, gemeente="kampen")
    pages.add(HANDLER, "notifications:message_list", gemeente="kampen")
    for name in "member_list member_invite member_review join join_ways".split():
        pages.add(COORDINATOR, f"members:{name}", gemeente="kampen")
    for name in "member_end factor_reset_request".split():
        pages.add(COORDINATOR, f"members:{name}", gemeente="kampen", pk=role.pk)
    pages.add(COORDINATOR, "members:factor_reset_answer", gemeente="kampen", pk=reset.pk)
    pages.add(HANDLER, "members:grant_request_create", gemeente="kampen")
    pages.add(COORDINATOR, "members:grant_request_detail", gemeente="kampen", pk=grant.pk)
    for name in "join join_agreement join_ways join_adviser join_colleagues join_finish".split():
        pages.add(JOINER, f"members:{name}", gemeente="urk")


STEPS = {
    "submitted": "assign take_up",
    "in_review": "ask_information suspend advise withdraw note initiative property agreement press name",
    "awaiting_information": "close_information",
    "suspended": "resume",
    "advised": "decide send_back",
    "approved": "told announce",
    "rejected": "reopen",
}


def _dossiers(pages: Pages) -> None:
    """One dossier of every state, and every step from a state that has it."""
    from initiatives.models import Dossier
    from tests.factories.initiatives import dossier, initiative
    from tests.seeding import seed
    from thuisgevers.accounts.models import User
    from thuisgevers.municipalities.models import Municipality

    with seed():
        kampen = Municipality.objects.get(name="Kampen")
        states = {row.state: row.pk for row in Dossier.objects.filter(municipality=kampen).order_by("id")}
        anna = User.objects.get(email__startswith="anna@")
    assert STEPS.keys() <= states.keys()
    for state, pk in states.items():
        pages.add(HANDLER, "initiatives:dossier_detail", gemeente="kampen", pk=pk)
        for step in STEPS.get(state, "").split():
            who = COORDINATOR if step in {"decide", "send_back"} else HANDLER
            pages.add(who, f"initiatives:dossier_{step}", gemeente="kampen", pk=pk)
    wanted_by_two = dossier(initiative(kampen, name="Door twee tegelijk"))
    pages.add(HANDLER, "initiatives:dossier_take_up", gemeente="kampen", pk=wanted_by_two.pk)
    dossier(initiative(kampen, name=TO_TAKE_UP))
    dossier(initiative(kampen, name=TO_ASK, state="exploring"), state="in_review", assignee=anna)
    pages.add(HANDLER, "initiatives:dossier_timeline", gemeente="kampen", pk=states["approved"])
    pages.add(HANDLER, "initiatives:dossier_attachments", gemeente="kampen", pk=states["approved"])
    pages.add(HANDLER, "initiatives:dossier_lookalikes", gemeente="kampen", pk=states["submitted"])


def _documents(pages: Pages) -> None:
    from tests.seeding import seed
    from thuisgevers.documents.models import Document

    with seed():
        documents = list(Document.objects.filter(municipality__name="Kampen").order_by("state", "id"))
    seen: set[tuple[str, str]] = set()
    for row in documents:
        if (row.kind, row.state) not in seen:
            seen.add((row.kind, row.state))
            pages.add(HANDLER, "documents:document_show", pk=row.pk)


def _national(pages: Pages) -> None:
    from initiatives.models import Initiative
    from tests.seeding import seed
    from thuisgevers.municipalities.models import Membership

    with seed():
        waiting = Initiative.objects.filter(municipality__name="Meppel").first()
    assert waiting
    pages.add(HANDLER, "national:landing")
    pages.add(NATIONAL, "national:desk")
    pages.add(NATIONAL, "national:buddies")
    pages.add(NATIONAL, "national:map_list")
    pages.add(NATIONAL, "initiatives:national_queue")
    pages.add(NATIONAL, "initiatives:national_registration", pk=waiting.pk)
    pages.add(NATIONAL, "notifications:national_message_list")
    pages.add(NATIONAL, "members:municipality_list")
    pages.add(NATIONAL, "members:municipality_list", query="?zoek=bestaatniet")
    for slug in ("kampen", "oldebroek", "urk"):
        pages.add(NATIONAL, "members:municipality_detail", gemeente=slug)
    pages.add(NATIONAL, "members:municipality_invite", gemeente="urk")
    pages.add(NATIONAL, "members:national_factor_resets")
    pages.add(NATIONAL, "members:national_team")
    pages.add(NATIONAL, "members:national_team_invite")
    pages.add(NATIONAL, "initiatives:pioneer_invite")
    with seed():
        pioneer = Membership.objects.filter(role="pioneer").order_by("id").first()
    assert pioneer
    pages.add(NATIONAL, "members:national_team_end", pk=pioneer.pk)
    with seed():
        assert Membership.objects.filter(scope="nation").exists()


if __name__ == "__main__":
    main()
