"""Applying, and one's own households."""

from django.urls import path

from buddies.views import applying, asking, contact_by_link, device, goals, ideas_mine, mine

_MINE = "mijn-maatjes/<uuid:pk>"

urlpatterns = [
    path("buddy-worden/", applying.apply, name="apply"),
    path("buddy-worden/verstuurd/", applying.applied, name="applied"),
    path("buddy-worden/aanmelding/<str:token>/", applying.application, name="application"),
    path("contact-vastleggen/<str:token>/", contact_by_link.contact_by_link, name="contact_by_link"),
    path("mijn-maatjes/", mine.mine, name="my_matches"),
    path("mijn-maatjes/onderweg/", device.log_shell, name="log_shell"),
    path("mijn-maatjes/app.webmanifest", device.manifest, name="manifest"),
    path("mijn-maatjes/sw.js", device.worker, name="worker"),
    path("mijn-maatjes/toestel/", device.device, name="device"),
    path("mijn-maatjes/toestel/nog/", device.device_ended, name="device_ended"),
    path("mijn-maatjes/vraag/", asking.ask_desk, name="ask_desk"),
    path("mijn-maatjes/ideeen/", ideas_mine.my_ideas, name="my_ideas"),
    path("mijn-maatjes/wegwijzer/", ideas_mine.my_guide, name="my_guide"),
    path("mijn-maatjes/gegevens/<uuid:pk>/", mine.my_facts, name="my_facts"),
    path("mijn-maatjes/contact/<uuid:pk>/", mine.contact_edit, name="contact_edit"),
    path(f"{_MINE}/", mine.my_match, name="my_match"),
    path(f"{_MINE}/doelen/", goals.my_goals, name="my_goals"),
    path(f"{_MINE}/antwoord/", mine.my_match_answer, name="my_match_answer"),
    path(f"{_MINE}/van-start/", mine.my_match_start, name="my_match_start"),
    path(f"{_MINE}/ontmoeting.ics", mine.my_match_calendar, name="my_match_calendar"),
    path(f"{_MINE}/contact/", mine.contact_add, name="contact_add"),
    path(f"{_MINE}/contact/versturen/", device.contact_send, name="contact_send"),
]
