"""What is kept of a household that is gone: a month for what it was reached and housed by, a year for the rest of what is about
people; see docs/retention.md. Earlier versions of rows (`…event`) lose the same values as the rows.

`housing_forget()` takes nothing, can be called by anyone and erases only what is past its term: the policies of the role that
owns it say so too. Triggers that keep history append-only or would write a new version are told to look away in it.
"""

from django.db import migrations

MONTH, YEAR = "1 month", "1 year"

PEOPLE = (
    "people_0_3",
    "people_4_11",
    "people_12_17",
    "people_18_26",
    "people_27_54",
    "people_55_66",
    "people_67_plus",
)
#: Everybody in the band in the middle: `size`, the sum, is what figures need.
ONE_BAND = dict.fromkeys(PEOPLE, "0") | {"people_27_54": " + ".join(PEOPLE)}
OF_HOUSEHOLD = {"languages": "'{}'", "available_from": "NULL", "handler_id": "NULL", "import_key": "''"} | ONE_BAND
OF_CARD = {"languages": "'{}'", "age_bands": "'{}'"}
OF_TRANSFER = {"languages": "'{}'", "asked_in": "''"}
OF_PLACEMENT = {"asked_in": "''", "interpreter": "NULL"}
SEALED = "''"

#: Term, table, the column that names the household, and what each column becomes; nothing: the row itself goes.
ERASED: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    (MONTH, "housing_household", "id", {"contact_details": SEALED, "needs": SEALED}),
    (MONTH, "housing_householdevent", "id", {"contact_details": SEALED, "needs": SEALED}),
    (MONTH, "housing_statusholder", "household_id", {"first_name": SEALED}),
    (MONTH, "housing_statusholderevent", "household_id", {"first_name": SEALED}),
    (MONTH, "housing_householdcard", "household_scope_id", {"first_names": SEALED, "practical_needs": SEALED}),
    (MONTH, "housing_householdcardevent", "household_scope_id", {"first_names": SEALED, "practical_needs": SEALED}),
    (MONTH, "housing_householdtransfer", "household_id", {"practical_needs": SEALED}),
    (MONTH, "housing_householdtransferevent", "household_id", {"practical_needs": SEALED}),
    (MONTH, "housing_matchingproposal", "household_id", {"reasons": SEALED}),
    (YEAR, "housing_household", "id", OF_HOUSEHOLD),
    (YEAR, "housing_householdevent", "id", OF_HOUSEHOLD),
    (YEAR, "housing_statusholderevent", "household_id", {}),
    (YEAR, "housing_statusholder", "household_id", {}),
    (YEAR, "housing_coaallocation", "household_id", {"permit_on": "NULL"}),
    (YEAR, "housing_coaallocationevent", "household_id", {"permit_on": "NULL"}),
    (YEAR, "housing_householdcard", "household_scope_id", OF_CARD),
    (YEAR, "housing_householdcardevent", "household_scope_id", OF_CARD),
    (YEAR, "housing_householdtransfer", "household_id", OF_TRANSFER),
    (YEAR, "housing_householdtransferevent", "household_id", OF_TRANSFER),
    (YEAR, "housing_placement", "household_id", OF_PLACEMENT),
    (YEAR, "housing_placementevent", "household_id", OF_PLACEMENT),
)
TABLES = sorted({table for _term, table, _key, _values in ERASED})
KEY = {table: key for _term, table, key, _values in ERASED}
COLUMNS = {
    table: sorted({column for _term, name, _key, values in ERASED if name == table for column in values})
    for table in TABLES
}
REMOVED = [table for _term, table, _key, values in ERASED if not values]


def _gone(table: str, term: str) -> str:
    """The rows of households that are past the term; of a person who moved on with another household, also the earlier
    versions from before that."""
    past = f"(SELECT housing_past_term('{term}'))"
    if table == "housing_statusholderevent":
        return (
            f"(household_id IN {past}"
            f" OR pgh_obj_id IN (SELECT s.id FROM housing_statusholder s WHERE s.household_id IN {past}))"
        )
    return f"{KEY[table]} IN {past}"


