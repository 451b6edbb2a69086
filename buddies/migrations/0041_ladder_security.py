"""What silence brings, the Monday mail, and figures that hold nobody.

`buddies_due_rung` is the one place that says which rung is due; its days are rows of `municipalities_term`. The sweep of the ladder
finds matches, not rungs: what is written down is that a rung was reached. Whoever had their mail of the day is known to the function
`buddies_take_day` alone.
"""

from typing import Any

from django.db import migrations

from thuisgevers.municipalities.clocks import load_terms
from thuisgevers.municipalities.policies import job_is, own, protect, register_queue, tie

LADDER, WEEKS = "buddy_ladder", "buddy_weeks"

RUNG = """
-- 0: nothing yet; 1: ask the buddy; 2: tell the coordinator; 3: propose to conclude.
CREATE FUNCTION buddies_due_rung(heard date) RETURNS integer LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  SELECT coalesce(max(CASE t.key WHEN 'buddy-quiet-ask' THEN 1 WHEN 'buddy-quiet-tell' THEN 2 ELSE 3 END), 0)
  FROM municipalities_term t
  WHERE t.key IN ('buddy-quiet-ask', 'buddy-quiet-tell', 'buddy-quiet-conclude')
    AND t.valid_from <= app_today() AND (t.valid_until IS NULL OR t.valid_until > app_today())
    AND heard + CASE t.unit WHEN 'days' THEN make_interval(days => t.length) WHEN 'weeks' THEN make_interval(weeks => t.length)
      ELSE make_interval(months => t.length) END <= app_today()
$$;
GRANT SELECT ON municipalities_term TO definer;
"""
RUNG_UNDO = """
REVOKE SELECT ON municipalities_term FROM definer;
DROP FUNCTION buddies_due_rung(date);
"""

#: Left alone for today: who would be asked, and had a mail already.
WAITING = """state = 'active' AND heard_on <= app_today() - 1 AND buddies_due_rung(heard_on) > coalesce(
  (SELECT max(r.rung) FROM buddies_ladderrung r WHERE r.match_id = buddies_buddymatch.id
   AND r.quiet_since = buddies_buddymatch.heard_on), 0)
AND (buddies_due_rung(heard_on) > 1 OR NOT EXISTS (
  SELECT FROM buddies_mailday d WHERE d.user_id = buddies_buddymatch.user_id AND d.day = app_today()))"""

