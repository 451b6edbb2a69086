"""Addresses for machines."""

from django.urls import path

from thuisgevers.common import views

app_name = "common"
urlpatterns = [
    path("healthz/live/", views.live, name="live"),
    path("healthz/ready/", views.ready, name="ready"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
