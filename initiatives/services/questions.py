"""Questions of the municipality to the initiative, and their answers."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from initiatives.models import Dossier, InformationRequest
from initiatives.permissions import can_answer_information_request
from initiatives.services.locking import lock_dossier
from initiatives.services.review import note_first_answer
from initiatives.services.telling import remind_team, tell_officials, tell_team
from initiatives.states import DOSSIER
from thuisgevers.audit.transitions import transition
from thuisgevers.common.conflicts import ConflictError
from thuisgevers.common.who import acting
from thuisgevers.municipalities import clocks
from thuisgevers.municipalities.access import Access

QUEUE = "information_requests"


def ask_information(
    *, access: Access, dossier: Dossier, question: str, due_on: date, seen: str = ""
) -> InformationRequest:
    """Put a question to the team; the dossier waits for them. Everybody in the team gets a mail with the way to answer."""
    if access.user is None:
        raise TypeError("a question is asked by a person")
    with transaction.atomic():
        fresh = lock_dossier(dossier=dossier, seen=seen)
        waiting = transition(
            access=access, obj=fresh, machine=DOSSIER, name="ask_information", changes={"target_date": due_on}
        )
        asked = InformationRequest(
            municipality=waiting.municipality,
            dossier=waiting,
            initiative=waiting.initiative,
            question=question,
            due_on=due_on,
            asked_by=access.user,
            asked_at=timezone.now(),
        )
        asked.save(force_insert=True)
        note_first_answer(waiting.initiative)
        tell_team(
            access=access,
            dossier=waiting,
            template="information_asked",
            context={"question": question, "due_on": due_on},
        )
        return asked


def answer_information(*, access: Access, question: InformationRequest, answer: str) -> Dossier:
    """Answer for the initiative; the dossier goes back to the municipality, whose handler gets a mail.

    Raises ConflictError when a team mate answered first or the municipality went on without.
    """
    with transaction.atomic():
        fresh = lock_dossier(dossier=question.dossier)
        row = InformationRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=question.pk)
        if row.answered_at is not None:
            raise ConflictError(_("Deze vraag is net al beantwoord. Uw tekst staat hieronder nog; kopieer wat u mist."))
        if row.closed_at is not None:
            raise ConflictError(
                _("De gemeente is verdergegaan zonder antwoord. Bel of mail de behandelaar als dit nog nodig is.")
            )
        if access.user is None or not can_answer_information_request(access, row):
            raise PermissionDenied
        row.answer = answer
        row.answered_by = access.user
        row.answered_at = timezone.now()
        row.save(update_fields=["answer", "answered_by", "answered_at", "updated_at"])
        changes = {"target_date": clocks.deadline("dossier-advice", timezone.localdate())}
        back = transition(access=access, obj=fresh, machine=DOSSIER, name="complete_information", changes=changes)
        tell_officials(access=access, dossier=back, template="information_answered")
        return back


def close_information(*, access: Access, dossier: Dossier, reason: str, seen: str = "") -> Dossier:
    """Go on without an answer; open questions are closed and the team is told why."""
    with transaction.atomic():
        fresh = lock_dossier(dossier=dossier, seen=seen)
        changes = {"target_date": clocks.deadline("dossier-advice", timezone.localdate())}
        back = transition(
            access=access, obj=fresh, machine=DOSSIER, name="close_information", reason=reason, changes=changes
        )
        InformationRequest.objects.filter(dossier=back, answered_at__isnull=True, closed_at__isnull=True).update(
            closed_at=timezone.now()
        )
        tell_team(access=access, dossier=back, template="information_closed", context={"reason": reason.strip()})
        return back


def remind_of_question(question_id: UUID) -> bool:
    """Remind the team once of a question that is nearly due, as the job that its row is. True when it was sent.

    Uses only that row and who is in the team: the official who asked may have left, and the team must still hear.
    """
    with transaction.atomic(), acting(job=f"{QUEUE}:{question_id}"):
        row = (
            InformationRequest.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
            .select_related("municipality")
            .filter(pk=question_id, answered_at__isnull=True, closed_at__isnull=True, reminded_at__isnull=True)
            .first()
        )
        if row is None:
            return False
        row.reminded_at = timezone.now()
        row.save(update_fields=["reminded_at", "updated_at"])
        remind_team(row)
        return True