LADDER_SQL = f"""
INSERT INTO municipalities_jobqueue (queue, table_name, waiting, actor_column)
  VALUES ('{LADDER}', 'buddies_buddymatch', '{WAITING.replace("'", "''")}', '');
CREATE POLICY ladder_reads ON buddies_buddymatch FOR SELECT TO app USING ({job_is(LADDER)});
-- Taking the lock asks the policy of changing; changing is refused.
CREATE POLICY ladder_holds ON buddies_buddymatch FOR UPDATE TO app USING ({job_is(LADDER)}) WITH CHECK (false);
GRANT SELECT ON buddies_ladderrung TO definer;
CREATE POLICY definer_finds ON buddies_ladderrung FOR SELECT TO definer USING (true);

REVOKE ALL ON buddies_mailday FROM app;
GRANT SELECT, INSERT, DELETE ON buddies_mailday TO definer;

-- 'new': the day is this person's from now on. Else what their mail of the day was about.
CREATE FUNCTION buddies_take_day(person bigint, wanted text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE held text;
BEGIN
  IF split_part(coalesce(current_setting('app.job', true), ''), ':', 1) NOT IN ('{LADDER}', '{WEEKS}') THEN
    RAISE EXCEPTION 'a day is taken by a worker' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO buddies_mailday (id, created_at, updated_at, user_id, day, kind)
    VALUES (uuidv7(), now(), now(), person, app_today(), wanted) ON CONFLICT DO NOTHING;
  IF FOUND THEN RETURN 'new'; END IF;
  SELECT kind INTO held FROM buddies_mailday WHERE user_id = person AND day = app_today();
  RETURN held;
END $$;

CREATE FUNCTION buddies_open_weeks() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  INSERT INTO buddies_weekoverview (id, created_at, updated_at, user_id, week, points)
  SELECT uuidv7(), now(), now(), m.user_id, date_trunc('week', app_today()::timestamp)::date, 0
  FROM municipalities_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
  WHERE m.role = 'buddy_coordinator' AND m.starts_on <= app_today() AND (m.ends_on IS NULL OR m.ends_on > app_today())
  GROUP BY m.user_id
  ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION buddies_forget_clocks() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  erased bigint := 0;
  these bigint;
BEGIN
  DELETE FROM buddies_mailday WHERE day < app_today() - 35;
  GET DIAGNOSTICS these = ROW_COUNT; erased := erased + these;
  DELETE FROM buddies_weekoverview WHERE week < app_today() - 365;
  GET DIAGNOSTICS these = ROW_COUNT; erased := erased + these;
  RETURN erased;
END $$;

ALTER FUNCTION buddies_take_day(bigint, text) OWNER TO definer;
ALTER FUNCTION buddies_open_weeks() OWNER TO definer;
ALTER FUNCTION buddies_forget_clocks() OWNER TO definer;
GRANT INSERT, DELETE ON buddies_weekoverview TO definer;
CREATE POLICY definer_opens ON buddies_weekoverview FOR INSERT TO definer WITH CHECK (true);
CREATE POLICY definer_removes ON buddies_weekoverview FOR DELETE TO definer USING (week < app_today() - 365);
"""
LADDER_UNDO = f"""
DROP POLICY definer_removes ON buddies_weekoverview;
DROP POLICY definer_opens ON buddies_weekoverview;
REVOKE INSERT, DELETE ON buddies_weekoverview FROM definer;
SET LOCAL ROLE definer;
DROP FUNCTION buddies_forget_clocks();
DROP FUNCTION buddies_open_weeks();
DROP FUNCTION buddies_take_day(bigint, text);
RESET ROLE;
REVOKE ALL ON buddies_mailday FROM definer;
GRANT SELECT, INSERT, UPDATE, DELETE ON buddies_mailday TO app;
DROP POLICY definer_finds ON buddies_ladderrung;
REVOKE SELECT ON buddies_ladderrung FROM definer;
DROP POLICY ladder_holds ON buddies_buddymatch;
DROP POLICY ladder_reads ON buddies_buddymatch;
DELETE FROM municipalities_jobqueue WHERE queue = '{LADDER}';
"""

