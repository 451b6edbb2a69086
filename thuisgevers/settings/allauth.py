"""Signing in: django-allauth's settings, and the municipalities' own sign-in (OIDC) from `OIDC_PROVIDERS`.

Imported as `*` by the settings package. Nobody has a password: a code by mail, a passkey, or the municipality's account.
"""

import hashlib
import json
import sys
from typing import Any
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    SecretStr,
    TypeAdapter,
    ValidationError,
    field_validator,
)

from thuisgevers.settings.environment import Environment, read_environment


class OidcProvider(BaseModel):
    """One municipality's identity provider. A person is bound to issuer, tenant and subject; never to a mail domain."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    slug: str = Field(pattern=r"^[a-z][a-z0-9-]{1,40}$")
    name: str = Field(min_length=2, max_length=80)
    issuer: HttpUrl
    tenant: str = Field(default="", max_length=120)
    client_id: str = Field(min_length=1)
    client_secret: SecretStr
    #: Values of the `amr` claim that stand for a second factor (RFC 8176).
    second_factor_amr: frozenset[str] = frozenset({"mfa", "otp", "hwk", "swk", "fido", "sc"})
    #: Where the browser is sent, when that is another origin than the issuer's.
    form_origin: HttpUrl | None = None

    @field_validator("issuer")
    @classmethod
    def _is_encrypted(cls, value: HttpUrl) -> HttpUrl:
        if value.scheme != "https":
            raise ValueError("must start with https://")
        return value

    @property
    def issuer_text(self) -> str:
        return str(self.issuer).rstrip("/")

    @property
    def provider_id(self) -> str:
        """Holds a digest of issuer and tenant: when either changes, links that people made before no longer fit."""
        digest = hashlib.sha256(f"{self.issuer_text}|{self.tenant}".encode()).hexdigest()[:10]
        return f"{self.slug}-{digest}"

    @property
    def origin(self) -> str:
        parts = urlsplit(str(self.form_origin or self.issuer))
        return f"{parts.scheme}://{parts.netloc}"


def read_providers(text: str) -> list[OidcProvider]:
    """`OIDC_PROVIDERS` is a JSON list; ends the process with a clear line when it is wrong. Values are not repeated."""
    if not text.strip():
        return []
    try:
        found = TypeAdapter(list[OidcProvider]).validate_python(json.loads(text))
    except json.JSONDecodeError as error:
        sys.exit(f"Settings are wrong; nothing was started:\n  OIDC_PROVIDERS: not JSON (position {error.pos})")
    except ValidationError as error:
        lines = [
            f"  OIDC_PROVIDERS {'.'.join(str(part) for part in e['loc'])}: {e['msg']}"
            for e in error.errors(include_url=False, include_input=False)
        ]
        sys.exit("Settings are wrong; nothing was started:\n" + "\n".join(lines))
    if len({provider.slug for provider in found}) != len(found):
        sys.exit("Settings are wrong; nothing was started:\n  OIDC_PROVIDERS: every slug once")
    return found


_environment: Environment = read_environment()
_is_relaxed = _environment.debug or _environment.demo

OIDC = {provider.provider_id: provider for provider in read_providers(_environment.oidc_providers)}
OIDC_FORM_ORIGINS = sorted({provider.origin for provider in OIDC.values()})

ALLAUTH_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
ALLAUTH_MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]

AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/mijn-werk/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "thuisgevers.members.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "thuisgevers.accounts.models.shown_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = 20 * 60
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
#: Six digits, read aloud with ease, three tries a code and twenty codes a day: 20 bits and ASVS 6.6 content.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip,200/h/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "request_login_code": "20/m/ip,3/m/key,20/d/key",
    "signup": "10/m/ip",
    "manage_email": "10/m/user,30/d/user",
    "reauthenticate": "10/m/user",
    "confirm_email": "1/10s/key,20/d/key",
}
ACCOUNT_FORMS = {
    "login": "thuisgevers.accounts.forms.RequestCodeForm",
    "confirm_login_code": "thuisgevers.accounts.forms.EnterLoginCodeForm",
    "add_email": "thuisgevers.accounts.forms.ChangeEmailForm",
    "confirm_email_verification_code": "thuisgevers.accounts.forms.EnterEmailCodeForm",
}

MFA_ADAPTER = "thuisgevers.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _is_relaxed
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "De Thuisgevers"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
MFA_FORMS = {
    "authenticate": "thuisgevers.accounts.forms.EnterFactorForm",
    "reauthenticate": "thuisgevers.accounts.forms.ConfirmFactorForm",
    "activate_totp": "thuisgevers.accounts.forms.ActivateTotpForm",
    "login_webauthn": "thuisgevers.accounts.forms.PasskeySignInForm",
    "authenticate_webauthn": "thuisgevers.accounts.forms.PasskeyFactorForm",
    "reauthenticate_webauthn": "thuisgevers.accounts.forms.ConfirmPasskeyForm",
    "add_webauthn": "thuisgevers.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "thuisgevers.accounts.forms.RenamePasskeyForm",
}

#: Activity is not followed from page to page: a list of sign-ins is enough to see a stranger.
USERSESSIONS_TRACK_ACTIVITY = False

SOCIALACCOUNT_ADAPTER = "thuisgevers.accounts.adapters.MunicipalSignInAdapter"
SOCIALACCOUNT_FORMS = {"disconnect": "thuisgevers.accounts.forms.UnlinkMunicipalityForm"}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "gemeente"
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": provider.provider_id,
                "name": provider.name,
                "client_id": provider.client_id,
                "secret": provider.client_secret.get_secret_value(),
                "settings": {
                    "server_url": provider.issuer_text,
                    "oauth_pkce_enabled": True,
                    "fetch_userinfo": False,
                },
            }
            for provider in OIDC.values()
        ],
    }
}

#: One proxy of our own adds the visitor's address; without it nobody's header is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _environment.behind_tls_proxy else 0
