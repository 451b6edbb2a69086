"""The conditions for a free VOG, each yes, no or not looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from housing.forms.properties import PlainForm
from thuisgevers.common.fields import CleanChoiceField, DutchDateField

from ..enums import FreeVogCondition

YES, NO, UNKNOWN = "ja", "nee", "onbekend"
ANSWERS = (
    (YES, gettext_lazy("Ja")),
    (NO, gettext_lazy("Nee")),
    (UNKNOWN, gettext_lazy("Nog niet nagegaan")),
)


class FreeVogForm(PlainForm):
    seen_on = DutchDateField(
        label=gettext_lazy("Wanneer hebt u dit nagegaan?"),
        noun=gettext_lazy("de dag waarop u dit naging"),
        help_text=gettext_lazy("Geldt voor wat u nu verandert."),
        latest=timezone.localdate,
        initial=timezone.localdate,
    )

    def __init__(self, *args: Any, held: Mapping[str, bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for condition in FreeVogCondition:
            label = str(condition.label)
            self.fields[condition.value] = CleanChoiceField(
                label=f"{label[0].upper()}{label[1:]}",
                noun=label,
                choices=ANSWERS,
                initial={True: YES, False: NO}.get(held.get(condition.value), UNKNOWN),  # type: ignore[arg-type]
                widget=forms.RadioSelect(attrs={"class": "t-choices--inline"}),
            )
        self.order_fields([*FreeVogCondition.values, "seen_on"])

    def met(self) -> dict[FreeVogCondition, bool | None]:
        said = {YES: True, NO: False}
        return {one: said.get(self.cleaned_data[one.value]) for one in FreeVogCondition}
