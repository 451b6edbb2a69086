"""One answer per person and kind of right, kept for the rest of the transaction and no longer than a second: see
docs/decisions/0014-rights-kept-in-the-transaction.md.

The derivation of 0011 stands unchanged, under another name (`…_anew`). Around it the functions that the policies ask: what they
keep stands in a setting of the transaction whose name only `definer` can read, so that the application can neither find nor
forge it. A trigger on every table that rights come from stops the keeping for the rest of a transaction that changes one.
"""

from importlib import import_module

from django.db import migrations

DERIVED = import_module("thuisgevers.municipalities.migrations.0011_rights_in_one_look")

#: 122 random bits in the name. `backup` reads it, as it reads everything, so that a dump is whole.
KEY_SQL = """
CREATE TABLE municipalities_rightskey (
  prefix text NOT NULL,
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton)
);
INSERT INTO municipalities_rightskey (prefix) SELECT 'app.k' || replace(gen_random_uuid()::text, '-', '');
REVOKE ALL ON municipalities_rightskey FROM app;
GRANT SELECT ON municipalities_rightskey TO definer
"""

ANEW_SQL = DERIVED.RIGHTS_SQL.replace("FUNCTION app_municipalities(", "FUNCTION app_municipalities_anew(").replace(
    "FUNCTION app_scopes(", "FUNCTION app_scopes_anew("
)


def _kept(name: str, kind: str) -> str:
    """A transaction in which a right changed keeps nothing more: a statement's snapshot can be older than the change (a cursor,
    a trigger), so that its answer must not be kept for the next. Jobs are asked anew; their person stands in another table."""
    return f"""
CREATE OR REPLACE FUNCTION {name}(wanted text) RETURNS {kind}[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  asked text := concat(current_setting('app.user_id', true), '|', current_setting('app.link_id', true));
  place text;
  changed text;
  kept text;
  answer {kind}[];
BEGIN
  IF asked = '|' THEN RETURN {name}_anew(wanted); END IF;
  SELECT prefix INTO place FROM municipalities_rightskey;
  changed := current_setting(place, true);
  IF changed = 'changed' THEN RETURN {name}_anew(wanted); END IF;
  asked := concat(asked, '|', changed, '|', date_part('epoch', statement_timestamp())::bigint, ';');
  -- In hexadecimals whatever is asked gives a name that PostgreSQL takes: an error would show it.
  place := concat(place, '.{name}.h', encode(convert_to(wanted, 'UTF8'), 'hex'));
  kept := current_setting(place, true);
  IF starts_with(kept, asked) THEN RETURN substr(kept, length(asked) + 1)::{kind}[]; END IF;
  answer := {name}_anew(wanted);
  PERFORM set_config(place, concat(asked, answer), true);
  RETURN answer;
END $$;
"""


KEPT_SQL = f"""
SET LOCAL ROLE definer;
{_kept("app_municipalities", "bigint")}
{_kept("app_scopes", "uuid")}
CREATE FUNCTION app_rights_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM set_config(prefix, 'changed', true) FROM municipalities_rightskey;
  RETURN NULL;
END $$;
RESET ROLE
"""

#: Per row, and first by name: what another trigger of the same row asks must be derived anew as well.
TRIGGERS = {
    "municipalities_membership": "INSERT OR UPDATE OR DELETE",
    "municipalities_rolecapability": "INSERT OR UPDATE OR DELETE",
    "municipalities_linkcapability": "INSERT OR UPDATE OR DELETE",
    "municipalities_accesslink": "INSERT OR UPDATE OR DELETE",
    "municipalities_municipality": "INSERT OR UPDATE OR DELETE",
    "accounts_user": "UPDATE OF is_active OR DELETE",
}
TRIGGERS_SQL = [
    f"CREATE TRIGGER a_rights_changed AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION app_rights_changed()"
    for table, when in TRIGGERS.items()
]

UNDO_SQL = """
SET LOCAL ROLE definer;
DROP FUNCTION app_rights_changed();
DROP FUNCTION app_municipalities_anew(text);
DROP FUNCTION app_scopes_anew(text);
RESET ROLE;
DROP TABLE municipalities_rightskey
"""


class Migration(migrations.Migration):
    dependencies = [
        ("municipalities", "0013_guidance_capabilities"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(KEY_SQL, migrations.RunSQL.noop),
        migrations.RunSQL(ANEW_SQL, UNDO_SQL),
        migrations.RunSQL(KEPT_SQL, DERIVED.RIGHTS_SQL),
        migrations.RunSQL(TRIGGERS_SQL, [f"DROP TRIGGER a_rights_changed ON {table}" for table in TRIGGERS]),
    ]
