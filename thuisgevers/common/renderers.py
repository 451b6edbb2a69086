"""How forms look: NL Design System classes on the controls, and the project's own field templates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

TEXT_WIDGETS = (
    forms.TextInput,
    forms.NumberInput,
    forms.EmailInput,
    forms.URLInput,
    forms.PasswordInput,
    forms.DateInput,
    forms.DateTimeInput,
    forms.TimeInput,
    forms.FileInput,
)


def css_class(widget: forms.Widget) -> str:
    """The class of the design system for a control; choices style themselves."""
    if isinstance(widget, forms.Textarea):
        return "utrecht-textarea utrecht-textarea--html-textarea"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return ""
    if isinstance(widget, forms.Select):
        return "utrecht-select utrecht-select--html-select"
    if isinstance(widget, TEXT_WIDGETS):
        return "utrecht-textbox utrecht-textbox--html-input"
    return ""


class ThuisBoundField(BoundField):
    """Adds classes and the character count to whatever widget a form uses, so that no form has to.

    `maxlength` is taken off: a browser cuts pasted text off without a word. The server refuses it with one.
    """

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        name = css_class(widget)
        own = str(attrs.get("class") or widget.attrs.get("class", ""))
        classes = " ".join(part for part in (name, own, self._invalid(name)) if part)
        if classes:
            attrs["class"] = classes
        longest = getattr(self.field, "max_length", None)
        if isinstance(widget, forms.Textarea) and longest:
            attrs["data-max"] = longest
        widget.attrs.pop("maxlength", None)
        return attrs

    def _invalid(self, name: str) -> str:
        if not name or not self.errors:
            return ""
        return f"{name.split(maxsplit=1)[0]}--invalid"

    @property
    def is_group(self) -> bool:
        """Several controls under one question: they need a fieldset with a legend."""
        return bool(self.field.widget.use_fieldset)

    @property
    def is_single_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)


class ThuisRenderer(TemplatesSetting):
    """FORM_RENDERER: templates/django/forms/, found through the project's own template settings."""

    bound_field_class = ThuisBoundField
