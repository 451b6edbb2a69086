"""Everything on the page of one property, for officials, the initiative and the owner: each gets the parts they may read.
The same number of queries, whatever hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from housing.enums import (
    PropertyKind,
    PropertyState,
    Tenure,
    UseFunction,
    ViewingState,
)
from housing.models import (
    OwnerConsent,
    Property,
    PropertyAttachment,
    PropertyContact,
)
from housing.permissions.owners import (
    can_invite_owner,
    viewable_calls,
    viewable_consents,
    viewable_owner_invitations,
    viewable_owners,
)
from housing.permissions.properties import (
    can_edit_property,
    can_handle_property,
    may_at,
    viewable_contacts,
    viewable_properties,
)
from housing.permissions.viewings import side_of
from housing.queries.opening import Missing, missing_to_open
from housing.queries.property_looks import LOOKS, SILENT_FROM, Look, next_step, owner_words
from housing.queries.property_parts import (
    AskLine,
    UnitLine,
    ViewingLine,
    ask_lines,
    between,
    people_range,
    unit_lines,
    viewing_lines,
)
from thuisgevers.attachments.enums import AttachmentKind, Audience
from thuisgevers.attachments.queries import attachment_panel
from thuisgevers.audit.timeline import TimelineEntry, object_timeline
from thuisgevers.common.listing import Fact
from thuisgevers.common.phones import spoken_phone
from thuisgevers.members.permissions import running
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

FILE_KINDS = [AttachmentKind.PHOTO, AttachmentKind.FLOOR_PLAN, AttachmentKind.LETTER]
FILE_AUDIENCES = [Audience.TEAM, Audience.OFFICIAL]


@dataclass(frozen=True, slots=True)
class Action:
    """A button that leads to a small form of its own."""

    name: str
    label: str
    icon: str
    url: str
    is_danger: bool = False


@dataclass(frozen=True)
class PropertyPage:
    """What the template shows; a part that somebody may not see is empty and its flag is false."""

    place: Property
    title: str
    look: Look
    state_label: str
    step: str
    facts: list[Fact]
    owner_facts: list[Fact]
    units: list[UnitLine]
    retired: list[UnitLine]
    viewings: list[ViewingLine]
    past_viewings: list[ViewingLine]
    timeline: list[TimelineEntry]
    missing: list[Missing]
    actions: list[Action]
    attachments: Any
    owner_words: str
    is_silent: bool
    may_edit: bool
    may_handle: bool
    may_propose: bool
    sees_contact: bool
    sees_internal: bool
    may_invite: bool
    consent: OwnerConsent | None = None
    old_consents: list[OwnerConsent] = field(default_factory=list)
    asks: list[AskLine] = field(default_factory=list)
    calls: list[Any] = field(default_factory=list)
    owners: list[Any] = field(default_factory=list)
    invitations: list[Any] = field(default_factory=list)

    @property
    def main_action(self) -> Action | None:
        """The button of the next-step panel: the one that the step asks for, if this person has it."""
        wanted = _STEP_ACTIONS.get(self.place.state, ())
        return next((action for name in wanted for action in self.actions if action.name == name), None)

    @property
    def other_actions(self) -> list[Action]:
        main = self.main_action
        return [action for action in self.actions if action is not main]


def shown_properties(access: Access) -> QuerySet[Property]:
    """For the pages of officials and of the initiative; the owner has pages of their own."""
    rows = viewable_properties(access).filter(access.where(Capability.PROPERTY_READ, scope="initiative_scope_id"))
    return rows.select_related("organisation", "municipality")


def property_page(access: Access, place: Property, *, add_file_url: str) -> PropertyPage:
    units = unit_lines(access, place)
    in_use = [line for line in units if line.retired_on is None]
    viewings = viewing_lines(access, place)
    now = timezone.now()
    coming = [
        line
        for line in viewings
        if line.starts_at > now and line.state in {ViewingState.PROPOSED, ViewingState.ACCEPTED}
    ]
    sees_contact = may_at(access, Capability.PROPERTY_CONTACT, place)
    consents = list(viewable_consents(access).filter(property=place)) if sees_contact else []
    running_consent = next((row for row in consents if row.withdrawn_on is None), None)
    may_handle = can_handle_property(access, place)
    sees_internal = access.may(Capability.DOSSIER_INTERNAL, municipality=place.municipality)
    may_invite = can_invite_owner(access, place)
    missing = (
        missing_to_open(place, units=len(in_use))
        if place.state in {PropertyState.REPORTED, PropertyState.ASSESSING, PropertyState.SUITABLE}
        else []
    )
    return PropertyPage(
        place=place,
        title=title_of(place),
        look=LOOKS[place.state],
        state_label=str(place.get_state_display()),
        step=step_of(place, len(in_use)),
        facts=property_facts(place),
        owner_facts=owner_facts(access, place) if sees_contact else [],
        units=in_use,
        retired=[line for line in units if line.retired_on is not None],
        viewings=coming,
        past_viewings=[line for line in reversed(viewings) if line not in coming],
        timeline=object_timeline(access=access, object_id=place.pk),
        missing=missing,
        actions=actions_for(access, place, missing),
        attachments=files_of(access, place, add_url=add_file_url),
        owner_words=owner_words(place.owner_answer, place.unanswered_asks),
        is_silent=place.unanswered_asks >= SILENT_FROM,
        may_edit=can_edit_property(access, place),
        may_handle=may_handle,
        may_propose=place.state != PropertyState.WITHDRAWN and side_of(access, place) is not None,
        sees_contact=sees_contact,
        sees_internal=sees_internal,
        may_invite=may_invite,
        consent=running_consent,
        old_consents=[row for row in consents if row.withdrawn_on is not None],
        asks=ask_lines(access, place) if sees_contact else [],
        calls=list(viewable_calls(access).filter(property=place).select_related("called_by")[:10])
        if sees_internal
        else [],
        owners=list(viewable_owners(access).filter(running(), scope_id=place.pk).select_related("user"))
        if may_invite
        else [],
        invitations=list(viewable_owner_invitations(access).filter(scope_id=place.pk, state="open"))
        if may_invite
        else [],
    )


def title_of(place: Property) -> str:
    street = f"{place.street} {place.house_number}".strip()
    return street or capfirst(str(PropertyKind(place.kind).label))


def step_of(place: Property, units: int) -> str:
    return next_step(
        place.state,
        owner_answer=place.owner_answer,
        unanswered=place.unanswered_asks,
        is_cleared=place.cleared_at is not None,
        has_consent=place.consented_on is not None,
        units=min(units, 1),
    )


def actions_for(access: Access, place: Property, missing: list[Missing]) -> list[Action]:
    """The buttons, in order of how often they are the next step. No queries."""
    slug = place.municipality.slug
    found: list[Action] = []

    def add(name: str, label: str, icon: str, *, is_danger: bool = False) -> None:
        url = reverse(f"housing:property_{name}", args=[slug, place.pk])
        found.append(Action(name, label, icon, url, is_danger))

    state = PropertyState(place.state)
    if can_handle_property(access, place):
        if state == PropertyState.SUITABLE and not missing:
            add("open", _("Openstellen"), "door-enter")
        if state == PropertyState.REPORTED:
            add("assess", _("Beoordelen"), "search")
        if state in _CLEARABLE and place.cleared_at is None:
            add("clear", _("Akkoord geven"), "circle-check")
        if state == PropertyState.CLOSED:
            add("use_again", _("Opnieuw inzetten"), "refresh")
        if state in {PropertyState.UNSUITABLE, PropertyState.WITHDRAWN}:
            add("assess_again", _("Opnieuw beoordelen"), "search")
        if state == PropertyState.OPEN:
            add("close", _("Sluiten"), "lock")
    if state not in {PropertyState.CLOSED, PropertyState.WITHDRAWN} and (
        access.may(Capability.PROPERTY_WRITE, municipality=place.municipality, scope_id=place.initiative_scope_id)
    ):
        add("withdraw", _("Intrekken"), "x", is_danger=True)
    return found


#: What the next step is called by, best first.
_STEP_ACTIONS: dict[str, tuple[str, ...]] = {
    PropertyState.REPORTED: ("assess",),
    PropertyState.SUITABLE: ("open", "clear"),
    PropertyState.CLOSED: ("use_again",),
}
_CLEARABLE = (PropertyState.REPORTED, PropertyState.ASSESSING, PropertyState.SUITABLE)


def property_facts(place: Property) -> list[Fact]:
    entrance = {True: _("Ja"), False: _("Nee"), None: ""}[place.own_entrance]
    age = _("%(age)s jaar") % {"age": place.minimum_age} if place.minimum_age else _("geen")
    return [
        Fact(_("Soort"), capfirst(str(PropertyKind(place.kind).label))),
        Fact(_("Adres"), place.address),
        Fact(_("Gebruiksfunctie"), capfirst(str(UseFunction(place.use_function).label)) if place.use_function else ""),
        Fact(_("Oppervlakte"), f"{place.floor_area} m²" if place.floor_area else ""),
        Fact(_("Leeg"), between(place.vacant_from, place.vacant_until)),
        Fact(_("Bewoners"), people_range(place.capacity_min, place.capacity_max)),
        Fact(_("Eigen voordeur"), entrance),
        Fact(_("Slaapkamers"), place.bedrooms),
        Fact(_("Keukens"), place.kitchens),
        Fact(_("Badkamers"), place.bathrooms),
        Fact(_("Toiletten"), place.toilets),
        Fact(_("Gebruik"), capfirst(str(Tenure(place.tenure).label)) if place.tenure else ""),
        Fact(_("Doelgroep volgens statuten"), place.statutory_group or _("geen")),
        Fact(_("Minste leeftijd"), age),
        Fact(_("BAG-nummer"), place.bag_id or _("niet bekend")),
        *([Fact(_("Toelichting"), place.note, wide=True)] if place.note else []),
    ]


def _organisation_fact(place: Property) -> Fact:
    return Fact(_("Organisatie"), None if place.organisation is None else place.organisation.name)


def owner_facts(access: Access, place: Property) -> list[Fact]:
    contact = viewable_contacts(access).filter(property=place).first() or PropertyContact()
    # The owner has no right to the register of organisations, and knows the own one.
    is_hidden = place.organisation_id is not None and place.organisation is None
    organisation = [] if is_hidden else [_organisation_fact(place)]
    return [
        *organisation,
        Fact(_("Contactpersoon"), contact.name),
        Fact(_("E-mail"), contact.email),
        Fact(_("Telefoon"), spoken_phone(contact.phone) if contact.phone else ""),
    ]


def files_of(access: Access, place: Property, *, add_url: str) -> Any:
    return attachment_panel(
        access,
        PropertyAttachment.objects.filter(property=place),
        municipality=place.municipality,
        scope_id=place.initiative_scope_id,
        property_scope_id=place.pk,
        add_url=add_url,
        kinds=FILE_KINDS,
        audiences=FILE_AUDIENCES,
        name="bijlagen",
    )
