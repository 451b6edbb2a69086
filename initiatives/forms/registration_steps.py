"""The order of the steps, what is shown of a saved step, and when a registration is complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import OrganisationKind, PropertyKind
from thuisgevers.common.phones import spoken_phone
from thuisgevers.common.templatetags.dutch import period

from ..enums import HelpTopic
from ..services.registration_draft import Answers
from ..services.registration_send import BuildingFacts, Registration
from .registration import HelpForm, PropertyForm, WhereForm, WhoForm, as_data


@dataclass(frozen=True)
class Step:
    """One page of questions. `slug` stands in the address."""

    slug: str
    title: str | Promise
    lead: str | Promise
    form_class: type[forms.Form]

    @property
    def template(self) -> str:
        return f"initiatives/register_{self.slug}.html"

    @property
    def number(self) -> int:
        return STEPS.index(self) + 1

    def typed(self, data: QueryDict, before: Mapping[str, str | list[str]]) -> dict[str, str | list[str]]:
        """What the browser sent of this step's own fields. A part that is folded away sends nothing: that keeps what was
        typed there before."""
        several = {
            name for name, one in self.form_class.base_fields.items() if isinstance(one, forms.MultipleChoiceField)
        }
        is_folded = data.get("has_property", "yes") != "yes"
        kept: dict[str, str | list[str]] = {}
        for name in self.form_class.base_fields:
            if name in data:
                kept[name] = [str(one) for one in data.getlist(name)] if name in several else str(data[name])
            elif is_folded and name in before:
                kept[name] = before[name]
        return kept

    def shown(self, answers: Answers, initial: Mapping[str, Any]) -> forms.Form:
        """The form as it stands: with its errors when it was sent and refused, without when it was only kept."""
        saved = answers.get(self.slug)
        if saved is None:
            return self.form_class(initial=dict(initial))
        if saved["is_sent"]:
            return self.form_class(as_data(self.form_class, saved["typed"]))
        return self.form_class(initial={**initial, **saved["typed"]})


STEPS: tuple[Step, ...] = (
    Step(
        "waar",
        gettext_lazy("Waar is het initiatief?"),
        gettext_lazy("Zo weten we bij welke gemeente uw aanmelding hoort."),
        WhereForm,
    ),
    Step(
        "wie",
        gettext_lazy("Wie bent u?"),
        gettext_lazy("De gemeente gebruikt deze gegevens om u te antwoorden."),
        WhoForm,
    ),
    Step(
        "pand",
        gettext_lazy("Is er al een pand?"),
        gettext_lazy("Zonder pand kunt u ook aanmelden."),
        PropertyForm,
    ),
    Step(
        "plan",
        gettext_lazy("Uw plan en de hulp die u zoekt"),
        gettext_lazy("Een paar zinnen is genoeg. U mag alles op deze bladzijde ook leeg laten."),
        HelpForm,
    ),
)


def step_of(slug: str) -> Step | None:
    return next((step for step in STEPS if step.slug == slug), None)


def first_incomplete(answers: Answers) -> Step | None:
    """The step that must be done next; None when all were sent and accepted."""
    return next((step for step in STEPS if step.slug not in answers or not answers[step.slug]["is_valid"]), None)


def is_reachable(step: Step, answers: Answers) -> bool:
    ahead = first_incomplete(answers)
    return ahead is None or STEPS.index(step) <= STEPS.index(ahead)


def initial_of(step: Step, answers: Answers) -> dict[str, Any]:
    """What an earlier step already tells: the town of the property is mostly the place of the initiative."""
    if step.slug != "pand":
        return {}
    where = checked_form(STEPS[0], answers)
    return {"town": where.hit.place} if isinstance(where, WhereForm) and where.hit is not None else {}


def checked_form(step: Step, answers: Answers) -> forms.Form:
    saved = answers.get(step.slug)
    form = step.form_class(as_data(step.form_class, saved["typed"] if saved else {}))
    form.full_clean()
    return form


def checked_forms(answers: Answers) -> dict[str, forms.Form]:
    """All steps checked again, as the world may have changed since (a date has passed, a municipality merged)."""
    return {step.slug: checked_form(step, answers) for step in STEPS}


def refused_step(forms_by_slug: Mapping[str, forms.Form]) -> Step | None:
    return next((step for step in STEPS if not forms_by_slug[step.slug].is_valid()), None)


def registration_of(forms_by_slug: Mapping[str, forms.Form]) -> Registration:
    """The facts for the service. Only for forms that are all valid."""
    where, who, building, plan = (forms_by_slug[step.slug] for step in STEPS)
    assert isinstance(where, WhereForm)
    assert where.hit is not None
    return Registration(
        municipality=where.hit.municipality,
        place=where.hit.place,
        organisation_kind=OrganisationKind(who.cleaned_data["organisation_kind"]),
        organisation_name=who.cleaned_data["organisation_name"],
        contact_name=who.cleaned_data["contact_name"],
        contact_email=who.cleaned_data["contact_email"],
        contact_phone=who.cleaned_data["contact_phone"],
        building=_building(building.cleaned_data),
        name=plan.cleaned_data["name"],
        summary=plan.cleaned_data["summary"],
        help_topics=plan.cleaned_data["help_topics"],
    )


def _building(cleaned: Mapping[str, Any]) -> BuildingFacts | None:
    if cleaned["has_property"] != "yes":
        return None
    facts = {name: cleaned[name] for name in BuildingFacts.__dataclass_fields__ if name in cleaned}
    return BuildingFacts(**{**facts, "kind": PropertyKind(cleaned["kind"]), "place": cleaned["town"]})


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of the check page, as `components/summary_list.html` takes it."""

    label: str
    value: str
    url: str


