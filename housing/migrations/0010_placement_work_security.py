"""Who reads tasks and quotas; what the guard of stays may know; and figures that hold nobody.

Functions that count act as the role `definer` and give numbers only. `housing_guarded_stay` answers a worker about the one
stay that is its job.
"""

from django.db import migrations

from housing.row_security import protect_history
from thuisgevers.municipalities.policies import anchor, job_is, protect, register_queue, tie

GUARD, TASKS = "follow_on_guard", "placement_tasks"

PEOPLE_SQL = """
CREATE FUNCTION housing_count_people() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  IF (NEW.state = 'active' AND (TG_OP = 'INSERT' OR OLD.state <> 'active')) OR (NEW.state = 'ended' AND NEW.people = 0) THEN
    SELECT size INTO NEW.people FROM housing_household WHERE id = NEW.household_id;
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION housing_people_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE housing_placement SET people = NEW.size WHERE household_id = NEW.id AND state = 'active';
  RETURN NULL;
END $$;

ALTER FUNCTION housing_count_people() OWNER TO definer;
ALTER FUNCTION housing_people_changed() OWNER TO definer;
GRANT SELECT (municipality_id, property_id, people, moved_in_on, ended_on), UPDATE (people)
  ON housing_placement TO definer;
GRANT INSERT ON housing_placementevent TO definer;
CREATE POLICY definer_counts ON housing_placement FOR UPDATE TO definer USING (true) WITH CHECK (true);
CREATE POLICY definer_notes ON housing_placementevent FOR INSERT TO definer WITH CHECK (true);
CREATE TRIGGER placement_people BEFORE INSERT OR UPDATE ON housing_placement
  FOR EACH ROW EXECUTE FUNCTION housing_count_people();
CREATE TRIGGER household_people AFTER UPDATE ON housing_household
  FOR EACH ROW WHEN (NEW.size <> OLD.size) EXECUTE FUNCTION housing_people_changed();
"""
PEOPLE_UNDO = """
DROP TRIGGER household_people ON housing_household;
DROP TRIGGER placement_people ON housing_placement;
DROP POLICY definer_notes ON housing_placementevent;
DROP POLICY definer_counts ON housing_placement;
REVOKE INSERT ON housing_placementevent FROM definer;
REVOKE UPDATE (people), SELECT (municipality_id, property_id, people, moved_in_on, ended_on)
  ON housing_placement FROM definer;
DROP FUNCTION housing_people_changed();
DROP FUNCTION housing_count_people();
"""

GUARD_SQL = f"""
CREATE POLICY job_reads ON housing_followonhousing FOR SELECT TO app USING ({job_is(GUARD)});
CREATE POLICY job_updates ON housing_followonhousing FOR UPDATE TO app
  USING ({job_is(GUARD)}) WITH CHECK ({job_is(GUARD)});
GRANT SELECT (reference, handler_id) ON housing_household TO definer;

CREATE FUNCTION housing_guarded_stay() RETURNS TABLE (
  placement_id uuid, state text, expected_end_on date, reference text, handler_id bigint, owner_is_here boolean,
  lead_ids bigint[]
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT p.id, p.state::text, p.expected_end_on, h.reference::text, h.handler_id,
    f.owner_id IN (SELECT app_officials(f.municipality_id, ARRAY['case_handler', 'case_coordinator'])),
    ARRAY(SELECT DISTINCT m.user_id FROM municipalities_membership m
          JOIN accounts_user u ON u.id = m.user_id AND u.is_active
          WHERE m.scope_id = place.initiative_scope_id AND m.role = 'lead_volunteer'
            AND m.starts_on <= app_today() AND (m.ends_on IS NULL OR m.ends_on > app_today()))
  FROM housing_followonhousing f
  JOIN housing_placement p ON p.id = f.placement_id
  JOIN housing_household h ON h.id = p.household_id
  JOIN housing_property place ON place.id = p.property_id
  WHERE f.id = (SELECT app_job('{GUARD}'))
$$;
ALTER FUNCTION housing_guarded_stay() OWNER TO definer;
"""
GUARD_UNDO = """
DROP FUNCTION housing_guarded_stay();
REVOKE SELECT (reference, handler_id) ON housing_household FROM definer;
DROP POLICY job_updates ON housing_followonhousing;
DROP POLICY job_reads ON housing_followonhousing;
"""

