"""The choice of reminders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.fields import CleanChoiceField, Hinted
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .enums import Frequency, ReminderKind

HINTS: dict[ReminderKind, Any] = {
    ReminderKind.FIRST_ANSWER: _("Bijvoorbeeld: de termijn voor het eerste antwoord is bijna om."),
    ReminderKind.DOSSIER: _("Bijvoorbeeld: een collega wijst u een dossier toe."),
    ReminderKind.INFORMATION: _("Bijvoorbeeld: u hebt een vraag van de gemeente nog niet beantwoord."),
    ReminderKind.SUPPORT: _("Bijvoorbeeld: iemand vraagt uw hulp, of er is antwoord op uw vraag."),
    ReminderKind.CONVERSATION: _("Bijvoorbeeld: iemand van uw team schrijft iets over de klusdag."),
    ReminderKind.QUESTION: _("Bijvoorbeeld: iemand vraagt iets over een pand, en u bent de pionier."),
    ReminderKind.BUDDY: _("Bijvoorbeeld: u legde een tijdje geen contact vast."),
    ReminderKind.REVIEW: _("Elke maandag, als er antwoorden over hun datum zijn of een stap is gewijzigd."),
    ReminderKind.BUDDY_DESK: _("Bijvoorbeeld: van een koppel hoorde niemand iets in twee weken."),
    ReminderKind.BUDDY_WEEK: _("Alleen als er iets te doen is: hoeveel koppels stil zijn, welke VOG's aflopen."),
    ReminderKind.MEMBERSHIP: _("Bijvoorbeeld: uw rol als vervanger loopt volgende week af."),
}
#: Who holds one of these is mailed so; for showing those kinds first, it decides nothing.
GET_IT: dict[ReminderKind, frozenset[Capability]] = {
    ReminderKind.FIRST_ANSWER: frozenset({Capability.DOSSIER_HANDLE}),
    ReminderKind.DOSSIER: frozenset({Capability.DOSSIER_HANDLE, Capability.DOCUMENT_REQUEST}),
    ReminderKind.INFORMATION: frozenset({Capability.DOSSIER_ANSWER}),
    ReminderKind.SUPPORT: frozenset({Capability.SUPPORT_READ}),
    ReminderKind.CONVERSATION: frozenset({Capability.WORKSPACE_READ}),
    ReminderKind.QUESTION: frozenset({Capability.QUESTION_ANSWER}),
    ReminderKind.BUDDY: frozenset({Capability.CONTACT_LOG}),
    ReminderKind.REVIEW: frozenset({Capability.QUESTION_DESK}),
    ReminderKind.BUDDY_DESK: frozenset({Capability.BUDDY_MANAGE}),
    ReminderKind.BUDDY_WEEK: frozenset({Capability.BUDDY_MANAGE}),
    ReminderKind.MEMBERSHIP: frozenset({Capability.MUNICIPALITY_BELONG}),
}
FREQUENCIES = [
    (Frequency.IMMEDIATELY.value, Frequency.IMMEDIATELY.label),
    (Frequency.DAILY.value, Hinted(str(Frequency.DAILY.label), "Om half acht in de ochtend.")),
    (Frequency.NONE.value, Frequency.NONE.label),
]


class ChoosePreferencesForm(forms.Form):
    """One question per kind of reminder. What belongs to roles that the person does not hold comes last, folded away; through a
    link or without a second factor the roles are not known, and nothing is."""

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = access.link is None and not access.withheld
        held = [kind for kind, needed in GET_IT.items() if any(access.holds(one) for one in needed)] if known else []
        self._near = {kind.value for kind in held or ReminderKind}
        for kind in ReminderKind:
            self.fields[kind.value] = CleanChoiceField(
                label=kind.label, help_text=HINTS[kind], choices=FREQUENCIES, noun=f"“{kind.label}”"
            )

    def choices(self) -> dict[ReminderKind, Frequency]:
        return {kind: Frequency(self.cleaned_data[kind.value]) for kind in ReminderKind}

    def near(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name in self._near]

    def further(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self._near]