def answers_of(registration: Registration, slug: str, url: str) -> list[Answer]:
    """The rows of one step."""
    rows = {"waar": _where_rows, "wie": _who_rows, "pand": _property_rows, "plan": _plan_rows}[slug](registration)
    return [Answer(label=label, value=value, url=url) for label, value in rows]


def _where_rows(registration: Registration) -> list[tuple[str, str]]:
    rows = [(_("Gemeente"), registration.municipality.name)]
    return [(_("Plaats"), registration.place), *rows] if registration.place else rows


def _who_rows(registration: Registration) -> list[tuple[str, str]]:
    return [
        (_("Namens"), capfirst(str(registration.organisation_kind.label))),
        (_("Organisatie of groep"), registration.organisation_name),
        (_("Contactpersoon"), registration.contact_name),
        (_("E-mail"), registration.contact_email),
        (_("Telefoon"), spoken_phone(registration.contact_phone)),
    ]


def _property_rows(registration: Registration) -> list[tuple[str, str]]:
    building = registration.building
    if building is None:
        return [(_("Pand"), _("Nog niet bekend"))]
    return [
        (_("Soort pand"), capfirst(str(building.kind.label))),
        (_("Adres"), _address(building)),
        (_("Leeg"), _period(building.vacant_from, building.vacant_until)),
        (_("Aantal bewoners"), _range(building.capacity_min, building.capacity_max)),
        (_("Eigen voordeur"), {True: _("Ja"), False: _("Nee"), None: ""}[building.own_entrance]),
        (_("Slaapkamers"), _number(building.bedrooms)),
        (_("Keukens"), _number(building.kitchens)),
        (_("Badkamers"), _number(building.bathrooms)),
        (_("Toiletten"), _number(building.toilets)),
    ]


def _plan_rows(registration: Registration) -> list[tuple[str, str]]:
    topics = "\n".join(capfirst(str(HelpTopic(topic).label)) for topic in registration.help_topics)
    return [
        (_("Naam"), registration.initiative_name),
        (_("Hulp bij"), topics),
        (_("Plan"), registration.summary),
    ]


def _address(building: BuildingFacts) -> str:
    lines = (f"{building.street} {building.house_number}".strip(), f"{building.postcode} {building.place}".strip())
    return "\n".join(line for line in lines if line)


def _period(start: date | None, end: date | None) -> str:
    text = period(start, end, until=True)
    return text[:1].upper() + text[1:]


def _range(least: int | None, most: int | None) -> str:
    if least is not None and most is not None:
        return str(least) if least == most else _("%(least)s tot en met %(most)s") % {"least": least, "most": most}
    if least is not None:
        return _("minstens %(least)s") % {"least": least}
    return "" if most is None else _("hoogstens %(most)s") % {"most": most}


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
