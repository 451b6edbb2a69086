"""Forms of signing in and of the account: allauth's, with Dutch labels and hints, and our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.forms import (
    AddEmailForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    LoginForm,
)
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.socialaccount.forms import DisconnectForm
from django import forms
from django.utils.translation import gettext_lazy as _

from thuisgevers.accounts.models import User, normal_email
from thuisgevers.common.fields import CleanEmailField, DutchPhoneField, PersonNameField

if TYPE_CHECKING:
    _UserForm = forms.ModelForm[User]
else:
    _UserForm = forms.ModelForm

CODE_ATTRIBUTES = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "autocapitalize": "off",
    "spellcheck": "false",
    "class": "t-width-10",
}


def _prepare(field: forms.Field, *, label: Any, hint: Any = "", required: Any = "", **attributes: str) -> None:
    """Give a field of allauth our words. Placeholders go: they vanish while typing and are too light to read."""
    field.label = label
    field.help_text = hint
    if required:
        field.error_messages["required"] = required
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


class RequestCodeForm(LoginForm):
    """The one sign-in form. Gives the same answer to known and unknown addresses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = CleanEmailField(
            noun=_("uw e-mailadres"), label=_("E-mailadres"), help_text=_("Wij sturen een code naar dit adres.")
        )

    def clean_login(self) -> str:
        return normal_email(super().clean_login())


class _CodeMixin:
    """A code that was sent or is shown by an app."""

    fields: dict[str, forms.Field]
    code_label: Any = _("Code")
    code_hint: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        _prepare(
            field,
            label=self.code_label,
            hint=self.code_hint,
            required=_("Vul de code in."),
            **CODE_ATTRIBUTES,
        )
        field.max_length = 40  # type: ignore[attr-defined]
        field.validators.append(forms.CharField(max_length=40).validators[0])


class EnterLoginCodeForm(_CodeMixin, ConfirmLoginCodeForm):
    """The code from the mail."""

    code_label = _("Code uit de e-mail")
    code_hint = _("Zes cijfers. De code werkt 15 minuten.")


class EnterEmailCodeForm(_CodeMixin, ConfirmEmailVerificationCodeForm):
    """The code that proves a new address."""

    code_label = _("Code uit de e-mail")
    code_hint = _("Zes cijfers. De code werkt 15 minuten.")


class EnterFactorForm(_CodeMixin, AuthenticateForm):
    """The second step while signing in."""

    code_label = _("Code uit uw app, of een herstelcode")
    code_hint = _("Open uw authenticator-app en neem de zes cijfers over.")


class ConfirmFactorForm(_CodeMixin, ReauthenticateForm):
    """The second step again, before something that matters."""

    code_label = _("Code uit uw app, of een herstelcode")
    code_hint = _("Open uw authenticator-app en neem de zes cijfers over.")


class ActivateTotpForm(_CodeMixin, ActivateTOTPForm):
    """The first code of a new app."""

    code_label = _("Code die de app nu toont")
    code_hint = _("Zes cijfers. De app maakt elke 30 seconden een nieuwe code.")


class _PasskeyMixin:
    """What the browser's passkey answered. allauth trusts its shape; anybody can post something else (400 instead of 500)."""

    cleaned_data: dict[str, Any]

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise forms.ValidationError(_("Uw passkey werkt hier niet. Probeer het nog eens.")) from error


class PasskeySignInForm(_PasskeyMixin, LoginWebAuthnForm):
    """Signing in with a passkey alone."""


class PasskeyFactorForm(_PasskeyMixin, AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class ConfirmPasskeyForm(_PasskeyMixin, ReauthenticateWebAuthnForm):
    """A passkey again, before something that matters."""


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey; always one that can sign in by itself."""

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise forms.ValidationError(
                _("Deze passkey kan hier niet worden gebruikt. Probeer het nog eens.")
            ) from error

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _prepare(self.fields["name"], label=_("Naam van deze passkey"), hint=_("Bijvoorbeeld: mijn telefoon."))
        self.fields["name"].max_length = 100  # type: ignore[attr-defined]


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _prepare(self.fields["name"], label=_("Naam van deze passkey"), required=_("Vul een naam in."))
        self.fields["name"].max_length = 100  # type: ignore[attr-defined]


class ChangeEmailForm(AddEmailForm):
    """The new address; counts only once the code that is sent there was filled in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = CleanEmailField(
            noun=_("uw nieuwe e-mailadres"),
            label=_("Nieuw e-mailadres"),
            help_text=_(
                "Wij sturen een code naar dit adres. Uw oude adres blijft gelden tot u die code hebt ingevuld."
            ),
        )


class UnlinkMunicipalityForm(DisconnectForm):
    """Taking the link away. allauth wants a password to be left; here the code by mail always is."""

    def clean(self) -> dict[str, Any]:
        return forms.Form.clean(self) or self.cleaned_data


class EditProfileForm(_UserForm):
    """Name and telephone number, as colleagues and the municipality see them."""

    display_name = PersonNameField(
        noun=_("uw naam"),
        label=_("Naam"),
        max_length=150,
        help_text=_("Zo zien uw team en uw gemeente u."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = DutchPhoneField(
        noun=_("uw telefoonnummer"),
        label=_("Telefoonnummer"),
        required=False,
        help_text=_("Alleen wie met u samenwerkt ziet dit nummer. U mag het leeg laten."),
    )

    class Meta:
        model = User
        fields = ("display_name", "phone")


class CloseAccountForm(forms.Form):
    """Closing cannot be undone, so it is confirmed by a box that says so."""

    is_sure = forms.BooleanField(
        label=_("Ja, ik wil mijn account verwijderen. Ik weet dat dit niet ongedaan kan worden gemaakt."),
        error_messages={"required": _("Zet een vinkje als u uw account wilt verwijderen.")},
    )