#: Counted for a place or for one initiative in it, out of what whoever asks may read; numbers only, so that a moment that the
#: buddy keeps for themselves counts too.
FIGURES_SQL = """
CREATE FUNCTION buddies_quiet_days(tenant bigint) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT 7 * coalesce((SELECT quiet_weeks FROM buddies_buddysettings WHERE municipality_id = tenant), 2)
$$;

CREATE FUNCTION buddies_figures(tenant bigint, thing uuid) RETURNS TABLE (
  households integer, matches integer, quiet integer, meetings integer, meeting_days integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT count(DISTINCT m.household_id) FILTER (WHERE m.state = 'active')::int,
    count(*) FILTER (WHERE m.state = 'active')::int,
    count(*) FILTER (WHERE m.state = 'active' AND m.heard_on <= app_today() - buddies_quiet_days(tenant))::int,
    count(*) FILTER (WHERE m.started_on > app_today() - 365)::int,
    coalesce(sum(m.started_on - m.proposed_on) FILTER (WHERE m.started_on > app_today() - 365), 0)::int
  FROM buddies_buddymatch m
  WHERE m.municipality_id = tenant AND (thing IS NULL OR m.initiative_id = thing)
    AND (tenant = ANY (app_municipalities('buddy.read')) OR m.initiative_id = ANY (app_scopes('buddy.read')))
$$;

CREATE FUNCTION buddies_months(tenant bigint, thing uuid) RETURNS TABLE (month date, matches integer, contacts integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH mine AS (
    SELECT id, started_on, ended_on FROM buddies_buddymatch
    WHERE municipality_id = tenant AND started_on IS NOT NULL AND (thing IS NULL OR initiative_id = thing)
      AND (tenant = ANY (app_municipalities('buddy.read')) OR initiative_id = ANY (app_scopes('buddy.read')))
  ), counted AS (
    SELECT date_trunc('month', c.happened_on::timestamp)::date AS month, count(*) AS contacts
    FROM buddies_contactmoment c JOIN mine ON mine.id = c.match_id
    WHERE c.municipality_id = tenant AND c.happened_on >= date_trunc('month', app_today()::timestamp) - interval '11 months'
    GROUP BY 1
  )
  SELECT s.month::date,
    (SELECT count(*) FROM mine WHERE mine.started_on < s.month + interval '1 month'
       AND (mine.ended_on IS NULL OR mine.ended_on >= s.month))::int,
    coalesce(counted.contacts, 0)::int
  FROM generate_series(date_trunc('month', app_today()::timestamp) - interval '11 months',
    date_trunc('month', app_today()::timestamp), interval '1 month') AS s(month)
  LEFT JOIN counted ON counted.month = s.month::date
  ORDER BY 1
$$;

CREATE FUNCTION buddies_refresh_figures() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('buddies_refresh_figures'));
  MERGE INTO buddies_buddyfigure kept
  USING (
    SELECT m.municipality_id,
      count(DISTINCT m.household_id) FILTER (WHERE m.state = 'active') AS households,
      count(*) FILTER (WHERE m.state = 'active') AS matches,
      count(*) FILTER (WHERE m.state = 'active' AND m.heard_on <= app_today() - 7 * coalesce(s.quiet_weeks, 2)) AS quiet,
      count(*) FILTER (WHERE m.started_on > app_today() - 365) AS meetings,
      coalesce(sum(m.started_on - m.proposed_on) FILTER (WHERE m.started_on > app_today() - 365), 0) AS meeting_days
    FROM buddies_buddymatch m LEFT JOIN buddies_buddysettings s ON s.municipality_id = m.municipality_id
    GROUP BY 1
  ) fresh
  ON kept.municipality_id = fresh.municipality_id
  WHEN MATCHED THEN UPDATE SET households = fresh.households, matches = fresh.matches, quiet = fresh.quiet,
    meetings = fresh.meetings, meeting_days = fresh.meeting_days, refreshed_at = now()
  WHEN NOT MATCHED THEN INSERT (municipality_id, households, matches, quiet, meetings, meeting_days, refreshed_at)
    VALUES (fresh.municipality_id, fresh.households, fresh.matches, fresh.quiet, fresh.meetings, fresh.meeting_days, now())
  WHEN NOT MATCHED BY SOURCE THEN DELETE;

  MERGE INTO buddies_buddymonth kept
  USING (
    SELECT coalesce(r.municipality_id, c.municipality_id) AS municipality_id, coalesce(r.month, c.month) AS month,
      coalesce(r.matches, 0) AS matches, coalesce(c.contacts, 0) AS contacts
    FROM (
      SELECT m.municipality_id, s.month::date AS month, count(*) AS matches
      FROM buddies_buddymatch m
      JOIN generate_series(date_trunc('month', app_today()::timestamp) - interval '11 months',
        date_trunc('month', app_today()::timestamp), interval '1 month') AS s(month)
        ON m.started_on < s.month + interval '1 month' AND (m.ended_on IS NULL OR m.ended_on >= s.month)
      GROUP BY 1, 2
    ) r
    FULL JOIN (
      SELECT c.municipality_id, date_trunc('month', c.happened_on::timestamp)::date AS month, count(*) AS contacts
      FROM buddies_contactmoment c JOIN buddies_buddymatch m ON m.id = c.match_id AND m.started_on IS NOT NULL
      WHERE c.happened_on >= date_trunc('month', app_today()::timestamp) - interval '11 months'
      GROUP BY 1, 2
    ) c ON c.municipality_id = r.municipality_id AND c.month = r.month
  ) fresh
  ON kept.municipality_id = fresh.municipality_id AND kept.month = fresh.month
  WHEN MATCHED AND (kept.matches <> fresh.matches OR kept.contacts <> fresh.contacts) THEN
    UPDATE SET matches = fresh.matches, contacts = fresh.contacts
  WHEN NOT MATCHED THEN INSERT (municipality_id, month, matches, contacts)
    VALUES (fresh.municipality_id, fresh.month, fresh.matches, fresh.contacts)
  WHEN NOT MATCHED BY SOURCE THEN DELETE;
END $$;

ALTER FUNCTION buddies_quiet_days(bigint) OWNER TO definer;
ALTER FUNCTION buddies_figures(bigint, uuid) OWNER TO definer;
ALTER FUNCTION buddies_months(bigint, uuid) OWNER TO definer;
ALTER FUNCTION buddies_refresh_figures() OWNER TO definer;
REVOKE ALL ON buddies_buddyfigure, buddies_buddymonth FROM app;
GRANT SELECT, INSERT, UPDATE, DELETE ON buddies_buddyfigure, buddies_buddymonth TO definer;
GRANT SELECT ON buddies_buddyfigure, buddies_buddymonth TO stats;
GRANT SELECT (municipality_id, quiet_weeks) ON buddies_buddysettings TO definer;
CREATE POLICY definer_finds ON buddies_buddysettings FOR SELECT TO definer USING (true);
GRANT SELECT (municipality_id) ON buddies_contactmoment TO definer;
"""
FIGURES_UNDO = """
REVOKE SELECT (municipality_id) ON buddies_contactmoment FROM definer;
DROP POLICY definer_finds ON buddies_buddysettings;
REVOKE SELECT (municipality_id, quiet_weeks) ON buddies_buddysettings FROM definer;
REVOKE ALL ON buddies_buddyfigure, buddies_buddymonth FROM stats, definer;
GRANT SELECT, INSERT, UPDATE, DELETE ON buddies_buddyfigure, buddies_buddymonth TO app;
SET LOCAL ROLE definer;
DROP FUNCTION buddies_refresh_figures();
DROP FUNCTION buddies_months(bigint, uuid);
DROP FUNCTION buddies_figures(bigint, uuid);
DROP FUNCTION buddies_quiet_days(bigint);
RESET ROLE;
"""


