"""Forms of dwelling units and the periods in which they are closed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import ClosureKind, Facility
from housing.forms.properties import PlainForm
from thuisgevers.common.fields import (
    CleanCharField,
    CleanChoiceField,
    DutchDateField,
    OrderedFieldsMixin,
    WholeNumberField,
    YesNoField,
)


class UnitForm(OrderedFieldsMixin, PlainForm):
    ordered = [
        ("capacity_min", "capacity_max", gettext_lazy("Het meeste aantal is lager dan het minste aantal.")),
        (
            "lockable_bedrooms",
            "bedrooms",
            gettext_lazy("Er zijn niet meer slaapkamers met slot dan slaapkamers."),
        ),
    ]

    name = CleanCharField(
        label=gettext_lazy("Naam"),
        noun=gettext_lazy("de naam"),
        help_text=gettext_lazy("Zoals mensen hem kennen: Begane grond, Zolder, 1A."),
        max_length=60,
    )
    capacity_min = WholeNumberField(
        label=gettext_lazy("Minste aantal bewoners"), noun=gettext_lazy("het minste aantal"), least=1, most=30
    )
    capacity_max = WholeNumberField(
        label=gettext_lazy("Meeste aantal bewoners"), noun=gettext_lazy("het meeste aantal"), least=1, most=30
    )
    lockable_bedrooms = WholeNumberField(
        label=gettext_lazy("Waarvan met slot"), noun=gettext_lazy("slaapkamers met slot"), most=30
    )
    bedrooms = WholeNumberField(label=gettext_lazy("Slaapkamers"), noun=gettext_lazy("slaapkamers"), most=30)
    floor_area = WholeNumberField(
        label=gettext_lazy("Oppervlakte in m²"), noun=gettext_lazy("de oppervlakte"), least=1, most=2000, required=False
    )
    kitchen = CleanChoiceField(label=gettext_lazy("Keuken"), noun=gettext_lazy("de keuken"), choices=Facility.choices)
    sanitary = CleanChoiceField(
        label=gettext_lazy("Toilet en douche"), noun=gettext_lazy("toilet en douche"), choices=Facility.choices
    )
    own_front_door = YesNoField(label=gettext_lazy("Eigen voordeur"), noun=gettext_lazy("de voordeur"))
    step_free = YesNoField(label=gettext_lazy("Zonder trap of drempel"), noun=gettext_lazy("trap of drempel"))
    children_suitable = YesNoField(label=gettext_lazy("Geschikt voor kinderen"), noun=gettext_lazy("kinderen"))
    pets_allowed = YesNoField(label=gettext_lazy("Huisdieren mogen"), noun=gettext_lazy("huisdieren"))
    available_from = DutchDateField(
        label=gettext_lazy("Beschikbaar vanaf"),
        noun=gettext_lazy("beschikbaar vanaf"),
        help_text=gettext_lazy("Leeg: zolang het pand leeg is."),
        required=False,
    )
    available_until = DutchDateField(
        label=gettext_lazy("Beschikbaar tot"), noun=gettext_lazy("beschikbaar tot"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("available_from"), cleaned.get("available_until")
        if start and end and end <= start:
            message = _("De einddatum ligt niet na de begindatum. Kies een latere datum.")
            self.add_error("available_until", ValidationError(message, code="order"))
        return cleaned


class ClosureForm(PlainForm):
    kind = CleanChoiceField(label=gettext_lazy("Waarom"), noun=gettext_lazy("waarom"), choices=ClosureKind.choices)
    starts_on = DutchDateField(label=gettext_lazy("Vanaf"), noun=gettext_lazy("vanaf"))
    ends_on = DutchDateField(
        label=gettext_lazy("Weer bewoonbaar op"),
        noun=gettext_lazy("weer bewoonbaar op"),
        help_text=gettext_lazy("Leeg als u dat nog niet weet."),
        required=False,
    )
    note = CleanCharField(
        label=gettext_lazy("Toelichting"), noun=gettext_lazy("de toelichting"), max_length=200, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end <= start:
            message = _("Deze dag ligt niet na het begin. Kies een latere dag.")
            self.add_error("ends_on", ValidationError(message, code="order"))
        return cleaned
