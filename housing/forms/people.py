"""The names of a household: as many lines as there are people, and one more."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import AgeBand, Language
from housing.services.people import PersonFacts
from thuisgevers.common.fields import CleanChoiceField, PersonNameField

MOST_PEOPLE = 30


class PersonForm(forms.Form):
    """A line left empty is nobody."""

    use_required_attribute = False
    hide_optional = True
    first_name = PersonNameField(
        label=gettext_lazy("Voornaam"), noun=gettext_lazy("de voornaam"), max_length=40, required=False
    )
    age_band = CleanChoiceField(
        label=gettext_lazy("Leeftijd"),
        noun=gettext_lazy("de leeftijd"),
        choices=[("", gettext_lazy("Kies")), *AgeBand.choices],
        widget=forms.Select,
        required=False,
    )
    contact_language = CleanChoiceField(
        label=gettext_lazy("Taal voor contact"),
        noun=gettext_lazy("de taal"),
        choices=[("", gettext_lazy("Niet bekend")), *Language.choices],
        widget=forms.Select,
        required=False,
    )
    is_contact = forms.BooleanField(label=gettext_lazy("Eerste aanspreekpunt"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name, band = cleaned.get("first_name"), cleaned.get("age_band")
        if name and not band and "age_band" not in self.errors:
            self.add_error("age_band", _("Kies de leeftijd van deze bewoner."))
        if not name and (band or cleaned.get("contact_language")) and "first_name" not in self.errors:
            self.add_error("first_name", _("Vul de voornaam in, of maak de hele regel leeg."))
        return cleaned


class PeopleFormSet(BaseFormSet):  # type: ignore[type-arg]
    """All lines together."""

    def clean(self) -> None:
        if any(self.errors):
            return
        contacts = [form for form in self.forms if form.cleaned_data.get("is_contact")]
        for form in contacts[1:]:
            form.add_error("is_contact", _("Kies één eerste aanspreekpunt."))
        if contacts[1:]:
            raise forms.ValidationError(_("Kies één eerste aanspreekpunt."))

    def people(self) -> list[PersonFacts]:
        """The lines that name somebody; call after is_valid()."""
        return [
            PersonFacts(
                first_name=form.cleaned_data["first_name"],
                age_band=form.cleaned_data["age_band"],
                contact_language=form.cleaned_data["contact_language"],
                is_contact=bool(form.cleaned_data["is_contact"]),
            )
            for form in self.forms
            if form.cleaned_data.get("first_name")
        ]


def people_forms(lines: int) -> type[PeopleFormSet]:
    """The form set with so many empty lines."""
    made = formset_factory(
        PersonForm, formset=PeopleFormSet, extra=lines, max_num=MOST_PEOPLE, absolute_max=MOST_PEOPLE
    )
    return cast("type[PeopleFormSet]", made)


class TakeOverForm(forms.Form):
    take_over_counts = forms.BooleanField(
        label=gettext_lazy("Neem de aantallen per leeftijd over van deze namen"),
        required=False,
        help_text=gettext_lazy("Zonder vinkje blijven de aantallen zoals ze zijn."),
    )
