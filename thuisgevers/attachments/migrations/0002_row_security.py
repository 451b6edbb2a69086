"""Files behind row level security; a worker sees the one row that is its job, to check it or to purge it."""

from django.db import migrations

from thuisgevers.attachments.policies import protect_attachments
from thuisgevers.municipalities.policies import register_queue


class Migration(migrations.Migration):
    dependencies = [
        ("attachments", "0001_initial"),
        ("municipalities", "0007_attachment_capabilities"),
        # The scope of an initiative or property is anchored there.
        ("documents", "0002_row_security"),
    ]

    operations = [
        *protect_attachments(),
        register_queue(
            "attachments",
            "attachments_attachment",
            # A living worker holds the row's lock ten seconds after its claim; see services/checks.py.
            waiting="(state = 'uploaded' AND (try_after IS NULL OR try_after < now()))"
            " OR (state = 'checking' AND claimed_at < now() - interval '10 seconds')",
            actor_column="uploaded_by_id",
        ),
        # The same table, so the definer reads it already.
        migrations.RunSQL(
            "INSERT INTO municipalities_jobqueue (queue, table_name, waiting, actor_column) VALUES ('attachments_purge',"
            " 'attachments_attachment', 'state IN (''removed'', ''refused'') AND updated_at < now() - interval ''30 days''', '')",
            "DELETE FROM municipalities_jobqueue WHERE queue = 'attachments_purge'",
        ),
    ]