def add_terms(apps: Any, _schema_editor: Any) -> None:
    load_terms(apps.get_model("municipalities", "Term"))


class Migration(migrations.Migration):
    dependencies = [("buddies", "0040_ladder"), ("municipalities", "0003_geography")]

    operations = [
        migrations.RunPython(add_terms, migrations.RunPython.noop),
        migrations.RunSQL(RUNG, RUNG_UNDO),
        protect(
            "buddies_ladderrung",
            read=["buddy.read"],
            scope_column="initiative_id",
            extra_read=[job_is(LADDER, "match_id")],
            extra_insert=[job_is(LADDER, "match_id")],
            append_only=True,
        ),
        tie("buddies_ladderrung", "match_id", "buddies_buddymatch"),
        tie("buddies_ladderrung", "initiative_id", "initiatives_initiative"),
        protect("buddies_weekoverview", extra_read=[own()], job_queue=WEEKS),
        register_queue(
            WEEKS,
            "buddies_weekoverview",
            waiting="sent_at IS NULL AND week = date_trunc('week', app_today()::timestamp)::date",
            actor_column="user_id",
        ),
        migrations.RunSQL(LADDER_SQL, LADDER_UNDO),
        migrations.RunSQL(FIGURES_SQL, FIGURES_UNDO),
    ]
