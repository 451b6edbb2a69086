"""Sending a registration: everything it makes, in one transaction, once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from housing.enums import OrganisationKind, PropertyKind
from housing.models import Organisation, Property
from thuisgevers.accounts.models import User
from thuisgevers.audit.services import record_event
from thuisgevers.audit.transitions import transition
from thuisgevers.common.ids import reference
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.clocks import first_answer_due
from thuisgevers.municipalities.enums import Capability, LinkPurpose, Role
from thuisgevers.municipalities.grants import grant_membership
from thuisgevers.municipalities.links import create_link
from thuisgevers.municipalities.models import AccessLink, Municipality
from thuisgevers.municipalities.names import plain
from thuisgevers.municipalities.people import officials
from thuisgevers.municipalities.working_days import add_working_days, today
from thuisgevers.notifications.services.messages import absolute_url, queue_message

from ..contact_index import email_index, phone_index
from ..models import Dossier, Initiative, RegistrationDraft
from ..states import DOSSIER, INITIATIVE
from .registration_draft import lock_draft
from .searching import search_text

STATUS_DAYS = 400
ACTIVATE_DAYS = 30
REFERENCE_TRIES = 8


@dataclass(frozen=True, kw_only=True)
class BuildingFacts:
    """What was said about a building; None where nobody said anything."""

    kind: PropertyKind
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    place: str = ""
    vacant_from: date | None = None
    vacant_until: date | None = None
    capacity_min: int | None = None
    capacity_max: int | None = None
    own_entrance: bool | None = None
    bedrooms: int | None = None
    kitchens: int | None = None
    bathrooms: int | None = None
    toilets: int | None = None

    @property
    def address_key(self) -> str:
        """Postcode and house number, else street and number in the place: how the same building is recognised."""
        number = self.house_number.replace(" ", "").casefold()
        if self.postcode and number:
            return f"{self.postcode}{number}".replace(" ", "").casefold()
        if self.street and number:
            return f"{plain(self.street)}{number}{plain(self.place)}".replace(" ", "")[:120]
        return ""


@dataclass(frozen=True, kw_only=True)
class Registration:
    """A complete, checked registration."""

    municipality: Municipality
    place: str
    organisation_kind: OrganisationKind
    organisation_name: str
    contact_name: str
    contact_email: str
    contact_phone: str = ""
    building: BuildingFacts | None = None
    name: str = ""
    summary: str = ""
    help_topics: list[str] = field(default_factory=list)

    @property
    def initiative_name(self) -> str:
        """Its own name, or one made of group and place."""
        if self.name:
            return self.name
        where = self.place or self.municipality.name
        return _("%(group)s in %(place)s") % {"group": self.organisation_name[: 116 - len(where)], "place": where}


def send_registration(*, access: Access, draft: RegistrationDraft, registration: Registration) -> UUID:
    """Make the initiative (its id is the draft's), its first dossier and the contact's account, links and mails.

    The second of two sendings waits for the first and changes nothing; the primary key would refuse it anyway. Returns
    the initiative's id. Mail goes out after commit; nothing says whether an account existed already.
    """
    access.require(Capability.INITIATIVE_REGISTER, scope_id=draft.pk)
    fresh = lock_draft(draft)
    if fresh.sent_at is not None:
        return fresh.pk
    municipality = registration.municipality
    organisation = _add_organisation(draft.pk, registration)
    building = _add_property(draft.pk, registration, organisation)
    initiative = _add_initiative(draft.pk, registration, organisation, building)
    due_on = first_answer_due(municipality, today())
    initiative = transition(
        access=access,
        obj=initiative,
        machine=INITIATIVE,
        name="register",
        changes={"registered_at": timezone.now(), "first_answer_due_on": due_on, "remind_on": remind_on(due_on)},
    )
    dossier = Dossier(municipality=municipality, initiative=initiative, property=building)
    dossier.save(force_insert=True)
    dossier = transition(
        access=access,
        obj=dossier,
        machine=DOSSIER,
        name="submit",
        changes={"submitted_at": timezone.now(), "target_date": due_on},
    )
    contact = _account_of(registration)
    grant_membership(
        user=contact,
        role=Role.LEAD_VOLUNTEER,
        municipality=municipality,
        scope_id=initiative.pk,
        reason=_("contactpersoon bij de aanmelding"),
    )
    record_event(
        access=access,
        object_type="initiatives.Initiative",
        object_id=initiative.pk,
        verb="lead_added",
        municipality=municipality,
        scope_id=initiative.pk,
    )
    _close_draft(fresh)
    _mail_contact(initiative, contact, due_on)
    tell_first_answerers(
        initiative=initiative, dossier=dossier, template="registration_new", context={"due_on": due_on}
    )
    return initiative.pk


def remind_on(due_on: date) -> date:
    """The working day before: on a day off nobody reads the reminder."""
    return add_working_days(due_on, -1)


def first_answerers(municipality: Municipality) -> list[User]:
    """Officials of the municipality; where it does not take part, or has nobody, the national coordinators."""
    people: list[User] = []
    if municipality.participates:
        people = officials(municipality, [Role.CASE_COORDINATOR, Role.CASE_HANDLER])
    return people or officials(None, [Role.NATIONAL_COORDINATOR])


def tell_first_answerers(
    *,
    initiative: Initiative,
    dossier: Dossier,
    template: str,
    context: dict[str, object],
    people: list[User] | None = None,
    dedupe: str = "",
) -> None:
    """Mail those who must answer; nothing about the initiative but its number. Never silence: without anybody at all the
    mail goes to the national mailbox."""
    municipality = initiative.municipality
    if municipality.participates:
        url = reverse("initiatives:dossier_detail", kwargs={"gemeente": municipality.slug, "pk": dossier.pk})
    else:
        url = reverse("initiatives:national_registration", kwargs={"pk": initiative.pk})
    facts = {
        "reference": initiative.reference,
        "municipality": municipality.name,
        "participates": municipality.participates,
        "url": absolute_url(url),
        **context,
    }
    listed: list[User | None] = [*(first_answerers(municipality) if people is None else people)] or [None]
    for user in listed:
        queue_message(
            template=f"initiatives/{template}",
            to=settings.NATIONAL_EMAIL if user is None else user.email,
            to_user=user,
            context={**facts, "name": "" if user is None else user.display_name},
            municipality=municipality,
            about_id=initiative.pk,
            dedupe_key=f"{dedupe}:{initiative.pk}:{0 if user is None else user.pk}" if dedupe else None,
        )


def _add_organisation(future_id: UUID, registration: Registration) -> Organisation:
    organisation = Organisation(
        municipality=registration.municipality,
        name=registration.organisation_name,
        kind=registration.organisation_kind,
        name_key=plain(registration.organisation_name),
        initiative_scope_id=future_id,
    )
    organisation.save(force_insert=True)
    return organisation


def _add_property(future_id: UUID, registration: Registration, organisation: Organisation) -> Property | None:
    facts = registration.building
    if facts is None:
        return None
    building = Property(
        municipality=registration.municipality,
        organisation=organisation,
        initiative_scope_id=future_id,
        address_key=facts.address_key,
        **{name: getattr(facts, name) for name in BuildingFacts.__dataclass_fields__},
    )
    building.save(force_insert=True)
    return building


def _add_initiative(
    future_id: UUID, registration: Registration, organisation: Organisation, building: Property | None
) -> Initiative:
    """Tries other references while one is taken. A taken primary key is no such case: it is raised."""
    initiative = Initiative(
        id=future_id,
        municipality=registration.municipality,
        name=registration.initiative_name,
        organisation=organisation,
        place=registration.place,
        summary=registration.summary,
        help_topics=registration.help_topics,
        contact_name=registration.contact_name,
        contact_email=registration.contact_email,
        contact_email_index=email_index(registration.contact_email),
        contact_phone=registration.contact_phone,
        contact_phone_index=phone_index(registration.contact_phone),
    )
    for _attempt in range(REFERENCE_TRIES):
        initiative.reference = reference()
        initiative.search = search_text(initiative, building)
        try:
            with transaction.atomic():
                initiative.save(force_insert=True)
        except IntegrityError as error:
            if "reference" not in str(error):
                raise
            continue
        return initiative
    raise RuntimeError("no free reference found: the alphabet is nearly used up")


def _account_of(registration: Registration) -> User:
    """The person behind the address. An existing account keeps its own name and number."""
    found = User.objects.filter(email=registration.contact_email).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return User.objects.create_user(
                email=registration.contact_email,
                display_name=registration.contact_name,
                phone=registration.contact_phone,
            )
    except IntegrityError:  # two registrations with this address at once
        return User.objects.get(email=registration.contact_email)


def _close_draft(draft: RegistrationDraft) -> None:
    """Forget what was typed and leave the links one more day, for the page that says that it was sent."""
    draft.answers = ""
    draft.email = ""
    draft.sent_at = timezone.now()
    draft.save(update_fields=["answers", "email", "sent_at", "updated_at"])
    AccessLink.objects.filter(purpose=LinkPurpose.REGISTER, object_id=draft.pk).update(
        expires_at=timezone.now() + timedelta(days=1)
    )


def _mail_contact(initiative: Initiative, contact: User, due_on: date) -> None:
    _status, status_token = create_link(
        purpose=LinkPurpose.STATUS,
        object_id=initiative.pk,
        municipality=initiative.municipality,
        valid_days=STATUS_DAYS,
    )
    _activate, activate_token = create_link(
        purpose=LinkPurpose.ACTIVATE,
        object_id=initiative.pk,
        municipality=initiative.municipality,
        valid_days=ACTIVATE_DAYS,
        user=contact,
    )
    queue_message(
        template="initiatives/registration_received",
        to=initiative.contact_email,
        to_user=contact,
        context={
            "reference": initiative.reference,
            "name": initiative.contact_name,
            "municipality": initiative.municipality.name,
            "participates": initiative.municipality.participates,
            "due_on": due_on,
            "status_url": absolute_url(reverse("initiatives:status", args=[status_token])),
            "activate_url": absolute_url(reverse("initiatives:account_open", args=[activate_token])),
        },
        municipality=initiative.municipality,
        about_id=initiative.pk,
        secret=True,
        expires_at=timezone.now() + timedelta(days=7),
    )
