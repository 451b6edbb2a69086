"""The safeguarding lane: for everybody who worries, and for who receives it."""

from django.urls import path

from buddies.views import safety, signals

_HERE = "<slug:gemeente>/signalen"

urlpatterns = [
    path("veiligheid/", safety.safety, name="safety"),
    path("veiligheid/melden/", safety.safety_raise, name="safety_raise"),
    path("bericht/", safety.message_waiting, name="message_waiting"),
    path("signalen/", signals.signal_list, name="signal_list"),
    path(f"{_HERE}/", signals.signal_list_here, name="signal_list_here"),
    path(f"{_HERE}/<uuid:pk>/", signals.signal_detail, name="signal_detail"),
    path(f"{_HERE}/<uuid:pk>/<slug:name>/", signals.signal_step, name="signal_step"),
]
