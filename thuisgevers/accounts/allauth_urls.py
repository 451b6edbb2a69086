"""allauth's own views under Dutch paths, by allauth's names; what this house does not use (passwords, signing up) has no path.

Written out instead of `include("allauth.urls")`, so that an upgrade of allauth never opens a page that nobody looked at.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.usersessions import views as usersessions
from django.urls import path

urlpatterns = [
    path("inloggen/", account.login, name="account_login"),
    path("inloggen/", account.login, name="account_request_login_code"),
    path("inloggen/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("inloggen/tweede-stap/", mfa.authenticate, name="mfa_authenticate"),
    path("inloggen/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("uitloggen/", account.logout, name="account_logout"),
    path("niet-actief/", account.account_inactive, name="account_inactive"),
    path("nieuw/", account.signup, name="account_signup"),
    path("bevestigen/", account.reauthenticate, name="account_reauthenticate"),
    path("bevestigen/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("bevestigen/passkey/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("e-mail/", account.email, name="account_email"),
    path("e-mail/code/", account.email_verification_sent, name="account_email_verification_sent"),
    path("beveiliging/", mfa.index, name="mfa_index"),
    path("beveiliging/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("beveiliging/app/uitzetten/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("beveiliging/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("beveiliging/passkeys/nieuw/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("beveiliging/passkeys/<int:pk>/naam/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("beveiliging/passkeys/<int:pk>/verwijderen/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("beveiliging/herstelcodes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "beveiliging/herstelcodes/nieuw/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "beveiliging/herstelcodes/bestand/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("apparaten/", usersessions.list_usersessions, name="usersessions_list"),
    path("gemeente/", social.connections, name="socialaccount_connections"),
    path("gemeente/afgebroken/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("gemeente/mislukt/", social.login_error, name="socialaccount_login_error"),
    path("gemeente/nieuw/", social.signup, name="socialaccount_signup"),
    path("gemeente/<slug:provider_id>/inloggen/", oidc.login, name="openid_connect_login"),
    path("gemeente/<slug:provider_id>/terug/", oidc.callback, name="openid_connect_callback"),
]
