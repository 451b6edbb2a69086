from django.conf import settings
from django.urls import URLPattern, path

from . import views

app_name = "demo"
urlpatterns: list[URLPattern] = (
    [
        path("demo/", views.persona_list, name="persona_list"),
        path("demo/inloggen/<slug:key>/", views.persona_sign_in, name="persona_sign_in"),
        path("demo/postvak/", views.mailbox, name="mailbox"),
        path("demo/postvak/<uuid:pk>/", views.mail_detail, name="mail_detail"),
    ]
    if settings.DEMO
    else []
)
