"""What a household shared with one buddy is not for the next: the database gives a buddy only what was written since the own match began,
as the page does. Of a match that is over the role is over too."""

from importlib import import_module

from django.db import migrations

from thuisgevers.municipalities.policies import mostly_true

_BEFORE = import_module("buddies.migrations.0073_one_question_each").MOODS
_OWN, _BUDDY, _COORDINATOR = _BEFORE
_SINCE = f"{_BUDDY} AND (created_at AT TIME ZONE 'Europe/Amsterdam')::date >= buddies_own_since(household_scope_id)"

FUNCTION = """
CREATE FUNCTION buddies_own_since(home uuid) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT max(coalesce(m.started_on, m.proposed_on)) FROM buddies_buddymatch m
  WHERE m.household_id = home AND m.user_id = app_user_id() AND m.state IN ('accepted', 'active', 'paused')
$$;
ALTER FUNCTION buddies_own_since(uuid) OWNER TO definer;
"""
FUNCTION_UNDO = """
SET LOCAL ROLE definer;
DROP FUNCTION buddies_own_since(uuid);
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("buddies", "0073_one_question_each")]

    operations = [
        migrations.RunSQL(FUNCTION, FUNCTION_UNDO),
        migrations.RunSQL(
            f"ALTER POLICY app_read ON buddies_residentmood USING ({mostly_true(_OWN, _SINCE, _COORDINATOR)})",
            f"ALTER POLICY app_read ON buddies_residentmood USING ({mostly_true(*_BEFORE)})",
        ),
    ]
