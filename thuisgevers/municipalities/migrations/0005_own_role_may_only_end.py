"""A person may end their own role, not change or prolong it: whatever the code above does."""

from django.db import migrations

SQL = """
REVOKE UPDATE ON municipalities_membership FROM app;
GRANT UPDATE (ends_on, reason, granted_by_id, confirmed_on, updated_at) ON municipalities_membership TO app;
CREATE POLICY own_only_ends ON municipalities_membership AS RESTRICTIVE FOR UPDATE TO app USING (true) WITH CHECK (
  app_may_grant(role, scope, scope_id, municipality_id)
  OR (ends_on IS NOT NULL AND ends_on <= greatest(app_today(), starts_on)))
"""
UNDO = """
DROP POLICY own_only_ends ON municipalities_membership;
GRANT UPDATE ON municipalities_membership TO app
"""


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0004_belonging")]

    operations = [migrations.RunSQL(SQL, UNDO)]
