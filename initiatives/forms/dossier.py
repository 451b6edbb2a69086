"""Small forms of the review: one per action. Each remembers which version of the dossier it was made for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.enums import AdviceOutcome, DossierState, NoteKind
from initiatives.queries.worklist import SORTS, TABS, Filters
from thuisgevers.accounts.models import User
from thuisgevers.common.fields import (
    CleanCharField,
    CleanChoiceField,
    CleanTextField,
    DutchDateField,
    Hinted,
    YesNoField,
)
from thuisgevers.common.listing import SelectBox

LONGEST_REASON = 2000


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def in_a_year() -> date:
    return timezone.localdate() + timedelta(days=365)


class ReviewForm(forms.Form):
    """The server judges and says what to do; the browser does not colour a field that nobody touched yet."""

    use_required_attribute = False


class DossierForm(ReviewForm):
    """`seen` is the version of the dossier on the page; the service refuses when it moved on."""

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """What was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class ConfirmForm(DossierForm):
    """Nothing but the button."""


class AssignForm(DossierForm):
    assignee = CleanChoiceField(label=gettext_lazy("Behandelaar"), noun=gettext_lazy("behandelaar"), required=False)

    def __init__(self, *args: Any, people: Sequence[User], me: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [user for user in people if user == me]
        others = [user for user in people if user != me]
        self.people = {str(user.public_id): user for user in people}
        choices: list[tuple[str, str]] = [
            (str(user.public_id), Hinted(user.display_name, _("dat bent u zelf"))) for user in mine
        ]
        choices += [(str(user.public_id), user.display_name) for user in others]
        choices.append(("", Hinted(_("Niemand"), _("Het dossier komt dan onder “Niet toegewezen”."))))
        field = self.fields["assignee"]
        assert isinstance(field, CleanChoiceField)
        field.choices = choices

    def clean_assignee(self) -> User | None:
        return self.people.get(self.cleaned_data["assignee"])


class AskInformationForm(DossierForm):
    question = CleanTextField(
        label=gettext_lazy("Uw vraag"),
        noun=gettext_lazy("uw vraag"),
        help_text=gettext_lazy("Het team van het initiatief krijgt deze tekst per e-mail en antwoordt in het dossier."),
        max_length=4000,
    )
    due_on = DutchDateField(
        label=gettext_lazy("Graag antwoord voor"),
        noun=gettext_lazy("de datum"),
        earliest=tomorrow,
        latest=in_a_year,
    )


class AnswerForm(ReviewForm):
    answer = CleanTextField(
        label=gettext_lazy("Uw antwoord"),
        noun=gettext_lazy("uw antwoord"),
        help_text=gettext_lazy(
            "De gemeente en uw team lezen dit. Schrijf geen gegevens over gezondheid of geloof van mensen op."
        ),
        max_length=8000,
    )


class ReasonForm(DossierForm):
    reason = CleanTextField(
        label=gettext_lazy("Reden"), noun=gettext_lazy("een reden"), max_length=LONGEST_REASON, required=True
    )


class SuspendForm(ReasonForm):
    until = DutchDateField(
        label=gettext_lazy("Opschorten tot"),
        noun=gettext_lazy("de datum"),
        help_text=gettext_lazy("Op deze dag komt het dossier vanzelf weer in uw werklijst."),
        earliest=tomorrow,
        latest=in_a_year,
    )


class WithdrawForm(ReasonForm):
    stop_initiative = forms.BooleanField(
        label=gettext_lazy("Het hele initiatief stopt, niet alleen dit dossier"), required=False
    )


class NoteForm(ReviewForm):
    kind = CleanChoiceField(
        label=gettext_lazy("Soort"), noun=gettext_lazy("soort"), choices=NoteKind.choices, initial=NoteKind.INTERNAL
    )
    text = CleanTextField(label=gettext_lazy("Notitie"), noun=gettext_lazy("de notitie"), max_length=8000)


class OutcomeForm(DossierForm):
    """Yes or no, by who advises and by who decides."""

    def clean_outcome(self) -> AdviceOutcome:
        return AdviceOutcome(self.cleaned_data["outcome"])


class AdviseForm(OutcomeForm):
    outcome = CleanChoiceField(
        label=gettext_lazy("Uw advies"),
        noun=gettext_lazy("uw advies"),
        choices=[(AdviceOutcome.APPROVE, _("Akkoord geven")), (AdviceOutcome.REJECT, _("Afwijzen"))],
    )
    text = CleanTextField(
        label=gettext_lazy("Toelichting"),
        noun=gettext_lazy("de toelichting"),
        help_text=gettext_lazy("Voor de collega die besluit. Het initiatief ziet dit niet."),
        max_length=8000,
    )


class DecideForm(OutcomeForm):
    outcome = CleanChoiceField(
        label=gettext_lazy("Besluit"),
        noun=gettext_lazy("het besluit"),
        choices=[(AdviceOutcome.APPROVE, _("Akkoord")), (AdviceOutcome.REJECT, _("Afwijzen"))],
    )
    reason = CleanTextField(
        label=gettext_lazy("Motivering"),
        noun=gettext_lazy("de motivering"),
        help_text=gettext_lazy("Het initiatief leest dit. Bij een afwijzing is een motivering verplicht."),
        max_length=8000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome") == AdviceOutcome.REJECT and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Vul een motivering in: het initiatief moet weten waarom."))
        return cleaned


