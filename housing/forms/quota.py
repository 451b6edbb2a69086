from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from housing.models.quota import MOST_PEOPLE
from housing.services.quota import QuotaFacts
from thuisgevers.common.fields import CleanCharField, CleanChoiceField, WholeNumberField, YesNoField


class QuotaForm(forms.Form):
    """Numbers as the ministry sets them, in people."""

    use_required_attribute = False
    year = WholeNumberField(label=gettext_lazy("Jaar"), noun=gettext_lazy("het jaar"), least=2015, most=2100)
    half = CleanChoiceField(
        label=gettext_lazy("Halfjaar"),
        noun=gettext_lazy("het halfjaar"),
        choices=[
            ("1", gettext_lazy("Eerste (januari tot en met juni)")),
            ("2", gettext_lazy("Tweede (juli tot en met december)")),
        ],
    )
    target = WholeNumberField(
        label=gettext_lazy("Taakstelling, in personen"), noun=gettext_lazy("de taakstelling"), most=MOST_PEOPLE
    )
    backlog = WholeNumberField(
        label=gettext_lazy("Achterstand uit eerdere halfjaren"),
        noun=gettext_lazy("de achterstand"),
        help_text=gettext_lazy("Had u een voorsprong? Zet er dan een min voor, bijvoorbeeld -3."),
        least=-MOST_PEOPLE,
        most=MOST_PEOPLE,
        required=False,
    )
    realised_elsewhere = WholeNumberField(
        label=gettext_lazy("Gehuisvest buiten De Thuisgevers"),
        noun=gettext_lazy("het aantal"),
        help_text=gettext_lazy("Bijvoorbeeld via een woningcorporatie. Wie hier geplaatst is, tellen wij zelf."),
        most=MOST_PEOPLE,
        required=False,
    )
    source = CleanCharField(
        label=gettext_lazy("Bron"),
        noun=gettext_lazy("de bron"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld: brief van de provincie of de Staatscourant."),
    )

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any]) -> None:
        today = timezone.localdate()
        this_half = {"year": today.year, "half": "1" if today.month < 7 else "2"}
        super().__init__(data, initial={**this_half, **initial})

    def facts(self) -> QuotaFacts:
        asked = self.cleaned_data
        return QuotaFacts(
            year=asked["year"],
            half=int(asked["half"]),
            target=asked["target"],
            backlog=asked["backlog"] or 0,
            realised_elsewhere=asked["realised_elsewhere"] or 0,
            source=asked["source"],
        )


class QuotaSettingsForm(forms.Form):
    use_required_attribute = False
    is_on = YesNoField(
        label=gettext_lazy("Wilt u de taakstelling bijhouden?"),
        noun=gettext_lazy("bijhouden"),
        help_text=gettext_lazy("Bij nee ziet niemand in uw gemeente de taakstelling. Wat u invulde blijft bewaard."),
    )
    wording = CleanCharField(
        label=gettext_lazy("Hoe noemt u het?"), noun=gettext_lazy("de naam"), max_length=60, min_length=3
    )
