"""What the calendar and the list of free homes ask for in the address. What cannot be read is said at its field; the rest holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from housing.queries.calendar import MONTH_CHOICES, Window, shift_month
from thuisgevers.common.fields import DutchDateField
from thuisgevers.common.listing import SelectBox

EARLIEST, LATEST = date(2015, 1, 1), date(2100, 1, 1)


class CalendarForm(forms.Form):
    use_required_attribute = False
    hide_optional = True
    vanaf = DutchDateField(
        label=gettext_lazy("Vanaf"),
        noun=gettext_lazy("de eerste dag"),
        required=False,
        earliest=EARLIEST,
        latest=LATEST,
    )
    maanden = forms.TypedChoiceField(
        label=gettext_lazy("Hoe lang"),
        choices=[(n, ngettext("%(n)s maand", "%(n)s maanden", n) % {"n": n}) for n in MONTH_CHOICES],
        coerce=int,
        required=False,
        empty_value=None,
    )
    pand = forms.CharField(label=gettext_lazy("Pand"), required=False, max_length=36, widget=forms.Select)
    vrij_van = DutchDateField(
        label=gettext_lazy("Vrij van"),
        noun=gettext_lazy("de eerste vrije dag"),
        required=False,
        earliest=EARLIEST,
        latest=LATEST,
    )
    vrij_tot = DutchDateField(
        label=gettext_lazy("Vrij tot"),
        noun=gettext_lazy("de laatste dag"),
        required=False,
        earliest=EARLIEST,
        latest=LATEST,
    )

    def offer(self, properties: Iterable[tuple[str, str]]) -> SelectBox:
        """What there is to choose is known once the homes are read; a choice that is not among them is an error. Drawn as a
        plain list: a hundred options through the form's templates cost as much as the drawing."""
        choices = [("", _("Alle panden")), *properties]
        chosen = self.cleaned_data.get("pand") or ""
        if chosen not in {value for value, _label in choices}:
            self.add_error("pand", ValidationError(_("Kies een pand uit de lijst.")))
        return SelectBox("pand", _("Pand"), choices, chosen)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        start, stop = cleaned.get("vrij_van"), cleaned.get("vrij_tot")
        if start and stop and stop <= start:
            self.add_error(
                "vrij_tot", ValidationError(_("De einddatum ligt niet na de begindatum. Kies een latere dag."))
            )
        elif stop and not start and "vrij_van" not in self.errors:
            cleaned["vrij_van"] = min(timezone.localdate(), stop - timedelta(days=1))
        return cleaned


def window_of(asked: dict[str, Any]) -> Window:
    """From the first of the month asked for, else of last month: who left just now is still in sight."""
    day = asked.get("vanaf") or asked.get("vrij_van") or shift_month(timezone.localdate().replace(day=1), -1)
    return Window(day.replace(day=1), asked.get("maanden") or 12)


class FreeForm(forms.Form):
    use_required_attribute = False
    hide_optional = True
    op = DutchDateField(
        label=gettext_lazy("Vrij op"), noun=gettext_lazy("de dag"), required=False, earliest=EARLIEST, latest=LATEST
    )
    personen = forms.TypedChoiceField(
        label=gettext_lazy("Voor"),
        choices=[
            ("", gettext_lazy("elk aantal personen")),
            *((n, ngettext("%(n)s persoon", "%(n)s personen", n) % {"n": n}) for n in range(1, 13)),
        ],
        coerce=int,
        required=False,
        empty_value=None,
    )
