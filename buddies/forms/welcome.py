"""Short forms in seven languages: every message stands in the words of the resident's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from housing.enums import DefectKind, DefectUrgency
from thuisgevers.common.ids import uuid7

from ..enums import Mood, MoodSharing, ResidentMessageKind, SignalParty, SignalUrgency, WelcomeLanguage
from ..models.goal import LONGEST_GOAL

MOST_LETTERS = 2000
_TOO_LONG = _("Dit is te lang. Maak het korter.")
_CHOOSE = _("Kies een antwoord.")


def _choice(label: Any, choices: Any, *, initial: str | None = None) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        initial=initial,
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )


def _words(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        # Not max_length: that shows a count of letters in Dutch.
        validators=[MaxLengthValidator(MOST_LETTERS, _TOO_LONG)],
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": _("Schrijf eerst iets op.")},
    )


class _Once(forms.Form):
    """With a key that makes sending twice one row."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_id"].initial = uuid7


class PinForm(forms.Form):
    """Six digits; spaces between them do not matter, and digits of other scripts are digits."""

    pin = forms.CharField(
        label=_("Uw zes cijfers"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "class": "t-code-input", "size": 8}
        ),
        error_messages={"required": _("Vul uw zes cijfers in."), "max_length": _("Vul uw zes cijfers in.")},
    )

    def clean_pin(self) -> str:
        typed = "".join(self.cleaned_data["pin"].split())
        digits = "".join(str(int(letter)) for letter in typed if letter.isdecimal())
        if len(digits) != 6 or len(typed) != 6:
            raise forms.ValidationError(_("Vul uw zes cijfers in."))
        return digits


class MoodForm(_Once):
    mood = _choice(_("Hoe gaat het met u?"), Mood.choices)
    words = _words(_("Wilt u er iets bij schrijven?"), required=False)
    shared_with = _choice(_("Wie mag dit lezen?"), MoodSharing.choices, initial=MoodSharing.ME)

    def __init__(self, *args: Any, readers: list[MoodSharing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shared_with"].choices = [(one.value, one.label) for one in readers]  # type: ignore[attr-defined]


class BrokenForm(_Once):
    kind = _choice(_("Wat is er?"), DefectKind.choices)
    urgency = _choice(_("Hoe snel is het nodig?"), DefectUrgency.choices)
    description = _words(_("Wat is er aan de hand?"))


class MessageForm(_Once):
    text = _words(_("Uw bericht"))


class GoalForm(_Once):
    """Short, in one's own words and language."""

    text = forms.CharField(
        label=_("Nieuw doel"),
        help_text=_("Schrijf liever niets over gezondheid of geloof."),
        validators=[MaxLengthValidator(LONGEST_GOAL, _TOO_LONG)],
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Schrijf eerst iets op.")},
    )


class UnsafeForm(_Once):
    """A worry about somebody's safety, in the fewest questions; who it is about decides who reads it."""

    party = _choice(
        _("Over wie gaat het?"),
        [
            (SignalParty.HOUSEHOLD, _("Iemand in ons huis")),
            (SignalParty.BUDDY, _("Mijn buddy")),
            (SignalParty.VOLUNTEER, _("Een andere vrijwilliger")),
            (SignalParty.PROPERTY_OWNER, _("De eigenaar van het huis")),
            (SignalParty.BUDDY_COORDINATOR, _("De buddycoördinator")),
            (SignalParty.OFFICIAL, _("Iemand van de gemeente")),
            (SignalParty.ADVISER, _("De vertrouwenspersoon")),
            (SignalParty.OTHER, _("Iemand anders, of ik weet het niet")),
        ],
    )
    urgency = _choice(_("Hoe snel is het nodig?"), SignalUrgency.choices)
    seen = _words(_("Wat hebt u gezien of gehoord?"))


class MakeCardForm(_Once):
    """For the official or the coordinator, in Dutch."""

    language = forms.ChoiceField(
        label=_("Taal van de kaart"),
        help_text=_("Op de pagina zelf kan de bewoner nog een andere taal kiezen."),
        choices=WelcomeLanguage.choices,
        error_messages={"required": _("Kies een taal."), "invalid_choice": _("Kies een taal uit de lijst.")},
    )


class AnswerForm(forms.Form):
    """The answer to a message of a resident."""

    text = forms.CharField(
        label=_("Uw antwoord"),
        help_text=_("Schrijf korte zinnen. De bewoner leest dit op de eigen pagina, in de taal waarin u het schrijft."),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={"required": _("Schrijf een antwoord."), "max_length": _TOO_LONG},
    )


KINDS = {kind.value: kind for kind in ResidentMessageKind}
