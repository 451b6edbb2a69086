"""Who reads which file, as the database sees it: by capability, scope and audience."""

from __future__ import annotations

from django.db.migrations.operations.special import RunSQL

from thuisgevers.municipalities.policies import anchor, job_is, municipality_in, own, protect, scope_in, somebody, tie

from .enums import Audience

SCOPES = ("scope_id", "property_scope_id")
CHECK_QUEUE = "attachments"
PURGE_QUEUE = "attachments_purge"
QUARANTINE_QUEUE = "attachments_quarantine"

_FOR_TEAM = f"audience = '{Audience.TEAM.value}'"


def _in_scope(capability: str) -> str:
    return "(" + " OR ".join(f"({scope_in(capability, column)})" for column in SCOPES) + ")"


def protect_attachments() -> list[RunSQL]:
    """What officials keep to themselves is read by them alone; the rest by everybody on the case. Who added a file may
    change it too, as long as they may add there."""
    internal = municipality_in("attachment.internal")

    def shared(capability: str) -> str:
        return f"{_FOR_TEAM} AND (({municipality_in(capability)}) OR {_in_scope(capability)})"

    def hidden(capability: str) -> str:
        return f"({internal}) AND ({municipality_in(capability)})"

    jobs = [job_is(CHECK_QUEUE), job_is(PURGE_QUEUE)]
    return [
        anchor("attachments_attachment"),
        protect(
            "attachments_attachment",
            extra_read=[shared("attachment.read"), internal, *jobs],
            extra_insert=[shared("attachment.add"), hidden("attachment.add")],
            extra_update=[
                shared("attachment.remove"),
                hidden("attachment.remove"),
                f"{own('uploaded_by_id')} AND (({shared('attachment.add')}) OR ({hidden('attachment.add')}))",
                *jobs,
            ],
        ),
        protect("attachments_attachmentevent", read=["audit.read"], extra_insert=[somebody()], append_only=True),
        *(tie("attachments_attachment", column, "municipalities_scope") for column in SCOPES),
    ]


def protect_link(table: str, column: str, parent: str) -> list[RunSQL]:
    """Operations for a link table (`models.AttachmentLink`) whose foreign key `column` points at `parent` (which must have
    its `anchor`): ids only, seen where files may be seen, never changed."""
    return [
        protect(
            table,
            read=["attachment.read"],
            insert=["attachment.add"],
            scope_column="scope_id",
            extra_read=[scope_in("attachment.read", "property_scope_id")],
            extra_insert=[scope_in("attachment.add", "property_scope_id")],
        ),
        tie(table, "attachment_id", "attachments_attachment"),
        tie(table, column, parent),
    ]
