"""Asking a pioneer for an initiative, which the national desk knows by its reference."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thuisgevers.common.fields import CleanCharField
from thuisgevers.common.ids import clean_reference
from thuisgevers.members.forms import InviteForAWhileForm
from thuisgevers.municipalities.access import Access

from ..models import Initiative
from ..permissions import viewable_initiatives


class InvitePioneerForm(InviteForAWhileForm):
    reference = CleanCharField(
        label=gettext_lazy("Kenmerk van het initiatief"),
        noun=gettext_lazy("het kenmerk"),
        help_text=gettext_lazy("Bijvoorbeeld TG-2026-7K4Q9. De trekker of de gemeente kent het."),
        max_length=20,
    )
    field_order = ("reference", "name", "email", "last_day", "message")

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access
        self._found: Initiative | None = None

    def clean_reference(self) -> str:
        reference = clean_reference(self.cleaned_data["reference"])
        rows = viewable_initiatives(self.access).select_related("municipality")
        self._found = rows.filter(reference=reference).first() if reference else None
        if self._found is None:
            raise ValidationError(_("Wij vinden geen initiatief met dit kenmerk. Kijk of het klopt."), code="unknown")
        return self._found.reference

    def initiative(self) -> Initiative:
        """Call after is_valid()."""
        assert self._found is not None
        return self._found

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name != "reference"}
