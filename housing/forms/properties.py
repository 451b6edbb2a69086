"""Forms of the register: its filters, a property, its owner, and the small forms that move it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import OrganisationKind, PropertyKind, PropertyState, Tenure, UseFunction
from housing.models import Organisation
from housing.queries.properties import OWNER, SORTS, TABS, WITH, Filters
from housing.services.properties import ContactFacts, OrganisationFacts
from thuisgevers.common.fields import (
    AgreementField,
    CleanCharField,
    CleanChoiceField,
    CleanEmailField,
    CleanTextField,
    DigitsField,
    DutchDateField,
    DutchPhoneField,
    DutchPostcodeField,
    Hinted,
    OrderedFieldsMixin,
    PersonNameField,
    WholeNumberField,
    YesNoField,
)
from thuisgevers.common.listing import SelectBox

UNKNOWN: tuple[str, Any] = ("", gettext_lazy("Nog niet bekend"))
NEW = "nieuw"


class PlainForm(forms.Form):
    """The server judges and says what to do; the browser does not colour a field that nobody touched yet."""

    use_required_attribute = False


class PropertyActForm(PlainForm):
    """`seen` is the version of the property on the page; the service refuses when it moved on."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class ReasonForm(PropertyActForm):
    reason = CleanTextField(label=gettext_lazy("Reden"), noun=gettext_lazy("een reden"), max_length=2000)


class OptionalReasonForm(PropertyActForm):
    reason = CleanTextField(
        label=gettext_lazy("Toelichting"), noun=gettext_lazy("de toelichting"), max_length=2000, required=False
    )


class PropertyForm(OrderedFieldsMixin, PropertyActForm):
    """A property. Only its kind is compulsory: what is not known yet is left empty."""

    ordered = [
        ("vacant_from", "vacant_until", gettext_lazy("De einddatum ligt voor de begindatum. Kies een latere datum.")),
        ("capacity_min", "capacity_max", gettext_lazy("Het meeste aantal is lager dan het minste aantal.")),
    ]

    kind = CleanChoiceField(
        label=gettext_lazy("Soort pand"),
        noun=gettext_lazy("soort pand"),
        choices=PropertyKind.choices,
        widget=forms.RadioSelect(attrs={"class": "t-choices--columns"}),
    )
    street = CleanCharField(label=gettext_lazy("Straat"), noun=gettext_lazy("de straat"), max_length=80, required=False)
    house_number = CleanCharField(
        label=gettext_lazy("Huisnummer"), noun=gettext_lazy("het huisnummer"), max_length=10, required=False
    )
    postcode = DutchPostcodeField(label=gettext_lazy("Postcode"), noun=gettext_lazy("de postcode"), required=False)
    place = CleanCharField(label=gettext_lazy("Plaats"), noun=gettext_lazy("de plaats"), max_length=80, required=False)
    bag_id = DigitsField(
        label=gettext_lazy("BAG-nummer"), noun=gettext_lazy("het BAG-nummer"), digits=16, required=False
    )
    use_function = CleanChoiceField(
        label=gettext_lazy("Gebruiksfunctie"),
        noun=gettext_lazy("de gebruiksfunctie"),
        help_text=gettext_lazy("Zoals in de bouwvergunning of de BAG."),
        choices=[UNKNOWN, *UseFunction.choices],
        widget=forms.Select,
        required=False,
    )
    floor_area = WholeNumberField(
        label=gettext_lazy("Gebruiksoppervlakte in m²"),
        noun=gettext_lazy("de oppervlakte"),
        least=1,
        most=50_000,
        required=False,
    )
    vacant_from = DutchDateField(label=gettext_lazy("Leeg vanaf"), noun=gettext_lazy("leeg vanaf"), required=False)
    vacant_until = DutchDateField(
        label=gettext_lazy("Leeg tot"),
        noun=gettext_lazy("leeg tot"),
        help_text=gettext_lazy("De eerste dag waarop er niemand meer mag wonen."),
        required=False,
    )
    capacity_min = WholeNumberField(
        label=gettext_lazy("Minste aantal bewoners"),
        noun=gettext_lazy("het minste aantal"),
        least=1,
        most=200,
        required=False,
    )
    capacity_max = WholeNumberField(
        label=gettext_lazy("Meeste aantal bewoners"),
        noun=gettext_lazy("het meeste aantal"),
        least=1,
        most=200,
        required=False,
    )
    own_entrance = YesNoField(label=gettext_lazy("Eigen voordeur"), noun=gettext_lazy("de voordeur"), required=False)
    bedrooms = WholeNumberField(
        label=gettext_lazy("Slaapkamers"), noun=gettext_lazy("slaapkamers"), most=200, required=False
    )
    kitchens = WholeNumberField(label=gettext_lazy("Keukens"), noun=gettext_lazy("keukens"), most=100, required=False)
    bathrooms = WholeNumberField(
        label=gettext_lazy("Badkamers"), noun=gettext_lazy("badkamers"), most=100, required=False
    )
    toilets = WholeNumberField(
        label=gettext_lazy("Toiletten"), noun=gettext_lazy("toiletten"), most=100, required=False
    )
    tenure = CleanChoiceField(
        label=gettext_lazy("Gebruik"),
        noun=gettext_lazy("gebruik"),
        help_text=gettext_lazy("Bruikleen is zonder huur; een bijdrage in gas en licht mag."),
        choices=[UNKNOWN, *Tenure.choices],
        required=False,
    )
    statutory_group = CleanCharField(
        label=gettext_lazy("Doelgroep volgens de statuten"),
        noun=gettext_lazy("de doelgroep"),
        help_text=gettext_lazy("Alleen als de eigenaar er een heeft, bijvoorbeeld 55-plus."),
        max_length=120,
        required=False,
    )
    minimum_age = WholeNumberField(
        label=gettext_lazy("Minste leeftijd volgens de statuten"),
        noun=gettext_lazy("de minste leeftijd"),
        help_text=gettext_lazy("Bij plaatsen wordt hierop gelet. Leeg als er geen grens is."),
        least=1,
        most=99,
        required=False,
    )
    note = CleanTextField(
        label=gettext_lazy("Toelichting"),
        noun=gettext_lazy("de toelichting"),
        help_text=gettext_lazy("Bijvoorbeeld over parkeren, tuin of verwarming. Geen namen van mensen."),
        max_length=2000,
        required=False,
    )


