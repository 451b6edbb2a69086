from django.urls import path

from thuisgevers.guidance.views import template_editing, templates

ALL = "landelijk/stappenplannen/"
ONE = f"{ALL}<uuid:pk>/"

urlpatterns = [
    path(ALL, templates.template_list, name="template_list"),
    path(f"{ALL}gebruik/", templates.template_usage, name="template_usage"),
    path(f"{ALL}nieuw/<slug:audience>/", templates.template_draft, name="template_draft"),
    path(ONE, templates.template_detail, name="template_detail"),
    path(f"{ONE}verschil/", templates.template_compare, name="template_compare"),
    path(f"{ONE}bewerken/", template_editing.template_edit, name="template_edit"),
    path(f"{ONE}publiceren/", template_editing.template_publish, name="template_publish"),
    path(f"{ONE}weggooien/", template_editing.template_discard, name="template_discard"),
    path(f"{ONE}fase/", template_editing.phase_add, name="template_phase_add"),
    path(f"{ONE}fase/<uuid:phase_pk>/", template_editing.phase_edit, name="template_phase_edit"),
    path(f"{ONE}fase/<uuid:phase_pk>/verplaatsen/", template_editing.phase_move, name="template_phase_move"),
    path(f"{ONE}fase/<uuid:phase_pk>/weg/", template_editing.phase_remove, name="template_phase_remove"),
    path(f"{ONE}stap/", template_editing.step_add, name="template_step_add"),
    path(f"{ONE}stap/<uuid:step_pk>/", template_editing.step_edit, name="template_step_edit"),
    path(f"{ONE}stap/<uuid:step_pk>/weg/", template_editing.step_remove, name="template_step_remove"),
    path(f"{ONE}stap/<uuid:step_pk>/verplaatsen/", template_editing.step_move, name="template_step_move"),
]
