"""What officials wrote about a household goes a month after it closed, with the names (migration 0019), and so do the fingerprints of
those names; plans go half a year after they were made. See docs/retention.md.

`housing_forget()` keeps its meaning: nothing goes in, it can be called by anyone, and it erases only what is past its term. It
is now three functions in one.
"""

from django.db import migrations

MONTH, PLANS = "1 month", "6 months"

#: Table and the column of free text; each hangs on `household_id`, and its earlier versions lose the same.
WORDS = (
    ("housing_placement", "choice_reason"),
    ("housing_placementevent", "choice_reason"),
    ("housing_followonhousing", "note"),
    ("housing_followonhousingevent", "note"),
    ("housing_householdtransfer", "answer_reason"),
    ("housing_householdtransferevent", "answer_reason"),
    ("housing_statusholder", "name_index"),
)
#: Tables that migration 0019 did not touch.
NEW = ("housing_followonhousing", "housing_followonhousingevent")
GONE = f"household_id IN (SELECT housing_past_term('{MONTH}'))"

OLD_RUN = f"state NOT IN ('requested', 'solving') AND created_at <= now() - interval '{PLANS}'"
OLD_PROPOSAL = f"run_id IN (SELECT id FROM housing_matchingrun WHERE {OLD_RUN})"
#: What a plan says goes before the plan.
PLANNED = (("housing_matchingproposal", OLD_PROPOSAL), ("housing_matchingrun", OLD_RUN))


def _line(term: str, table: str, statement: str) -> str:
    return (
        f"  {statement};\n  GET DIAGNOSTICS hit = ROW_COUNT;\n"
        f"  term := '{term}'; place := '{table}'; number := hit; RETURN NEXT;"
    )


ERASE = "\n".join(
    _line(MONTH, f"{table}.{column}", f"UPDATE {table} SET {column} = '' WHERE {GONE} AND {column} <> ''")
    for table, column in WORDS
)
REMOVE = "\n".join(_line(PLANS, table, f"DELETE FROM {table} WHERE {old}") for table, old in PLANNED)
NAMED = ", ".join(f"'{table}'::regclass" for table, _column in WORDS)

SQL = f"""
GRANT SELECT (id, household_id) ON {", ".join(NEW)} TO definer;
{" ".join(f"GRANT SELECT ({column}), UPDATE ({column}) ON {table} TO definer;" for table, column in WORDS)}
{" ".join(f"CREATE POLICY definer_forgets ON {table} FOR ALL TO definer USING ({GONE}) WITH CHECK ({GONE});" for table in NEW)}
GRANT SELECT (id, state, created_at), DELETE ON housing_matchingrun TO definer;
GRANT SELECT (run_id), DELETE ON housing_matchingproposal TO definer;
CREATE POLICY definer_finds_old ON housing_matchingproposal FOR SELECT TO definer USING ({OLD_PROPOSAL});
{" ".join(f"CREATE POLICY definer_removes ON {table} FOR DELETE TO definer USING ({old});" for table, old in PLANNED)}

SET LOCAL ROLE definer;
ALTER FUNCTION housing_forget() RENAME TO housing_forget_facts;
RESET ROLE;

CREATE FUNCTION housing_forget_words() RETURNS TABLE (term text, place text, number bigint) LANGUAGE plpgsql SECURITY DEFINER
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
{ERASE}
  PERFORM set_config('pgtrigger.ignore', coalesce(nullif(earlier, ''), '{{}}'), true);
END $$;

CREATE FUNCTION housing_forget_plans() RETURNS TABLE (term text, place text, number bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
#variable_conflict use_column
DECLARE hit bigint;
BEGIN
{REMOVE}
END $$;
ALTER FUNCTION housing_forget_words() OWNER TO definer;
ALTER FUNCTION housing_forget_plans() OWNER TO definer;

CREATE FUNCTION housing_forget() RETURNS TABLE (term text, place text, number bigint) LANGUAGE sql AS $$
  SELECT * FROM housing_forget_facts()
  UNION ALL SELECT * FROM housing_forget_words()
  UNION ALL SELECT * FROM housing_forget_plans()
$$;
"""

UNDO = f"""
DROP FUNCTION housing_forget();
SET LOCAL ROLE definer;
DROP FUNCTION housing_forget_plans();
DROP FUNCTION housing_forget_words();
ALTER FUNCTION housing_forget_facts() RENAME TO housing_forget;
RESET ROLE;
{" ".join(f"DROP POLICY definer_removes ON {table};" for table, _old in PLANNED)}
DROP POLICY definer_finds_old ON housing_matchingproposal;
REVOKE SELECT (run_id), DELETE ON housing_matchingproposal FROM definer;
REVOKE DELETE ON housing_matchingrun FROM definer;
{" ".join(f"DROP POLICY definer_forgets ON {table};" for table in NEW)}
{" ".join(f"REVOKE SELECT ({column}), UPDATE ({column}) ON {table} FROM definer;" for table, column in WORDS)}
REVOKE SELECT (id, household_id) ON {", ".join(NEW)} FROM definer;
REVOKE SELECT (id, state, created_at) ON housing_matchingrun FROM definer;
"""


class Migration(migrations.Migration):
    dependencies = [("housing", "0020_first_name_index")]

    operations = [migrations.RunSQL(SQL, UNDO)]
