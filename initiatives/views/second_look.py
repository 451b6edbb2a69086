"""Asking once whether a number, or words about health or belief, belong in a free text. The writer decides."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest

from thuisgevers.common.fields import CleanTextField
from thuisgevers.common.sensitive import Finding, sensitive_findings

SEEN = "has_seen_warning"


def second_look(request: HttpRequest, form: forms.Form) -> list[Finding]:
    """What to show before a valid form is carried out; nothing once the writer has seen the warning."""
    if SEEN in request.POST:
        return []
    texts = [
        str(form.cleaned_data.get(name) or "")
        for name, field in form.fields.items()
        if isinstance(field, CleanTextField)
    ]
    return sensitive_findings("\n".join(texts))
