from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from thuisgevers.common.fields import CleanCharField, CleanChoiceField, CleanTextField, WholeNumberField

from ..enums import MUNICIPAL_STEP_ROLES, STEP_ROLES, Audience
from ..models import TemplateStep
from ..models.templates import LONGEST_STEP
from ..services.own_steps import OwnStepFacts
from .templates import lines_of


class OwnStepForm(forms.Form):
    """A step of the municipality: what it is, and behind which national step it comes."""

    use_required_attribute = False
    title = CleanCharField(label=gettext_lazy("Stap"), noun=gettext_lazy("de stap"), max_length=120, min_length=3)
    place_after = CleanChoiceField(
        label=gettext_lazy("Na welke stap van het landelijke plan?"),
        noun=gettext_lazy("de stap ervoor"),
        help_text=gettext_lazy("Die stap komt eerst. Uw stap staat eronder, ook als het landelijke plan verandert."),
        choices=[],
        widget=forms.Select,
    )
    role = CleanChoiceField(
        label=gettext_lazy("Wie doet dit meestal?"), noun=gettext_lazy("wie dit doet"), choices=[], widget=forms.Select
    )
    days = WholeNumberField(
        label=gettext_lazy("Hoeveel werkdagen duurt het meestal?"),
        noun=gettext_lazy("het aantal werkdagen"),
        least=1,
        most=LONGEST_STEP,
    )
    help_text = CleanTextField(label=gettext_lazy("Uitleg"), noun=gettext_lazy("de uitleg"), max_length=4000)
    checklist = CleanTextField(
        label=gettext_lazy("Klaar als"),
        noun=gettext_lazy("de lijst"),
        help_text=gettext_lazy("Eén punt per regel, hooguit twaalf."),
        max_length=2400,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        audience: Audience,
        national: Sequence[TemplateStep],
        step: TemplateStep | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(step))
        roles = MUNICIPAL_STEP_ROLES if audience == Audience.MUNICIPALITY else STEP_ROLES
        self.fields["place_after"].choices = [(one.key, one.title) for one in national]  # type: ignore[attr-defined]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    def clean_checklist(self) -> list[str]:
        return lines_of(self.cleaned_data["checklist"])

    def facts(self) -> OwnStepFacts:
        return OwnStepFacts(**self.cleaned_data)


def _initial(step: TemplateStep | None) -> dict[str, Any]:
    if step is None:
        return {"days": 5}
    names = ("title", "place_after", "role", "days", "help_text")
    return {**{name: getattr(step, name) for name in names}, "checklist": "\n".join(step.checklist)}
