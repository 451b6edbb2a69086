"""An invitation and a request say for ever what was offered and asked; only their answer is written later.

Without this, whoever holds the link of an invitation could turn it into one for another role before accepting.
"""

from django.db import migrations

COLUMNS = {
    "members_invitation": "state, sent_at, expires_at, answered_at, accepted_by_id, updated_at",
    "members_grantrequest": "state, answered_by_id, answered_at, updated_at",
}


class Migration(migrations.Migration):
    dependencies = [("members", "0002_row_security")]

    operations = [
        migrations.RunSQL(
            f"REVOKE UPDATE ON {table} FROM app; GRANT UPDATE ({columns}) ON {table} TO app",
            f"REVOKE UPDATE ({columns}) ON {table} FROM app; GRANT UPDATE ON {table} TO app",
        )
        for table, columns in COLUMNS.items()
    ]
