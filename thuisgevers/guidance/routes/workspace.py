"""The workspace of an initiative, and what stands in it."""

from django.urls import path

from thuisgevers.guidance.views import (
    support_public,
    workspace_agenda,
    workspace_home,
    workspace_message_files,
    workspace_support,
    workspace_talking,
    workspace_tasks,
)

_HOME = "mijn-initiatief/<uuid:pk>/werkplek/"
_TASK = "mijn-initiatief/taken/<uuid:pk>/"
_TALK = "mijn-initiatief/gesprekken/<uuid:pk>/"
_MESSAGE = "mijn-initiatief/berichten/<uuid:pk>/"
_FILE = "mijn-initiatief/berichten/bestanden/<uuid:pk>/"
_DATE = "mijn-initiatief/afspraken/<uuid:pk>/"

urlpatterns = [
    path(_HOME, workspace_home.workspace_home, name="workspace_home"),
    path(f"{_HOME}bestanden/", workspace_home.workspace_files, name="workspace_files"),
    path(f"{_HOME}tijdlijn/", workspace_home.workspace_timeline, name="workspace_timeline"),
    path(f"{_HOME}taken/", workspace_tasks.workspace_board, name="workspace_board"),
    path(f"{_HOME}taken/toevoegen/", workspace_tasks.workspace_task_add, name="workspace_task_add"),
    path(f"{_HOME}taken/spullen/", workspace_tasks.workspace_goods, name="workspace_goods"),
    path(f"{_TASK}wijzigen/", workspace_tasks.task_edit, name="task_edit"),
    path(f"{_TASK}toegezegd/", workspace_tasks.task_promise, name="task_promise"),
    path(f"{_TASK}een-erbij/", workspace_tasks.task_promised_one, name="task_promised_one"),
    path(f"{_TASK}oppakken/", workspace_tasks.task_take, name="task_take"),
    path(f"{_TASK}terugleggen/", workspace_tasks.task_put_back, name="task_put_back"),
    path(f"{_TASK}klaar/", workspace_tasks.task_finish, name="task_finish"),
    path(f"{_TASK}toch-niet/", workspace_tasks.task_reopen, name="task_reopen"),
    path(f"{_HOME}gesprekken/", workspace_talking.workspace_conversations, name="workspace_conversations"),
    path(
        f"{_HOME}gesprekken/beginnen/", workspace_talking.workspace_conversation_add, name="workspace_conversation_add"
    ),
    path(_TALK, workspace_talking.conversation_detail, name="conversation_detail"),
    path(f"{_TALK}gelezen/", workspace_talking.conversation_seen, name="conversation_seen"),
    path(f"{_MESSAGE}wijzigen/", workspace_talking.message_edit, name="message_edit"),
    path(f"{_MESSAGE}intrekken/", workspace_talking.message_withdraw, name="message_withdraw"),
    path(_FILE, workspace_message_files.message_file_open, name="message_file_open"),
    path(f"{_FILE}klein/", workspace_message_files.message_file_thumbnail, name="message_file_thumbnail"),
    path(f"{_FILE}gegevens/", workspace_message_files.message_file_show, name="message_file_show"),
    path(f"{_FILE}verwijderen/", workspace_message_files.message_file_remove, name="message_file_remove"),
    path(f"{_FILE}terugzetten/", workspace_message_files.message_file_restore, name="message_file_restore"),
    path(f"{_FILE}weghalen/", workspace_message_files.message_file_cancel, name="message_file_cancel"),
    path(f"{_HOME}agenda/", workspace_agenda.workspace_agenda, name="workspace_agenda"),
    path(f"{_HOME}agenda/toevoegen/", workspace_agenda.workspace_appointment_add, name="workspace_appointment_add"),
    path(f"{_DATE}wijzigen/", workspace_agenda.appointment_edit, name="appointment_edit"),
    path(f"{_DATE}afzeggen/", workspace_agenda.appointment_cancel, name="appointment_cancel"),
    path(f"{_DATE}toch/", workspace_agenda.appointment_plan_again, name="appointment_plan_again"),
    path("mijn-initiatief/agenda-volgen/", workspace_agenda.agenda_follow, name="agenda_follow"),
    path("agenda/<str:token>/agenda.ics", workspace_agenda.agenda_feed, name="agenda_feed"),
    path(f"{_HOME}draagvlak/", workspace_support.workspace_support, name="workspace_support"),
    path(f"{_HOME}draagvlak/toevoegen/", workspace_support.workspace_support_add, name="workspace_support_add"),
    path(
        f"{_HOME}draagvlak/samenvatting/",
        workspace_support.workspace_support_summary,
        name="workspace_support_summary",
    ),
    path(
        f"{_HOME}draagvlak/openbaar/",
        workspace_support.workspace_support_publish,
        name="workspace_support_publish",
    ),
    path("draagvlak/<uuid:pk>/", support_public.public_support, name="public_support"),
    path("mijn-initiatief/draagvlak/<uuid:pk>/", workspace_support.entry_edit, name="entry_edit"),
]
