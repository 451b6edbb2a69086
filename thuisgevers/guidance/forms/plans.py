from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import PropertyKind
from thuisgevers.accounts.models import User
from thuisgevers.common.fields import CleanChoiceField, CleanMultipleChoiceField, CleanTextField, DutchDateField, Hinted
from thuisgevers.municipalities.enums import Role

from ..enums import STEP_ROLES, SchemeKind
from ..queries.templates import StepChange
from ..queries.upgrades import UpgradeOffer

LONGEST_CHANGE = 120

_UNKNOWN = gettext_lazy("Nog niet bekend")


class SetUpPlanForm(forms.Form):
    """From when the plan counts, and which steps are left out."""

    use_required_attribute = False
    wished_on = DutchDateField(
        label=gettext_lazy("Wanneer kunnen de bewoners intrekken?"),
        noun=gettext_lazy("de gewenste dag"),
        help_text=gettext_lazy("Wij rekenen terug: u ziet bij elke stap wanneer die klaar moet zijn."),
        required=False,
    )
    property_kind = CleanChoiceField(
        label=gettext_lazy("Soort pand"),
        noun=gettext_lazy("het soort pand"),
        choices=[("", _UNKNOWN), *PropertyKind.choices],
        widget=forms.Select,
        required=False,
    )
    scheme = CleanChoiceField(
        label=gettext_lazy("Regeling"),
        noun=gettext_lazy("de regeling"),
        choices=[("", _UNKNOWN), *SchemeKind.choices],
        required=False,
    )
    takes_over_itself = forms.BooleanField(
        label=gettext_lazy("Neem nieuwe versies van het landelijke plan vanzelf over"),
        help_text=gettext_lazy("Stappen waar iemand mee bezig is, laten wij staan: daarover beslist u zelf."),
        required=False,
    )


class ArrangeStepForm(forms.Form):
    """Who does the step and when."""

    use_required_attribute = False
    role = CleanChoiceField(
        label=gettext_lazy("Wie moet dit doen?"),
        noun=gettext_lazy("wie dit moet doen"),
        choices=[(role.value, role.label) for role in STEP_ROLES],
        widget=forms.Select,
    )
    owner = CleanChoiceField(
        label=gettext_lazy("Wie pakt het op?"),
        noun=gettext_lazy("wie het oppakt"),
        choices=[],
        widget=forms.Select,
        required=False,
    )
    chosen_on = DutchDateField(
        label=gettext_lazy("Zelf gekozen dag"),
        noun=gettext_lazy("de dag"),
        help_text=gettext_lazy("Laat leeg om de dag van het plan te gebruiken."),
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        people: Sequence[User],
        roles: Sequence[Role],
        may_schedule: bool,
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        self.people = {str(person.pk): person for person in people}
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", _("Nog niemand")),
            *((key, person.display_name) for key, person in self.people.items()),
        ]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        if not may_schedule:
            del self.fields["chosen_on"]

    def facts(self) -> dict[str, Any]:
        return {
            "owner": self.people.get(self.cleaned_data["owner"]),
            "role": self.cleaned_data["role"],
            "chosen_on": self.cleaned_data.get("chosen_on"),
        }


class SkipStepForm(forms.Form):
    use_required_attribute = False
    reason = CleanTextField(
        label=gettext_lazy("Waarom slaat u deze stap over?"),
        noun=gettext_lazy("de reden"),
        help_text=gettext_lazy(
            "Iedereen die het plan ziet, leest dit. Het landelijk team leest de reden zonder uw naam."
        ),
        max_length=300,
    )


class CommentForm(forms.Form):
    use_required_attribute = False
    text = CleanTextField(label=gettext_lazy("Uw bericht"), noun=gettext_lazy("uw bericht"), max_length=2000)


class TakeOverForm(forms.Form):
    """Which changes of a newer version to take over; with `everything` (a button) all of them."""

    use_required_attribute = False
    hide_optional = True
    keys = CleanMultipleChoiceField(
        label=gettext_lazy("Wat neemt u over?"), noun=gettext_lazy("de stappen"), choices=[], required=False
    )

    def __init__(self, data: Any = None, *, offer: UpgradeOffer | None) -> None:
        super().__init__(data)
        if offer is not None:
            self.fields["keys"].choices = [  # type: ignore[attr-defined]
                *(
                    (step.key, Hinted(step.title, _("Nieuw: %(phase)s") % {"phase": step.phase.title}))
                    for step in offer.added
                ),
                *((one.key, Hinted(one.title, _changes(one))) for one in offer.changed),
                *((step.key, Hinted(step.title, _("Vervalt: wordt overgeslagen"))) for step in offer.gone),
            ]
        self.takes_everything = data is not None and "everything" in data

    def clean(self) -> None:
        if not self.takes_everything and not self.cleaned_data.get("keys") and "keys" not in self.errors:
            self.add_error("keys", _("Kies ten minste één stap, of neem alles over."))

    def chosen(self) -> list[str] | None:
        return None if self.takes_everything else self.cleaned_data["keys"]


def _changes(change: StepChange) -> str:
    """What is different, short: long texts by name only."""
    short = [
        f"{one.label}: {one.before or '–'} → {one.after or '–'}"
        if len(one.before) + len(one.after) <= LONGEST_CHANGE
        else _("%(label)s is gewijzigd") % {"label": one.label}
        for one in change.changes
    ]
    return "; ".join(short)
