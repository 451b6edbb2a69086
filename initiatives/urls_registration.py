"""Registering, the status of a registration, the team's own pages, and the national queue."""

from django.urls import path

from .views import (
    my_initiatives,
    national_queue,
    owner_agreement,
    pioneers,
    registration_end,
    registration_wizard,
    status,
)

urlpatterns = [
    path("initiatief-starten/", registration_wizard.register_start, name="register_start"),
    path("initiatief-starten/plaatsen/", registration_end.register_places, name="register_places"),
    path("initiatief-starten/controleren/", registration_end.register_check, name="register_check"),
    path("initiatief-starten/verzonden/", registration_end.register_sent, name="register_sent"),
    path("initiatief-starten/later/", registration_end.register_later, name="register_later"),
    path("initiatief-starten/bewaard/", registration_end.register_kept, name="register_kept"),
    path("initiatief-starten/stoppen/", registration_end.register_discard, name="register_discard"),
    path("initiatief-starten/verder/<str:token>/", registration_wizard.register_return, name="register_return"),
    path("initiatief-starten/<slug:slug>/", registration_wizard.register_step, name="register_step"),
    path("initiatief-starten/<slug:slug>/bewaren/", registration_wizard.register_keep, name="register_keep"),
    path("status/<str:token>/", status.status, name="status"),
    path("account-openen/<str:token>/", status.account_open, name="account_open"),
    path("mijn-initiatief/", my_initiatives.my_initiatives, name="my_initiatives"),
    path("mijn-initiatief/<uuid:pk>/contact/", my_initiatives.contact_edit, name="contact_edit"),
    path("mijn-initiatief/<uuid:pk>/naam/", my_initiatives.name_publication, name="name_publication"),
    path("mijn-pand/<uuid:pk>/overeenkomst/", owner_agreement.my_property_agreement, name="my_property_agreement"),
    path("landelijk/aanmeldingen/", national_queue.national_queue, name="national_queue"),
    path("landelijk/aanmeldingen/<uuid:pk>/", national_queue.national_registration, name="national_registration"),
    path("landelijk/team/pionier/", pioneers.pioneer_invite, name="pioneer_invite"),
]
