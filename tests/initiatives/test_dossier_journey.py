"""A dossier from the worklist to the map's counting, through the pages, by two officials and a volunteer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from initiatives.enums import DossierState, InitiativeState
from initiatives.models import Decision, Dossier, InformationRequest, Initiative
from initiatives.services.locking import version_of
from tests.factories import initiatives as make
from tests.factories.people import Cast
from tests.seeding import seed
from thuisgevers.audit.models import AuditEvent
from thuisgevers.documents.models import Document
from thuisgevers.notifications.models import OutgoingMessage


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    initiative = make.initiative(cast.kampen, id=cast.initiative_id)
    return make.dossier(initiative)


def fresh(dossier: Dossier) -> Dossier:
    with seed():
        return Dossier.objects.select_related("initiative", "property", "municipality").get(pk=dossier.pk)


def url(name: str, dossier: Dossier, **kwargs: object) -> str:
    return reverse(f"initiatives:dossier_{name}", kwargs={"gemeente": "kampen", "pk": dossier.pk, **kwargs})


def mails() -> list[tuple[str, str]]:
    with seed():
        return list(OutgoingMessage.objects.order_by("id").values_list("template", "to_user__display_name"))


def send(client, name: str, dossier: Dossier, **data: object):
    """Open the form and send it, as a person does."""
    address = url(name, dossier)
    page = client.get(address)
    assert page.status_code == 200, (name, page.status_code, page.headers.get("Location"))
    answer = client.post(address, {"seen": version_of(fresh(dossier)), **data})
    assert answer.status_code == 302, answer.content.decode()[:6000]
    return answer


def test_whole_review_when_everything_goes_well(
    cast: Cast, dossier: Dossier, client_as, django_capture_on_commit_callbacks
) -> None:
    anna, bram, coen = client_as(cast.anna), client_as(cast.bram), client_as(cast.coen)
    listing = anna.get(reverse("initiatives:dossier_list", args=["kampen"]))
    assert dossier.initiative.reference in listing.content.decode()
    assert anna.get(url("detail", dossier)).status_code == 200

    send(anna, "take_up", dossier)
    taken = fresh(dossier)
    assert (taken.state, taken.assignee, taken.initiative.state) == (
        DossierState.IN_REVIEW,
        cast.anna,
        InitiativeState.EXPLORING,
    )
    assert taken.initiative.first_answered_at is not None
    assert ("initiatives/dossier_taken_up", "Bram") in mails()

    soon = timezone.localdate() + timedelta(days=7)
    send(anna, "ask_information", dossier, question="Is de verzekeraar ingelicht?", due_on=soon.isoformat())
    assert ("initiatives/information_asked", "Bram") in mails()
    with seed():
        question = InformationRequest.objects.get()

    mine = bram.get(reverse("initiatives:my_dossier", args=[dossier.pk]))
    assert "Is de verzekeraar ingelicht?" in mine.content.decode()
    answer = bram.post(
        reverse("initiatives:my_dossier_answer", args=[dossier.pk, question.pk]), {"answer": "Ja, op 3 november."}
    )
    assert answer.status_code == 302, answer.content.decode()[:4000]
    assert fresh(dossier).state == DossierState.IN_REVIEW
    assert ("initiatives/information_answered", "Anna") in mails()

    refused = anna.post(url("advise", dossier), {"outcome": "approve", "text": "Goed plan."})
    assert refused.status_code == 422
    assert "nog geen pand" in refused.content.decode()

    send(
        anna,
        "property",
        dossier,
        kind="rectory",
        street="Dorpsweg",
        house_number="12",
        postcode="8271bp",
        place="IJsselmuiden",
        tenure="loan",
        capacity_min="2",
        capacity_max="6",
    )
    assert fresh(dossier).property is not None
    send(anna, "advise", dossier, outcome="approve", text="Goed plan.")
    assert "ter besluitvorming" in bram.get(reverse("initiatives:my_dossier", args=[dossier.pk])).content.decode()
    assert "Goed plan." not in bram.get(reverse("initiatives:my_dossier", args=[dossier.pk])).content.decode()

    own = anna.post(url("decide", dossier), {"outcome": "approve", "reason": ""})
    assert own.status_code == 422
    assert "U gaf zelf het advies" in own.content.decode()

    send(coen, "decide", dossier, outcome="approve", reason="Mooi initiatief.")
    with seed():
        decision = Decision.objects.get()
    assert (decision.advised_by, decision.decided_by) == (cast.anna, cast.coen)
    assert ("initiatives/dossier_approved", "Bram") in mails()

    early = anna.post(url("announce", dossier), {"seen": version_of(fresh(dossier))})
    assert early.status_code == 422
    today = timezone.localdate().isoformat()
    send(anna, "told", dossier, council_told_on=today, neighbours_told_on=today)
    send(anna, "announce", dossier)
    with seed():
        initiative = Initiative.objects.get(pk=cast.initiative_id)
    assert (initiative.state, initiative.announced_on) == (InitiativeState.RUNNING, timezone.localdate())
    assert ("initiatives/initiative_announced", "Bram") in mails()
    page = anna.get(url("detail", dossier)).content.decode()
    assert "heeft het initiatief bekendgemaakt" in page
    assert "heeft iets gewijzigd" not in page


def fill_agreement(client, dossier: Dossier):
    return client.post(
        url("agreement", dossier),
        {
            "seen": version_of(fresh(dossier)),
            "partij-TOTAL_FORMS": "2",
            "partij-INITIAL_FORMS": "2",
            "partij-0-role": "municipality",
            "partij-0-name": "gemeente Kampen",
            "partij-0-address": "Burg. Berghuisplein 1",
            "partij-0-postcode_and_place": "8261 DD Kampen",
            "partij-0-represented_by": "A. de Vries",
            "partij-1-role": "owner",
            "partij-1-name": "Diaconie IJsselmuiden",
            "partij-1-address": "Dorpsweg 12",
            "partij-1-postcode_and_place": "8271 BP IJsselmuiden",
            "partij-1-represented_by": "B. Bakker",
            "kosten-TOTAL_FORMS": "1",
            "kosten-INITIAL_FORMS": "1",
            "kosten-0-label": "Gas en licht",
            "kosten-0-paid_by": "de gemeente",
            "kosten-0-amount": "1.250,00",
            "residents_min": "2",
            "residents_max": "6",
            "starts_on": "2027-01-01",
            "ends_on": "2027-12-31",
            "notice_months": "3",
            "insurer_name": "Donatus",
            "insurer_informed_on": timezone.localdate().isoformat(),
            "house_rules": "Niet roken binnen\nStil na 22 uur",
        },
    )


def test_agreement_is_requested_when_the_facts_are_there(cast: Cast, client_as) -> None:
    initiative = make.initiative(cast.kampen, id=cast.initiative_id, state=InitiativeState.EXPLORING)
    held = make.building(cast.kampen, initiative_id=initiative.pk, tenure="loan")
    dossier = make.dossier(initiative, state=DossierState.APPROVED, held=held, assignee=cast.anna)
    anna = client_as(cast.anna)
    page = anna.get(url("detail", dossier)).content.decode()
    assert "Vul eerst dit in" in page
    ask = url("document", dossier, kind="cooperation_agreement")
    assert anna.post(ask, follow=True).status_code == 200
    with seed():
        assert not Document.objects.exists()
    answer = fill_agreement(anna, dossier)
    assert answer.status_code == 302, answer.content.decode()
    assert anna.get(url("agreement", dossier)).status_code == 200
    assert anna.post(ask).status_code == 302
    with seed():
        document = Document.objects.get()
    assert document.subject_id == initiative.pk
    assert document.context["blocks"]["kosten_tabel"][0]["amount"].endswith("1.250,00")
    with seed():
        assert AuditEvent.objects.filter(verb="edit_agreement").count() == 1


def test_row_buttons_save_nothing_and_keep_everything(cast: Cast, client_as) -> None:
    initiative = make.initiative(cast.kampen, id=cast.initiative_id)
    dossier = make.dossier(initiative, state=DossierState.IN_REVIEW)
    anna = client_as(cast.anna)
    data = {
        "seen": version_of(dossier),
        "partij-TOTAL_FORMS": "3",
        "partij-INITIAL_FORMS": "2",
        "partij-0-name": "gemeente Kampen",
        "partij-1-name": "Diaconie",
        "partij-2-name": "Stichting Onderdak",
        "kosten-TOTAL_FORMS": "1",
        "kosten-INITIAL_FORMS": "1",
        "kosten-0-label": "Verf",
        "house_rules": "Stil na tienen",
    }
    more = anna.post(url("agreement", dossier), {**data, "rij_erbij": "partij"}).content.decode()
    assert 'name="partij-3-name"' in more
    assert "Stichting Onderdak" in more and "Stil na tienen" in more and 'value="Verf"' in more
    less = anna.post(url("agreement", dossier), {**data, "rij_weg": "partij-1"}).content.decode()
    assert 'name="partij-2-name"' not in less
    assert "Stichting Onderdak" in less and 'value="Diaconie"' not in less
    with seed():
        assert not AuditEvent.objects.exists()
