"""The owner of a property may be invited for that one property."""

from django.db import migrations, models
from django.db.models import Q

from thuisgevers.common.migrating import at_once


class Migration(migrations.Migration):
    dependencies = [("members", "0004_factor_resets_are_protected")]

    operations = [
        migrations.RemoveConstraint(model_name="invitation", name="invitation_scope_shape"),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=Q(scope="municipality", scope_id__isnull=True)
                | Q(scope__in=["initiative", "property"], scope_id__isnull=False),
                name="invitation_scope_shape",
            ),
        ),
    ]
    operations = at_once(operations)
