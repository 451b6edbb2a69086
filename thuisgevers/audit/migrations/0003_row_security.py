from django.db import migrations

from thuisgevers.municipalities.policies import municipality_in, own, protect, scope_in, somebody

READ_EVENTS = [
    municipality_in("dossier.internal"),
    municipality_in("audit.read"),
    "visibility = 'team' AND ("
    + " OR ".join(
        [
            municipality_in("initiative.read"),
            scope_in("initiative.read", "scope_id"),
            scope_in("initiative.status", "scope_id"),
        ]
    )
    + ")",
]


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("municipalities", "0002_row_security")]

    operations = [
        protect(
            "audit_auditevent", extra_read=[*READ_EVENTS, own("actor_id")], extra_insert=[somebody()], append_only=True
        ),
        protect(
            "audit_readevent",
            read=["audit.read"],
            extra_read=[own("reader_id")],
            extra_insert=[somebody()],
            append_only=True,
        ),
        protect("audit_denial", extra_insert=[somebody()], append_only=True),
    ]
