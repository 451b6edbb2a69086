"""Forms of viewings: up to three times to choose from, and why something does not suit."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.forms.properties import PlainForm
from thuisgevers.common.fields import CleanCharField, CleanTextField, DutchDateField, WholeNumberField

TIMES = 3


class TimeField(CleanCharField):
    """A time of day: `14:30`, `14.30` or `14`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=8, **kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "class": "t-width-5", "placeholder": "14:30"})

    def clean(self, value: Any) -> Any:
        text = (super().clean(value) or "").lower().replace("uur", "").replace(".", ":").strip()
        if not text:
            return None
        hour, _colon, minute = text.partition(":")
        try:
            return time(int(hour), int(minute or 0))
        except ValueError:
            raise self.say(_("Vul bij %(noun)s een tijd in, zoals 14:30."), "invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class ViewingForm(PlainForm):
    """The first time is compulsory; a day needs an hour and the other way round."""

    day_1 = DutchDateField(label=gettext_lazy("Dag"), noun=gettext_lazy("de dag"), earliest=timezone.localdate)
    time_1 = TimeField(label=gettext_lazy("Tijd"), noun=gettext_lazy("de tijd"))
    day_2 = DutchDateField(
        label=gettext_lazy("Of op"), noun=gettext_lazy("de tweede dag"), earliest=timezone.localdate, required=False
    )
    time_2 = TimeField(label=gettext_lazy("Tijd"), noun=gettext_lazy("de tweede tijd"), required=False)
    day_3 = DutchDateField(
        label=gettext_lazy("Of op"), noun=gettext_lazy("de derde dag"), earliest=timezone.localdate, required=False
    )
    time_3 = TimeField(label=gettext_lazy("Tijd"), noun=gettext_lazy("de derde tijd"), required=False)
    minutes = WholeNumberField(
        label=gettext_lazy("Hoeveel minuten?"), noun=gettext_lazy("de duur"), least=15, most=480, initial=60
    )
    note = CleanCharField(
        label=gettext_lazy("Waar en met wie"),
        noun=gettext_lazy("waar en met wie"),
        help_text=gettext_lazy("Staat ook in de agenda. Geen namen van bewoners."),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number in range(1, TIMES + 1):
            day, hour = cleaned.get(f"day_{number}"), cleaned.get(f"time_{number}")
            if day and not hour and f"time_{number}" not in self.errors:
                self.add_error(f"time_{number}", _("Vul ook een tijd in, zoals 14:30."))
            if hour and not day and f"day_{number}" not in self.errors:
                self.add_error(f"day_{number}", _("Vul ook een dag in."))
            elif day and hour:
                self._check_time(number, day, hour)
        return cleaned

    def _check_time(self, number: int, day: Any, hour: time) -> None:
        """An hour that the clock skips in spring does not exist; one that has passed cannot be met."""
        moment = timezone.make_aware(datetime.combine(day, hour))
        back = timezone.localtime(moment.astimezone(timezone.get_fixed_timezone(0)))
        if back.time() != hour:
            message = _("Deze tijd bestaat niet: de klok gaat dan een uur vooruit. Kies een andere tijd.")
            self.add_error(f"time_{number}", ValidationError(message, code="no_such_time"))
        elif moment <= timezone.now():
            self.add_error(f"time_{number}", _("Deze tijd is al voorbij. Kies een latere tijd."))

    def times(self) -> list[datetime]:
        cleaned = self.cleaned_data
        found = []
        for number in range(1, TIMES + 1):
            day, hour = cleaned.get(f"day_{number}"), cleaned.get(f"time_{number}")
            if day and hour:
                found.append(timezone.make_aware(datetime.combine(day, hour)))
        return found

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"day_{number}"], self[f"time_{number}"]) for number in range(1, TIMES + 1)]


class DeclineForm(PlainForm):
    reason = CleanTextField(
        label=gettext_lazy("Wanneer kunt u wel?"),
        noun=gettext_lazy("de toelichting"),
        help_text=gettext_lazy("De ander leest dit."),
        max_length=500,
        required=False,
    )


class CancelForm(PlainForm):
    reason = CleanTextField(
        label=gettext_lazy("Reden"),
        noun=gettext_lazy("een reden"),
        help_text=gettext_lazy("De ander leest dit."),
        max_length=500,
    )
