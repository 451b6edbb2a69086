"""The front door. Municipal paths come last: their first part is a slug."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

_APPS = [
    "thuisgevers.common",
    "thuisgevers.accounts",
    "thuisgevers.notifications",
    "thuisgevers.documents",
    "thuisgevers.national",
    "thuisgevers.demo",
    "thuisgevers.members",
    "initiatives",
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"{name}.urls")) for name in _APPS if find_spec(f"{name}.urls")
]
urlpatterns.append(path("account/", include("thuisgevers.accounts.allauth_urls")))

handler400 = "thuisgevers.common.errors.bad_request"
handler403 = "thuisgevers.audit.denials.forbidden"
handler404 = "thuisgevers.audit.denials.not_found"
handler500 = "thuisgevers.common.errors.server_error"
