"""Somebody sees which mails went to them: only rows whose text is gone, so that no code or link in one can be read here."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notifications", "0009_more_kinds_of_mail")]

    operations = [
        migrations.RunSQL(
            "CREATE POLICY own_sent ON notifications_outgoingmessage FOR SELECT TO app"
            " USING (body IS NULL AND state = 'sent' AND to_user_id = (SELECT app_user_id()))",
            "DROP POLICY own_sent ON notifications_outgoingmessage",
        ),
    ]
