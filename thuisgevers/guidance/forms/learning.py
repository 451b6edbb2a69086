from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from thuisgevers.common.fields import CleanChoiceField, CleanTextField

from ..enums import StepRating
from ..models.learning import LONGEST_REMARK


class TapForm(forms.Form):
    """One of three buttons."""

    rating = forms.ChoiceField(choices=StepRating.choices)


class ReviewStepForm(forms.Form):
    """How a step went, with room for a line to the makers of the plan."""

    use_required_attribute = False
    rating = CleanChoiceField(
        label=gettext_lazy("Hoe ging dit?"), noun=gettext_lazy("hoe het ging"), choices=StepRating.choices
    )
    remark = CleanTextField(
        label=gettext_lazy("Wat kan beter in het stappenplan?"),
        noun=gettext_lazy("uw tip"),
        help_text=gettext_lazy("Een of twee zinnen. Noem geen namen en geen adres: het landelijk team leest dit ook."),
        max_length=LONGEST_REMARK,
        required=False,
    )
    may_be_named = forms.BooleanField(
        label=gettext_lazy("Wordt uw tip gebruikt? Dan mag onze naam erbij staan."),
        help_text=gettext_lazy(
            "Alleen als de naam van uw initiatief al openbaar is. U kunt dit altijd terugdraaien: dan verdwijnt de naam meteen."
        ),
        required=False,
    )
