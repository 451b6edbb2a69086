from django.urls import path

from thuisgevers.guidance.views import plan_upgrade, plans, step_files, steps

STEP = "stappenplan/stap/<uuid:pk>/"

urlpatterns = [
    path("mijn-initiatief/<uuid:pk>/stappenplan/", plans.initiative_plan, name="initiative_plan"),
    path("stappenplan/<uuid:pk>/instellen/", plans.plan_set_up, name="plan_set_up"),
    path("stappenplan/<uuid:pk>/nieuwe-versie/", plan_upgrade.plan_upgrade, name="plan_upgrade"),
    path(STEP, steps.step_detail, name="step_detail"),
    path(f"{STEP}bezig/", steps.step_start, name="step_start"),
    path(f"{STEP}klaar/", steps.step_finish, name="step_finish"),
    path(f"{STEP}toch-niet/", steps.step_reopen, name="step_reopen"),
    path(f"{STEP}overslaan/", steps.step_skip, name="step_skip"),
    path(f"{STEP}afspreken/", steps.step_arrange, name="step_arrange"),
    path(f"{STEP}bericht/", steps.step_comment, name="step_comment"),
    path(f"{STEP}bestand/", step_files.step_file_add, name="step_file_add"),
    path("<slug:gemeente>/stappenplan/", plans.municipal_plan, name="municipal_plan"),
]
