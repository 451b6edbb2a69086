"""How the events of a workspace read on its timeline; nobody of the municipality sees them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from thuisgevers.audit.timeline import tell

SENTENCES = {
    "guidance.WorkspaceTask.add": (_("heeft iets op het bord gezet"), "plus"),
    "guidance.WorkspaceTask.edit": (_("heeft een taak gewijzigd"), "pencil"),
    "guidance.WorkspaceTask.take": (_("heeft een taak opgepakt"), "user-check"),
    "guidance.WorkspaceTask.put_back": (_("heeft een taak teruggelegd"), "arrow-back-up"),
    "guidance.WorkspaceTask.finish": (_("heeft een taak afgerond"), "circle-check"),
    "guidance.WorkspaceTask.reopen": (_("heeft een taak weer geopend"), "arrow-back-up"),
    "guidance.WorkspaceTask.promise": (_("heeft spullen toegezegd gekregen"), "heart-handshake"),
    "guidance.WorkspaceTask.unpromise": (_("heeft toegezegde spullen afgeboekt"), "pencil"),
    "guidance.Conversation.start": (_("is een gesprek begonnen"), "messages"),
    "guidance.ConversationMessage.write": (_("heeft een bericht geschreven"), "message"),
    "guidance.ConversationMessage.edit": (_("heeft een bericht gewijzigd"), "pencil"),
    "guidance.ConversationMessage.withdraw": (_("heeft een bericht ingetrokken"), "trash"),
    "guidance.Appointment.plan": (_("heeft een afspraak gemaakt"), "calendar-plus"),
    "guidance.Appointment.change": (_("heeft een afspraak gewijzigd"), "calendar-event"),
    "guidance.Appointment.cancel": (_("heeft een afspraak afgezegd"), "calendar-x"),
    "guidance.Appointment.plan_again": (_("laat een afspraak toch doorgaan"), "calendar-check"),
    "guidance.SupportEntry.add": (_("heeft iets bij het draagvlak geschreven"), "speakerphone"),
    "guidance.SupportPage.publish": (_("heeft het draagvlak openbaar gemaakt"), "rocket"),
    "guidance.SupportPage.withdraw": (_("heeft het draagvlak van de website gehaald"), "circle-x"),
    "guidance.SupportEntry.edit": (_("heeft het draagvlak bijgewerkt"), "pencil"),
}


def tell_workspace_events() -> None:
    for event, (text, icon) in SENTENCES.items():
        tell(event, str(text), icon)
