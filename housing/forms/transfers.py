from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from housing.forms.households import AskedForm, HousingForm
from thuisgevers.common.fields import CleanChoiceField
from thuisgevers.municipalities.models import Municipality


class _PlaceField(CleanChoiceField):
    """A municipality out of a short list, by its address on the site."""

    widget = forms.Select  # type: ignore[assignment]

    def offer(self, places: Sequence[Municipality]) -> None:
        self.places = {place.slug: place for place in places}
        self.choices = [("", _("Kies een gemeente")), *((slug, place.name) for slug, place in self.places.items())]

    def clean(self, value: Any) -> Any:
        return self.places.get(super().clean(value))


class OfferForm(AskedForm):
    """To whom, and the household's own yes."""

    to_municipality = _PlaceField(label=gettext_lazy("Naar welke gemeente?"), noun=gettext_lazy("de gemeente"))
    field_order = ["to_municipality"]

    def __init__(self, *args: Any, partners: Sequence[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_municipality"]
        assert isinstance(field, _PlaceField)
        field.offer(partners)


class AgreementForm(HousingForm):
    """With which municipality this one places for each other."""

    partner = _PlaceField(label=gettext_lazy("Voor welke gemeente plaatst u ook?"), noun=gettext_lazy("de gemeente"))

    def __init__(self, *args: Any, places: Sequence[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, _PlaceField)
        field.offer(places)
