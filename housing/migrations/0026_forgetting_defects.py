"""A report about a home loses its words, its people and its photos a year after it was closed (docs/retention.md).

`housing_forget()` keeps its meaning: nothing goes in, it can be called by anyone, and it erases only what is past its term; the
policies of the role that owns it say so too. Photos are put away as by hand, so that the attachments wipe them.
"""

from django.db import migrations

YEAR = "1 year"
PAST = "(SELECT housing_defects_past_term())"
#: Table, the column that names the report, and what each column becomes.
ERASED: tuple[tuple[str, str, dict[str, str]], ...] = (
    (
        "housing_defectreport",
        "id",
        {"description": "''", "reported_by_id": "NULL", "household_scope_id": "NULL", "erased_on": "app_today()"},
    ),
    (
        "housing_defectreportevent",
        "pgh_obj_id",
        {"description": "''", "reported_by_id": "NULL", "household_scope_id": "NULL"},
    ),
    ("housing_defectupdate", "defect_id", {"text": "''", "by_id": "NULL", "by_label": "''"}),
)
PHOTOS = f"id IN (SELECT attachment_id FROM housing_defectattachment WHERE defect_id IN {PAST})"
NAMED = ", ".join(f"'{table}'::regclass" for table in (*(name for name, *_ in ERASED), "attachments_attachment"))


def _statement(table: str, key: str, values: dict[str, str]) -> str:
    written = ", ".join(f"{column} = {value}" for column, value in values.items())
    left = " OR ".join(
        f"{column} IS NULL" if column == "erased_on" else f"{column} IS DISTINCT FROM {value}"
        for column, value in values.items()
    )
    return f"UPDATE {table} SET {written} WHERE {key} IN {PAST} AND ({left})"


def _line(table: str, statement: str) -> str:
    return (
        f"  {statement};\n  GET DIAGNOSTICS hit = ROW_COUNT;\n"
        f"  term := '{YEAR}'; place := '{table}'; number := hit; RETURN NEXT;"
    )


LINES = "\n".join(_line(table, _statement(table, key, values)) for table, key, values in ERASED) + _line(
    "attachments_attachment",
    f"UPDATE attachments_attachment SET state = 'removed', removed_at = now(), updated_at = now()"
    f" WHERE state = 'ready' AND {PHOTOS}",
)
PHOTO_COLUMNS = "state, removed_at, updated_at"

SQL = f"""
CREATE FUNCTION housing_defects_past_term() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT d.id FROM housing_defectreport d
  WHERE d.state = 'closed' AND (d.closed_at AT TIME ZONE 'Europe/Amsterdam')::date + interval '{YEAR}' <= app_today()
$$;

GRANT SELECT (id, pgh_obj_id, description, reported_by_id, household_scope_id) ON housing_defectreportevent TO definer;
GRANT SELECT (id, defect_id, text, by_id, by_label) ON housing_defectupdate TO definer;
GRANT SELECT (defect_id, attachment_id) ON housing_defectattachment TO definer;
{" ".join(f"GRANT UPDATE ({', '.join(values)}) ON {table} TO definer;" for table, _key, values in ERASED)}
GRANT UPDATE ({PHOTO_COLUMNS}) ON attachments_attachment TO definer;
CREATE POLICY definer_forgets ON housing_defectreport FOR UPDATE TO definer
  USING (state = 'closed' AND (closed_at AT TIME ZONE 'Europe/Amsterdam')::date + interval '{YEAR}' <= app_today());
CREATE POLICY definer_forgets ON housing_defectreportevent FOR ALL TO definer USING (pgh_obj_id IN {PAST});
CREATE POLICY definer_forgets ON housing_defectupdate FOR ALL TO definer USING (defect_id IN {PAST});
CREATE POLICY definer_finds_old ON housing_defectattachment FOR SELECT TO definer USING (defect_id IN {PAST});
CREATE POLICY defects_forgotten ON attachments_attachment FOR UPDATE TO definer
  USING ({PHOTOS}) WITH CHECK (state = 'removed' AND {PHOTOS});

CREATE FUNCTION housing_forget_defects() RETURNS TABLE (term text, place text, number bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
DECLARE
  hit bigint;
  earlier text := current_setting('pgtrigger.ignore', true);
BEGIN
  PERFORM set_config('pgtrigger.ignore', (
    SELECT array_agg(t.tgname)::text FROM pg_trigger t
    WHERE t.tgrelid IN ({NAMED})
      AND (t.tgname LIKE 'pgtrigger\\_append\\_only\\_%' OR t.tgname LIKE 'pgtrigger\\_update\\_update\\_%')), true);
{LINES}
  PERFORM set_config('pgtrigger.ignore', coalesce(nullif(earlier, ''), '{{}}'), true);
END $$;
ALTER FUNCTION housing_forget_defects() OWNER TO definer;

CREATE OR REPLACE FUNCTION housing_forget() RETURNS TABLE (term text, place text, number bigint) LANGUAGE sql AS $$
  SELECT * FROM housing_forget_facts()
  UNION ALL SELECT * FROM housing_forget_words()
  UNION ALL SELECT * FROM housing_forget_plans()
  UNION ALL SELECT * FROM housing_forget_defects()
$$;
"""

UNDO = f"""
CREATE OR REPLACE FUNCTION housing_forget() RETURNS TABLE (term text, place text, number bigint) LANGUAGE sql AS $$
  SELECT * FROM housing_forget_facts()
  UNION ALL SELECT * FROM housing_forget_words()
  UNION ALL SELECT * FROM housing_forget_plans()
$$;
SET LOCAL ROLE definer;
DROP FUNCTION housing_forget_defects();
RESET ROLE;
DROP POLICY defects_forgotten ON attachments_attachment;
DROP POLICY definer_finds_old ON housing_defectattachment;
{" ".join(f"DROP POLICY definer_forgets ON {table};" for table, *_ in ERASED)}
REVOKE UPDATE ({PHOTO_COLUMNS}) ON attachments_attachment FROM definer;
{" ".join(f"REVOKE UPDATE ({', '.join(values)}) ON {table} FROM definer;" for table, _key, values in ERASED)}
REVOKE SELECT (defect_id, attachment_id) ON housing_defectattachment FROM definer;
REVOKE SELECT (id, defect_id, text, by_id, by_label) ON housing_defectupdate FROM definer;
REVOKE SELECT (id, pgh_obj_id, description, reported_by_id, household_scope_id) ON housing_defectreportevent FROM definer;
DROP FUNCTION housing_defects_past_term();
"""


class Migration(migrations.Migration):
    dependencies = [("housing", "0025_defects_forgotten"), ("attachments", "0002_row_security")]

    operations = [migrations.RunSQL(SQL, UNDO)]
