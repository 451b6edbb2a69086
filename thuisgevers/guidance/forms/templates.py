from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import PropertyKind
from thuisgevers.common.fields import (
    CleanCharField,
    CleanChoiceField,
    CleanMultipleChoiceField,
    CleanTextField,
    WholeNumberField,
)
from thuisgevers.documents.enums import DocumentKind

from ..enums import MUNICIPAL_STEP_ROLES, STEP_ROLES, Audience, SchemeKind
from ..models import StepPlanTemplate, TemplatePhase, TemplateStep
from ..models.templates import LONGEST_STEP
from ..services.templates import StepFacts

MOST_LINES, LONGEST_LINE = 12, 200


class StepForm(forms.Form):
    """One step of a draft. The checklist and the links are typed one a line."""

    use_required_attribute = False
    title = CleanCharField(label=gettext_lazy("Stap"), noun=gettext_lazy("de stap"), max_length=120, min_length=3)
    phase = CleanChoiceField(label=gettext_lazy("Fase"), noun=gettext_lazy("de fase"), choices=[], widget=forms.Select)
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
    after = CleanMultipleChoiceField(
        label=gettext_lazy("Welke stappen komen eerst?"), noun=gettext_lazy("de stappen"), choices=[], required=False
    )
    is_move_in = forms.BooleanField(label=gettext_lazy("Op deze dag trekken de bewoners in"), required=False)
    documents = CleanMultipleChoiceField(
        label=gettext_lazy("Welk document wordt hier gemaakt?"),
        noun=gettext_lazy("de documenten"),
        choices=DocumentKind.choices,
        required=False,
    )
    links = CleanTextField(
        label=gettext_lazy("Links"),
        noun=gettext_lazy("de links"),
        help_text=gettext_lazy("Eén per regel: eerst het adres, dan de naam. Bijvoorbeeld: https://www.coa.nl Het COA"),
        max_length=2400,
        required=False,
    )
    property_kinds = CleanMultipleChoiceField(
        label=gettext_lazy("Alleen bij deze soorten pand"),
        noun=gettext_lazy("de soorten pand"),
        help_text=gettext_lazy("Kiest u niets, dan geldt de stap altijd."),
        choices=PropertyKind.choices,
        required=False,
    )
    schemes = CleanMultipleChoiceField(
        label=gettext_lazy("Alleen bij deze regelingen"),
        noun=gettext_lazy("de regelingen"),
        choices=SchemeKind.choices,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        template: StepPlanTemplate,
        phases: Sequence[TemplatePhase],
        steps: Sequence[TemplateStep],
        step: TemplateStep | None = None,
        phase: TemplatePhase | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(step, phase or (phases[0] if phases else None)))
        self.phases = {str(one.pk): one for one in phases}
        roles = MUNICIPAL_STEP_ROLES if template.audience == Audience.MUNICIPALITY else STEP_ROLES
        self._choose("phase", [(key, one.title) for key, one in self.phases.items()])
        self._choose("role", [(role.value, role.label) for role in roles])
        self._choose("after", [(one.key, one.title) for one in steps if step is None or one.pk != step.pk])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_checklist(self) -> list[str]:
        return lines_of(self.cleaned_data["checklist"])

    def clean_links(self) -> list[dict[str, str]]:
        found = []
        for line in lines_of(self.cleaned_data["links"]):
            url, _space, label = line.partition(" ")
            if urlsplit(url).scheme != "https" or not urlsplit(url).hostname:
                raise ValidationError(_("“%(line)s” begint niet met https://. Zet het adres vooraan.") % {"line": line})
            found.append({"url": url, "label": label.strip() or str(urlsplit(url).hostname)})
        return found

    def chosen_phase(self) -> TemplatePhase:
        return self.phases[self.cleaned_data["phase"]]

    def facts(self) -> StepFacts:
        return StepFacts(**{name: value for name, value in self.cleaned_data.items() if name != "phase"})


def _initial(step: TemplateStep | None, phase: TemplatePhase | None) -> dict[str, Any]:
    if step is None:
        return {"days": 5, "phase": "" if phase is None else str(phase.pk)}
    return {
        "title": step.title,
        "phase": str(step.phase_id),
        "role": step.role,
        "days": step.days,
        "help_text": step.help_text,
        "checklist": "\n".join(step.checklist),
        "after": step.after,
        "is_move_in": step.is_move_in,
        "documents": step.documents,
        "links": "\n".join(f"{link['url']} {link['label']}" for link in step.links),
        "property_kinds": step.property_kinds,
        "schemes": step.schemes,
    }


def lines_of(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise ValidationError(_("Dit zijn %(n)d regels; hooguit %(most)d kan.") % {"n": len(lines), "most": MOST_LINES})
    if long := next((line for line in lines if len(line) > LONGEST_LINE), None):
        raise ValidationError(_("Deze regel is te lang: “%(line)s…”.") % {"line": long[:40]})
    return lines


class PhaseForm(forms.Form):
    use_required_attribute = False
    title = CleanCharField(
        label=gettext_lazy("Naam van de fase"), noun=gettext_lazy("de naam"), max_length=80, min_length=2
    )


class PublishForm(forms.Form):
    use_required_attribute = False
    change_note = CleanTextField(
        label=gettext_lazy("Wat is er nieuw?"),
        noun=gettext_lazy("wat er nieuw is"),
        help_text=gettext_lazy("Een paar zinnen voor wie met het plan werkt."),
        max_length=1000,
    )


class MoveForm(forms.Form):
    """Where a step goes: one place up or down, or (dragged) to a place in a phase."""

    way = forms.ChoiceField(choices=[("up", ""), ("down", ""), ("to", "")])
    phase = forms.UUIDField(required=False)
    place = forms.IntegerField(required=False, min_value=0, max_value=999)
