"""Advice by one official, the decision by another."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.services.properties import clear_property
from initiatives.enums import AdviceOutcome, DossierState, InitiativeState
from initiatives.models import Advice, Decision, Dossier
from initiatives.services.locking import lock_dossier
from initiatives.services.review import is_property_needed, note_first_answer
from initiatives.services.telling import tell_officials, tell_team
from initiatives.states import DOSSIER, INITIATIVE
from thuisgevers.audit.transitions import transition
from thuisgevers.municipalities import clocks
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.people import officials


def _need_property(dossier: Dossier) -> None:
    if is_property_needed(dossier):
        raise ValidationError(
            _("Dit dossier heeft nog geen pand, dus akkoord kan nog niet. Vul eerst het pand in bij “Pand”."),
            code="property",
        )


def advise_dossier(
    *, access: Access, dossier: Dossier, outcome: AdviceOutcome, text: str = "", seen: str = ""
) -> Dossier:
    """Write the advice and hand the dossier to somebody else for the decision. Internal: the team only sees that a
    decision is being prepared. Advice to approve needs a property. The coordinators get a mail."""
    if access.user is None:
        raise TypeError("advice is given by a person")
    with transaction.atomic():
        fresh = lock_dossier(dossier=dossier, seen=seen)
        if outcome == AdviceOutcome.APPROVE and fresh.state == DossierState.IN_REVIEW:
            _need_property(fresh)
        now = timezone.now()
        changes = {
            "advised_by": access.user,
            "advised_at": now,
            "target_date": clocks.deadline("dossier-decision", timezone.localdate()),
        }
        advised = transition(access=access, obj=fresh, machine=DOSSIER, name="advise", changes=changes)
        Advice(
            municipality=advised.municipality,
            dossier=advised,
            outcome=outcome,
            text=text,
            advised_by=access.user,
            advised_at=now,
        ).save(force_insert=True)
        coordinators = officials(advised.municipality, [Role.CASE_COORDINATOR])
        tell_officials(access=access, dossier=advised, template="dossier_advised", to=coordinators)
        return advised


def send_back_dossier(*, access: Access, dossier: Dossier, reason: str, seen: str = "") -> Dossier:
    """Not ready for a decision: back to review, with what is missing. The adviser gets a mail."""
    with transaction.atomic():
        fresh = lock_dossier(dossier=dossier, seen=seen)
        adviser = fresh.advised_by
        changes = {
            "target_date": clocks.deadline("dossier-advice", timezone.localdate()),
            "advised_by": None,
            "advised_at": None,
        }
        back = transition(access=access, obj=fresh, machine=DOSSIER, name="send_back", reason=reason, changes=changes)
        told = {"reason": reason.strip()}
        to = None if adviser is None else [adviser]
        tell_officials(access=access, dossier=back, template="dossier_sent_back", to=to, context=told)
        return back


def decide_dossier(
    *, access: Access, dossier: Dossier, outcome: AdviceOutcome, reason: str = "", seen: str = ""
) -> Dossier:
    """Approve or reject, by somebody else than the adviser (the database refuses it too). The team gets a mail."""
    if access.user is None:
        raise TypeError("a decision is taken by a person")
    with transaction.atomic():
        fresh = lock_dossier(dossier=dossier, seen=seen)
        if fresh.state == DossierState.ADVISED:
            _need_other_eyes(access, fresh)
            if outcome == AdviceOutcome.APPROVE:
                _need_property(fresh)
        is_approved = outcome == AdviceOutcome.APPROVE
        due = clocks.deadline("dossier-announce", timezone.localdate()) if is_approved else None
        adviser = fresh.advised_by
        try:
            with transaction.atomic():
                decided = transition(
                    access=access,
                    obj=fresh,
                    machine=DOSSIER,
                    name="approve" if is_approved else "reject",
                    may=lambda who, row: who.user is not None and row.advised_by_id != who.user.pk,
                    reason=reason,
                    changes={"target_date": due},
                )
        except IntegrityError as error:
            raise ValidationError(_("Akkoord kan pas als het dossier een pand heeft."), code="property") from error
        assert adviser is not None
        Decision(
            municipality=decided.municipality,
            dossier=decided,
            initiative=decided.initiative,
            outcome=outcome,
            reason=reason,
            advised_by=adviser,
            decided_by=access.user,
            decided_at=timezone.now(),
        ).save(force_insert=True)
        _follow(access, decided, is_approved=is_approved, reason=reason)
        return decided


def _need_other_eyes(access: Access, dossier: Dossier) -> None:
    if access.user is not None and dossier.advised_by_id == access.user.pk:
        raise ValidationError(
            _("U gaf zelf het advies. Wie adviseert, mag niet ook besluiten. Vraag een collega."), code="four_eyes"
        )


def _follow(access: Access, dossier: Dossier, *, is_approved: bool, reason: str) -> None:
    if is_approved:
        if dossier.initiative.state == InitiativeState.REGISTERED:
            transition(access=access, obj=dossier.initiative, machine=INITIATIVE, name="explore")
        if dossier.property is not None:
            clear_property(access=access, property=dossier.property)
    note_first_answer(dossier.initiative)
    template = "dossier_approved" if is_approved else "dossier_rejected"
    told = {"reason": reason.strip()}
    tell_team(access=access, dossier=dossier, template=template, context=told)
    tell_officials(access=access, dossier=dossier, template=f"{template}_official", context=told)
