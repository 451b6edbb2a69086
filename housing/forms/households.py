"""Forms about households. Every field says why it is kept and until when (housing.purposes)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import AgeBand, HouseholdState, HousingNeed, Language
from housing.models import Household
from housing.needs import MOST_IN_NOTE, ContactDetails, Needs, forbidden_grounds
from housing.purposes import told
from housing.queries.households import SIZES, SORTS, TABS, HouseholdFilters
from housing.services.households import LARGEST, HouseholdFacts
from thuisgevers.accounts.models import User
from thuisgevers.common.fields import (
    CleanCharField,
    CleanChoiceField,
    CleanEmailField,
    CleanMultipleChoiceField,
    CleanTextField,
    DutchDateField,
    DutchPhoneField,
    Hinted,
    WholeNumberField,
    YesNoField,
)
from thuisgevers.common.sensitive import Finding, sensitive_findings

FIRST_TERM = date(2023, 1, 1)
BANDS = tuple(f"people_{band}" for band in AgeBand.values)
WHY_NOT = {
    "religion": gettext_lazy("Geloof mag nooit meetellen bij wie waar woont. Haal dat weg."),
    "nationality": gettext_lazy("Nationaliteit of land van herkomst mag nooit meetellen bij wie waar woont. Haal dat weg."),
    "ethnicity": gettext_lazy("Afkomst of huidskleur mag nooit meetellen bij wie waar woont. Haal dat weg."),
    "sex": gettext_lazy("Geslacht of geaardheid mag nooit meetellen bij wie waar woont. Haal dat weg."),
}  # fmt: skip


def in_two_years() -> date:
    return timezone.localdate() + timedelta(days=730)


class HousingForm(forms.Form):
    """The server judges and says what to do. `seen` is the version of the household on the page."""

    use_required_attribute = False
    hide_optional = True
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class HouseholdForm(HousingForm):
    """Everything about a household but its people. Sensitive words in the note are asked about once, never refused; wishes on
    forbidden grounds are refused."""

    people_0_3 = WholeNumberField(label=AgeBand.BAND_0_3.label, most=20, required=False)
    people_4_11 = WholeNumberField(label=AgeBand.BAND_4_11.label, most=20, required=False)
    people_12_17 = WholeNumberField(label=AgeBand.BAND_12_17.label, most=20, required=False)
    people_18_26 = WholeNumberField(label=AgeBand.BAND_18_26.label, most=20, required=False)
    people_27_54 = WholeNumberField(label=AgeBand.BAND_27_54.label, most=20, required=False)
    people_55_66 = WholeNumberField(label=AgeBand.BAND_55_66.label, most=20, required=False)
    people_67_plus = WholeNumberField(label=AgeBand.BAND_67_PLUS.label, most=20, required=False)
    languages = CleanMultipleChoiceField(
        label=gettext_lazy("Welke talen spreekt het huishouden?"),
        noun=gettext_lazy("de talen"),
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "t-choices--inline"}),
    )
    limits = CleanMultipleChoiceField(
        label=gettext_lazy("Dit moet de woning hebben"),
        noun=gettext_lazy("wat moet"),
        choices=HousingNeed.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "t-choices--inline"}),
        help_text=gettext_lazy("Een woning zonder dit wordt niet voorgesteld. Kies alleen wat echt niet anders kan."),
    )
    wishes = CleanMultipleChoiceField(
        label=gettext_lazy("Dit is fijn als het kan"),
        noun=gettext_lazy("de wensen"),
        choices=HousingNeed.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "t-choices--inline"}),
    )
    note = CleanTextField(
        label=gettext_lazy("Nog iets over de woning"),
        noun=gettext_lazy("de toelichting"),
        max_length=MOST_IN_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phone = DutchPhoneField(
        label=gettext_lazy("Telefoonnummer"), noun=gettext_lazy("het telefoonnummer"), required=False
    )
    email = CleanEmailField(label=gettext_lazy("E-mailadres"), noun=gettext_lazy("het e-mailadres"), required=False)
    available_from = DutchDateField(
        label=gettext_lazy("Kan verhuizen vanaf"),
        noun=gettext_lazy("de datum"),
        latest=in_two_years,
        required=False,
    )
    is_sure = forms.BooleanField(
        label=gettext_lazy("Deze toelichting is echt nodig"), required=False, widget=forms.CheckboxInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings: list[Finding] = []
        for name, purpose in (
            ("languages", "languages"),
            ("note", "needs"),
            ("phone", "contact_details"),
            ("email", "contact_details"),
            ("available_from", "available_from"),
        ):
            self.fields[name].help_text = told(purpose)
        self.fields["note"].help_text = (
            _("Alleen over de woning, niet over gezondheid of afkomst.") + " " + told("needs")
        )

    @property
    def bands(self) -> list[forms.BoundField]:
        return [self[name] for name in BANDS]

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        grounds = forbidden_grounds(note)
        if grounds:
            raise ValidationError([ValidationError(str(WHY_NOT[ground]), code=ground) for ground in grounds])
        return note

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(name in self.errors for name in BANDS):
            size = sum(cleaned.get(name) or 0 for name in BANDS)
            if not 1 <= size <= LARGEST:
                self.add_error(BANDS[0], _("Vul in hoeveel mensen er zijn: minstens één, hoogstens dertig."))
        self.findings = sensitive_findings(cleaned.get("note", ""))
        if self.findings and not cleaned.get("is_sure") and "note" not in self.errors:
            self.add_error(
                "note",
                [*(finding.text for finding in self.findings), _("Is het echt nodig? Zet dan onderaan een vinkje.")],
            )
        return cleaned

    def facts(self, *, import_key: str = "", **dates: date | None) -> HouseholdFacts:
        """What was filled in; call after is_valid()."""
        chosen = self.cleaned_data
        return HouseholdFacts(
            age_bands={name.removeprefix("people_"): chosen[name] or 0 for name in BANDS},
            languages=chosen["languages"],
            needs=Needs(
                limits=tuple(HousingNeed(need) for need in chosen["limits"]),
                wishes=tuple(HousingNeed(need) for need in chosen["wishes"]),
                note=chosen["note"],
            ),
            contact=ContactDetails(phone=chosen["phone"], email=chosen["email"]),
            available_from=chosen["available_from"],
            import_key=import_key,
            **dates,
        )


def initial_of(facts: HouseholdFacts) -> dict[str, Any]:
    """The form as it opens for what is kept now."""
    return {
        **{f"people_{band}": number for band, number in facts.age_bands.items()},
        "languages": list(facts.languages),
        "limits": [str(need) for need in facts.needs.limits],
        "wishes": [str(need) for need in facts.needs.wishes],
        "note": facts.needs.note,
        "phone": facts.contact.phone,
        "email": facts.contact.email,
        "available_from": facts.available_from,
    }


class AllocationForm(HousingForm):
    """The two days from which COA's clock runs."""

    allocated_on = DutchDateField(
        label=gettext_lazy("Gekoppeld op"),
        noun=gettext_lazy("de koppeling"),
        earliest=FIRST_TERM,
        latest=timezone.localdate,
    )
    permit_on = DutchDateField(
        label=gettext_lazy("Vergunning op"),
        noun=gettext_lazy("de vergunning"),
        earliest=FIRST_TERM,
        latest=timezone.localdate,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["allocated_on"].help_text = told("allocated_on")
        self.fields["permit_on"].help_text = told("permit_on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        allocated, permit = cleaned.get("allocated_on"), cleaned.get("permit_on")
        if allocated and permit and permit > allocated:
            self.add_error("permit_on", _("De vergunning ligt na de koppeling. Controleer de datums."))
        return cleaned


class RegisterForm(HouseholdForm, AllocationForm):
    """A new household, with its coupling where it is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["allocated_on"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("permit_on") and not cleaned.get("allocated_on") and "allocated_on" not in self.errors:
            self.add_error("allocated_on", _("Vul ook in wanneer het huishouden aan uw gemeente is gekoppeld."))
        return cleaned


class EndAllocationForm(HousingForm):
    ended_on = DutchDateField(
        label=gettext_lazy("Koppeling geëindigd op"),
        noun=gettext_lazy("de datum"),
        earliest=FIRST_TERM,
        latest=timezone.localdate,
    )


class ReasonForm(HousingForm):
    reason = CleanTextField(
        label=gettext_lazy("Reden"),
        noun=gettext_lazy("een reden"),
        max_length=500,
        help_text=gettext_lazy(
            "Collega's lezen dit terug. Noem geen namen en niets over gezondheid, geloof of de vlucht."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AssignForm(HousingForm):
    handler = CleanChoiceField(label=gettext_lazy("Behandelaar"), noun=gettext_lazy("behandelaar"), required=False)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.public_id): user for user in people}
        field = self.fields["handler"]
        assert isinstance(field, CleanChoiceField)
        field.choices = [
            *((key, user.display_name) for key, user in self.people.items()),
            ("", Hinted(_("Niemand"), _("Iedere behandelaar kan het huishouden dan oppakken."))),
        ]

    def clean_handler(self) -> User | None:
        return self.people.get(self.cleaned_data["handler"])


class AskedForm(HousingForm):
    """The household's own word, as a fact: when, in which language, with an interpreter or not."""

    asked_on = DutchDateField(
        label=gettext_lazy("Gevraagd op"), noun=gettext_lazy("de datum"), earliest=FIRST_TERM, latest=timezone.localdate
    )
    asked_in = CleanChoiceField(
        label=gettext_lazy("In welke taal?"),
        noun=gettext_lazy("de taal"),
        choices=[("", gettext_lazy("Kies een taal")), *Language.choices],
        widget=forms.Select,
    )
    interpreter = YesNoField(label=gettext_lazy("Was er een tolk bij?"), noun=gettext_lazy("de tolk"))
    is_agreed = forms.BooleanField(
        label=gettext_lazy("Het huishouden wil dit zelf"),
        required=False,
        help_text=gettext_lazy("Zonder hun eigen ja gebeurt dit niet."),
    )

    def clean_is_agreed(self) -> bool:
        if not self.cleaned_data["is_agreed"]:
            raise ValidationError(_("Zet een vinkje als het huishouden dit zelf wil. Anders kan het niet."))
        return True


class MergeForm(AskedForm):
    """Which other household joins this one: by its reference, as on paper."""

    other = CleanCharField(
        label=gettext_lazy("Kenmerk van het andere huishouden"),
        noun=gettext_lazy("het kenmerk"),
        max_length=20,
        help_text=gettext_lazy("Bijvoorbeeld HH-2026-7K4Q9. Dit huishouden wordt in dat van deze pagina opgenomen."),
    )
    field_order = ["other"]


class SplitForm(AskedForm):
    """How many people per band, and which names, go to the new household."""

    field_order: list[str] = []

    def __init__(self, *args: Any, household: Household, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.household = household
        ages = dict(AgeBand.choices)
        self.band_names: list[str] = []
        for band, number in household.age_bands.items():
            name = f"people_{band}"
            self.fields[name] = WholeNumberField(
                label=str(ages[band]), most=number, required=False, help_text=_("van de %(n)s") % {"n": number}
            )
            self.band_names.append(name)
        self.fields["people"] = CleanMultipleChoiceField(
            label=_("Wie gaan er mee?"),
            noun=_("de mensen"),
            choices=[(str(person.pk), person.first_name) for person in people],
            required=False,
        )

    @property
    def bands(self) -> list[forms.BoundField]:
        return [self[name] for name in self.band_names]

    @property
    def leaving(self) -> dict[str, int]:
        return {name.removeprefix("people_"): self.cleaned_data.get(name) or 0 for name in self.band_names}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if any(name in self.errors for name in self.band_names):
            return cleaned
        going = sum(self.leaving.values())
        if going == 0 and self.band_names:
            self.add_error(
                self.band_names[0], _("Vul in wie er naar het nieuwe huishouden gaan: minstens één persoon.")
            )
        elif going == self.household.size:
            self.add_error(self.band_names[0], _("Er moet minstens één persoon in dit huishouden blijven."))
        return cleaned


class ListForm(forms.Form):
    """What stands in the address of the list. Anything unknown is left out instead of refused: it is a link."""

    lijst = forms.ChoiceField(choices=list(TABS.items()), required=False)
    stand = forms.ChoiceField(
        label=gettext_lazy("Stand"),
        choices=[("", gettext_lazy("Alle standen")), *HouseholdState.choices],
        required=False,
    )
    grootte = forms.ChoiceField(
        label=gettext_lazy("Grootte"),
        choices=[("", gettext_lazy("Alle groottes")), *((key, size[0]) for key, size in SIZES.items())],
        required=False,
    )
    behandelaar = forms.ChoiceField(label=gettext_lazy("Behandelaar"), required=False)
    sorteer = forms.CharField(required=False, max_length=20)
    pagina = forms.CharField(required=False, max_length=6)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.public_id): user for user in people}
        field = self.fields["behandelaar"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Alle behandelaars")),
            *((key, user.display_name) for key, user in self.people.items()),
        ]

    def filters(self) -> HouseholdFilters:
        """The cleaned choices; call after is_valid()."""
        chosen = self.cleaned_data
        sort = chosen.get("sorteer") or "termijn"
        handler = self.people.get(chosen.get("behandelaar") or "")
        return HouseholdFilters(
            tab=chosen.get("lijst") or "open",
            state=chosen.get("stand") or "",
            size=chosen.get("grootte") or "",
            handler=None if handler is None else handler.public_id,
            sort=sort if sort.removeprefix("-") in SORTS else "termijn",
            page=chosen.get("pagina") or "1",
        )


class FindForm(forms.Form):
    """Comes by POST: what people look for stands in no address and no log."""

    zoek = CleanCharField(
        label=gettext_lazy("Kenmerk, eigen nummer of voornaam"),
        noun=gettext_lazy("een kenmerk of een voornaam"),
        max_length=40,
    )
