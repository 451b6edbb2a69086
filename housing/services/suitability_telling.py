"""Mail about checks of a property. No address, no names of others: a link and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from housing.enums import AssessmentState
from housing.models import Assessment
from housing.queries.people import TEAM, people_of
from thuisgevers.accounts.models import User
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.people import officials
from thuisgevers.notifications.services.messages import absolute_url, queue_for_people

QUEUE = "assessments"
HANDLERS = (Role.CASE_HANDLER, Role.CASE_COORDINATOR)


def tell_submitted(*, access: Access, assessment: Assessment) -> None:
    """To those who may sign."""
    _tell("assessment_submitted", assessment, officials(assessment.municipality, HANDLERS), access.user)


def tell_sent_back(*, access: Access, assessment: Assessment, reason: str) -> None:
    """To who made the visit."""
    _tell("assessment_sent_back", assessment, _visitors(assessment), access.user, {"reason": reason})


def tell_signed(*, access: Access, assessment: Assessment) -> None:
    """To who made the visit and to the team."""
    _tell(
        "assessment_signed",
        assessment,
        _visitors(assessment),
        access.user,
        {"outcome": str(assessment.get_outcome_display())},
    )


def warn_open_property(*, access: Access, assessment: Assessment) -> None:
    """People live there: the coordinators decide what happens."""
    coordinators = officials(assessment.municipality, [Role.CASE_COORDINATOR])
    _tell("assessment_open_unsuitable", assessment, coordinators, None)


def remind_of_expiry(assessment_id: UUID) -> bool:
    """Once, as the job that the row is: to who signed it while they still handle there, else to the coordinators."""
    with transaction.atomic(), acting(job=f"{QUEUE}:{assessment_id}"):
        row = (
            Assessment.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
            .select_related("municipality")
            .filter(pk=assessment_id, state=AssessmentState.SIGNED, reminded_at__isnull=True)
            .first()
        )
        if row is None:
            return False
        row.reminded_at = timezone.now()
        row.save(update_fields=["reminded_at", "updated_at"])
        handlers = officials(row.municipality, HANDLERS)
        signer = [user for user in handlers if user.pk == row.signed_by_id]
        to = signer or officials(row.municipality, [Role.CASE_COORDINATOR]) or handlers
        _tell("assessment_expiring", row, to, None, {"valid_until": row.valid_until})
        return True


def _visitors(assessment: Assessment) -> list[User]:
    people = {user.pk: user for user in people_of(assessment.initiative_scope_id, TEAM)}
    people.setdefault(assessment.visited_by_id, assessment.visited_by)
    return [user for user in people.values() if user.is_active]


def _tell(
    template: str,
    assessment: Assessment,
    people: Iterable[User],
    doer: User | None,
    context: dict[str, object] | None = None,
) -> None:
    path = reverse("housing:assessment_detail", args=[assessment.municipality.slug, assessment.pk])
    queue_for_people(
        people,
        template=f"housing/{template}",
        context={
            "municipality": assessment.municipality.name,
            "visited_on": assessment.visited_on,
            "url": absolute_url(path),
            **(context or {}),
        },
        municipality=assessment.municipality,
        about_id=assessment.initiative_scope_id,
        except_for=doer,
    )
