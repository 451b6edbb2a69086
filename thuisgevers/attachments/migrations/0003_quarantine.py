"""Which uploads still wait, so that a sweep can tell the abandoned ones apart: ids only, as for every sweep."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("attachments", "0002_row_security")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO municipalities_jobqueue (queue, table_name, waiting, actor_column) VALUES"
            " ('attachments_quarantine', 'attachments_attachment', 'state IN (''uploaded'', ''checking'')', '')",
            "DELETE FROM municipalities_jobqueue WHERE queue = 'attachments_quarantine'",
        ),
    ]
