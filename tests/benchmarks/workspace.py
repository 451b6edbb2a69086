"""A workspace in use: a board with twenty cards, conversations and an agenda."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from tests.factories.people import Cast
from tests.factories.workspace import appointment, conversation, goods, support, task
from thuisgevers.municipalities.working_days import today

CARDS, TALKS, MESSAGES = 10, 5, 10


@transaction.atomic
def build_workspace(cast: Cast, initiative: Any) -> None:
    for number in range(CARDS):
        goods(initiative, cast.bram, title=f"Bedden {number}", due_on=today() + timedelta(days=number))
        task(initiative, cast.bram, title=f"Klus {number}", owner=cast.bram if number % 3 == 0 else cast.vera)
    for number in range(TALKS):
        conversation(initiative, cast.vera, *["Wie komt er zaterdag?"] * MESSAGES, subject=f"Klusdag {number}")
        appointment(initiative, cast.bram, title=f"Klusdag {number}", place="De zaal")
        support(initiative, cast.bram)
