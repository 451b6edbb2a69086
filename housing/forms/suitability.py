"""The questions of a visit as a page, and the answers that a device sends when the network is back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import CheckOutcome
from housing.models import SuitabilityCheck, SuitabilityCriterion
from housing.queries.suitability import Item, Part
from housing.services.suitability import check_answer
from thuisgevers.common.fields import CleanCharField, CleanTextField, DutchDateField
from thuisgevers.municipalities import working_days

LONGEST = 400
MOST_ANSWERS = 200


def _fingerprint(outcome: str, reason: str, note: str) -> str:
    """What a question looked like when the page was made, so that a form without script sends only what changed."""
    return hashlib.sha256(f"{outcome}\x1f{reason}\x1f{note}".encode()).hexdigest()[:16]


class AnswerForm(forms.Form):
    """One question. Its field names start with the criterion's key. Whether an answer is compulsory stands with its title."""

    hide_optional = True

    outcome = forms.ChoiceField(
        choices=CheckOutcome.choices,
        widget=forms.RadioSelect(attrs={"class": "t-choices--answer"}),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Kies een van de antwoorden.")},
    )
    failure_reason = CleanCharField(
        label=gettext_lazy("Wat is er niet in orde?"),
        noun=gettext_lazy("wat er niet in orde is"),
        max_length=LONGEST,
        required=False,
    )
    note = CleanCharField(
        label=gettext_lazy("Opmerking"), noun=gettext_lazy("de opmerking"), max_length=LONGEST, required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, data: Mapping[str, Any] | None, *, item: Item) -> None:
        self.criterion: SuitabilityCriterion = item.criterion
        self.check: SuitabilityCheck | None = item.check
        self.theirs: SuitabilityCheck | None = None
        #: What stands in the database after this form was sent, mine or a colleague's.
        self.fresh: SuitabilityCheck | None = None
        held = item.check
        facts = ("", "", "") if held is None else (held.outcome, held.failure_reason, held.note)
        initial = dict(zip(("outcome", "failure_reason", "note"), facts, strict=True))
        super().__init__(
            data,
            prefix=f"v-{item.criterion.key}",
            initial={**initial, "seen": 0 if held is None else held.revision, "was": _fingerprint(*facts)},
            use_required_attribute=False,
        )
        self.fields["outcome"].label = item.criterion.question
        self.photo_count = 0

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        outcome = cleaned.get("outcome", "")
        if outcome and not self.errors:
            reason = cleaned.get("failure_reason", "") if outcome == CheckOutcome.FAILED else ""
            check_answer(self.criterion, outcome, reason, cleaned.get("note", ""))
        return cleaned

    @property
    def shown_seen(self) -> str:
        """The revision this page shows: a second sending is about that one."""
        return str(self["seen"].value() or 0) if self.fresh is None else str(self.fresh.revision)

    @property
    def shown_was(self) -> str:
        if self.fresh is None:
            return str(self["was"].value() or "")
        return _fingerprint(self.fresh.outcome, self.fresh.failure_reason, self.fresh.note)

    @property
    def is_answered(self) -> bool:
        return bool(self.cleaned_data.get("outcome"))

    @property
    def is_changed(self) -> bool:
        """Against the page as this person saw it, not against the database: a colleague may have been here."""
        facts = (self.cleaned_data.get(name, "") for name in ("outcome", "failure_reason", "note"))
        return _fingerprint(*facts) != str(self.cleaned_data.get("was", ""))


@dataclass(frozen=True, slots=True)
class FormPart:
    """One part of the walk as the page draws it."""

    key: str
    title: str
    forms: list[AnswerForm]


def form_parts(parts: Sequence[Part], data: Mapping[str, Any] | None = None) -> list[FormPart]:
    return [
        FormPart(key=part.key, title=part.title, forms=[AnswerForm(data, item=item) for item in part.items])
        for part in parts
    ]


class StartForm(forms.Form):
    """When the property is visited. Not in the future by more than a week: a visit is planned as a viewing."""

    visited_on = DutchDateField(
        label=gettext_lazy("Datum van het bezoek"),
        noun=gettext_lazy("de datum van het bezoek"),
        latest=working_days.today,
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)


class SubmitForm(forms.Form):
    remark = CleanTextField(
        label=gettext_lazy("Wat moet de gemeente nog weten?"),
        noun=gettext_lazy("wat de gemeente nog moet weten"),
        help_text=gettext_lazy("Alleen over het pand. Schrijf niets over mensen."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-max": 2000}),
    )


class ReasonForm(forms.Form):
    reason = CleanTextField(
        label=gettext_lazy("Waarom?"),
        noun=gettext_lazy("een reden"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "data-max": 1000}),
    )


@dataclass(frozen=True, kw_only=True)
class SentAnswer:
    """One answer as a device sends it."""

    client_id: UUID
    key: str
    outcome: str
    failure_reason: str
    note: str
    answered_at: datetime
    seen: int


def sent_answers(body: object) -> list[SentAnswer]:
    """Read what a device sent. Raises ValidationError when it is not a list of answers: then nothing of it is taken."""
    refused = ValidationError(_("Dit zijn geen antwoorden van een toets."))
    if not isinstance(body, dict) or not isinstance(body.get("answers"), list):
        raise refused
    rows: list[Any] = body["answers"]
    if len(rows) > MOST_ANSWERS:
        raise refused
    try:
        return [_sent(row) for row in rows]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise refused from error


def _sent(row: Mapping[str, Any]) -> SentAnswer:
    moment = parse_datetime(row["answered_at"])
    if moment is None or not is_aware(moment):
        raise ValueError("answered_at")
    seen = row["seen"]
    if isinstance(seen, bool) or not isinstance(seen, int) or not 0 <= seen < 1_000_000:
        raise ValueError("seen")
    text = CleanCharField(max_length=100_000, required=False)
    return SentAnswer(
        client_id=UUID(row["client_id"]),
        key=str(row["key"])[:60],
        outcome=str(row["outcome"])[:20],
        failure_reason=text.to_python(row.get("failure_reason", "")),
        note=text.to_python(row.get("note", "")),
        answered_at=moment,
        seen=seen,
    )


def answer_as_json(check: SuitabilityCheck) -> dict[str, Any]:
    """What stands in the database, for the device that asked."""
    return {
        "outcome": check.outcome,
        "outcome_label": str(check.get_outcome_display()),
        "failure_reason": check.failure_reason,
        "note": check.note,
        "revision": check.revision,
        "by": check.checked_by.display_name,
        "at": check.checked_at.isoformat(),
        "was": _fingerprint(check.outcome, check.failure_reason, check.note),
    }
