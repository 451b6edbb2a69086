"""The resident's page, and the desk that makes its cards and answers."""

from django.urls import path

from buddies.views.welcome import desk, goals, opening, own

_DESK = "<slug:gemeente>/bewoners"
_OWN = "welkom/bewoner"

resident_urlpatterns = [
    path("welkom/", opening.start, name="welcome_start"),
    path(f"{_OWN}/", own.home_page, name="welcome_home"),
    path(f"{_OWN}/doelen/", goals.goals, name="welcome_goals"),
    path(f"{_OWN}/wegwijzer/", own.guide, name="welcome_guide"),
    path(f"{_OWN}/gegevens/", own.kept, name="welcome_kept"),
    path(f"{_OWN}/delen/", own.sharing, name="welcome_sharing"),
    path(f"{_OWN}/ik/", own.mood, name="welcome_mood"),
    path(f"{_OWN}/kapot/", own.broken, name="welcome_broken"),
    path(f"{_OWN}/kapot/<uuid:pk>/", own.report, name="welcome_report"),
    path(f"{_OWN}/veiligheid/", own.unsafe, name="welcome_unsafe"),
    path(f"{_OWN}/berichten/", own.messages_page, name="welcome_messages"),
    path(f"{_OWN}/schrijven/<slug:kind>/", own.write, name="welcome_write"),
    path(f"{_OWN}/uit/", opening.leave, name="welcome_leave"),
    path("welkom/<str:code>/", opening.enter, name="welcome"),
]
desk_urlpatterns = [
    path(f"{_DESK}/berichten/", desk.message_list, name="resident_messages"),
    path(f"{_DESK}/berichten/<uuid:pk>/", desk.message_detail, name="resident_message"),
    path(f"{_DESK}/kaarten/<uuid:pk>/", desk.card_state, name="welcome_card"),
    path(f"{_DESK}/kaarten/<uuid:pk>/kaart.pdf", desk.card_file, name="welcome_card_file"),
    path(f"{_DESK}/kaarten/<uuid:pk>/intrekken/", desk.card_revoke, name="welcome_card_revoke"),
    path(f"{_DESK}/<uuid:pk>/kaarten/", desk.cards, name="welcome_cards"),
]
