"""What several of these pages do in the same way."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest


def posted(request: HttpRequest) -> dict[str, object] | None:
    """The data of a POST, also when it is empty; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None  # type: ignore[return-value]


def attempt(form: forms.BaseForm, call: Callable[[], object]) -> bool:
    """Run a service with a valid form; what it refuses lands at the field, and nothing of it stays in the database."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            call()
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def status_of(form: forms.BaseForm) -> int:
    return 400 if form.errors else 200
