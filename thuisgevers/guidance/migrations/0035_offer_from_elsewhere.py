from django.db import migrations, models

NAME = "guidance_supportrequ_offer_id_557dc9a9_fk_guidance_"


class Migration(migrations.Migration):
    """A question goes to who offered something in another municipality: its id is kept, without a foreign key that could not be
    tied to one tenant. Row and column stay as they are."""

    dependencies = [("guidance", "0034_support_retention")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"ALTER TABLE guidance_supportrequest DROP CONSTRAINT {NAME}",
                    f"ALTER TABLE guidance_supportrequest ADD CONSTRAINT {NAME} FOREIGN KEY (offer_id)"
                    " REFERENCES guidance_supportoffer (id) DEFERRABLE INITIALLY DEFERRED",
                )
            ],
            state_operations=[
                migrations.RemoveField("supportrequest", "offer"),
                migrations.AddField(
                    "supportrequest", "offer_id", models.UUIDField(db_index=True, editable=False, null=True)
                ),
            ],
        )
    ]
