"""The two small forms around the steps."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from thuisgevers.common.fields import CleanEmailField

from .registration import TrapForm


class LaterForm(forms.Form):
    """Where the way back goes to."""

    email = CleanEmailField(
        label=gettext_lazy("Uw e-mailadres"),
        help_text=gettext_lazy("Hierheen sturen wij een link waarmee u verdergaat, ook op een ander apparaat."),
        noun=gettext_lazy("uw e-mailadres"),
    )


class SendForm(TrapForm):
    """Only the trap: sending needs no more than a press on the button."""
