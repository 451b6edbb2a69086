"""A lost second factor is between the person, who asks for them and who may decide: row security says so too.

The table stands on the floor of accounts, which knows no roles; its policies need roles and stand here.
"""

from django.db import migrations

from thuisgevers.municipalities.policies import own, protect

# Whether whoever asks works where that person works, with one of the capabilities (a comma between), or at the national
# desk, which helps everybody who works for a municipality or there.
KNOWS_SQL = """
CREATE FUNCTION app_works_with(person bigint, wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (
    SELECT FROM municipalities_membership m
    WHERE m.user_id = person AND m.scope IN ('municipality', 'nation')
      AND m.starts_on <= app_today() AND (m.ends_on IS NULL OR m.ends_on > app_today())
      AND (m.municipality_id = ANY (app_municipalities(wanted))
           OR cardinality(app_municipalities('municipality.invite')) > 0)
  )
$$;
ALTER FUNCTION app_works_with(bigint, text) OWNER TO definer;
"""
KNOWS_UNDO_SQL = "DROP FUNCTION app_works_with(bigint, text)"

COLLEAGUE = "app_works_with(user_id, 'member.read')"
# An answer names who gives it. "No" may be said by whoever finds an old request unanswered, "yes" by a manager only.
ANSWER_SQL = """
ALTER POLICY app_update ON accounts_factorreset WITH CHECK (
  answered_by_id = (SELECT app_user_id()) AND user_id <> (SELECT app_user_id())
  AND (is_approved = false AND app_works_with(user_id, 'member.read') OR app_works_with(user_id, 'member.manage')));
REVOKE UPDATE ON accounts_factorreset FROM app;
GRANT UPDATE (answered_by_id, answered_at, is_approved) ON accounts_factorreset TO app
"""
ANSWER_UNDO_SQL = f"""
GRANT UPDATE ON accounts_factorreset TO app;
ALTER POLICY app_update ON accounts_factorreset WITH CHECK ({COLLEAGUE})
"""


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0003_what_may_change"),
        ("accounts", "0002_rate_limit_fallback"),
        ("municipalities", "0010_rights_begin_with_joining"),
    ]

    operations = [
        migrations.RunSQL(KNOWS_SQL, KNOWS_UNDO_SQL),
        protect(
            "accounts_factorreset",
            extra_read=[own(), own("requested_by_id"), COLLEAGUE],
            extra_insert=[f"{own('requested_by_id')} AND user_id <> (SELECT app_user_id()) AND {COLLEAGUE}"],
            extra_update=[COLLEAGUE],
            extra_delete=[f"{own()} AND answered_at IS NULL"],
        ),
        migrations.RunSQL(ANSWER_SQL, ANSWER_UNDO_SQL),
    ]
