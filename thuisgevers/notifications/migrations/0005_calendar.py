"""An appointment may go along with a mail; like the body it is taken away once sent."""

from django.db import migrations

from thuisgevers.common.encryption import EncryptedTextField


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_what_may_change")]

    operations = [
        migrations.AddField(
            model_name="outgoingmessage",
            name="calendar",
            field=EncryptedTextField(blank=True, null=True, verbose_name="afspraak"),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (calendar) ON notifications_outgoingmessage TO app",
            "REVOKE UPDATE (calendar) ON notifications_outgoingmessage FROM app",
        ),
    ]
