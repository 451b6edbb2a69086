"""Forms around a match: wishes of a household, proposing, answers, the first meeting, concluding."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import Language
from housing.forms.properties import PlainForm
from housing.forms.viewings import TimeField
from housing.needs import forbidden_grounds
from initiatives.forms.registration import capitalised
from thuisgevers.common.fields import (
    CleanCharField,
    CleanChoiceField,
    CleanTextField,
    DutchDateField,
    YesNoField,
)

from ..enums import BY_HAND, Answer, BuddyTask, Conclusion, Interest, Moment, WishesAnswer
from ..services.proposing import HouseholdSaid
from .people import several

_SELECT = [(one.value, one.label) for one in Language]


class AskedForm(PlainForm):
    """How a household was asked: a fact, whatever it answered."""

    asked_on = DutchDateField(
        label=gettext_lazy("Wanneer hebt u het gevraagd?"),
        noun=gettext_lazy("de dag waarop u het vroeg"),
        latest=timezone.localdate,
        initial=timezone.localdate,
    )
    asked_in = CleanChoiceField(
        label=gettext_lazy("In welke taal?"),
        noun=gettext_lazy("de taal"),
        choices=[("", gettext_lazy("Kies een taal")), *_SELECT],
        widget=forms.Select,
    )
    interpreter = YesNoField(label=gettext_lazy("Was er een tolk bij?"), noun=gettext_lazy("of er een tolk bij was"))


class WishForm(AskedForm):
    """What the household wants, as it said itself."""

    answer = CleanChoiceField(
        label=gettext_lazy("Wil het huishouden een buddy?"),
        noun=gettext_lazy("of het huishouden een buddy wil"),
        choices=capitalised(WishesAnswer),
    )
    tasks = several(
        BuddyTask, label=gettext_lazy("Waarbij kan een buddy helpen?"), noun=gettext_lazy("waarbij een buddy helpt")
    )
    moments = several(Moment, label=gettext_lazy("Wanneer komt het uit?"), noun=gettext_lazy("wanneer het uitkomt"))
    interests = several(Interest, label=gettext_lazy("Wat doen zij graag?"), noun=gettext_lazy("wat zij graag doen"))
    languages = several(
        Language,
        label=gettext_lazy("Welke talen moet de buddy spreken?"),
        noun=gettext_lazy("de talen"),
        help_text=gettext_lazy("De talen van het huishouden tellen al mee."),
    )
    language_is_needed = YesNoField(
        label=gettext_lazy("Gaat het alleen met een gedeelde taal?"), noun=gettext_lazy("de gedeelde taal")
    )
    own_words = CleanTextField(
        label=gettext_lazy("In hun eigen woorden"),
        noun=gettext_lazy("hun eigen woorden"),
        help_text=gettext_lazy("Wat willen zij met een buddy? Geen namen, en niets over gezondheid of geloof."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = [
        "answer",
        "tasks",
        "moments",
        "interests",
        "languages",
        "language_is_needed",
        "own_words",
        "asked_on",
        "asked_in",
        "interpreter",
    ]

    def clean_own_words(self) -> str:
        """A wish about origin, religion or sex decides nothing here, so it is not written down either."""
        text: str = self.cleaned_data["own_words"]
        if forbidden_grounds(text):
            raise ValidationError(
                _(
                    "Dit lijkt over afkomst, geloof, huidskleur of man en vrouw te gaan. Daarop wordt niet gekozen: laat het weg."
                )
            )
        return text


class ProposeForm(PlainForm):
    """Which tasks, who steps in, and why these two, in words that the buddy may read."""

    tasks = several(
        BuddyTask,
        label=gettext_lazy("Waarbij helpt de buddy?"),
        noun=gettext_lazy("waarbij de buddy helpt"),
        required=True,
    )
    backup = CleanChoiceField(
        label=gettext_lazy("Achterwacht"),
        noun=gettext_lazy("de achterwacht"),
        help_text=gettext_lazy("Wie springt er bij als deze buddy niet kan? Dit mag ook later."),
        required=False,
        widget=forms.Select,
    )
    why = CleanCharField(
        label=gettext_lazy("Waarom deze twee?"),
        noun=gettext_lazy("waarom deze twee"),
        help_text=gettext_lazy("De buddy leest dit. Noem geen namen en niets waaraan het huishouden te herkennen is."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["backup"].choices = [("", _("Nog niemand")), *others]  # type: ignore[attr-defined]


class HouseholdAnswerForm(AskedForm):
    answer = CleanChoiceField(
        label=gettext_lazy("Wat zei het huishouden?"),
        noun=gettext_lazy("het antwoord"),
        choices=capitalised(Answer),
        help_text=gettext_lazy("Een nee heeft geen reden nodig en verandert verder niets voor hen."),
        widget=forms.RadioSelect(attrs={"class": "t-choices--inline"}),
    )
    field_order = ("answer", "asked_on", "asked_in", "interpreter")

    def said(self) -> HouseholdSaid:
        return HouseholdSaid(
            answer=Answer(self.cleaned_data["answer"]),
            asked_on=self.cleaned_data["asked_on"],
            asked_in=Language(self.cleaned_data["asked_in"]),
            interpreter=self.cleaned_data["interpreter"],
        )


class MeetingForm(PlainForm):
    day = DutchDateField(label=gettext_lazy("Dag"), noun=gettext_lazy("de dag"), earliest=timezone.localdate)
    hour = TimeField(label=gettext_lazy("Tijd"), noun=gettext_lazy("de tijd"))
    where = CleanCharField(
        label=gettext_lazy("Waar?"),
        noun=gettext_lazy("waar"),
        help_text=gettext_lazy(
            "Bijvoorbeeld: koffie in de bibliotheek. Dit komt in de agenda: geen adres van het huishouden."
        ),
        max_length=120,
    )

    def meets_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))


class BackupForm(PlainForm):
    backup = CleanChoiceField(
        label=gettext_lazy("Wie springt er bij?"),
        noun=gettext_lazy("de achterwacht"),
        required=False,
        widget=forms.Select,
    )

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["backup"].choices = [("", _("Niemand")), *others]  # type: ignore[attr-defined]


class WithdrawForm(PlainForm):
    reason = CleanTextField(
        label=gettext_lazy("Reden"),
        noun=gettext_lazy("een reden"),
        help_text=gettext_lazy("Komt in het logboek. Noem niemand bij naam."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PauseMatchForm(PlainForm):
    last_day = DutchDateField(
        label=gettext_lazy("Laatste dag van de pauze"),
        noun=gettext_lazy("de laatste dag van de pauze"),
        help_text=gettext_lazy("Hooguit drie maanden. De dag erna is het koppel vanzelf weer actief."),
        earliest=timezone.localdate,
    )


class ConcludeForm(PlainForm):
    conclusion = CleanChoiceField(
        label=gettext_lazy("Hoe eindigt het?"),
        noun=gettext_lazy("hoe het eindigt"),
        choices=[one for one in capitalised(Conclusion) if one[0] in BY_HAND],
    )
    thanks = CleanTextField(
        label=gettext_lazy("Uw eigen zin in het bedankje"),
        noun=gettext_lazy("uw zin"),
        help_text=gettext_lazy("De buddy krijgt een mail. Noem daarin niemand van het huishouden."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