def _statement(term: str, table: str, values: dict[str, str]) -> str:
    if not values:
        return f"DELETE FROM {table} WHERE {_gone(table, term)}"
    written = ", ".join(f"{column} = {value}" for column, value in values.items())
    left = " OR ".join(f"{column} IS DISTINCT FROM {value}" for column, value in values.items())
    return f"UPDATE {table} SET {written} WHERE {_gone(table, term)} AND ({left})"


def _policy(table: str) -> str:
    """The household itself is asked for its own dates; everything else hangs on a household that is past its term."""
    if table == "housing_household":
        due = f"closed_on + interval '{MONTH}' <= app_today()"
        return f"CREATE POLICY definer_forgets ON {table} FOR UPDATE TO definer USING ({due}) WITH CHECK ({due});"
    due = _gone(table, MONTH)
    return f"CREATE POLICY definer_forgets ON {table} FOR ALL TO definer USING ({due}) WITH CHECK ({due});"


def _grant(table: str) -> str:
    read = sorted({*COLUMNS[table], KEY[table], *(["pgh_obj_id"] if table.endswith("holderevent") else ["id"])})
    granted = f"GRANT SELECT ({', '.join(read)}), UPDATE ({', '.join(COLUMNS[table])}) ON {table} TO definer;"
    return granted + (f" GRANT DELETE ON {table} TO definer;" if table in REMOVED else "")


LINES = "\n".join(
    f"  {_statement(term, table, values)};\n"
    f"  GET DIAGNOSTICS hit = ROW_COUNT;\n"
    f"  term := '{term}'; place := '{table}'; number := hit; RETURN NEXT;"
    for term, table, _key, values in ERASED
)
NAMED = ", ".join(f"'{table}'::regclass" for table in TABLES)

SQL = f"""
GRANT SELECT (closed_on) ON housing_household TO definer;
GRANT SELECT (end_recorded_at) ON housing_placement TO definer;

-- An end that was entered late can be taken back for a week, and then nothing may be lost.
CREATE FUNCTION housing_past_term(term interval) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT h.id FROM housing_household h
  WHERE h.closed_on + term <= app_today()
    AND h.state IN ('moved_on', 'left', 'cancelled', 'transferred', 'merged')
    AND NOT EXISTS (SELECT FROM housing_placement p
                    WHERE p.household_id = h.id AND p.end_recorded_at > now() - interval '7 days')
$$;

{" ".join(_grant(table) for table in TABLES)}
{" ".join(_policy(table) for table in TABLES)}

CREATE FUNCTION housing_forget() RETURNS TABLE (term text, place text, number bigint) LANGUAGE plpgsql SECURITY DEFINER
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
ALTER FUNCTION housing_forget() OWNER TO definer;
"""


def _revoke(table: str) -> str:
    kept_elsewhere = {
        "housing_household": {"id", "handler_id"},
        "housing_placement": {"id", "household_id"},
        "housing_coaallocation": {"id", "household_id"},
    }
    read = sorted({*COLUMNS[table], KEY[table], *(["pgh_obj_id"] if table.endswith("holderevent") else ["id"])})
    read = [column for column in read if column not in kept_elsewhere.get(table, set())]
    taken = f"REVOKE SELECT ({', '.join(read)}), UPDATE ({', '.join(COLUMNS[table])}) ON {table} FROM definer;"
    return taken + (f" REVOKE DELETE ON {table} FROM definer;" if table in REMOVED else "")


UNDO = f"""
SET LOCAL ROLE definer;
DROP FUNCTION housing_forget();
RESET ROLE;
{" ".join(f"DROP POLICY definer_forgets ON {table};" for table in TABLES)}
{" ".join(_revoke(table) for table in TABLES)}
DROP FUNCTION housing_past_term(interval);
REVOKE SELECT (end_recorded_at) ON housing_placement FROM definer;
REVOKE SELECT (closed_on) ON housing_household FROM definer;
"""


class Migration(migrations.Migration):
    dependencies = [("housing", "0018_partner_units")]

    operations = [migrations.RunSQL(SQL, UNDO)]
