"""Forms of a buddy: apply, be invited, change one's own facts, and what the coordinator fills in."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import Language
from housing.forms.properties import PlainForm
from initiatives.forms.registration import TrapForm, WhereForm, capitalised
from thuisgevers.common.fields import (
    CleanCharField,
    CleanChoiceField,
    CleanEmailField,
    CleanMultipleChoiceField,
    CleanTextField,
    DigitsField,
    DutchDateField,
    DutchPhoneField,
    PersonNameField,
    WholeNumberField,
    YesNoField,
)

from ..enums import ALWAYS_VOG, BuddyTask, IntakeItem, Interest, Moment, Reach, VogRule
from ..models import Buddy
from ..models.buddy import MOST_MATCHES
from ..services.applying import BuddyFacts

TOLD_DIGITS = re.compile(r"\s*([1-9]\d{3})(?!\d)")
_WIDE = {"class": "t-choices--columns"}
FACTS = [
    "name",
    "phone",
    "about",
    "postcode_digits",
    "languages",
    "moments",
    "interests",
    "tasks",
    "reach",
    "children_ok",
    "max_matches",
]


def several(choices: Any, *, label: Any, noun: Any, help_text: Any = "", required: bool = False) -> Any:
    """Any of a list, as chips that a thumb can hit."""
    return CleanMultipleChoiceField(
        label=label,
        noun=noun,
        help_text=help_text,
        choices=capitalised(choices),
        required=required,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "t-choices--inline"}),
    )


class FactsForm(PlainForm):
    """What somebody says of themselves."""

    name = PersonNameField(
        label=gettext_lazy("Uw naam"),
        noun=gettext_lazy("uw naam"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = DutchPhoneField(
        label=gettext_lazy("Uw telefoonnummer"),
        noun=gettext_lazy("uw telefoonnummer"),
        help_text=gettext_lazy("Dan kan de buddycoördinator u bellen voor een kennismaking."),
        required=False,
    )
    postcode_digits = DigitsField(
        label=gettext_lazy("De vier cijfers van uw postcode"),
        noun=gettext_lazy("de cijfers van uw postcode"),
        help_text=gettext_lazy("Zo zoeken wij een huishouden bij u in de buurt."),
        digits=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "t-width-5", "autocomplete": "off"}),
    )
    reach = CleanChoiceField(
        label=gettext_lazy("Hoe ver wilt u reizen?"),
        noun=gettext_lazy("hoe ver u wilt reizen"),
        choices=capitalised(Reach),
        initial=Reach.MUNICIPALITY,
    )
    languages = several(
        Language, label=gettext_lazy("Welke talen spreekt u?"), noun=gettext_lazy("de talen"), required=True
    )
    tasks = several(
        BuddyTask,
        label=gettext_lazy("Wat wilt u doen?"),
        noun=gettext_lazy("wat u wilt doen"),
        help_text=gettext_lazy("Voor thuis langsgaan en voor alleen zijn met kinderen is een VOG nodig."),
        required=True,
    )
    moments = several(
        Moment, label=gettext_lazy("Wanneer kunt u meestal?"), noun=gettext_lazy("wanneer u kunt"), required=True
    )
    interests = several(Interest, label=gettext_lazy("Wat doet u graag?"), noun=gettext_lazy("wat u graag doet"))
    children_ok = YesNoField(
        label=gettext_lazy("Wilt u ook buddy zijn van een gezin met kinderen?"),
        noun=gettext_lazy("een gezin met kinderen"),
    )
    max_matches = WholeNumberField(
        label=gettext_lazy("Van hoeveel huishoudens tegelijk?"),
        noun=gettext_lazy("hoeveel huishoudens"),
        least=1,
        most=MOST_MATCHES,
        initial=1,
    )
    about = CleanTextField(
        label=gettext_lazy("Wilt u nog iets vertellen?"),
        noun=gettext_lazy("wat u vertelt"),
        help_text=gettext_lazy("Alleen de buddycoördinator en de gemeente lezen dit."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def facts(self) -> BuddyFacts:
        return BuddyFacts(**{name: self.cleaned_data[name] for name in FACTS})


class ApplyForm(TrapForm, WhereForm, FactsForm):
    """The public page: where, who, and what somebody says of themselves."""

    hide_optional = False
    field_order = ("place", "choice", "email", "name", "phone")
    email = CleanEmailField(
        label=gettext_lazy("Uw e-mailadres"),
        noun=gettext_lazy("uw e-mailadres"),
        help_text=gettext_lazy("Hier sturen wij de link naartoe waarmee u uw aanmelding bevestigt."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        """A postcode in the first question tells the four digits too: they are not asked twice."""
        told = TOLD_DIGITS.match(str(data.get("place", ""))) if data is not None else None
        if data is not None and told is not None and not data.get("postcode_digits"):
            data = data.copy()
            data["postcode_digits"] = told[1]
        super().__init__(data)
        self.fields["postcode_digits"].help_text = _(
            "Zo zoeken wij een huishouden bij u in de buurt. Vulde u hierboven uw postcode in? Dan mag u dit leeg laten."
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.hit is not None and not self.hit.municipality.participates:
            self.add_error(
                "place",
                _("Gemeente %(place)s doet nog niet mee. Kies een gemeente in de buurt, of meld u later aan.")
                % {"place": self.hit.municipality.name},
            )
        return cleaned


def initial_of(buddy: Buddy) -> dict[str, Any]:
    found = {name: getattr(buddy, name) for name in FACTS}
    return found if buddy.languages else found | {"children_ok": None}


class InviteForm(PlainForm):
    """Somebody the coordinator knows; with one initiative there is nothing to choose."""

    name = PersonNameField(label=gettext_lazy("Naam"), noun=gettext_lazy("de naam"), max_length=120)
    email = CleanEmailField(
        label=gettext_lazy("E-mailadres"),
        noun=gettext_lazy("het e-mailadres"),
        help_text=gettext_lazy("De ander vult zelf de rest in. Er komt geen account voordat u kennismaakte."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    initiative = CleanChoiceField(
        label=gettext_lazy("Bij welk initiatief?"),
        noun=gettext_lazy("het initiatief"),
        widget=forms.Select,
    )

    def __init__(self, *args: Any, initiatives: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(pk), name) for pk, name in initiatives]
        if len(choices) == 1:
            self.fields["initiative"].widget = forms.HiddenInput()
            self.fields["initiative"].initial = choices[0][0]
        self.fields["initiative"].choices = choices  # type: ignore[attr-defined]


class AssignForm(PlainForm):
    initiative = CleanChoiceField(
        label=gettext_lazy("Bij welk initiatief?"), noun=gettext_lazy("het initiatief"), widget=forms.Select
    )

    def __init__(self, *args: Any, initiatives: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["initiative"].choices = [(str(pk), name) for pk, name in initiatives]  # type: ignore[attr-defined]


class IntakeForm(PlainForm):
    """What was done; what is ticked keeps its day."""

    done = CleanMultipleChoiceField(
        label=gettext_lazy("Wat is er gedaan?"),
        noun=gettext_lazy("wat er is gedaan"),
        choices=capitalised(IntakeItem),
        required=False,
    )

    def ticked(self) -> dict[IntakeItem, bool]:
        return {item: item.value in self.cleaned_data["done"] for item in IntakeItem}


class VogForm(PlainForm):
    """Facts of the VOG; the paper itself is never kept."""

    requested_on = DutchDateField(
        label=gettext_lazy("Aangevraagd op"),
        noun=gettext_lazy("de dag van de aanvraag"),
        latest=timezone.localdate,
        required=False,
    )
    seen_on = DutchDateField(
        label=gettext_lazy("Door mij gezien op"),
        noun=gettext_lazy("de dag waarop u de VOG zag"),
        help_text=gettext_lazy("Bewaar geen kopie: dat u hem zag is genoeg."),
        latest=timezone.localdate,
        required=False,
    )
    valid_until = DutchDateField(
        label=gettext_lazy("Telt tot"),
        noun=gettext_lazy("de dag tot wanneer de VOG telt"),
        help_text=gettext_lazy("Laat leeg voor drie jaar nadat u hem zag."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("valid_until") and not cleaned.get("seen_on") and "seen_on" not in self.errors:
            self.add_error("seen_on", _("Vul ook in wanneer u de VOG zag."))
        return cleaned


class PauseForm(PlainForm):
    until = DutchDateField(
        label=gettext_lazy("Laatste dag van de pauze"),
        noun=gettext_lazy("de laatste dag van de pauze"),
        help_text=gettext_lazy("Weet u het nog niet? Laat dit dan leeg."),
        earliest=timezone.localdate,
        required=False,
    )


class NothingForm(PlainForm):
    """A step that asks nothing but the button."""


class RulesForm(PlainForm):
    """For which tasks a VOG is asked; two of them are not up for choice and are not asked."""

    quiet_weeks = WholeNumberField(
        label=gettext_lazy("Na hoeveel weken zonder contact is een koppel stil?"),
        noun=gettext_lazy("het aantal weken"),
        least=1,
        most=12,
    )

    def __init__(self, *args: Any, rules: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for task in BuddyTask:
            if task not in ALWAYS_VOG:
                self.fields[task.value] = CleanChoiceField(
                    label=capfirst(str(task.label)),
                    noun=f"“{task.label}”",
                    choices=capitalised(VogRule),
                    initial=rules.get(task.value, VogRule.WARNING.value),
                    widget=forms.RadioSelect(attrs={"class": "t-choices--inline"}),
                )

    def rules(self) -> dict[str, str]:
        return {task.value: self.cleaned_data[task.value] for task in BuddyTask if task.value in self.cleaned_data}


class HandOverForm(PlainForm):
    """One question for each household that this buddy still has."""

    NOBODY = "niemand"

    def __init__(
        self, *args: Any, matches: list[tuple[str, str]], others: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for pk, title in matches:
            self.fields[pk] = CleanChoiceField(
                label=_("Wie neemt %(home)s over?") % {"home": title},
                noun=title,
                choices=[
                    ("", _("Kies een buddy")),
                    *sorted(others, key=lambda one: one[1].casefold()),
                    (self.NOBODY, _("Niemand: rond dit koppel af")),
                ],
                widget=forms.Select,
            )


class SearchForm(PlainForm):
    zoek = CleanCharField(label=gettext_lazy("Zoek"), max_length=60, required=False)
