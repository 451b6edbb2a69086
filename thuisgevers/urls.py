"""The front door. Municipal paths come last: their first part is a slug."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("thuisgevers.common.urls")),
    path("", include("thuisgevers.accounts.urls")),
    path("", include("thuisgevers.notifications.urls")),
    path("", include("thuisgevers.attachments.urls")),
    path("", include("thuisgevers.documents.urls")),
    path("", include("thuisgevers.national.urls")),
    path("", include("thuisgevers.demo.urls")),
    path("", include("thuisgevers.members.urls")),
    path("", include("housing.urls")),
    path("", include("initiatives.urls")),
    path("", include("thuisgevers.guidance.urls")),
    path("", include("buddies.urls")),
    path("account/", include("thuisgevers.accounts.allauth_urls")),
]

handler400 = "thuisgevers.common.errors.bad_request"
handler403 = "thuisgevers.audit.denials.forbidden"
handler404 = "thuisgevers.audit.denials.not_found"
handler500 = "thuisgevers.common.errors.server_error"
