from django.urls import path

from housing.views import calendar, follow_on, placement_tasks, placements, placements_steps

HERE = "<slug:gemeente>/plaatsingen/"

urlpatterns = [
    path(HERE, placements.placement_list_page, name="placement_list"),
    path(f"{HERE}nieuw/", placements.placement_propose, name="placement_propose"),
    path(f"{HERE}kalender/", calendar.placement_calendar, name="placement_calendar"),
    path(f"{HERE}vrij/", calendar.placement_free, name="placement_free"),
    path(f"{HERE}taken/", placement_tasks.placement_task_list, name="placement_task_list"),
    path(f"{HERE}taken/<uuid:task_pk>/gedaan/", placement_tasks.placement_task_done, name="placement_task_done"),
    path(f"{HERE}taken/<uuid:task_pk>/wijzigen/", placement_tasks.placement_task_edit, name="placement_task_edit"),
    path(f"{HERE}taken/<uuid:task_pk>/terug/", placement_tasks.placement_task_reopen, name="placement_task_reopen"),
    path(f"{HERE}<uuid:pk>/", placements.placement_detail, name="placement_detail"),
    path(f"{HERE}<uuid:pk>/antwoord/", placements_steps.placement_answer, name="placement_answer"),
    path(f"{HERE}<uuid:pk>/bevestigen/", placements_steps.placement_confirm, name="placement_confirm"),
    path(f"{HERE}<uuid:pk>/intrekken/", placements_steps.placement_retract, name="placement_retract"),
    path(f"{HERE}<uuid:pk>/annuleren/", placements_steps.placement_cancel, name="placement_cancel"),
    path(f"{HERE}<uuid:pk>/datums/", placements_steps.placement_period, name="placement_period"),
    path(f"{HERE}<uuid:pk>/verhuisd/", placements_steps.placement_move_in, name="placement_move_in"),
    path(f"{HERE}<uuid:pk>/verhuisd/terug/", placements_steps.placement_undo_move_in, name="placement_undo_move_in"),
    path(f"{HERE}<uuid:pk>/beeindigen/", placements_steps.placement_end, name="placement_end"),
    path(f"{HERE}<uuid:pk>/beeindigen/terug/", placements_steps.placement_undo_end, name="placement_undo_end"),
    path(f"{HERE}<uuid:pk>/vervolg/wie/", follow_on.follow_on_owner, name="follow_on_owner"),
    path(f"{HERE}<uuid:pk>/vervolg/<slug:name>/", follow_on.follow_on_step, name="follow_on_step"),
]
