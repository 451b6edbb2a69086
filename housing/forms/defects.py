"""Reporting that something is wrong, and answering it. Texts are about the building; what looks like a health, a belief or a
citizen number is pointed out once, and the writer decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import DefectActor, DefectKind, DefectOutcome, DefectUrgency
from housing.queries.defects import SORTS, TABS, DefectFilters
from thuisgevers.common.fields import CleanCharField, CleanTextField, DutchDateField, Hinted
from thuisgevers.common.sensitive import Finding, sensitive_findings
from thuisgevers.municipalities import working_days

_KINDS = [
    (DefectKind.BROKEN, Hinted("Iets is kapot", "Kraan, verwarming, slot, lamp")),
    (DefectKind.UNSAFE, Hinted("Iets is onveilig", "Rookmelder, trap, gaslucht, schimmel")),
    (DefectKind.NUISANCE, Hinted("Overlast", "Geluid, afval, parkeren")),
    (DefectKind.OTHER, Hinted("Iets anders")),
]
_URGENCIES = [
    (DefectUrgency.DANGER, Hinted("Er is gevaar", "Bel eerst 112. Meld het daarna hier")),
    (DefectUrgency.TODAY, Hinted("Vandaag nodig", "Geen water, geen warmte, deur kan niet dicht")),
    (DefectUrgency.THIS_WEEK, Hinted("Deze week", "Hinderlijk, maar het kan even wachten")),
    (DefectUrgency.LATER, Hinted("Kan later")),
]


class _Warned(forms.Form):
    """Shows once what is better left out of a text; sent again, it is taken as it is."""

    warned_fields: tuple[str, ...] = ()
    findings: list[Finding]
    has_seen_warning = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.findings = []

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        self.findings = sensitive_findings("\n".join(str(cleaned.get(name) or "") for name in self.warned_fields))
        return cleaned

    @property
    def must_warn(self) -> bool:
        return bool(self.findings) and not self.cleaned_data.get("has_seen_warning")


class ReportForm(_Warned):
    """`units` are the units of the property one may choose from; `actors` is empty for who may not say who acts."""

    warned_fields = ("description",)
    kind = forms.ChoiceField(
        label=gettext_lazy("Wat is er?"),
        choices=_KINDS,
        widget=forms.RadioSelect(attrs={"class": "t-choices--columns"}),
        error_messages={
            "required": gettext_lazy("Kies wat er is."),
            "invalid_choice": gettext_lazy("Kies wat er is."),
        },
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("Hoe snel is het nodig?"),
        choices=_URGENCIES,
        widget=forms.RadioSelect(attrs={"class": "t-choices--columns"}),
        error_messages={
            "required": gettext_lazy("Kies hoe snel het nodig is."),
            "invalid_choice": gettext_lazy("Kies hoe snel het nodig is."),
        },
    )
    unit = forms.ChoiceField(label=gettext_lazy("Waar in het pand?"), required=False)
    description = CleanTextField(
        label=gettext_lazy("Wat is er aan de hand?"),
        noun=gettext_lazy("wat er aan de hand is"),
        help_text=gettext_lazy(
            "Schrijf over het pand. Noem geen namen en niets over iemands gezondheid of geloof. Een jaar nadat de melding is"
            " afgerond, wissen wij wat er is geschreven."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "data-max": 2000}),
    )
    acts = forms.ChoiceField(
        label=gettext_lazy("Wie is aan zet?"),
        required=False,
        help_text=gettext_lazy("Laat leeg als u het niet weet: dan kiezen wij."),
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, units: Iterable[Any] = (), actors: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {str(unit.pk): unit for unit in units}
        if self.units:
            field = self.fields["unit"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Het hele pand of buiten")), *((pk, one.name) for pk, one in self.units.items())]
        else:
            del self.fields["unit"]
        chosen = [(one, DefectActor(one).label) for one in actors]
        if chosen:
            field = self.fields["acts"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Kies voor mij")), *chosen]
        else:
            del self.fields["acts"]


class AnswerDefectForm(_Warned):
    warned_fields = ("text",)
    text = CleanTextField(
        label=gettext_lazy("Uw antwoord aan de melder"),
        noun=gettext_lazy("uw antwoord"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "data-max": 2000}),
    )
    due_on = DutchDateField(
        label=gettext_lazy("Klaar voor"),
        noun=gettext_lazy("de dag waarop het klaar is"),
        earliest=working_days.today,
        required=False,
        help_text=gettext_lazy("Laat leeg voor de termijn die bij de haast past."),
    )


class StartDefectForm(AnswerDefectForm):
    text = CleanTextField(
        label=gettext_lazy("Wat gaat er gebeuren?"),
        noun=gettext_lazy("wat er gaat gebeuren"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-max": 2000}),
    )


class PassOnForm(_Warned):
    warned_fields = ("text",)
    to = forms.ChoiceField(
        label=gettext_lazy("Aan wie?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies aan wie."), "invalid_choice": gettext_lazy("Kies aan wie.")},
    )
    text = CleanTextField(
        label=gettext_lazy("Waarom?"),
        noun=gettext_lazy("waarom"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "data-max": 2000}),
    )

    def __init__(self, *args: Any, actors: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one, capfirst(str(DefectActor(one).label))) for one in actors]


class CloseForm(_Warned):
    warned_fields = ("text",)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Hoe is het afgelopen?"),
        choices=[(value, capfirst(str(label))) for value, label in DefectOutcome.choices],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Kies hoe het is afgelopen."),
            "invalid_choice": gettext_lazy("Kies hoe het is afgelopen."),
        },
    )
    text = CleanTextField(
        label=gettext_lazy("Toelichting voor de melder"),
        noun=gettext_lazy("de toelichting"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-max": 2000}),
    )


class ReopenForm(_Warned):
    warned_fields = ("text",)
    text = CleanTextField(
        label=gettext_lazy("Wat is er nog niet opgelost?"),
        noun=gettext_lazy("wat er nog niet is opgelost"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "data-max": 2000}),
    )


class MessageForm(_Warned):
    warned_fields = ("text",)
    text = CleanTextField(
        label=gettext_lazy("Uw bericht"),
        noun=gettext_lazy("uw bericht"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "data-max": 2000}),
    )


class DefectListForm(forms.Form):
    """What stands in the address of the list. Anything unknown is left out instead of refused: it is a link."""

    lijst = forms.ChoiceField(choices=list(TABS.items()), required=False)
    soort = forms.ChoiceField(
        label=gettext_lazy("Soort"),
        choices=[("", gettext_lazy("Alle soorten")), *DefectKind.choices],
        required=False,
    )
    zet = forms.ChoiceField(
        label=gettext_lazy("Aan zet"),
        choices=[("", gettext_lazy("Iedereen")), *DefectActor.choices],
        required=False,
    )
    sorteer = forms.CharField(required=False, max_length=20)
    pagina = forms.CharField(required=False, max_length=6)

    def filters(self, text: str = "") -> DefectFilters:
        """The cleaned choices; call after is_valid()."""
        chosen = self.cleaned_data
        sort = chosen.get("sorteer") or "dringend"
        return DefectFilters(
            tab=chosen.get("lijst") or "open",
            kind=chosen.get("soort") or "",
            acts=chosen.get("zet") or "",
            sort=sort if sort.removeprefix("-") in SORTS else "dringend",
            page=chosen.get("pagina") or "1",
            text=text,
        )


class DefectSearchForm(forms.Form):
    """Comes by POST: addresses and what people wrote do not belong in an address bar or a server's log."""

    zoek = CleanCharField(
        label=gettext_lazy("Zoeken"), noun=gettext_lazy("de zoektekst"), max_length=100, required=False
    )
