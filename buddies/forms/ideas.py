"""Forms of an idea and of a place in the guide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from housing.enums import Language
from housing.forms.properties import PlainForm
from initiatives.forms.registration import capitalised
from thuisgevers.common.fields import (
    CleanCharField,
    CleanChoiceField,
    CleanTextField,
    DutchPhoneField,
    YesNoField,
)
from thuisgevers.guidance.forms.sessions import HttpsField

from ..enums import IdeaCost, IdeaKind, IdeaPlace, PlaceKind, Season
from ..models import LocalPlace
from ..queries.ideas import Idea
from ..services.ideas import IdeaFacts, PlaceFacts
from .people import several

NO_PERSONS = gettext_lazy("Iedere buddy in de gemeente leest dit. Noem geen bewoners.")


def _one(choices: Any, **kwargs: Any) -> CleanChoiceField:
    return CleanChoiceField(
        choices=capitalised(choices), widget=forms.RadioSelect(attrs={"class": "t-choices--inline"}), **kwargs
    )


class IdeaForm(PlainForm):
    title = CleanCharField(
        label=gettext_lazy("Wat gaat u doen?"),
        noun=gettext_lazy("wat u gaat doen"),
        help_text=gettext_lazy("In een paar woorden, zoals “Naar de kinderboerderij”."),
        max_length=80,
    )
    text = CleanTextField(
        label=gettext_lazy("Hoe gaat dat?"),
        noun=gettext_lazy("hoe dat gaat"),
        help_text=NO_PERSONS,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind = _one(IdeaKind, label=gettext_lazy("Soort"), noun=gettext_lazy("de soort"))
    cost = _one(IdeaCost, label=gettext_lazy("Wat kost het?"), noun=gettext_lazy("wat het kost"))
    place = _one(IdeaPlace, label=gettext_lazy("Waar?"), noun=gettext_lazy("waar"))
    season = _one(Season, label=gettext_lazy("Wanneer?"), noun=gettext_lazy("wanneer"), initial=Season.ALL)
    with_children = YesNoField(label=gettext_lazy("Ook leuk met kinderen?"), noun=gettext_lazy("ook leuk met kinderen"))
    little_dutch = YesNoField(
        label=gettext_lazy("Kan het met weinig Nederlands?"), noun=gettext_lazy("weinig Nederlands")
    )

    def facts(self) -> IdeaFacts:
        return IdeaFacts(**self.cleaned_data)


class PlaceForm(PlainForm):
    kind = _one(PlaceKind, label=gettext_lazy("Soort"), noun=gettext_lazy("de soort"))
    name = CleanCharField(label=gettext_lazy("Naam"), noun=gettext_lazy("de naam"), max_length=120)
    address = CleanCharField(
        label=gettext_lazy("Adres"),
        noun=gettext_lazy("het adres"),
        help_text=gettext_lazy("Straat, nummer en plaats, zodat een telefoon de weg vindt."),
        max_length=160,
        required=False,
    )
    opening = CleanCharField(
        label=gettext_lazy("Wanneer open?"),
        noun=gettext_lazy("wanneer het open is"),
        help_text=gettext_lazy("Bijvoorbeeld: dinsdag van 10.00 tot 12.00 uur, zonder afspraak."),
        max_length=200,
        required=False,
    )
    telephone = DutchPhoneField(
        label=gettext_lazy("Telefoon"),
        noun=gettext_lazy("het telefoonnummer"),
        help_text=gettext_lazy("Van de plek, niet van een persoon."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    url = HttpsField(label=gettext_lazy("Website"), noun=gettext_lazy("de website"), max_length=300, required=False)
    languages = several(
        Language,
        label=gettext_lazy("Welke talen spreekt men er?"),
        noun=gettext_lazy("de talen"),
        help_text=gettext_lazy("Naast Nederlands."),
    )
    text = CleanTextField(
        label=gettext_lazy("Goed om te weten"),
        noun=gettext_lazy("wat goed is om te weten"),
        help_text=gettext_lazy(
            "Wat neemt u mee, is er een ingang zonder trap, moet u een afspraak maken? Bewoners lezen dit ook."
        ),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def facts(self) -> PlaceFacts:
        return PlaceFacts(**self.cleaned_data)


def initial_of_idea(idea: Idea) -> dict[str, Any]:
    return {name: getattr(idea, name) for name in IdeaForm.base_fields}


def initial_of_place(place: LocalPlace) -> dict[str, Any]:
    return {name: getattr(place, name) for name in PlaceForm.base_fields}
