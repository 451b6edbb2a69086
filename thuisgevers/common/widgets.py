"""Controls that Django does not have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy


class Combobox(forms.TextInput):
    """A text field with suggestions from an address that answers `{"results": [{"value", "label", "hint"}]}`.

    The typed text is the value, so it works without script; `value_field` names a hidden field that gets the chosen value.
    """

    template_name = "django/forms/widgets/combobox.html"

    def __init__(
        self, *, url_name: str, query: str = "q", value_field: str = "", attrs: dict[str, Any] | None = None
    ) -> None:
        self.url_name = url_name
        self.query = query
        self.value_field = value_field
        super().__init__(
            attrs={
                "role": "combobox",
                "aria-autocomplete": "list",
                "aria-expanded": "false",
                "autocomplete": "off",
                **(attrs or {}),
            }
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["attrs"]["aria-controls"] = f"{widget['attrs'].get('id', name)}_lijst"
        widget["suggestions_url"] = f"{reverse_lazy(self.url_name)}?{self.query}="
        widget["value_field"] = self.value_field
        return context


class DayInput(forms.DateInput):
    """The browser's own date picker; its value is always `2026-11-03`, whatever it shows."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "t-width-date", **(attrs or {})}, format="%Y-%m-%d")


class NumberText(forms.TextInput):
    """A number as text with a numeric keyboard: no arrows that change it by a scroll, no lost input when it is wrong."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "t-width-4", **(attrs or {})})