def _long_ago() -> date:
    """Before this nobody told a council of this plan: it is a typing error."""
    return timezone.localdate() - timedelta(days=5 * 365)


class ToldForm(DossierForm):
    council_told_on = DutchDateField(
        label=gettext_lazy("Raad geïnformeerd op"),
        noun=gettext_lazy("de raad"),
        earliest=_long_ago,
        latest=timezone.localdate,
        required=False,
    )
    neighbours_told_on = DutchDateField(
        label=gettext_lazy("Buurt geïnformeerd op"),
        noun=gettext_lazy("de buurt"),
        earliest=_long_ago,
        latest=timezone.localdate,
        required=False,
    )


class NameForm(DossierForm):
    is_public = YesNoField(
        label=gettext_lazy("Mag de naam van dit initiatief openbaar zijn?"),
        noun=gettext_lazy("de naam"),
        help_text=gettext_lazy("De naam staat pas op de kaart als het initiatief en de gemeente allebei ja zeggen."),
    )


class WorklistForm(forms.Form):
    """What stands in the address of the worklist. Anything unknown is left out instead of refused: it is a link."""

    lijst = forms.ChoiceField(choices=list(TABS.items()), required=False)
    stand = forms.ChoiceField(
        label=gettext_lazy("Stand"), choices=[("", gettext_lazy("Alle standen")), *DossierState.choices], required=False
    )
    behandelaar = forms.ChoiceField(label=gettext_lazy("Behandelaar"), required=False)
    sorteer = forms.CharField(required=False, max_length=20)
    pagina = forms.CharField(required=False, max_length=6)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["behandelaar"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Alle behandelaars")),
            *((str(user.public_id), user.display_name) for user in people),
        ]

    def boxes(self, filters: Filters) -> list[SelectBox]:
        """The choices as the page draws them, with what is in force."""
        chosen = {"stand": filters.state, "behandelaar": str(filters.assignee or "")}
        found = []
        for name, value in chosen.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            choices: Any = field.choices
            found.append(SelectBox(name, str(field.label), list(choices), value))
        return found

    def filters(self, text: str) -> Filters:
        """The cleaned choices; call after is_valid()."""
        chosen = self.cleaned_data
        sort = chosen.get("sorteer") or "termijn"
        assignee = chosen.get("behandelaar")
        return Filters(
            tab=chosen.get("lijst") or "open",
            state=chosen.get("stand") or "",
            assignee=UUID(assignee) if assignee else None,
            sort=sort if sort.removeprefix("-") in SORTS else "termijn",
            text=text,
            page=chosen.get("pagina") or "1",
        )


class SearchForm(forms.Form):
    """Comes by POST: names and addresses do not belong in an address bar or a server's log."""

    zoek = CleanCharField(
        label=gettext_lazy("Zoeken"), noun=gettext_lazy("de zoektekst"), max_length=100, required=False
    )
