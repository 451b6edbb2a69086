"""Conditions for a free VOG: read and written by who works with the buddies of the initiative; those of the municipality itself are
no secret for anybody who is signed in."""

from django.db import migrations

from housing.row_security import protect_history
from thuisgevers.municipalities.policies import protect, tie

MANAGED = ["buddy.manage"]


class Migration(migrations.Migration):
    dependencies = [("buddies", "0063_free_vog")]

    operations = [
        protect(
            "buddies_freevogfact",
            read=["buddy.read"],
            insert=MANAGED,
            update=MANAGED,
            delete=MANAGED,
            scope_column="initiative_id",
            extra_read=["initiative_id IS NULL AND (SELECT app_user_id()) IS NOT NULL"],
        ),
        protect_history("buddies_freevogfact"),
        tie("buddies_freevogfact", "initiative_id", "initiatives_initiative"),
    ]
