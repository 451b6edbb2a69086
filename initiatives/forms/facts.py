"""Forms of the facts: initiative, property, agreement with its parties and costs, press."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import PropertyKind, Tenure
from initiatives.enums import HelpTopic
from initiatives.forms.dossier import DossierForm, ReviewForm
from initiatives.services.facts import CostLine, PartyLine
from thuisgevers.common.cleaning import clean_line
from thuisgevers.common.fields import (
    CleanCharField,
    CleanChoiceField,
    CleanEmailField,
    CleanMultipleChoiceField,
    CleanTextField,
    DigitsField,
    DutchDateField,
    DutchPhoneField,
    DutchPostcodeField,
    OrderedFieldsMixin,
    PersonNameField,
    WholeNumberField,
    YesNoField,
)
from thuisgevers.documents.kinds.cooperation_agreement import MOST_PARTIES, PartyRole

MOST_COSTS = 12
MOST_MONEY = Decimal(1_000_000)


class InitiativeForm(DossierForm):
    name = PersonNameField(label=gettext_lazy("Naam van het initiatief"), noun=gettext_lazy("de naam"), max_length=120)
    place = CleanCharField(label=gettext_lazy("Plaats"), noun=gettext_lazy("de plaats"), max_length=80, required=False)
    summary = CleanTextField(
        label=gettext_lazy("Plan in het kort"), noun=gettext_lazy("het plan"), max_length=2000, required=False
    )
    help_topics = CleanMultipleChoiceField(
        label=gettext_lazy("Waarbij is hulp welkom?"),
        noun=gettext_lazy("hulp"),
        choices=HelpTopic.choices,
        required=False,
    )


class PropertyForm(OrderedFieldsMixin, DossierForm):
    ordered = [
        ("vacant_from", "vacant_until", gettext_lazy("De einddatum ligt voor de begindatum. Kies een latere datum.")),
        ("capacity_min", "capacity_max", gettext_lazy("Het meeste aantal is lager dan het minste aantal.")),
    ]

    kind = CleanChoiceField(
        label=gettext_lazy("Soort pand"), noun=gettext_lazy("soort pand"), choices=PropertyKind.choices
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
    vacant_from = DutchDateField(label=gettext_lazy("Leeg vanaf"), noun=gettext_lazy("leeg vanaf"), required=False)
    vacant_until = DutchDateField(label=gettext_lazy("Leeg tot"), noun=gettext_lazy("leeg tot"), required=False)
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
        choices=[("", gettext_lazy("Nog niet bekend")), *Tenure.choices],
        required=False,
    )
    statutory_group = CleanCharField(
        label=gettext_lazy("Doelgroep volgens de statuten"),
        noun=gettext_lazy("de doelgroep"),
        help_text=gettext_lazy("Alleen als de eigenaar er een heeft, bijvoorbeeld 55-plus."),
        max_length=120,
        required=False,
    )


class MoneyField(CleanCharField):
    """An amount as Dutch people write it: `1.250,00` or `1250`. Kept as a Decimal, empty as None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "class": "t-width-10"})

    def clean(self, value: Any) -> Any:
        text = clean_line(str(value or "")).replace("€", "").replace(" ", "")
        if not text:
            return None
        plain = text.replace(".", "").replace(",", ".") if "," in text or text.count(".") != 1 else text
        if "," not in text and text.count(".") == 1 and len(text.split(".")[1]) == 3:
            plain = text.replace(".", "")
        try:
            amount = Decimal(plain)
        except InvalidOperation:
            raise self.say(_("Vul bij %(noun)s een bedrag in, zoals 1.250,00."), "invalid") from None
        if not amount.is_finite() or not 0 <= amount <= MOST_MONEY:
            raise self.say(_("Vul bij %(noun)s een bedrag in van 0 tot 1.000.000 euro."), "range")
        return amount.quantize(Decimal("0.01"))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value


