"""A goal in one line: in Dutch for the buddy; the residents' own is in forms/welcome.py."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from housing.forms.properties import PlainForm
from thuisgevers.common.fields import CleanCharField
from thuisgevers.common.sensitive import Finding, sensitive_findings

from ..models.goal import LONGEST_GOAL


class GoalForm(PlainForm):
    text = CleanCharField(
        label=gettext_lazy("Nieuw doel"),
        noun=gettext_lazy("het doel"),
        help_text=gettext_lazy("In hun eigen woorden, zoals “zelf de dokter bellen”. Niets over gezondheid of geloof."),
        max_length=LONGEST_GOAL,
    )

    @property
    def findings(self) -> list[Finding]:
        """What asks for a second look; to be shown once, never to refuse."""
        return sensitive_findings(self.cleaned_data.get("text", "")) if self.is_bound and self.is_valid() else []
