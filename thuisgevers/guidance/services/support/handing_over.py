"""When a pioneer or liaison leaves: everything that is open goes to somebody else in one act."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from thuisgevers.accounts.models import User
from thuisgevers.audit.models import Visibility
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.members.services.ending import end_member
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability, Role
from thuisgevers.municipalities.grants import grant_membership
from thuisgevers.municipalities.models import Membership

from ...enums import OPEN_SUPPORT, QuestionState
from ...models import Question, SupportRequest
from ...permissions.support import can_help_request
from ...queries.support_covering import roles_of
from ...states import SUPPORT
from ..questions.answerers import tell_answerers
from .telling import tell_helper


def hand_over(*, access: Access, leaver: User, successor: User, reason: str, ends_roles: bool) -> tuple[int, int]:
    """Give every initiative, municipality and open request of `leaver` to `successor`, and end the roles of the one who leaves.
    All of it or nothing; returns how many roles and how many requests. Run a second time it finds nothing."""
    if not access.is_national(Capability.SUPPORT_MANAGE) or access.user is None:
        raise PermissionDenied
    if leaver.pk == successor.pk:
        raise ValidationError({"to": _("Kies iemand anders dan wie er weggaat.")})
    with transaction.atomic():
        roles = roles_of(leaver)
        for held in roles:
            _give(access, held, successor, reason)
        requests = list(
            SupportRequest.objects.filter(helper=leaver, state__in=OPEN_SUPPORT)
            .select_related("municipality")
            .order_by("due_on", "id")
        )
        for request in requests:
            fresh = transition(
                access=access,
                obj=request,
                machine=SUPPORT,
                name="hand_over",
                may=can_help_request,
                reason=reason,
                changes={"helper": successor, "passed_by": None, "reminded_at": None},
            )
            tell_helper(fresh, "support_asked")
        _give_questions(leaver, successor)
        if ends_roles:
            for held in roles:
                end_member(access=access, membership=held, reason=reason)
    return len(roles), len(requests)


def _give_questions(leaver: User, successor: User) -> None:
    """What waits for an answer at the question desk; nobody gets an own question."""
    for question in Question.objects.filter(helper=leaver, state=QuestionState.ROUTED).exclude(asker=successor):
        question.helper = successor
        question.save(update_fields=["helper", "updated_at"])
        tell_answerers(question, "question_routed")


def _give(access: Access, held: Membership, successor: User, reason: str) -> None:
    given = grant_membership(
        user=successor,
        role=Role(held.role),
        municipality=held.municipality,
        scope_id=held.scope_id,
        reason=reason[:200],
        granted_by=access.user,
    )
    record_event(
        access=access,
        object_type="municipalities.Membership",
        object_id=given.pk,
        verb="hand_over",
        municipality=held.municipality,
        scope_id=held.scope_id,
        reason=reason,
        visibility=Visibility.TEAM if held.scope_id else Visibility.INTERNAL,
        data={"role": held.role},
    )
