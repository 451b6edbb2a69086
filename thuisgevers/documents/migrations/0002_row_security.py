"""Documents behind row level security; a worker sees the one row that is its job."""

from django.db import migrations

from thuisgevers.municipalities.policies import anchor, no_writes, protect, register_queue, somebody, tie


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("municipalities", "0002_row_security")]

    operations = [
        protect(
            "documents_document",
            read=["document.read"],
            insert=["document.request"],
            update=["document.request", "document.finalise"],
            scope_column="subject_id",
            job_queue="documents",
        ),
        protect("documents_documentevent", read=["audit.read"], extra_insert=[somebody()], append_only=True),
        anchor("municipalities_scope"),
        tie("documents_document", "subject_id", "municipalities_scope"),
        register_queue(
            "documents",
            "documents_document",
            # A living worker holds the row's lock ten seconds after its claim; see services/making.py.
            waiting="state = 'requested' OR (state = 'rendering' AND claimed_at < now() - interval '10 seconds')",
            actor_column="requested_by_id",
        ),
        # National models are written by migrations only, until there is a screen to edit them.
        no_writes("documents_documenttemplate"),
    ]
