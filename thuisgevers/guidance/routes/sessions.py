"""Inspiration sessions: for everybody, one's own registration, and the national desk."""

from django.urls import path

from thuisgevers.guidance.views import session_registrations, sessions, sessions_desk

_ONE = "sessies/<uuid:pk>"
_OWN = "sessies/mijn/<uuid:pk>"
_LINK = "sessies/aanmelding/<str:token>"
_DESK = "landelijk/sessies"

urlpatterns = [
    path("sessies/", sessions.session_list, name="session_list"),
    path("sessies/agenda.ics", sessions.session_feed, name="session_feed"),
    path("sessies/mijn/", session_registrations.my_sessions, name="my_sessions"),
    path(f"{_OWN}/", session_registrations.my_registration, name="my_registration"),
    path(f"{_OWN}/afspraak.ics", session_registrations.my_registration_calendar, name="my_registration_calendar"),
    path(f"{_LINK}/", session_registrations.registration_open, name="registration_open"),
    path(f"{_LINK}/afspraak.ics", session_registrations.registration_calendar, name="registration_calendar"),
    path(f"{_ONE}/", sessions.session_detail, name="session_detail"),
    path(f"{_ONE}/aanmelden/", sessions.session_register, name="session_register"),
    path(f"{_ONE}/aangevraagd/", sessions.session_requested, name="session_requested"),
    path(f"{_ONE}/meedoen/", sessions.session_join, name="session_join"),
    path(f"{_ONE}/afspraak.ics", sessions.session_calendar, name="session_calendar"),
    path(f"{_DESK}/", sessions_desk.session_desk, name="session_desk"),
    path(f"{_DESK}/nieuw/", sessions_desk.session_add, name="session_add"),
    path(f"{_DESK}/<uuid:pk>/", sessions_desk.session_manage, name="session_manage"),
    path(f"{_DESK}/<uuid:pk>/wijzigen/", sessions_desk.session_edit, name="session_edit"),
    path(f"{_DESK}/<uuid:pk>/afzeggen/", sessions_desk.session_cancel, name="session_cancel"),
    path(f"{_DESK}/<uuid:pk>/aanwezig/", sessions_desk.session_attendance, name="session_attendance"),
    path(f"{_DESK}/<uuid:pk>/verslag/", sessions_desk.session_report, name="session_report"),
]
