"""The project's addresses and one page of an owning app: files that hang on an initiative."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path, reverse
from django.views.decorators.http import require_POST, require_safe

from thuisgevers.attachments.enums import AttachmentKind, Audience
from thuisgevers.attachments.models import Attachment
from thuisgevers.attachments.queries import attachment_panel
from thuisgevers.attachments.views.adding import add_files
from thuisgevers.common.uploads import takes_files
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

KINDS = (AttachmentKind.PHOTO, AttachmentKind.FLOOR_PLAN, AttachmentKind.LETTER)
AUDIENCES = (Audience.TEAM, Audience.OFFICIAL)


class Links:
    """Stands in for the link rows of an owning app: every file of the scope."""

    def __init__(self, scope_id: UUID) -> None:
        self.scope_id = scope_id

    def values(self, _name: str) -> Any:
        return Attachment.objects.filter(scope_id=self.scope_id).values("pk")


@require_safe
@gate(permission=Capability.ATTACHMENT_READ)
def thing_show(request: Request, gemeente_pk: int, scope_id: UUID) -> HttpResponse:
    from thuisgevers.municipalities.models import Municipality

    panel = attachment_panel(
        request.access,
        Links(scope_id),  # type: ignore[arg-type]
        municipality=Municipality.objects.get(pk=gemeente_pk),
        scope_id=scope_id,
        add_url=reverse("thing_add", args=[gemeente_pk, scope_id]),
        kinds=KINDS,
        audiences=AUDIENCES,
    )
    return render(request, "thing_show.html", {"attachments": panel})


@takes_files
@require_POST
@gate(permission=Capability.ATTACHMENT_ADD)
def thing_add(request: Request, gemeente_pk: int, scope_id: UUID) -> HttpResponse:
    from thuisgevers.municipalities.models import Municipality

    return add_files(
        request,
        municipality=Municipality.objects.get(pk=gemeente_pk),
        scope_id=scope_id,
        kinds=KINDS,
        audiences=AUDIENCES,
        link=lambda _attachment: None,
        back=reverse("thing_show", args=[gemeente_pk, scope_id]),
    )


urlpatterns = [
    path("ding/<int:gemeente_pk>/<uuid:scope_id>/", thing_show, name="thing_show"),
    path("ding/<int:gemeente_pk>/<uuid:scope_id>/bestanden/", thing_add, name="thing_add"),
    path("", include("thuisgevers.urls")),
]
handler400 = "thuisgevers.common.errors.bad_request"
handler403 = "thuisgevers.audit.denials.forbidden"
handler404 = "thuisgevers.audit.denials.not_found"
handler500 = "thuisgevers.common.errors.server_error"
