"""Who opens what of a workspace: its team and the pioneers who help it; nobody of the municipality, and not the owner."""

from __future__ import annotations

from tests.access.answers import Answers, everyone, personal

_TEAM = "lead_volunteer volunteer buddy_coordinator pioneer"
#: The message of the case is the lead's.
_AUTHOR = "lead_volunteer"
PARTS = (
    "home files timeline board task_add goods conversations conversation_add agenda appointment_add"
    " support support_add support_summary"
).split()
THINGS = (
    "task_edit task_promise task_promised_one task_take task_put_back task_finish task_reopen"
    " conversation_detail conversation_seen appointment_edit appointment_cancel appointment_plan_again entry_edit"
).split()

WORKSPACE: dict[str, Answers] = {
    **{f"guidance:workspace_{name}": personal(_TEAM) for name in PARTS},
    **{f"guidance:{name}": personal(_TEAM) for name in THINGS},
    **{f"guidance:message_{name}": personal(_AUTHOR) for name in ("edit", "withdraw")},
    **{f"guidance:message_file_{name}": personal(_TEAM) for name in ("open", "thumbnail", "show")},
    **{
        f"guidance:message_file_{name}": personal(_AUTHOR, missing="volunteer buddy_coordinator pioneer")
        for name in ("remove", "restore", "cancel")
    },
    "guidance:workspace_support_publish": personal(_AUTHOR),
    # The case's summary is not published.
    "guidance:public_support": everyone("404"),
    "guidance:agenda_follow": personal(_TEAM),
    "guidance:agenda_feed": everyone(),
}
