"""A pause of a match always has an end. One that had none gets four weeks from today: its coordinator hears of the end by then."""

from django.db import migrations, models

END_THEM = """
UPDATE buddies_buddymatch SET paused_on = least(coalesce(paused_on, app_today()), app_today()), paused_until = app_today() + 28
WHERE state = 'paused' AND (paused_on IS NULL OR paused_until IS NULL OR paused_until <= paused_on)
"""


class Migration(migrations.Migration):
    dependencies = [("buddies", "0053_goals_security")]

    operations = [
        migrations.RunSQL(END_THEM, migrations.RunSQL.noop),
        # The events of the line before are still to be written when the table would be locked.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="buddymatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "paused"), _negated=True),
                    models.Q(
                        ("paused_on__isnull", False),
                        ("paused_until__gt", models.F("paused_on")),
                        ("paused_until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="match_pause_ends",
            ),
        ),
    ]