class ContactPartForm(PlainForm):
    """How the owner is reached."""

    contact_name = PersonNameField(
        label=gettext_lazy("Contactpersoon"), noun=gettext_lazy("de contactpersoon"), max_length=120, required=False
    )
    contact_email = CleanEmailField(
        label=gettext_lazy("E-mailadres"),
        noun=gettext_lazy("het e-mailadres"),
        help_text=gettext_lazy("Elke maand vragen wij hier of het pand nog beschikbaar is."),
        required=False,
    )
    contact_phone = DutchPhoneField(
        label=gettext_lazy("Telefoon"), noun=gettext_lazy("het telefoonnummer"), required=False
    )

    def contact(self) -> ContactFacts:
        cleaned = self.cleaned_data
        return ContactFacts(
            name=cleaned["contact_name"], email=cleaned["contact_email"], phone=cleaned["contact_phone"]
        )


class OwnerPartForm(ContactPartForm):
    """Which organisation owns it and how it is reached. Who may not see organisations of the municipality gets none to
    choose from."""

    organisation = CleanChoiceField(
        label=gettext_lazy("Eigenaar"), noun=gettext_lazy("de eigenaar"), widget=forms.Select, required=False
    )
    organisation_name = CleanCharField(
        label=gettext_lazy("Naam van de organisatie"), noun=gettext_lazy("de naam"), max_length=120, required=False
    )
    organisation_kind = CleanChoiceField(
        label=gettext_lazy("Soort organisatie"),
        noun=gettext_lazy("soort organisatie"),
        choices=[("", gettext_lazy("Kies een soort")), *OrganisationKind.choices],
        widget=forms.Select,
        required=False,
    )
    kvk_number = DigitsField(
        label=gettext_lazy("KvK-nummer"), noun=gettext_lazy("het KvK-nummer"), digits=8, required=False
    )

    def __init__(self, *args: Any, organisations: Iterable[Organisation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(row.pk): row for row in organisations}
        field = self.fields["organisation"]
        assert isinstance(field, CleanChoiceField)
        field.choices = [
            ("", _("Nog niet bekend")),
            *((key, row.name) for key, row in self.known.items()),
            (NEW, _("Een nieuwe organisatie")),
        ]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("organisation") == NEW:
            for name, sentence in (
                ("organisation_name", _("Vul de naam van de organisatie in.")),
                ("organisation_kind", _("Kies een soort organisatie.")),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    def chosen(self) -> Organisation | OrganisationFacts | None:
        cleaned = self.cleaned_data
        if cleaned["organisation"] == NEW:
            return OrganisationFacts(
                name=cleaned["organisation_name"], kind=cleaned["organisation_kind"], kvk_number=cleaned["kvk_number"]
            )
        return self.known.get(cleaned["organisation"])


class AddPropertyForm(PropertyForm, OwnerPartForm):
    """A new property with its owner on one page."""


class OwnerForm(OwnerPartForm, PropertyActForm):
    """The owner of a property that is known."""


class ContactForm(ContactPartForm, PropertyActForm):
    """For the owner, who changes the own contact details only."""


class ConsentForm(PropertyActForm):
    given_by = PersonNameField(
        label=gettext_lazy("Wie gaf toestemming?"),
        noun=gettext_lazy("de naam"),
        help_text=gettext_lazy("Iemand die voor de eigenaar mag tekenen."),
        max_length=120,
    )
    given_as = CleanCharField(
        label=gettext_lazy("Functie"), noun=gettext_lazy("de functie"), max_length=80, required=False
    )
    given_on = DutchDateField(
        label=gettext_lazy("Gegeven op"), noun=gettext_lazy("de datum"), latest=timezone.localdate
    )
    document = CleanChoiceField(
        label=gettext_lazy("Het document"),
        noun=gettext_lazy("het document"),
        choices=[
            ("nu", Hinted(_("Is er"), _("Voeg het bij de bijlagen van dit pand toe."))),
            ("later", Hinted(_("Volgt nog"), _("Het pand kan al wel verder."))),
        ],
    )


class InviteOwnerForm(PlainForm):
    name = PersonNameField(label=gettext_lazy("Naam"), noun=gettext_lazy("de naam"), max_length=120)
    email = CleanEmailField(label=gettext_lazy("E-mailadres"), noun=gettext_lazy("het e-mailadres"))
    message = CleanTextField(
        label=gettext_lazy("Persoonlijke tekst"),
        noun=gettext_lazy("de tekst"),
        help_text=gettext_lazy("Staat in de uitnodiging."),
        max_length=1000,
        required=False,
    )


class TakeBackForm(ReasonForm):
    is_sure = AgreementField(
        label=gettext_lazy("Ja, wij bieden dit pand niet meer aan"), noun=gettext_lazy("dat u het zeker weet")
    )


def _pairs(choices: dict[str, Any]) -> list[tuple[str, Any]]:
    return list(choices.items())


class PropertyListForm(forms.Form):
    """What stands in the address of the register. Anything unknown is left out instead of refused: it is a link."""

    lijst = forms.ChoiceField(choices=_pairs(TABS), required=False)
    stand = forms.ChoiceField(
        label=gettext_lazy("Stand"),
        choices=[("", gettext_lazy("Alle standen")), *PropertyState.choices],
        required=False,
    )
    soort = forms.ChoiceField(
        label=gettext_lazy("Soort"), choices=[("", gettext_lazy("Alle soorten")), *PropertyKind.choices], required=False
    )
    initiatief = forms.ChoiceField(
        label=gettext_lazy("Initiatief"), choices=[("", gettext_lazy("Met en zonder")), *_pairs(WITH)], required=False
    )
    eigenaar = forms.ChoiceField(
        label=gettext_lazy("Eigenaar"), choices=[("", gettext_lazy("Elk antwoord")), *_pairs(OWNER)], required=False
    )
    sorteer = forms.CharField(required=False, max_length=20)
    pagina = forms.CharField(required=False, max_length=6)

    def boxes(self, filters: Filters) -> list[SelectBox]:
        """The choices as the page draws them, with what is in force."""
        chosen = {
            "stand": filters.state,
            "soort": filters.kind,
            "initiatief": filters.initiative,
            "eigenaar": filters.owner,
        }
        found = []
        for name, value in chosen.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            choices: Any = field.choices
            found.append(SelectBox(name, str(field.label), list(choices), value))
        return found

    def filters(self, text: str) -> Filters:
        """The cleaned choices; call after full_clean()."""
        chosen = self.cleaned_data
        sort = chosen.get("sorteer") or "adres"
        return Filters(
            tab=chosen.get("lijst") or "gebruik",
            state=chosen.get("stand") or "",
            kind=chosen.get("soort") or "",
            initiative=chosen.get("initiatief") or "",
            owner=chosen.get("eigenaar") or "",
            sort=sort if sort.removeprefix("-") in SORTS else "adres",
            text=text,
            page=chosen.get("pagina") or "1",
        )


class SearchForm(forms.Form):
    """Comes by POST: addresses do not belong in an address bar or a server's log."""

    zoek = CleanCharField(
        label=gettext_lazy("Zoeken"), noun=gettext_lazy("de zoektekst"), max_length=100, required=False
    )
