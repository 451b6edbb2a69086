"""Forms of the safeguarding lane. Nothing of them is kept on the device: no draft, no filling in by the browser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from housing.forms.properties import PlainForm
from initiatives.forms.registration import capitalised
from thuisgevers.common.fields import (
    CleanCharField,
    CleanChoiceField,
    CleanMultipleChoiceField,
    CleanTextField,
    DutchDateField,
)

from ..enums import MeldcodeStep, SignalKind, SignalOutcome, SignalParty, SignalUrgency
from ..queries.signal_people import Nameable, Where
from ..services.signals.raising import MOST_SEEN, SignalFacts
from .people import several

NOWHERE = "geen"


def names_somebody(name: str, text: str) -> bool:
    """By first name in any letters, or by another part of the name as it is written: “ruiten” is glass, “Ruiten” somebody."""
    first, *others = name.split() or [""]
    said = set(re.findall(r"\w+", text))
    return first.casefold() in {word.casefold() for word in said} or any(
        part in said for part in others if part[:1].isupper()
    )


class RaiseSignalForm(PlainForm):
    """What was seen, how soon, and whom it is about: so that it does not reach them."""

    #: One of the last three is asked for, and each says so itself.
    hide_optional = True
    kind = CleanChoiceField(
        label=gettext_lazy("Waar gaat het over?"),
        noun=gettext_lazy("waar het over gaat"),
        choices=capitalised(SignalKind),
    )
    where = CleanChoiceField(label=gettext_lazy("Bij wie?"), noun=gettext_lazy("bij wie"), choices=[], required=False)
    seen = CleanTextField(
        label=gettext_lazy("Wat hebt u gezien of gehoord?"),
        noun=gettext_lazy("wat u zag of hoorde"),
        help_text=gettext_lazy(
            "Schrijf op wat er gebeurde, waar en wanneer. Niet wat u erover denkt; dat bespreekt de vertrouwenspersoon met u."
        ),
        max_length=MOST_SEEN,
        widget=forms.Textarea(attrs={"rows": 7, "autocomplete": "off"}),
    )
    urgency = CleanChoiceField(
        label=gettext_lazy("Hoe snel moet iemand dit lezen?"),
        noun=gettext_lazy("hoe snel"),
        choices=capitalised(SignalUrgency),
        help_text=gettext_lazy("Is het nu gevaarlijk? Bel 112. Dit bericht wordt alleen op werkdagen gelezen."),
        widget=forms.RadioSelect(attrs={"class": "t-choices--inline"}),
    )
    parties = several(
        SignalParty,
        label=gettext_lazy("Over wie gaat het?"),
        noun=gettext_lazy("over wie het gaat"),
        help_text=gettext_lazy("Wie u hier kiest, krijgt dit bericht niet en wordt niet gewaarschuwd."),
    )
    people = CleanMultipleChoiceField(
        label=gettext_lazy("Gaat het over een van deze mensen?"),
        noun=gettext_lazy("deze mensen"),
        help_text=gettext_lazy("Dan krijgen zij het niet, ook niet wie hen uitnodigde of door hen is uitgenodigd."),
        choices=[],
        required=False,
    )
    who_else = CleanCharField(
        label=gettext_lazy("Naam"),
        noun=gettext_lazy("de naam"),
        help_text=gettext_lazy("Als de persoon hierboven niet staat en u de naam weet."),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, wheres: Sequence[Where], people: Sequence[Nameable], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.wheres = {one.value: one for one in wheres}
        self.named = people
        if wheres:
            self.fields["where"].choices = [  # type: ignore[attr-defined]
                *((one.value, one.label) for one in wheres),
                (NOWHERE, gettext_lazy("Geen van deze")),
            ]
        else:
            del self.fields["where"]
        if people:
            self.fields["people"].choices = [  # type: ignore[attr-defined]
                (str(one.pk), f"{one.name} ({one.role})") for one in people
            ]
        else:
            del self.fields["people"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("parties") and not cleaned.get("people") and not cleaned.get("who_else"):
            self.add_error("parties", gettext_lazy("Kies over wie het gaat. U mag ook kiezen dat u het niet weet."))
        return cleaned

    @property
    def unticked(self) -> list[Nameable]:
        """Who seems to be named in the text without being chosen; to be asked once, as only who is chosen is left out."""
        if not self.is_bound or not self.is_valid():
            return []
        text = f"{self.cleaned_data['seen']} {self.cleaned_data['who_else']}"
        chosen = set(self.cleaned_data.get("people", []))
        return [one for one in self.named if str(one.pk) not in chosen and names_somebody(one.name, text)]

    def facts(self) -> SignalFacts:
        cleaned = self.cleaned_data
        where = self.wheres.get(cleaned.get("where", ""))
        return SignalFacts(
            kind=SignalKind(cleaned["kind"]),
            urgency=SignalUrgency(cleaned["urgency"]),
            seen=cleaned["seen"],
            parties=[SignalParty(one) for one in cleaned["parties"]],
            people=[int(one) for one in cleaned.get("people", [])],
            who_else=cleaned["who_else"],
            where=where.label if where else "",
            household_id=where.household_id if where else None,
            initiative_id=where.initiative_id if where else None,
        )


class TakeStepForm(PlainForm):
    step = CleanChoiceField(
        label=gettext_lazy("Welke stap?"),
        noun=gettext_lazy("de stap"),
        choices=[(one.value, f"{one.value}. {one.label}") for one in MeldcodeStep],
    )
    done_on = DutchDateField(
        label=gettext_lazy("Wanneer?"),
        noun=gettext_lazy("de datum"),
        latest=timezone.localdate,
        initial=timezone.localdate,
    )
    text = CleanTextField(
        label=gettext_lazy("Wat is er gedaan of besloten?"),
        noun=gettext_lazy("wat er is gedaan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )


class CloseSignalForm(PlainForm):
    outcome = CleanChoiceField(
        label=gettext_lazy("Hoe liep het af?"), noun=gettext_lazy("hoe het afliep"), choices=capitalised(SignalOutcome)
    )
    text = CleanTextField(
        label=gettext_lazy("Toelichting"),
        noun=gettext_lazy("de toelichting"),
        help_text=gettext_lazy("Alleen wie dit bericht kreeg, leest dit. Na twee jaar wordt het gewist."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )


class ReopenSignalForm(PlainForm):
    reason = CleanTextField(
        label=gettext_lazy("Waarom?"),
        noun=gettext_lazy("waarom"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


class LeaveOutForm(PlainForm):
    """Who must not see it any longer; one's own name is among them."""

    person = CleanChoiceField(label=gettext_lazy("Wie?"), noun=gettext_lazy("wie"), choices=[])

    def __init__(self, data: Any = None, *, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
