from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.enums import ImportKind
from housing.importing.reading import MOST_BYTES
from thuisgevers.common.fields import CleanChoiceField, Hinted


class ImportFileField(forms.FileField):
    """A file; its size is looked at before its bytes are."""

    def to_python(self, data: Any) -> Any:
        if data is None or data in self.empty_values:
            return None
        if data.size == 0:
            raise ValidationError(_("Dit bestand is leeg. Kies een ander bestand."))
        if data.size > MOST_BYTES:
            raise ValidationError(_("Dit bestand is te groot. Het mag 5 MB zijn; deel het op."))
        return data

    def validate(self, value: Any) -> None:
        if value is None:
            raise ValidationError(_("Kies een bestand."))


class UploadForm(forms.Form):
    use_required_attribute = False
    kind = CleanChoiceField(
        label=gettext_lazy("Wat wilt u importeren?"),
        noun=gettext_lazy("wat u importeert"),
        choices=[
            (
                ImportKind.HOUSEHOLDS,
                Hinted(
                    "Huishoudens", "aantallen per leeftijd, talen, wat de woning moet hebben, koppeling; geen namen"
                ),
            ),
            (ImportKind.PROPERTIES, Hinted("Panden", "adres, soort, periode, aantal bewoners")),
        ],
    )
    file = ImportFileField(
        label=gettext_lazy("Bestand"),
        help_text=gettext_lazy("Excel (.xlsx) of CSV, hoogstens 5 MB en 20.000 rijen."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv", "class": "utrecht-textbox"}),
    )