#: A night belongs to the day on which it begins: from the day of moving in up to, not with, the day of leaving (or today).
LEDGER_SQL = """
CREATE VIEW housing_stay_month WITH (security_invoker = true) AS
SELECT p.id AS placement_id, p.municipality_id, s.month::date AS month,
  p.people * (least(p.stop, (s.month + interval '1 month')::date) - greatest(p.moved_in_on, s.month::date)) AS nights
FROM (
  SELECT id, municipality_id, people, moved_in_on, coalesce(ended_on, app_today()) AS stop FROM housing_placement
  WHERE state IN ('active', 'ended') AND moved_in_on IS NOT NULL
) p
CROSS JOIN LATERAL generate_series(
  date_trunc('month', p.moved_in_on::timestamp), (p.stop - 1)::timestamp, interval '1 month') AS s(month)
WHERE p.stop > p.moved_in_on;
GRANT SELECT ON housing_stay_month TO app, definer;

CREATE FUNCTION housing_nights_by_month(place bigint) RETURNS TABLE (month date, nights bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT s.month, sum(s.nights) FROM housing_stay_month s
  WHERE s.municipality_id = place AND place = ANY (app_municipalities('quota.read')) GROUP BY s.month ORDER BY s.month
$$;

-- Everybody is counted once, in the half-year of the first home here; planned are those who have had none.
CREATE FUNCTION housing_housed(place bigint, from_on date, until_on date) RETURNS TABLE (realised bigint, planned bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT
    (SELECT coalesce(sum(p.people), 0) FROM housing_placement p
     WHERE p.municipality_id = place AND p.state IN ('active', 'ended')
       AND p.moved_in_on >= from_on AND p.moved_in_on < until_on
       AND NOT EXISTS (SELECT FROM housing_placement e WHERE e.household_id = p.household_id
                       AND e.state IN ('active', 'ended') AND (e.moved_in_on, e.id) < (p.moved_in_on, p.id))),
    (SELECT coalesce(sum(h.size), 0) FROM housing_household h WHERE h.id IN (
       SELECT p.household_id FROM housing_placement p
       WHERE p.municipality_id = place AND p.state = 'planned' AND p.move_in_on >= from_on AND p.move_in_on < until_on
         AND NOT EXISTS (SELECT FROM housing_placement e WHERE e.household_id = p.household_id
                         AND e.state IN ('active', 'ended'))))
  WHERE place = ANY (app_municipalities('quota.read'))
$$;

ALTER FUNCTION housing_nights_by_month(bigint) OWNER TO definer;
ALTER FUNCTION housing_housed(bigint, date, date) OWNER TO definer;
"""
LEDGER_UNDO = """
DROP FUNCTION housing_housed(bigint, date, date);
DROP FUNCTION housing_nights_by_month(bigint);
DROP VIEW housing_stay_month;
"""

FIGURES_SQL = """
CREATE FUNCTION housing_refresh_figures() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('housing_refresh_figures'));
  MERGE INTO housing_nightsfreed kept
  USING (SELECT municipality_id, month, sum(nights) AS nights FROM housing_stay_month GROUP BY 1, 2) fresh
  ON kept.municipality_id = fresh.municipality_id AND kept.month = fresh.month
  WHEN MATCHED AND kept.nights <> fresh.nights THEN UPDATE SET nights = fresh.nights
  WHEN NOT MATCHED THEN INSERT (municipality_id, month, nights) VALUES (fresh.municipality_id, fresh.month, fresh.nights)
  WHEN NOT MATCHED BY SOURCE THEN DELETE;

  MERGE INTO housing_housingfigure kept
  USING (
    SELECT municipality_id, sum(homes) AS homes, sum(now) AS now, sum(ever) AS ever FROM (
      SELECT u.municipality_id, count(*) AS homes, 0 AS now, 0 AS ever
      FROM housing_dwellingunit u JOIN housing_property place ON place.id = u.property_id
      WHERE place.state = 'open' AND u.retired_on IS NULL GROUP BY 1
      UNION ALL
      SELECT municipality_id, 0, sum(now), sum(most) FROM (
        SELECT municipality_id, household_id, max(people) AS most, sum(people) FILTER (WHERE state = 'active') AS now
        FROM housing_placement WHERE state IN ('active', 'ended') GROUP BY 1, 2) stays
      GROUP BY 1) parts
    GROUP BY 1
  ) fresh
  ON kept.municipality_id = fresh.municipality_id
  WHEN MATCHED THEN UPDATE SET homes_open = fresh.homes, people_now = coalesce(fresh.now, 0),
    people_ever = coalesce(fresh.ever, 0), refreshed_at = now()
  WHEN NOT MATCHED THEN INSERT (municipality_id, homes_open, people_now, people_ever, refreshed_at)
    VALUES (fresh.municipality_id, fresh.homes, coalesce(fresh.now, 0), coalesce(fresh.ever, 0), now())
  WHEN NOT MATCHED BY SOURCE THEN DELETE;
END $$;

ALTER FUNCTION housing_refresh_figures() OWNER TO definer;
REVOKE ALL ON housing_nightsfreed, housing_housingfigure FROM app;
GRANT SELECT, INSERT, UPDATE, DELETE ON housing_nightsfreed, housing_housingfigure TO definer;
GRANT SELECT ON housing_nightsfreed, housing_housingfigure TO stats;
"""
FIGURES_UNDO = """
DROP FUNCTION housing_refresh_figures();
REVOKE ALL ON housing_nightsfreed, housing_housingfigure FROM stats, definer;
GRANT SELECT, INSERT, UPDATE, DELETE ON housing_nightsfreed, housing_housingfigure TO app;
"""


class Migration(migrations.Migration):
    dependencies = [("housing", "0009_property_work")]

    operations = [
        anchor("housing_placementtask"),
        protect(
            "housing_placementtask",
            read=["placement.read"],
            insert=["placement.write"],
            update=["placement.write"],
            job_queue=TASKS,
        ),
        protect_history("housing_placementtask"),
        tie("housing_placementtask", "placement_id", "housing_placement"),
        tie("housing_placementtask", "household_id", "housing_household"),
        register_queue(
            TASKS,
            "housing_placementtask",
            waiting="done_on IS NULL AND NOT is_dropped AND due_on < app_today()"
            " AND (reminded_on IS NULL OR reminded_on + 7 <= app_today())",
        ),
        protect("housing_housingquota", read=["quota.read"], insert=["quota.write"], update=["quota.write"]),
        protect_history("housing_housingquota"),
        register_queue(
            GUARD,
            "housing_followonhousing",
            waiting="state NOT IN ('done', 'cancelled') AND (checked_on IS NULL OR checked_on < app_today())",
        ),
        migrations.RunSQL(PEOPLE_SQL, PEOPLE_UNDO),
        migrations.RunSQL(GUARD_SQL, GUARD_UNDO),
        migrations.RunSQL(LEDGER_SQL, LEDGER_UNDO),
        migrations.RunSQL(FIGURES_SQL, FIGURES_UNDO),
    ]
