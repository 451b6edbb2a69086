"""The first page of a workspace is one statement: what it says is held against the parts it is made of."""

from __future__ import annotations

from typing import Any

import pytest

from initiatives.enums import DossierState
from tests.factories.initiatives import dossier, initiative
from tests.factories.people import Cast
from tests.factories.plans import step_plan
from tests.factories.workspace import appointment, conversation, goods, support, task
from tests.housing.stays import by
from tests.seeding import seed
from thuisgevers.guidance.models import PlanStep
from thuisgevers.guidance.queries.plans import plan_page
from thuisgevers.guidance.queries.workspace_home import home
from thuisgevers.municipalities.working_days import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(cast: Cast) -> Any:
    return initiative(cast.kampen, id=cast.initiative_id, name="Huis aan de Dijk")


def test_it_says_what_its_parts_say(cast: Cast, mine: Any) -> None:
    plan = step_plan(cast.kampen, initiative=mine, wished_on=today())
    shown = dossier(mine, state=DossierState.IN_REVIEW)
    goods(mine, cast.bram, owner=cast.vera, due_on=today(), promised=1)
    task(mine, cast.bram, owner=cast.bram)
    conversation(mine, cast.bram, "Hoi", "Nog iets")
    appointment(mine, cast.bram, title="Verven")
    support(mine, cast.bram, kind="promise")
    support(mine, cast.bram)
    with seed():
        taken = PlanStep.objects.filter(plan=plan).select_related("step").order_by("-step__position")[0]
        taken.owner = cast.vera
        taken.save(update_fields=["owner"])
        due_next = [line.title for line in plan_page(plan, today=today()).next_steps]
    page = by(cast.vera, lambda access: home(access, mine))
    assert [step.title for step in page.steps] == due_next
    assert [step.title for step in page.own_steps] == [taken.step.title]
    assert [(one.title, one.needs) for one in page.mine] == [("Bedden", "nog 3 van 4 nodig")]
    assert (page.open_tasks, page.missing_goods, page.unread, page.promises) == (2, 3, 2, 1)
    assert [one.title for one in page.appointments] == ["Verven"]
    assert [(one.subject, one.last_by) for one in page.conversations] == [("Klusdag", cast.bram.display_name)]
    assert (page.dossier_id, page.has_plan) == (shown.pk, True)


def test_officials_find_nothing_of_it(cast: Cast, mine: Any) -> None:
    goods(mine, cast.bram)
    conversation(mine, cast.bram, "Hoi")
    support(mine, cast.bram, kind="promise")
    page = by(cast.anna, lambda access: home(access, mine))
    assert (page.open_tasks, page.conversations, page.promises, page.appointments) == (0, [], 0, [])
