"""Forms of matching: asking for a plan, choosing weights, and choosing a unit for a household."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import MatchingRule
from housing.matching.codes import MOST_WEIGHT, WISHES, Wish
from housing.queries.matching_runs import TABS
from housing.queries.matching_words import WISH_WORDS
from thuisgevers.common.fields import (
    CleanChoiceField,
    CleanTextField,
    DutchDateField,
    Hinted,
    OrderedFieldsMixin,
    WholeNumberField,
)

LONGEST_REASON = 500
USUAL_WEEKS = 12


def in_two_years() -> date:
    return timezone.localdate() + timedelta(days=730)


class RequestRunForm(OrderedFieldsMixin, forms.Form):
    """In which weeks people may move, and how long they stay."""

    use_required_attribute = False
    ordered = [("starts_on", "latest_on", gettext_lazy("De laatste dag ligt voor de eerste. Kies een latere datum."))]

    starts_on = DutchDateField(
        label=gettext_lazy("Verhuizen vanaf"),
        noun=gettext_lazy("de eerste dag"),
        earliest=timezone.localdate,
        latest=in_two_years,
    )
    latest_on = DutchDateField(
        label=gettext_lazy("Verhuizen tot en met"),
        noun=gettext_lazy("de laatste dag"),
        help_text=gettext_lazy("Hoogstens een jaar later. Wat later vrijkomt, telt niet mee."),
        earliest=timezone.localdate,
        latest=in_two_years,
    )
    shortest_weeks = WholeNumberField(
        label=gettext_lazy("Kortste verblijf in weken"),
        noun=gettext_lazy("het kortste verblijf"),
        help_text=gettext_lazy("Korter wordt niet voorgesteld."),
        least=1,
        most=104,
    )
    wished_weeks = WholeNumberField(
        label=gettext_lazy("Gewenst verblijf in weken"),
        noun=gettext_lazy("het gewenste verblijf"),
        help_text=gettext_lazy("Meestal een jaar."),
        least=1,
        most=156,
    )
    with_partners = forms.BooleanField(
        label=gettext_lazy("Ook plekken in gemeenten waarmee wij voor elkaar plaatsen"),
        help_text=gettext_lazy("Dan gaat het huishouden over naar die gemeente, als het zelf ja zegt."),
        required=False,
    )

    def __init__(self, *args: Any, has_partners: bool = False, **kwargs: Any) -> None:
        day = timezone.localdate()
        kwargs.setdefault(
            "initial",
            {
                "starts_on": day,
                "latest_on": day + timedelta(weeks=USUAL_WEEKS),
                "shortest_weeks": 26,
                "wished_weeks": 52,
            },
        )
        super().__init__(*args, **kwargs)
        if not has_partners:
            del self.fields["with_partners"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        shortest, wished = cleaned.get("shortest_weeks"), cleaned.get("wished_weeks")
        if shortest and wished and wished < shortest:
            self.add_error("wished_weeks", _("Het gewenste verblijf is korter dan het kortste. Kies meer weken."))
        return cleaned

    def conditions(self) -> dict[str, Any]:
        """The words of the service."""
        chosen = self.cleaned_data
        return {
            "starts_on": chosen["starts_on"],
            "latest_on": chosen["latest_on"],
            "shortest_days": chosen["shortest_weeks"] * 7,
            "wished_days": chosen["wished_weeks"] * 7,
            "with_partners": chosen.get("with_partners", False),
        }


class WeightsForm(forms.Form):
    """A number for each wish on the closed list; nothing can be added to it."""

    use_required_attribute = False

    seen = forms.IntegerField(widget=forms.HiddenInput)
    rule = CleanChoiceField(label=gettext_lazy("Wat gaat voor?"), noun=gettext_lazy("wat voorgaat"))
    reason = CleanTextField(
        label=gettext_lazy("Waarom wijzigt u dit?"),
        noun=gettext_lazy("de reden"),
        help_text=gettext_lazy("Collega's lezen dit terug bij deze gewichten."),
        max_length=300,
    )

    def __init__(self, *args: Any, weights: dict[Wish, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule = self.fields["rule"]
        assert isinstance(rule, CleanChoiceField)
        rule.choices = [
            (MatchingRule.PEOPLE.value, Hinted(_("Zoveel mogelijk mensen"), _("Een gezin van vijf telt als vijf."))),
            (
                MatchingRule.HOUSEHOLDS.value,
                Hinted(_("Zoveel mogelijk huishoudens"), _("Elk huishouden telt als een.")),
            ),
        ]
        for wish in WISHES:
            words = WISH_WORDS[wish]
            self.fields[wish.value] = WholeNumberField(
                label=words.label,
                noun=words.label,
                help_text=words.hint,
                least=0,
                most=MOST_WEIGHT,
                initial=weights[wish],
            )

    def wish_fields(self) -> Iterable[forms.BoundField]:
        return [self[wish.value] for wish in WISHES]

    def weights(self) -> dict[Wish, int]:
        return {wish: self.cleaned_data[wish.value] for wish in WISHES}


class ChooseUnitForm(OrderedFieldsMixin, forms.Form):
    """When the household moves in, until when, and why this unit."""

    use_required_attribute = False
    ordered = [
        (
            "move_in_on",
            "expected_end_on",
            gettext_lazy("Het verwachte einde ligt niet na de verhuizing. Kies een latere datum."),
        )
    ]

    move_in_on = DutchDateField(
        label=gettext_lazy("Verhuist op"),
        noun=gettext_lazy("de dag van de verhuizing"),
        earliest=timezone.localdate,
        latest=in_two_years,
    )
    expected_end_on = DutchDateField(
        label=gettext_lazy("Verwacht einde"),
        noun=gettext_lazy("het verwachte einde"),
        help_text=gettext_lazy("De eerste dag waarop een ander er kan wonen."),
        earliest=timezone.localdate,
    )
    reason = CleanTextField(
        label=gettext_lazy("Waarom deze woning?"),
        noun=gettext_lazy("de reden"),
        help_text=gettext_lazy("Dit komt bij het voorstel en in het logboek. Noem geen namen."),
        max_length=LONGEST_REASON,
        required=False,
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_first:
            field = self.fields["reason"]
            field.required = True
            field.help_text = _(
                "U kiest niet de eerste van de lijst. Daarom is een reden nodig; die blijft bij het voorstel staan."
            )


class ProposalsForm(forms.Form):
    """What stands in the address of a plan. Anything unknown is left out: it is a link."""

    toon = forms.ChoiceField(choices=list(TABS.items()), required=False)
    pagina = forms.CharField(required=False, max_length=6)
    alles = forms.CharField(required=False, max_length=2)

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        held = self.cleaned_data
        return {
            "tab": held.get("toon") or "voorstel",
            "page": held.get("pagina") or "1",
            "everything": held.get("alles") == "ja",
        }
