"""The workspace behind row level security: by initiative, for its team and pioneers, and for nobody of the municipality."""

from django.db import migrations

from thuisgevers.municipalities.policies import anchor, own, protect, scope_in, tie

READ = scope_in("workspace.read", "initiative_id")
WRITE = scope_in("workspace.write", "initiative_id")
OWN_AGENDA = f"purpose = 'agenda' AND {own()} AND object_id = (SELECT public_id FROM accounts_user WHERE id = (SELECT app_user_id()))"
TABLES = (
    "guidance_conversationmessage",
    "guidance_conversationmark",
    "guidance_conversation",
    "guidance_workspacetask",
    "guidance_appointment",
    "guidance_supportentry",
)


def shared(table: str) -> migrations.RunSQL:
    """Everybody of the team reads and works on it."""
    return protect(table, extra_read=[READ], extra_insert=[WRITE], extra_update=[WRITE])


class Migration(migrations.Migration):
    dependencies = [("guidance", "0040_workspace"), ("audit", "0009_workspace_visibility")]

    operations = [
        anchor("guidance_conversation"),
        shared("guidance_workspacetask"),
        shared("guidance_conversation"),
        shared("guidance_appointment"),
        shared("guidance_supportentry"),
        # A message is written and changed by its author alone.
        protect(
            "guidance_conversationmessage",
            extra_read=[READ],
            extra_insert=[f"{WRITE} AND {own('author_id')}"],
            extra_update=[f"{WRITE} AND {own('author_id')}"],
        ),
        # Nobody sees what another has read.
        protect(
            "guidance_conversationmark",
            extra_read=[own()],
            extra_insert=[f"{READ} AND {own()}"],
            extra_update=[f"{READ} AND {own()}"],
        ),
        *(tie(table, "initiative_id", "initiatives_initiative") for table in TABLES),
        tie("guidance_conversationmessage", "conversation_id", "guidance_conversation"),
        tie("guidance_conversationmark", "conversation_id", "guidance_conversation"),
        migrations.RunSQL(
            f"CREATE POLICY agenda_read ON municipalities_accesslink FOR SELECT TO app USING ({OWN_AGENDA});"
            f"CREATE POLICY agenda_insert ON municipalities_accesslink FOR INSERT TO app WITH CHECK ({OWN_AGENDA});"
            f"CREATE POLICY agenda_update ON municipalities_accesslink FOR UPDATE TO app"
            f" USING ({OWN_AGENDA}) WITH CHECK ({OWN_AGENDA})",
            "DROP POLICY agenda_update ON municipalities_accesslink;"
            "DROP POLICY agenda_insert ON municipalities_accesslink;"
            "DROP POLICY agenda_read ON municipalities_accesslink",
        ),
    ]
