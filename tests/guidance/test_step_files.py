"""Files at a step: who adds and reads them, what only officials see, and what the page costs."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories import attachments as files
from tests.factories.attachments import attachment, sent
from tests.factories.initiatives import initiative
from tests.factories.people import Cast
from tests.factories.plans import plan_step, step_plan
from tests.seeding import seed
from thuisgevers.attachments.enums import AttachmentState, Audience
from thuisgevers.attachments.models import Attachment
from thuisgevers.guidance.models import PlanStep, PlanStepAttachment

pytestmark = pytest.mark.django_db


@pytest.fixture
def step(cast: Cast) -> PlanStep:
    own = initiative(cast.kampen, id=cast.initiative_id)
    files.scope(cast.kampen, own.pk)
    return plan_step(step_plan(cast.kampen, initiative=own), "viewing")


def add_url(step: PlanStep) -> str:
    return reverse("guidance:step_file_add", args=[step.pk])


def page_of(step: PlanStep) -> str:
    return reverse("guidance:step_detail", args=[step.pk])


def letter(audience: str = "team") -> dict[str, Any]:
    return {"files": sent(files.photo(), "brief.jpg"), "file_id": str(uuid4()), "kind": "letter", "audience": audience}


def hung(cast: Cast, step: PlanStep, name: str, audience: Audience = Audience.TEAM) -> Attachment:
    row = attachment(
        cast.kampen,
        cast.anna,
        scope_id=step.initiative_id,
        name=name,
        audience=audience,
        state=AttachmentState.READY,
    )
    with seed():
        PlanStepAttachment.hang(row, plan_step=step)
    return row


@pytest.mark.parametrize("who", ["anna", "bram", "vera"])
def test_who_adds_comes_back_to_the_step(cast: Cast, step: PlanStep, client_as: Any, who: str) -> None:
    answer = client_as(getattr(cast, who)).post(add_url(step), letter())
    assert answer.headers["Location"] == f"{page_of(step)}#bestanden"
    with seed():
        link = PlanStepAttachment.objects.select_related("attachment").get()
    assert (link.plan_step_id, link.scope_id) == (step.pk, step.initiative_id)
    assert link.attachment.audience == Audience.TEAM


@pytest.mark.parametrize(("who", "status"), [("pieter", 403), ("karin", 403), ("vince", 403), ("chaima", 404)])
def test_nobody_else_adds(cast: Cast, step: PlanStep, client_as: Any, who: str, status: int) -> None:
    assert client_as(getattr(cast, who)).post(add_url(step), letter()).status_code == status
    with seed():
        assert not Attachment.objects.exists()


def test_what_only_officials_see(cast: Cast, step: PlanStep, client_as: Any) -> None:
    hung(cast, step, "tekening.pdf")
    hidden = hung(cast, step, "intern.pdf", Audience.OFFICIAL)
    for who, sees in (("anna", True), ("vince", True), ("bram", False), ("pieter", False), ("karin", False)):
        client = client_as(getattr(cast, who))
        text = client.get(page_of(step)).content.decode()
        assert "tekening.pdf" in text, who
        assert ("intern.pdf" in text) == sees, who
        if not sees:
            assert client.get(reverse("attachments:attachment_open", args=[hidden.pk])).status_code in (403, 404)


def test_files_of_another_step_stay_there(cast: Cast, step: PlanStep, client_as: Any) -> None:
    hung(cast, step, "tekening.pdf")
    other = plan_step(step.plan, "working-group")
    assert "tekening.pdf" not in client_as(cast.bram).get(page_of(other)).content.decode()


def test_the_municipalitys_own_plan(cast: Cast, client_as: Any) -> None:
    with seed():
        plan = step_plan(cast.kampen)
        own = PlanStep.objects.filter(plan=plan).earliest("step__position")
    answer = client_as(cast.anna).post(add_url(own), letter())
    assert answer.status_code == 302
    assert "brief.jpg" in client_as(cast.vince).get(page_of(own)).content.decode()
    assert client_as(cast.bram).get(page_of(own)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_query_count(cast: Cast, client_as: Any, count_queries: Any, step: PlanStep, number: int) -> None:
    for index in range(number):
        hung(cast, step, f"tekening-{index}.pdf")
    browser = client_as(cast.bram)
    assert count_queries(lambda: browser.get(page_of(step))) == QUERIES


#: Session, user, who (set and unset), rights, step, read log, files, messages, the steps around it.
QUERIES = 11
