"""Pages of the workspace of the demo's own initiative: every part, and the form of every thing in it."""

from __future__ import annotations

from typing import Any

TEAM = "bram"
PARTS = (
    "home files timeline board task_add goods conversations conversation_add agenda appointment_add"
    " support support_add support_summary"
).split()


def add_workspace_pages(pages: Any) -> None:
    """Bram's initiative, in which one thing of each kind is added that is his own."""
    from django.db import transaction

    from initiatives.models import Initiative, PublishedName
    from tests.factories.workspace import appointment, conversation, goods, message, support, support_page
    from tests.seeding import seed
    from thuisgevers.accounts.models import User
    from thuisgevers.municipalities.models import Membership

    with transaction.atomic(), seed():
        bram = User.objects.get(email__startswith="bram@")
        led = Membership.objects.filter(user=bram, scope="initiative", role="lead_volunteer")
        initiative = (
            Initiative.objects.filter(pk__in=led.values("scope_id"))
            .exclude(state__in=("completed", "withdrawn"))
            .select_related("municipality")
            .order_by("registered_at", "id")
            .first()
        )
        assert initiative is not None
    with transaction.atomic():
        bed = goods(initiative, bram, owner=bram)
        talk = conversation(initiative, bram, subject="De sleutel")
        said = message(talk, bram, "Die hangt bij de koster.")
        day = appointment(initiative, bram, place="De zaal")
        asked = support(initiative, bram, outcome="Achter de kerk is plaats.", may_share=True)
    with transaction.atomic(), seed():
        named = PublishedName.objects.filter(pk__in=led.values("scope_id")).first()
        assert named is not None
        of = Initiative.objects.select_related("municipality").get(pk=named.pk)
    public = support_page(of, bram)
    for who in ("", TEAM):
        pages.add(who, "guidance:public_support", pk=public.pk)
    pages.add(TEAM, "guidance:workspace_support_summary", pk=of.pk)
    for part in PARTS:
        pages.add(TEAM, f"guidance:workspace_{part}", pk=initiative.pk)
    pages.add(TEAM, "guidance:workspace_board", query="?van=mij", pk=initiative.pk)
    pages.add(TEAM, "guidance:workspace_support", query="?soort=talk", pk=initiative.pk)
    for name in ("edit", "promise"):
        pages.add(TEAM, f"guidance:task_{name}", pk=bed.pk)
    pages.add(TEAM, "guidance:conversation_detail", pk=talk.pk)
    for name in ("edit", "withdraw"):
        pages.add(TEAM, f"guidance:message_{name}", pk=said.pk)
    pages.add(TEAM, "guidance:appointment_edit", pk=day.pk)
    pages.add(TEAM, "guidance:entry_edit", pk=asked.pk)
    pages.add(TEAM, "guidance:agenda_follow")
