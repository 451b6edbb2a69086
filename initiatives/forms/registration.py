"""The steps of a registration, in order. Each form is checked when its step is sent and again before everything is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import OrganisationKind, PropertyKind
from thuisgevers.common.fields import (
    CleanCharField,
    CleanChoiceField,
    CleanEmailField,
    CleanMultipleChoiceField,
    CleanTextField,
    DutchDateField,
    DutchPhoneField,
    DutchPostcodeField,
    Hinted,
    OrderedFieldsMixin,
    PersonNameField,
    WholeNumberField,
    YesNoField,
)
from thuisgevers.common.sensitive import Finding, sensitive_findings
from thuisgevers.common.widgets import Combobox
from thuisgevers.municipalities.geo.places import PlaceHit, search_places
from thuisgevers.municipalities.working_days import today

from ..enums import HelpTopic

FURTHEST_YEARS = 15


def capitalised(choices: type[TextChoices]) -> list[tuple[str, str]]:
    """Labels of an enum as answers to a question."""
    return [(choice.value, capfirst(str(choice.label))) for choice in choices]


class TrapForm(forms.Form):
    """A field that people do not see and machines fill in. Filled in by accident, it can be emptied: nothing is lost."""

    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))

    def clean_website(self) -> str:
        if self.cleaned_data.get("website"):
            raise ValidationError(_("Laat het veld “Website” leeg. Zo weten wij dat u een mens bent."), code="trap")
        return ""


def hit_key(hit: PlaceHit) -> str:
    """Names one answer to "which do you mean?" inside one form."""
    return f"{hit.municipality.code}|{hit.place}"


class WhereForm(forms.Form):
    """One text field; asks which of several is meant. `hit` is the answer once valid."""

    place = CleanCharField(
        label=gettext_lazy("Postcode, plaats of gemeente"),
        help_text=gettext_lazy("Bijvoorbeeld 8261 AB, Kamperveen of Kampen."),
        noun=gettext_lazy("een postcode, plaats of gemeente"),
        max_length=120,
        widget=Combobox(url_name="initiatives:register_places"),
    )
    choice = CleanChoiceField(label=gettext_lazy("Welke bedoelt u?"), noun=gettext_lazy("de plaats"), required=False)

    hit: PlaceHit | None = None
    #: The second question is asked only when it must be answered.
    hide_optional = True

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.hits: list[PlaceHit] = []
        typed = (
            self.fields["place"].to_python((data or self.initial or {}).get("place")) if data or self.initial else ""
        )
        if typed:
            self.hits = search_places(typed)
        if len(self.hits) > 1:
            self.fields["choice"].choices = [(hit_key(hit), hit.label) for hit in self.hits]  # type: ignore[attr-defined]
        else:
            del self.fields["choice"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("place"):
            return cleaned
        if not self.hits:
            self.add_error(
                "place",
                ValidationError(
                    _(
                        "Wij vinden “%(typed)s” niet. Kijk of de postcode of plaats klopt, of vul de naam van de gemeente in."
                    )
                    % {"typed": cleaned["place"][:60]},
                    code="unknown",
                ),
            )
            return cleaned
        if len(self.hits) == 1:
            self.hit = self.hits[0]
            return cleaned
        if "choice" in self.errors:
            return cleaned
        chosen = cleaned.get("choice")
        self.hit = next((hit for hit in self.hits if hit_key(hit) == chosen), None)
        if self.hit is None:
            self.add_error(
                "choice",
                ValidationError(_("Er zijn meer mogelijkheden. Kies welke u bedoelt."), code="several"),
            )
        return cleaned


class WhoForm(TrapForm):
    """Who asks, and how the municipality reaches them."""

    organisation_kind = CleanChoiceField(
        label=gettext_lazy("Namens wie meldt u het initiatief aan?"),
        noun=gettext_lazy("namens wie u aanmeldt"),
        choices=[
            (OrganisationKind.CONGREGATION, Hinted(capfirst(str(_("kerkelijke gemeente of parochie"))), "")),
            *[
                (kind.value, capfirst(str(kind.label)))
                for kind in OrganisationKind
                if kind != OrganisationKind.CONGREGATION
            ],
        ],
    )
    organisation_name = PersonNameField(
        label=gettext_lazy("Naam van de organisatie of groep"),
        help_text=gettext_lazy(
            "Heeft uw groep inwoners geen naam? Vul dan in hoe u elkaar noemt, zoals “Buren van de Dorpsstraat”."
        ),
        noun=gettext_lazy("de naam van de organisatie of groep"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    contact_name = PersonNameField(
        label=gettext_lazy("Uw naam"),
        help_text=gettext_lazy("U wordt de contactpersoon en trekker. Dat kunt u later overdragen."),
        noun=gettext_lazy("uw naam"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_email = CleanEmailField(
        label=gettext_lazy("Uw e-mailadres"),
        help_text=gettext_lazy("Hierop krijgt u de bevestiging en het antwoord van de gemeente."),
        noun=gettext_lazy("uw e-mailadres"),
    )
    contact_phone = DutchPhoneField(
        label=gettext_lazy("Uw telefoonnummer"),
        help_text=gettext_lazy("Handig als de gemeente iets kort wil navragen."),
        noun=gettext_lazy("uw telefoonnummer"),
        required=False,
    )


def _first_day() -> date:
    """Vacancy may have begun long ago; a year is enough to see a typing error in."""
    return today() - timedelta(days=365 * 10)


def _last_day() -> date:
    return today() + timedelta(days=365 * FURTHEST_YEARS)


def _property_answers() -> list[tuple[str, str]]:
    return [
        ("yes", Hinted(_("Ja"), _("We hebben een pand, of weten er een dat misschien kan."))),
        (
            "no",
            Hinted(_("Nee, nog niet"), _("De gemeente en de Thuisgevers denken mee. U kunt later een pand toevoegen.")),
        ),
    ]


class PropertyFieldsForm(OrderedFieldsMixin, forms.Form):
    """What is known of a building; only its kind must be said, the rest may come later (the page says so once)."""

    hide_optional = True
    ordered: ClassVar = [
        ("vacant_from", "vacant_until", gettext_lazy("De einddatum ligt voor de begindatum. Kies een latere datum.")),
        ("capacity_min", "capacity_max", gettext_lazy("Het meeste aantal is lager dan het minste aantal.")),
    ]

    kind = CleanChoiceField(
        label=gettext_lazy("Wat voor pand is het?"),
        noun=gettext_lazy("het soort pand"),
        choices=lambda: [("", _("Kies een soort pand")), *capitalised(PropertyKind)],
        widget=forms.Select,
    )
    street = CleanCharField(label=gettext_lazy("Straat"), noun=gettext_lazy("de straat"), max_length=80, required=False)
    house_number = CleanCharField(
        label=gettext_lazy("Huisnummer"),
        noun=gettext_lazy("het huisnummer"),
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"class": "t-width-4"}),
    )
    postcode = DutchPostcodeField(label=gettext_lazy("Postcode"), noun=gettext_lazy("de postcode"), required=False)
    town = CleanCharField(label=gettext_lazy("Plaats"), noun=gettext_lazy("de plaats"), max_length=80, required=False)
    vacant_from = DutchDateField(
        label=gettext_lazy("Leeg vanaf"),
        noun=gettext_lazy("“leeg vanaf”"),
        required=False,
        earliest=_first_day,
        latest=_last_day,
    )
    vacant_until = DutchDateField(
        label=gettext_lazy("Leeg tot"),
        noun=gettext_lazy("“leeg tot”"),
        required=False,
        earliest=today,
        latest=_last_day,
    )
    capacity_min = WholeNumberField(
        label=gettext_lazy("Minste aantal"), noun=gettext_lazy("het minste aantal"), least=1, most=200, required=False
    )
    capacity_max = WholeNumberField(
        label=gettext_lazy("Meeste aantal"), noun=gettext_lazy("het meeste aantal"), least=1, most=200, required=False
    )
    own_entrance = YesNoField(
        label=gettext_lazy("Is er een eigen voordeur?"), noun=gettext_lazy("de eigen voordeur"), required=False
    )
    bedrooms = WholeNumberField(
        label=gettext_lazy("Slaapkamers"), noun=gettext_lazy("slaapkamers"), least=0, most=200, required=False
    )
    kitchens = WholeNumberField(
        label=gettext_lazy("Keukens"), noun=gettext_lazy("keukens"), least=0, most=50, required=False
    )
    bathrooms = WholeNumberField(
        label=gettext_lazy("Badkamers"), noun=gettext_lazy("badkamers"), least=0, most=50, required=False
    )
    toilets = WholeNumberField(
        label=gettext_lazy("Toiletten"), noun=gettext_lazy("toiletten"), least=0, most=50, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("vacant_from"), cleaned.get("vacant_until")
        if first is not None and first == last:
            self.add_error(
                "vacant_until", ValidationError(_("De einddatum is gelijk aan de begindatum. Kies een latere datum."))
            )
        return cleaned


class PropertyForm(PropertyFieldsForm):
    """The same, for those who said that there is a building; what was filled in before a "no" is not looked at."""

    has_property = CleanChoiceField(
        label=gettext_lazy("Heeft u al een pand op het oog?"), noun=gettext_lazy("het pand"), choices=_property_answers
    )
    field_order = ("has_property",)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.is_about_property = data is None or data.get("has_property") == "yes"

    def full_clean(self) -> None:
        if self.is_about_property:
            super().full_clean()
            return
        held = self.fields
        self.fields = {"has_property": held["has_property"]}
        try:
            super().full_clean()
        finally:
            self.fields = held


class HelpForm(forms.Form):
    """What the initiative is and asks; all of it may be left open. Free text may stay with a warning, once the writer has
    seen it."""

    hide_optional = True

    name = PersonNameField(
        label=gettext_lazy("Naam van uw initiatief"),
        help_text=gettext_lazy(
            "Laat leeg als u nog geen naam heeft: dan gebruiken we de naam van uw groep en uw plaats."
        ),
        noun=gettext_lazy("de naam van uw initiatief"),
        max_length=120,
        required=False,
    )
    help_topics = CleanMultipleChoiceField(
        label=gettext_lazy("Waarbij kunt u hulp gebruiken?"),
        help_text=gettext_lazy("Kies alles wat past. U kunt ook niets kiezen."),
        noun=gettext_lazy("de hulp die u zoekt"),
        choices=lambda: capitalised(HelpTopic),
        required=False,
    )
    summary = CleanTextField(
        label=gettext_lazy("Uw plan in het kort"),
        help_text=gettext_lazy(
            "Wat wilt u doen, met wie en wanneer? Schrijf niets over personen die er komen wonen: geen namen, geen"
            " gezondheid, geen geloof."
        ),
        noun=gettext_lazy("uw plan"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    has_seen_warning = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.findings: list[Finding] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.findings = sensitive_findings(f"{cleaned.get('name', '')}\n{cleaned.get('summary', '')}")
        return cleaned

    @property
    def asks_to_look_again(self) -> bool:
        """True once, when the text holds something that may not belong there and the writer has not seen the warning."""
        return bool(self.findings) and not self.cleaned_data.get("has_seen_warning")


def as_data(form_class: type[forms.Form], typed: Mapping[str, Any]) -> QueryDict:
    """Saved typing in the shape in which a browser sends it."""
    data = QueryDict(mutable=True)
    for name in form_class.base_fields:
        value = typed.get(name)
        if isinstance(value, list):
            data.setlist(name, [str(item) for item in value])
        elif value is not None:
            data[name] = str(value)
    return data
