"""Answers to the monthly question: by the owner's big buttons, or by an official on the telephone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import AvailabilityAnswer
from housing.forms.properties import PlainForm
from housing.forms.viewings import TimeField
from housing.services.availability import LATEST
from thuisgevers.common.fields import CleanChoiceField, CleanTextField, DutchDateField, YesNoField


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def in_three_years() -> date:
    return timezone.localdate() + LATEST


class AnswerForm(PlainForm):
    """The button that was pressed, and for “later” from which day."""

    hide_optional = True

    answer = forms.ChoiceField(choices=AvailabilityAnswer.choices)
    later_on = DutchDateField(
        label=gettext_lazy("Vanaf welke dag is het weer beschikbaar?"),
        noun=gettext_lazy("de dag"),
        help_text=gettext_lazy("Een schatting mag. Vanaf dan vragen wij het weer."),
        earliest=tomorrow,
        latest=in_three_years,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_later = cleaned.get("answer") == AvailabilityAnswer.LATER
        if is_later and not cleaned.get("later_on") and "later_on" not in self.errors:
            self.add_error("later_on", _("Vul in vanaf welke dag het pand weer beschikbaar is."))
        return cleaned


class CallForm(PlainForm):
    """What an official did: when, whether somebody answered, and what the owner said."""

    called_on = DutchDateField(label=gettext_lazy("Gebeld op"), noun=gettext_lazy("de dag"), latest=timezone.localdate)
    called_time = TimeField(label=gettext_lazy("Om"), noun=gettext_lazy("de tijd"), required=False)
    was_reached = YesNoField(label=gettext_lazy("Iemand gesproken?"), noun=gettext_lazy("gesproken"))
    answer = CleanChoiceField(
        label=gettext_lazy("Is het pand nog beschikbaar?"),
        noun=gettext_lazy("het antwoord"),
        choices=[("", gettext_lazy("Niet besproken")), *AvailabilityAnswer.choices],
        required=False,
    )
    later_on = DutchDateField(
        label=gettext_lazy("Later: vanaf"),
        noun=gettext_lazy("de dag"),
        earliest=tomorrow,
        latest=in_three_years,
        required=False,
    )
    note = CleanTextField(
        label=gettext_lazy("Notitie"), noun=gettext_lazy("de notitie"), max_length=2000, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") and cleaned.get("was_reached") is False:
            self.add_error("answer", _("U sprak niemand, dus er is geen antwoord. Kies “Niet besproken”."))
        is_later = cleaned.get("answer") == AvailabilityAnswer.LATER
        if is_later and not cleaned.get("later_on") and "later_on" not in self.errors:
            self.add_error("later_on", _("Vul in vanaf welke dag het pand weer beschikbaar is."))
        return cleaned

    def called_at(self) -> datetime:
        cleaned = self.cleaned_data
        hour = cleaned["called_time"] or timezone.localtime().time().replace(second=0, microsecond=0)
        return min(timezone.make_aware(datetime.combine(cleaned["called_on"], hour)), timezone.now())
