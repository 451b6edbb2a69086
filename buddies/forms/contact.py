"""The form of twenty seconds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from housing.forms.properties import PlainForm
from initiatives.forms.registration import capitalised
from thuisgevers.common.fields import CleanCharField, CleanChoiceField, CleanTextField, DutchDateField
from thuisgevers.common.sensitive import Finding, sensitive_findings

from ..enums import LENGTHS, ContactKind, ContactVisibility, Feeling, Topic
from ..models import ContactMoment
from ..services.contacts import ContactFacts
from .people import several

MOST_IN_NOTE = 1000
#: In words of a person, not of a clock.
SPOKEN = {
    15: gettext_lazy("Een kwartier"),
    30: gettext_lazy("Half uur"),
    60: gettext_lazy("Een uur"),
    120: gettext_lazy("Twee uur"),
    240: gettext_lazy("Langer"),
}


def _one(choices: Any, **kwargs: Any) -> CleanChoiceField:
    return CleanChoiceField(choices=choices, widget=forms.RadioSelect(attrs={"class": "t-choices--inline"}), **kwargs)


class ContactForm(PlainForm):
    """Today, what, how long: three taps. Who reads it has no answer beforehand: the buddy chooses each time."""

    happened_on = DutchDateField(
        label=gettext_lazy("Wanneer?"),
        noun=gettext_lazy("de datum"),
        latest=timezone.localdate,
        initial=timezone.localdate,
    )
    kind = _one(capitalised(ContactKind), label=gettext_lazy("Wat deed u?"), noun=gettext_lazy("wat u deed"))
    minutes = _one(
        [(str(one), SPOKEN[one]) for one in LENGTHS], label=gettext_lazy("Hoe lang?"), noun=gettext_lazy("hoe lang")
    )
    topics = several(Topic, label=gettext_lazy("Waar ging het over?"), noun=gettext_lazy("waar het over ging"))
    feeling = _one(
        capitalised(Feeling),
        label=gettext_lazy("Hoe was het voor u?"),
        noun=gettext_lazy("hoe het voor u was"),
        help_text=gettext_lazy("Over uzelf, niet over de ander."),
        required=False,
    )
    note = CleanTextField(
        label=gettext_lazy("Notitie"),
        noun=gettext_lazy("de notitie"),
        help_text=gettext_lazy(
            "Mag leeg blijven. Schrijf niets over gezondheid, geloof of vluchtverhaal van een ander."
        ),
        max_length=MOST_IN_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    visibility = _one(
        capitalised(ContactVisibility), label=gettext_lazy("Wie leest dit?"), noun=gettext_lazy("wie dit leest")
    )

    @property
    def findings(self) -> list[Finding]:
        """What in the note asks for a second look; to be shown once, never to refuse."""
        return sensitive_findings(self.cleaned_data.get("note", "")) if self.is_bound and self.is_valid() else []

    def facts(self) -> ContactFacts:
        cleaned = self.cleaned_data
        return ContactFacts(
            happened_on=cleaned["happened_on"],
            kind=ContactKind(cleaned["kind"]),
            minutes=int(cleaned["minutes"]),
            topics=cleaned["topics"],
            feeling=cleaned["feeling"],
            visibility=ContactVisibility(cleaned["visibility"]),
            note=cleaned["note"],
        )


class CorrectForm(ContactForm):
    """After a day a change is a correction, and says why."""

    correction = CleanCharField(
        label=gettext_lazy("Waarom verbetert u dit?"),
        noun=gettext_lazy("waarom u dit verbetert"),
        help_text=gettext_lazy(
            "Bijvoorbeeld: verkeerde datum. Wat er stond, blijft in de geschiedenis bewaard; een eerdere notitie niet."
        ),
        max_length=200,
    )


def initial_of(moment: ContactMoment) -> dict[str, Any]:
    names = ["happened_on", "kind", "topics", "feeling", "visibility", "note"]
    return {name: getattr(moment, name) for name in names} | {"minutes": str(moment.minutes)}
