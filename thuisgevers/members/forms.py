"""What people fill in about members. Rules that need the database live in the services and come back at the field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.fields import (
    AgreementField,
    CleanCharField,
    CleanChoiceField,
    CleanEmailField,
    CleanTextField,
    DutchDateField,
    Hinted,
    OrderedFieldsMixin,
    PersonNameField,
    WholeNumberField,
    YesNoField,
)
from thuisgevers.municipalities.enums import Role
from thuisgevers.municipalities.models import Membership, Municipality

from .enums import INVITED_TEAM_ROLES, MUNICIPAL_ROLES, NATIONAL_INVITED, ROLE_HINTS, TEMPORARY_ROLES


def role_choices(roles: Iterable[Role]) -> list[tuple[str, str]]:
    return [(role.value, Hinted(capfirst(str(role.label)), str(ROLE_HINTS[role]))) for role in roles]


class InvitePersonForm(forms.Form):
    """Whom to invite; the role follows from the page."""

    name = PersonNameField(label=_("Naam"), noun=_("de naam"), max_length=150)
    email = CleanEmailField(
        label=_("E-mailadres"),
        noun=_("het e-mailadres"),
        help_text=_("Hier sturen we de uitnodiging naartoe. De link is {days} dagen geldig.").format(days=14),
    )
    message = CleanTextField(
        label=_("Een persoonlijk woord"),
        noun=_("uw persoonlijke woord"),
        help_text=_("Komt in de e-mail te staan."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["email"].widget.attrs["autocomplete"] = "off"


class InviteForAWhileForm(InvitePersonForm):
    """For a role that may end by itself; empty is without an end."""

    last_day = DutchDateField(
        label=_("Laatste dag van de rol"),
        noun=_("de laatste dag"),
        help_text=_("Laat leeg als de rol geen einde heeft. De rol stopt dan als iemand die beëindigt."),
        required=False,
        earliest=timezone.localdate,
    )
    field_order: tuple[str, ...] = ("name", "email", "last_day", "message")

    def facts(self) -> dict[str, Any]:
        """What the service asks: the first day without the role instead of the last one with it."""
        chosen = dict(self.cleaned_data)
        last_day = chosen.pop("last_day")
        return {**chosen, "ends_on": None if last_day is None else last_day + timedelta(days=1)}


class InviteNationalForm(InviteForAWhileForm):
    """A colleague at the national desk, or the national confidential adviser."""

    role = CleanChoiceField(
        label=_("Rol"),
        noun=_("de rol"),
        choices=lambda: role_choices(NATIONAL_INVITED),
        initial=Role.NATIONAL_COORDINATOR.value,
        required=False,
    )
    field_order = ("name", "email", "role", "last_day", "message")

    def facts(self) -> dict[str, Any]:
        chosen = super().facts()
        return {**chosen, "role": Role(chosen["role"] or Role.NATIONAL_COORDINATOR)}


class InviteColleagueForm(InvitePersonForm):
    role = CleanChoiceField(label=_("Rol"), noun=_("de rol"), choices=lambda: role_choices(MUNICIPAL_ROLES))
    field_order = ("name", "email", "role", "message")


class InviteTeamMemberForm(InvitePersonForm):
    role = CleanChoiceField(label=_("Rol"), noun=_("de rol"), choices=lambda: role_choices(INVITED_TEAM_ROLES))
    field_order = ("name", "email", "role", "message")


class AcceptInvitationForm(forms.Form):
    display_name = PersonNameField(
        label=_("Uw naam"), noun=_("uw naam"), max_length=150, help_text=_("Zo zien anderen u in De Thuisgevers.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].widget.attrs["autocomplete"] = "name"


class EndMemberForm(forms.Form):
    """When a role ends and why; without a date today."""

    last_day = DutchDateField(
        label=_("Laatste dag"),
        noun=_("de laatste dag"),
        help_text=_("Laat leeg om de rol nu meteen te beëindigen."),
        required=False,
        earliest=timezone.localdate,
    )
    reason = CleanTextField(
        label=_("Reden"),
        noun=_("de reden"),
        max_length=300,
        help_text=_("De ander leest dit in de e-mail."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AskGrantForm(OrderedFieldsMixin, forms.Form):
    role = CleanChoiceField(label=_("Welke rol?"), noun=_("de rol"), choices=lambda: role_choices(TEMPORARY_ROLES))
    starts_on = DutchDateField(label=_("Eerste dag"), noun=_("de eerste dag"), earliest=timezone.localdate)
    ends_on = DutchDateField(
        label=_("Laatste dag"), noun=_("de laatste dag"), help_text=_("Hooguit een half jaar later.")
    )
    reason = CleanCharField(
        label=_("Waarom?"),
        noun=_("de reden"),
        max_length=200,
        help_text=_("Bijvoorbeeld: “Ik neem de dossiers van Anna waar tijdens haar verlof.”"),
    )
    ordered = [("starts_on", "ends_on", _("De laatste dag ligt voor de eerste."))]


class AnswerGrantForm(forms.Form):
    answer = CleanChoiceField(
        label=_("Uw antwoord"),
        noun=_("uw antwoord"),
        choices=[("give", _("Geef de rol")), ("refuse", _("Geef de rol niet"))],
    )
    reason = CleanTextField(
        label=_("Toelichting"),
        noun=_("de toelichting"),
        help_text=_("Nodig als u de rol niet geeft."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == "refuse" and not cleaned.get("reason"):
            self.add_error("reason", ValidationError(_("Vul in waarom u de rol niet geeft."), code="required"))
        return cleaned


class HandOverLeadForm(forms.Form):
    to = CleanChoiceField(label=_("Wie wordt de nieuwe trekker?"), noun=_("de nieuwe trekker"))
    stay = YesNoField(label=_("Blijft u in het team als vrijwilliger?"), noun=_("of u in het team blijft"))

    def __init__(self, *args: Any, team: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(one.pk): one for one in team}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (key, f"{one.user.display_name} ({one.get_role_display()})") for key, one in self.members.items()
        ]

    def chosen(self) -> Membership:
        return self.members[self.cleaned_data["to"]]


class AcceptAgreementForm(forms.Form):
    version = forms.CharField(widget=forms.HiddenInput, max_length=20)
    name = PersonNameField(label=_("Uw naam"), noun=_("uw naam"), max_length=150)
    position = CleanCharField(
        label=_("Uw functie"),
        noun=_("uw functie"),
        max_length=120,
        help_text=_("U moet namens de gemeente akkoord mogen geven. Vraag het anders eerst na."),
    )
    agreed = AgreementField(
        label=_("Ik ga namens de gemeente akkoord met deze verwerkersovereenkomst"), noun=_("uw akkoord")
    )


class SetWaysForm(forms.Form):
    sender_name = CleanCharField(
        label=_("Afzender van e-mails"),
        noun=_("de afzender"),
        max_length=80,
        help_text=_("Bijvoorbeeld: “Gemeente Kampen, team Wonen”. Vrijwilligers zien deze naam boven de e-mail."),
    )
    first_answer_days = WholeNumberField(
        label=_("Werkdagen tot het eerste antwoord"),
        noun=_("het aantal werkdagen"),
        least=1,
        most=30,
        help_text=_("Zo snel hoort iemand die een initiatief aanmeldt iets van u. De meeste gemeenten kiezen 5."),
    )

    @classmethod
    def for_municipality(cls, municipality: Municipality, data: Any = None) -> SetWaysForm:
        initial = {
            "sender_name": municipality.sender_name or f"Gemeente {municipality.name}",
            "first_answer_days": municipality.first_answer_days,
        }
        return cls(data, initial=initial)


class VouchForm(forms.Form):
    reason = CleanTextField(
        label=_("Hoe weet u dat u de juiste persoon sprak?"),
        noun=_("hoe u dat weet"),
        min_length=10,
        max_length=500,
        help_text=_("Bijvoorbeeld: “Zij kwam langs aan mijn bureau.” Een e-mail alleen is niet genoeg."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerResetForm(forms.Form):
    answer = CleanChoiceField(
        label=_("Gaat u akkoord?"),
        noun=_("uw antwoord"),
        choices=[
            ("ja", Hinted(str(_("Ja, wis de tweede stap")), str(_("De persoon stelt daarna zelf een nieuwe in.")))),
            ("nee", Hinted(str(_("Nee, laat alles zoals het is")), str(_("Bijvoorbeeld omdat u het niet vertrouwt.")))),
        ],
    )
