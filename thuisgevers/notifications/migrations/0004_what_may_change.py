"""Of a message only its delivery is written later: nobody gives a waiting mail another address."""

from django.db import migrations

COLUMNS = "state, attempts, next_attempt_at, error, sent_at, body, updated_at"


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_message_has_body")]

    operations = [
        migrations.RunSQL(
            f"REVOKE UPDATE ON notifications_outgoingmessage FROM app;"
            f" GRANT UPDATE ({COLUMNS}) ON notifications_outgoingmessage TO app",
            f"REVOKE UPDATE ({COLUMNS}) ON notifications_outgoingmessage FROM app;"
            f" GRANT UPDATE ON notifications_outgoingmessage TO app",
        )
    ]
