"""Forms of a placement, one per act. Each remembers which version of the placement it was made for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import HouseholdAnswer, Language, PlacementOutcome
from housing.queries.placements import SORTS, TABS, PlacementFilters
from thuisgevers.accounts.models import User
from thuisgevers.common.fields import (
    CleanCharField,
    CleanChoiceField,
    CleanTextField,
    DutchDateField,
    Hinted,
    YesNoField,
)

EARLIEST = date(2015, 1, 1)


def in_five_years() -> date:
    return timezone.localdate() + timedelta(days=5 * 366)


def _today() -> date:
    return timezone.localdate()


class PlacingForm(forms.Form):
    """The server judges and says what to do."""

    use_required_attribute = False


class PlacementForm(PlacingForm):
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """What was typed, with the version: the words of the service."""
        return dict(self.cleaned_data)


class ProposeForm(PlacingForm):
    """Who, where, from when to when. `people` and `homes` are (id, label) pairs that this person may use."""

    household = CleanChoiceField(
        label=gettext_lazy("Welk huishouden?"),
        noun=gettext_lazy("het huishouden"),
        widget=forms.Select,
        help_text=gettext_lazy("Huishoudens die op een woning wachten, of die al ergens wonen."),
    )
    unit = CleanChoiceField(
        label=gettext_lazy("Welke woning?"),
        noun=gettext_lazy("de woning"),
        widget=forms.Select,
        help_text=gettext_lazy("Woningen in panden die zijn opengesteld."),
    )
    move_in_on = DutchDateField(
        label=gettext_lazy("Verhuist op"),
        noun=gettext_lazy("de verhuizing"),
        earliest=EARLIEST,
        latest=in_five_years,
    )
    expected_end_on = DutchDateField(
        label=gettext_lazy("Verwacht einde"),
        noun=gettext_lazy("het verwachte einde"),
        help_text=gettext_lazy("Vanaf deze dag kan een ander hier wonen. Meestal een half jaar tot een jaar later."),
        earliest=EARLIEST,
        latest=lambda: timezone.localdate() + timedelta(days=10 * 366),
    )
    reason = CleanTextField(
        label=gettext_lazy("Waarom deze woning?"),
        noun=gettext_lazy("de reden"),
        help_text=gettext_lazy(
            "Bijvoorbeeld: dicht bij school, zonder trap. Geen namen, niets over gezondheid, afkomst of geloof."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, people: Iterable[tuple[str, str]], homes: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("household", people), ("unit", homes)):
            field = self.fields[name]
            assert isinstance(field, CleanChoiceField)
            field.choices = [("", _("Kies…")), *choices]


class AnswerForm(PlacementForm):
    answer = CleanChoiceField(
        label=gettext_lazy("Wat zei het huishouden?"),
        noun=gettext_lazy("het antwoord"),
        choices=[
            (HouseholdAnswer.YES, Hinted(str(gettext_lazy("Ja, zij willen hier wonen")))),
            (
                HouseholdAnswer.NO,
                Hinted(
                    str(gettext_lazy("Nee")),
                    str(gettext_lazy("Een nee heeft geen reden nodig en verandert verder niets voor hen.")),
                ),
            ),
        ],
    )
    asked_on = DutchDateField(
        label=gettext_lazy("Wanneer sprak u hen?"), noun=gettext_lazy("de dag"), earliest=EARLIEST, latest=_today
    )
    asked_in = CleanChoiceField(
        label=gettext_lazy("In welke taal?"),
        noun=gettext_lazy("de taal"),
        choices=[("", gettext_lazy("Kies…")), *Language.choices],
        widget=forms.Select,
    )
    interpreter = YesNoField(label=gettext_lazy("Was er een tolk bij?"), noun=gettext_lazy("de tolk"))


class ConfirmForm(PlacementForm):
    """Nothing but the button."""


class ReasonForm(PlacementForm):
    reason = CleanTextField(
        label=gettext_lazy("Reden"),
        noun=gettext_lazy("een reden"),
        max_length=500,
        help_text=gettext_lazy("Collega's lezen dit terug. Noem geen namen."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PeriodForm(ReasonForm):
    """The first day is left out once they moved in."""

    field_order = ("seen", "move_in_on", "expected_end_on", "reason")
    move_in_on = DutchDateField(
        label=gettext_lazy("Verhuist op"), noun=gettext_lazy("de verhuizing"), earliest=EARLIEST, latest=in_five_years
    )
    expected_end_on = DutchDateField(
        label=gettext_lazy("Verwacht einde"),
        noun=gettext_lazy("het verwachte einde"),
        help_text=gettext_lazy("Bespreek nieuwe datums eerst met het huishouden en met de eigenaar."),
        earliest=EARLIEST,
        latest=lambda: timezone.localdate() + timedelta(days=10 * 366),
    )

    def __init__(self, *args: Any, has_moved: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_moved:
            del self.fields["move_in_on"]


class _PersonChoice(forms.Form):
    """A form in which a colleague is chosen; `person_field` names the field."""

    person_field: ClassVar[str] = "owner"

    def _offer(self, people: Sequence[User], me: User | None) -> None:
        self.people = {str(user.public_id): user for user in people}
        ordered = sorted(people, key=lambda user: user != me)
        field = self.fields[self.person_field]
        assert isinstance(field, CleanChoiceField)
        choices = [
            (str(user.public_id), _("%(name)s (dat bent u zelf)") % {"name": user.display_name})
            if user == me
            else (str(user.public_id), user.display_name)
            for user in ordered
        ]
        field.choices = [("", _("Kies…")), *choices]

    def chosen(self, value: str) -> User | None:
        return self.people.get(value)


class MoveInForm(PlacementForm, _PersonChoice):
    person_field = "follow_on_owner"
    moved_in_on = DutchDateField(
        label=gettext_lazy("Verhuisd op"), noun=gettext_lazy("de verhuizing"), earliest=EARLIEST, latest=_today
    )
    follow_on_owner = CleanChoiceField(
        label=gettext_lazy("Wie regelt de vervolgwoning?"),
        noun=gettext_lazy("de vervolgwoning"),
        widget=forms.Select,
        help_text=gettext_lazy("Deze collega krijgt bericht 26, 16 en 8 weken voor het einde van het verblijf."),
    )

    def __init__(self, *args: Any, people: Sequence[User], me: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer(people, me)

    def clean_follow_on_owner(self) -> User | None:
        return self.chosen(self.cleaned_data["follow_on_owner"])


class EndForm(PlacementForm):
    ended_on = DutchDateField(
        label=gettext_lazy("Wanneer gingen zij weg?"),
        noun=gettext_lazy("de dag"),
        help_text=gettext_lazy("De dag na de laatste nacht. Ligt die nog voor u? Wijzig dan het verwachte einde."),
        earliest=EARLIEST,
        latest=_today,
    )
    outcome = CleanChoiceField(
        label=gettext_lazy("Hoe eindigde het verblijf?"),
        noun=gettext_lazy("hoe het eindigde"),
        choices=[
            (PlacementOutcome.OWN_HOME, Hinted("Eigen woning", "Het huishouden is doorgestroomd.")),
            (
                PlacementOutcome.OTHER_INITIATIVE,
                Hinted("Andere thuisgever", "Het huishouden wacht weer op een plaatsing."),
            ),
            (
                PlacementOutcome.BACK_TO_COA,
                Hinted("Terug naar COA", "Het huishouden wacht weer op een plaatsing en blijft op uw lijst."),
            ),
            (PlacementOutcome.REUNION_ELSEWHERE, Hinted("Gezinshereniging elders", "Het huishouden is doorgestroomd.")),
            (PlacementOutcome.OTHER, Hinted("Anders", "Het huishouden is vertrokken. Schrijf kort op hoe.")),
        ],
    )
    note = CleanCharField(
        label=gettext_lazy("Toelichting"),
        noun=gettext_lazy("de toelichting"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Verplicht bij “anders”. Geen namen, geen nieuw adres."),
    )


class TaskForm(PlacingForm, _PersonChoice):
    owner = CleanChoiceField(
        label=gettext_lazy("Wie doet dit?"), noun=gettext_lazy("wie dit doet"), widget=forms.Select
    )
    due_on = DutchDateField(
        label=gettext_lazy("Uiterlijk op"), noun=gettext_lazy("de datum"), earliest=EARLIEST, latest=in_five_years
    )

    def __init__(self, *args: Any, people: Sequence[User], me: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer(people, me)

    def clean_owner(self) -> User | None:
        return self.chosen(self.cleaned_data["owner"])


class DoneForm(PlacingForm):
    done_on = DutchDateField(
        label=gettext_lazy("Gedaan op"), noun=gettext_lazy("de datum"), earliest=EARLIEST, latest=_today
    )


class FollowOnForm(PlacingForm):
    """A step of the follow-on case; `needs_reason` and `asks_when` come from the step."""

    available_from = DutchDateField(
        label=gettext_lazy("Vanaf wanneer is die woning er?"),
        noun=gettext_lazy("de datum"),
        earliest=EARLIEST,
        latest=in_five_years,
        required=False,
    )
    note = CleanCharField(
        label=gettext_lazy("Toelichting"),
        noun=gettext_lazy("de toelichting"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Bijvoorbeeld: urgentie aangevraagd, reageert op huurwoningen. Geen namen of adres."),
    )
    reason = CleanTextField(
        label=gettext_lazy("Reden"),
        noun=gettext_lazy("een reden"),
        max_length=500,
        help_text=gettext_lazy("Collega's lezen dit terug. Noem geen namen."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, needs_reason: bool, asks_when: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]
        if not asks_when:
            del self.fields["available_from"]


class OwnerForm(PlacingForm, _PersonChoice):
    owner = CleanChoiceField(
        label=gettext_lazy("Wie regelt de vervolgwoning?"), noun=gettext_lazy("de vervolgwoning"), widget=forms.Select
    )

    def __init__(self, *args: Any, people: Sequence[User], me: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer(people, me)

    def clean_owner(self) -> User | None:
        return self.chosen(self.cleaned_data["owner"])


class PlacementListForm(forms.Form):
    """What the address asks for; what does not exist is left out."""

    lijst = forms.ChoiceField(choices=[(tab, tab) for tab in TABS], required=False)
    sorteer = forms.ChoiceField(choices=[(f"{d}{s}", s) for s in SORTS for d in ("", "-")], required=False)
    pagina = forms.CharField(required=False, max_length=6)

    def filters(self) -> PlacementFilters:
        self.full_clean()
        asked = {} if not hasattr(self, "cleaned_data") else self.cleaned_data
        return PlacementFilters(
            tab=asked.get("lijst") or "bewoond",
            sort=asked.get("sorteer") or "einde",
            page=asked.get("pagina") or "1",
        )


def clean_uuid(text: str | None) -> str:
    """An id out of an address, or an empty text."""
    try:
        return str(UUID(text or ""))
    except ValueError:
        return ""
