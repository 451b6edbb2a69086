"""What officials (and the initiative) write down of the owner: consent, calls, and the invitation to look along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from housing.enums import AnswerChannel, AvailabilityAnswer
from housing.forms.availability import CallForm
from housing.forms.properties import ConsentForm, InviteOwnerForm, ReasonForm
from housing.models import Property
from housing.permissions.owners import (
    can_invite_owner,
    viewable_consents,
    viewable_owner_invitations,
    viewable_owners,
)
from housing.permissions.properties import can_handle_property, may_at, viewable_contacts
from housing.services.availability import answer_availability, note_call
from housing.services.owners import document_arrived, invite_owner, record_consent, withdraw_consent
from housing.views.property_acting import ActionPage, act, form_page, my_property_of, one_property, press
from thuisgevers.common.phones import spoken_phone
from thuisgevers.members.services.ending import end_member
from thuisgevers.members.services.inviting import resend_invitation, withdraw_invitation
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.gates import gate
from thuisgevers.municipalities.http import Request

ANCHOR = "eigenaar"


@form_page
@gate(permission=Capability.PROPERTY_CONTACT)
def consent_add(request: Request, pk: UUID) -> HttpResponse:
    return _consent(request, one_property(request, pk), is_owner=False)


@form_page
@gate(permission=Capability.PROPERTY_CONTACT)
def my_consent_add(request: Request, pk: UUID) -> HttpResponse:
    return _consent(request, my_property_of(request, pk), is_owner=True)


@form_page
@gate(permission=Capability.PROPERTY_CONTACT)
def consent_withdraw(request: Request, pk: UUID) -> HttpResponse:
    return _withdraw(request, one_property(request, pk), is_owner=False)


@form_page
@gate(permission=Capability.PROPERTY_CONTACT)
def my_consent_withdraw(request: Request, pk: UUID) -> HttpResponse:
    return _withdraw(request, my_property_of(request, pk), is_owner=True)


@require_POST
@gate(permission=Capability.PROPERTY_CONTACT)
def consent_document(request: Request, pk: UUID) -> HttpResponse:
    """The signed paper is there."""
    place = _contacted(request, one_property(request, pk))
    running = viewable_consents(request.access).filter(property=place, withdrawn_on__isnull=True)
    consent = request.access.get_or_404(running)
    consent.property = place
    return press(
        request,
        place,
        lambda: document_arrived(access=request.access, consent=consent),
        done=_("Vastgelegd dat het document er is."),
        anchor=ANCHOR,
    )


@form_page
@gate(permission=Capability.DOSSIER_HANDLE)
def owner_call(request: Request, pk: UUID) -> HttpResponse:
    """A call to the owner, with the answer if there was one."""
    place = one_property(request, pk)
    if not can_handle_property(request.access, place):
        raise PermissionDenied
    contact = viewable_contacts(request.access).filter(property=place).first()
    page = ActionPage(
        title=_("Belnotitie"),
        lead=_("Wat zei de eigenaar? Een antwoord telt als antwoord op de maandelijkse vraag."),
        icon="phone",
        visible=_("alleen de gemeente"),
        is_internal=True,
        button=_("Bewaren"),
        done=_("De belnotitie is bewaard."),
        anchor=ANCHOR,
        template="housing/property_call.html",
        context={"contact": contact, "phone_text": spoken_phone(contact.phone) if contact is not None else ""},
    )

    def do(form: Any) -> None:
        cleaned = form.cleaned_data
        note_call(
            access=request.access,
            property=place,
            called_at=form.called_at(),
            was_reached=cleaned["was_reached"],
            text=cleaned["note"],
        )
        if cleaned["answer"]:
            answer_availability(
                access=request.access,
                property=place,
                answer=AvailabilityAnswer(cleaned["answer"]),
                channel=AnswerChannel.PHONE,
                later_on=cleaned["later_on"],
            )

    initial = {"called_on": timezone.localdate(), "called_time": timezone.localtime().time()}
    return act(request, place, lambda data: CallForm(data, initial=initial), do, page)


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def owner_invite(request: Request, pk: UUID) -> HttpResponse:
    place = _inviting(request, one_property(request, pk))
    contact = viewable_contacts(request.access).filter(property=place).first()
    initial = {} if contact is None else {"name": contact.name, "email": contact.email}
    page = ActionPage(
        title=_("Eigenaar uitnodigen"),
        lead=_(
            "De eigenaar ziet en beheert dan dit ene pand: gegevens, wooneenheden, bezichtigingen, bestanden en de"
            " maandelijkse vraag. Nooit wie er woont."
        ),
        icon="user-plus",
        visible=_("de gemeente en de eigenaar"),
        button=_("Uitnodigen"),
        done=_("De uitnodiging is verstuurd."),
        anchor=ANCHOR,
    )

    def do(form: Any) -> None:
        invite_owner(access=request.access, property=place, **form.cleaned_data)

    return act(request, place, lambda data: InviteOwnerForm(data, initial=initial), do, page)


@require_POST
@gate(permission=Capability.PROPERTY_WRITE)
def owner_invitation_resend(request: Request, pk: UUID, invitation_pk: UUID) -> HttpResponse:
    place = _inviting(request, one_property(request, pk))
    rows = viewable_owner_invitations(request.access).select_related("municipality", "invited_by")
    invitation = request.access.get_or_404(rows, pk=invitation_pk, scope_id=place.pk)
    return press(
        request,
        place,
        lambda: resend_invitation(access=request.access, invitation=invitation),
        done=_("De uitnodiging is opnieuw verstuurd. De vorige link werkt niet meer."),
        anchor=ANCHOR,
    )


@require_POST
@gate(permission=Capability.PROPERTY_WRITE)
def owner_invitation_withdraw(request: Request, pk: UUID, invitation_pk: UUID) -> HttpResponse:
    place = _inviting(request, one_property(request, pk))
    rows = viewable_owner_invitations(request.access)
    invitation = request.access.get_or_404(rows, pk=invitation_pk, scope_id=place.pk)
    return press(
        request,
        place,
        lambda: withdraw_invitation(access=request.access, invitation=invitation),
        done=_("De uitnodiging is ingetrokken."),
        anchor=ANCHOR,
    )


@form_page
@gate(permission=Capability.PROPERTY_WRITE)
def owner_end(request: Request, pk: UUID, membership_pk: UUID) -> HttpResponse:
    """Somebody no longer looks after the property."""
    place = _inviting(request, one_property(request, pk))
    rows = viewable_owners(request.access).select_related("user", "municipality")
    membership = request.access.get_or_404(rows, pk=membership_pk, scope_id=place.pk)
    page = ActionPage(
        title=_("Toegang van %(name)s beëindigen?") % {"name": membership.user.display_name},
        lead=_("Deze persoon ziet het pand daarna niet meer."),
        icon="user-x",
        button=_("Beëindigen"),
        done=_("De toegang is beëindigd."),
        anchor=ANCHOR,
        is_danger=True,
    )

    def do(form: Any) -> None:
        end_member(access=request.access, membership=membership, reason=form.cleaned_data["reason"])

    return act(request, place, ReasonForm, do, page)


def _consent(request: Request, place: Property, *, is_owner: bool) -> HttpResponse:
    _contacted(request, place)
    page = ActionPage(
        title=_("Toestemming van de eigenaar"),
        lead=_("Zonder toestemming gaat een pand niet open."),
        icon="signature",
        visible=_("de behandelaars van de gemeente, de trekker en de eigenaar"),
        button=_("Vastleggen"),
        done=_("De toestemming is vastgelegd."),
        anchor=ANCHOR,
    )

    def do(form: Any) -> None:
        cleaned = form.cleaned_data
        record_consent(
            access=request.access,
            property=place,
            given_by=cleaned["given_by"],
            given_as=cleaned["given_as"],
            given_on=cleaned["given_on"],
            document_follows=cleaned["document"] == "later",
        )

    initial = {"given_on": timezone.localdate()}
    return act(request, place, lambda data: ConsentForm(data, initial=initial), do, page, is_owner=is_owner)


def _withdraw(request: Request, place: Property, *, is_owner: bool) -> HttpResponse:
    _contacted(request, place)
    page = ActionPage(
        title=_("Toestemming intrekken?"),
        lead=_(
            "Wie er woont, blijft wonen tot er samen iets anders is afgesproken. De gemeente krijgt een bericht als het"
            " pand geschikt of open is."
        ),
        icon="x",
        button=_("Toestemming intrekken"),
        done=_("Vastgelegd dat de toestemming is ingetrokken."),
        anchor=ANCHOR,
        is_danger=True,
    )

    def do(form: Any) -> None:
        withdraw_consent(access=request.access, property=place, reason=form.cleaned_data["reason"])

    return act(request, place, ReasonForm, do, page, is_owner=is_owner)


def _contacted(request: Request, place: Property) -> Property:
    held = (Capability.PROPERTY_CONTACT, Capability.PROPERTY_WRITE)
    if not all(may_at(request.access, capability, place) for capability in held):
        raise PermissionDenied
    return place


def _inviting(request: Request, place: Property) -> Property:
    if not can_invite_owner(request.access, place):
        raise PermissionDenied
    return place
