"""What the team changes of its own initiative, besides the dossier's facts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from thuisgevers.common.fields import CleanEmailField, CleanTextField, DutchPhoneField, PersonNameField, YesNoField


class EditContactForm(forms.Form):
    """With whom the municipality speaks. The account someone signs in with is another address and stays."""

    contact_name = PersonNameField(
        label=gettext_lazy("Naam"),
        noun=gettext_lazy("de naam"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_email = CleanEmailField(label=gettext_lazy("E-mailadres"), noun=gettext_lazy("het e-mailadres"))
    contact_phone = DutchPhoneField(
        label=gettext_lazy("Telefoonnummer"), noun=gettext_lazy("het telefoonnummer"), required=False
    )


class NamePublicationForm(forms.Form):
    """The team's half of the consent to show the name on the public map."""

    is_public = YesNoField(
        label=gettext_lazy("Mag de naam van uw initiatief openbaar op de kaart?"),
        noun=gettext_lazy("de naam op de kaart"),
    )


class FirstAnswerForm(forms.Form):
    """What the national desk writes to the sender of a registration."""

    text = CleanTextField(
        label=gettext_lazy("Uw antwoord aan de aanmelder"),
        help_text=gettext_lazy("De aanmelder krijgt dit per e-mail, met uw naam eronder."),
        noun=gettext_lazy("uw antwoord"),
        min_length=10,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
