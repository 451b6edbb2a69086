"""How steps went: at a running step, and for the national desk over all plans."""

from django.urls import path

from thuisgevers.guidance.views import learning

_STEP = "stappenplan/stap/<uuid:pk>/hoe-ging-dit/"
_ALL = "landelijk/stappenplannen/ervaringen/<slug:audience>/"

urlpatterns = [
    path(_STEP, learning.step_review, name="step_review"),
    path(f"{_STEP}tik/", learning.step_tap, name="step_tap"),
    path(_ALL, learning.learning_audience, name="learning_audience"),
    path(f"{_ALL}<slug:key>/", learning.learning_step, name="learning_step"),
    path(f"{_ALL}<slug:key>/<uuid:pk>/overnemen/", learning.learning_take, name="learning_take"),
    path(
        "landelijk/stappenplannen/<uuid:pk>/stap/<uuid:step_pk>/tip/<uuid:feedback_pk>/weg/",
        learning.learning_drop,
        name="learning_drop",
    ),
]
