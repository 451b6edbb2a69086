"""Files at a step: shown on its page to who may read files there, added by who may add them there."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from thuisgevers.attachments.enums import AttachmentKind, Audience
from thuisgevers.attachments.queries import AttachmentPanel, attachment_panel
from thuisgevers.attachments.views.adding import add_files
from thuisgevers.common.uploads import takes_files
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

from ..models import PlanStep, PlanStepAttachment
from ..permissions.plans import viewable_steps

KINDS = (AttachmentKind.LETTER, AttachmentKind.FLOOR_PLAN, AttachmentKind.PHOTO, AttachmentKind.OTHER)


@takes_files
@require_POST
@gate(permission=Capability.ATTACHMENT_ADD)
def step_file_add(request: Request, pk: UUID) -> HttpResponse:
    rows = viewable_steps(request.access).select_related("municipality", "plan")
    step = request.access.get_or_404(rows, pk=pk)
    return add_files(
        request,
        municipality=step.municipality,
        scope_id=step.initiative_id,
        kinds=KINDS,
        audiences=_audiences(step),
        link=lambda attachment: PlanStepAttachment.hang(attachment, plan_step=step),
        back=f"{reverse('guidance:step_detail', args=[step.pk])}#bestanden",
    )


def files_of(access: Access, step: PlanStep) -> AttachmentPanel | None:
    """None for who reads the plan but no files: a buddy coordinator."""
    if not access.may(Capability.ATTACHMENT_READ, municipality=step.municipality, scope_id=step.initiative_id):
        return None
    return attachment_panel(
        access,
        PlanStepAttachment.objects.filter(plan_step=step),
        municipality=step.municipality,
        scope_id=step.initiative_id,
        add_url=reverse("guidance:step_file_add", args=[step.pk]),
        kinds=KINDS,
        audiences=_audiences(step),
        name="bestanden",
    )


def _audiences(step: PlanStep) -> tuple[Audience, ...]:
    """The municipality's own plan has no team: there the first means all its officials and liaisons."""
    return (Audience.TEAM,) if step.initiative_id is None else (Audience.TEAM, Audience.OFFICIAL)
