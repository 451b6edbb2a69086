"""Until when a point of the radar may wait."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from housing.forms.properties import PlainForm
from initiatives.forms.registration import capitalised
from thuisgevers.common.fields import CleanChoiceField

from ..enums import SnoozeReason

_WEEKS = [
    (1, gettext_lazy("1 week")),
    (2, gettext_lazy("2 weken")),
    (4, gettext_lazy("4 weken")),
    (8, gettext_lazy("8 weken")),
]


class PutOffForm(PlainForm):
    weeks = CleanChoiceField(
        label=gettext_lazy("Hoe lang kan dit wachten?"),
        noun=gettext_lazy("hoe lang dit kan wachten"),
        choices=_WEEKS,
        initial=2,
    )
    reason = CleanChoiceField(
        label=gettext_lazy("Waarom?"), noun=gettext_lazy("waarom dit kan wachten"), choices=capitalised(SnoozeReason)
    )

    def clean_weeks(self) -> Any:
        return int(self.cleaned_data["weeks"])
