from django.urls import path

from thuisgevers.guidance.views import own_steps

ALL = "<slug:gemeente>/stappenplan/eigen-stappen/"

urlpatterns = [
    path(ALL, own_steps.own_step_list, name="own_step_list"),
    path(f"{ALL}nieuw/<slug:audience>/", own_steps.own_step_add, name="own_step_add"),
    path(f"{ALL}<uuid:pk>/", own_steps.own_step_edit, name="own_step_edit"),
    path(f"{ALL}<uuid:pk>/intrekken/", own_steps.own_step_withdraw, name="own_step_withdraw"),
]