class AgreementForm(OrderedFieldsMixin, DossierForm):
    ordered = [
        ("starts_on", "ends_on", gettext_lazy("De einddatum ligt voor de begindatum. Kies een latere datum.")),
        ("residents_min", "residents_max", gettext_lazy("Het meeste aantal is lager dan het minste aantal.")),
    ]

    residents_min = WholeNumberField(
        label=gettext_lazy("Minste aantal bewoners"),
        noun=gettext_lazy("het minste aantal"),
        least=1,
        most=200,
        required=False,
    )
    residents_max = WholeNumberField(
        label=gettext_lazy("Meeste aantal bewoners"),
        noun=gettext_lazy("het meeste aantal"),
        least=1,
        most=200,
        required=False,
    )
    statutory_group = CleanCharField(
        label=gettext_lazy("Doelgroep volgens de statuten"),
        noun=gettext_lazy("de doelgroep"),
        max_length=120,
        required=False,
    )
    starts_on = DutchDateField(label=gettext_lazy("Begint op"), noun=gettext_lazy("de begindatum"), required=False)
    ends_on = DutchDateField(label=gettext_lazy("Eindigt op"), noun=gettext_lazy("de einddatum"), required=False)
    notice_months = WholeNumberField(
        label=gettext_lazy("Opzegtermijn in maanden"),
        noun=gettext_lazy("de opzegtermijn"),
        least=1,
        most=24,
        required=False,
    )
    insurer_name = CleanCharField(
        label=gettext_lazy("Verzekeraar van het pand"),
        noun=gettext_lazy("de verzekeraar"),
        max_length=120,
        required=False,
    )
    insurer_informed_on = DutchDateField(
        label=gettext_lazy("Verzekeraar ingelicht op"),
        noun=gettext_lazy("de datum"),
        latest=timezone.localdate,
        required=False,
    )
    house_rules = CleanTextField(
        label=gettext_lazy("Huisregels"),
        noun=gettext_lazy("de huisregels"),
        help_text=gettext_lazy("Eén regel per regel. Laat leeg als er geen eigen huisregels zijn."),
        max_length=4000,
        required=False,
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("starts_on") and cleaned.get("starts_on") == cleaned.get("ends_on"):
            self.add_error("ends_on", _("De einddatum ligt voor de begindatum. Kies een latere datum."))
        return cleaned


class RowForm(ReviewForm):
    """A row of a form with several. One that is left or made wholly empty is no row: nothing in it is asked for."""

    @property
    def is_blank(self) -> bool:
        return self.is_bound and not any(str(self[name].data or "").strip() for name in self.fields)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_blank:
            self._errors = ErrorDict()
            self.cleaned_data = {}


class PartyForm(RowForm):
    """One of the two to four that sign. Anything may stay empty until the document is requested, except who it is."""

    role = CleanChoiceField(
        label=gettext_lazy("Rol"),
        noun=gettext_lazy("de rol"),
        choices=[("", gettext_lazy("Kies een rol")), *PartyRole.choices],
        widget=forms.Select,
    )
    name = CleanCharField(label=gettext_lazy("Naam van de organisatie"), noun=gettext_lazy("de naam"), max_length=120)
    address = CleanCharField(
        label=gettext_lazy("Straat en huisnummer"), noun=gettext_lazy("het adres"), max_length=120, required=False
    )
    postcode_and_place = CleanCharField(
        label=gettext_lazy("Postcode en plaats"), noun=gettext_lazy("de postcode"), max_length=100, required=False
    )
    kvk_number = DigitsField(
        label=gettext_lazy("KvK-nummer"), noun=gettext_lazy("het KvK-nummer"), digits=8, required=False
    )
    represented_by = PersonNameField(
        label=gettext_lazy("Wie tekent"), noun=gettext_lazy("wie tekent"), max_length=120, required=False
    )
    represented_as = CleanCharField(
        label=gettext_lazy("Functie"), noun=gettext_lazy("de functie"), max_length=80, required=False
    )

    def line(self) -> PartyLine:
        return PartyLine(**{name: self.cleaned_data.get(name, "") for name in self.base_fields})


class CostForm(RowForm):
    label = CleanCharField(label=gettext_lazy("Waarvoor"), noun=gettext_lazy("waarvoor"), max_length=80)
    paid_by = CleanCharField(label=gettext_lazy("Wie betaalt"), noun=gettext_lazy("wie betaalt"), max_length=80)
    amount = MoneyField(label=gettext_lazy("Bedrag"), noun=gettext_lazy("het bedrag"), required=False)
    period = CleanCharField(label=gettext_lazy("Per"), noun=gettext_lazy("de periode"), max_length=30, required=False)
    note = CleanCharField(
        label=gettext_lazy("Toelichting"), noun=gettext_lazy("de toelichting"), max_length=120, required=False
    )

    def line(self) -> CostLine:
        chosen = self.cleaned_data
        words = {name: chosen.get(name) or "" for name in ("label", "paid_by", "period", "note")}
        return CostLine(amount=chosen.get("amount"), **words)


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows that are wholly empty are left out; a button adds one or takes one away without losing what was typed."""

    def lines(self) -> list[Any]:
        return [form.line() for form in self.forms if not form.is_blank]


class BasePartyRows(_Rows):
    def clean(self) -> None:
        """The same role twice would make the text of the agreement ambiguous."""
        roles = [form.cleaned_data.get("role") for form in self.forms if form.is_valid() and form.cleaned_data]
        named = [role for role in roles if role]
        if len(named) != len(set(named)):
            raise ValidationError(_("Elke rol kan één keer voorkomen. Kies voor elke partij een andere rol."))


PartyRows = forms.formset_factory(
    PartyForm, formset=BasePartyRows, extra=0, max_num=MOST_PARTIES, absolute_max=MOST_PARTIES
)
CostRows = forms.formset_factory(CostForm, formset=_Rows, extra=0, max_num=MOST_COSTS, absolute_max=MOST_COSTS)


class PressForm(DossierForm):
    quote = CleanTextField(
        label=gettext_lazy("Citaat"), noun=gettext_lazy("het citaat"), max_length=1000, required=False
    )
    quote_by = PersonNameField(
        label=gettext_lazy("Citaat van"), noun=gettext_lazy("wie het zei"), max_length=120, required=False
    )
    quote_function = CleanCharField(
        label=gettext_lazy("Functie"), noun=gettext_lazy("de functie"), max_length=80, required=False
    )
    named_partners = CleanTextField(
        label=gettext_lazy("Organisaties die genoemd willen worden"),
        noun=gettext_lazy("de organisaties"),
        help_text=gettext_lazy("Eén per regel, en alleen wie daar ja op zei."),
        max_length=500,
        required=False,
    )
    contact_name = PersonNameField(
        label=gettext_lazy("Contactpersoon voor de pers"),
        noun=gettext_lazy("de contactpersoon"),
        max_length=120,
        required=False,
    )
    contact_organisation = CleanCharField(
        label=gettext_lazy("Organisatie van de contactpersoon"),
        noun=gettext_lazy("de organisatie"),
        help_text=gettext_lazy("Leeg is de gemeente."),
        max_length=120,
        required=False,
    )
    contact_phone = DutchPhoneField(
        label=gettext_lazy("Telefoon voor de pers"),
        noun=gettext_lazy("het telefoonnummer"),
        max_length=20,
        required=False,
    )
    contact_email = CleanEmailField(
        label=gettext_lazy("E-mail voor de pers"), noun=gettext_lazy("het e-mailadres"), required=False
    )
    embargo_on = DutchDateField(label=gettext_lazy("Embargo tot"), noun=gettext_lazy("het embargo"), required=False)
    embargo_time = forms.TimeField(
        label=gettext_lazy("Tijd"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "t-width-10"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Vul een tijd in zoals 10:00.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("quote") and not cleaned.get("quote_by") and "quote_by" not in self.errors:
            self.add_error("quote_by", _("Vul in wie dit zei."))
        if cleaned.get("contact_name") and not (cleaned.get("contact_phone") or cleaned.get("contact_email")):
            self.add_error(
                "contact_phone", _("Vul een telefoonnummer of een e-mailadres in, anders kan de pers niemand bereiken.")
            )
        return cleaned

    def values(self) -> dict[str, Any]:
        """As the row keeps it: day and time of the embargo are one moment, in the morning unless a time was given."""
        chosen = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        day, at = chosen.pop("embargo_on"), chosen.pop("embargo_time") or time(9, 0)
        chosen["embargo_until"] = timezone.make_aware(datetime.combine(day, at)) if day else None
        return chosen
