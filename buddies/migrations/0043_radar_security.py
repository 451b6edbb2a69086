"""The radar in one statement whose plan the database keeps, what was put off, contacts per week, and pauses that end by themselves.

`buddies_radar` asks with the rights of whoever asks (it is no definer function): it says for itself what the reader may see, as
`viewable_matches`, `viewable_buddies` and `buddyable_cards` do, and the policies say it again. Every part walks an index in the order in
which it is shown and is bounded.
"""

from django.db import migrations

from housing.row_security import protect_history
from thuisgevers.municipalities.policies import job_is, protect, tie

PAUSES, BREAKS = "buddy_pauses", "buddy_breaks"
MOST_OF_A_KIND = 100

SEEN = "{0}.municipality_id = tenant AND ({0}.municipality_id = ANY (places) OR {0}.initiative_id = ANY (scopes))"
HOME = "l.municipality_id = tenant AND (l.municipality_id = ANY (manages) OR l.initiative_scope_id = ANY (managed))"
#: Kind, urgency (the lower the sooner), since, what it is about, its buddy, its household.
PARTS = (
    # Active, and nobody heard for so many days.
    f"""SELECT 'quiet', CASE WHEN m.heard_on <= today - 90 THEN 0 ELSE 2 END, m.heard_on, m.id, m.buddy_id, m.household_id
    FROM buddies_buddymatch m WHERE {SEEN.format("m")} AND m.state = 'active' AND m.heard_on <= today - quiet_days
    ORDER BY m.heard_on, m.id LIMIT {MOST_OF_A_KIND}""",
    # The household still has to answer; both said yes and no start followed; the buddy still has to answer.
    f"""SELECT CASE WHEN m.state = 'accepted' THEN 'meeting' WHEN m.buddy_answer = 'yes' THEN 'answer' ELSE 'asked' END,
      CASE WHEN m.state = 'accepted' THEN CASE WHEN m.buddy_answered_on <= today - 14 THEN 1 ELSE 3 END
        WHEN m.buddy_answer = 'yes' THEN 1 ELSE 5 END,
      m.proposed_on, m.id, m.buddy_id, m.household_id
    FROM buddies_buddymatch m WHERE {SEEN.format("m")} AND m.state IN ('proposed', 'accepted')
    ORDER BY 2, m.proposed_on, m.id LIMIT {MOST_OF_A_KIND}""",
    f"""SELECT 'backup', 6, m.started_on, m.id, m.buddy_id, m.household_id
    FROM buddies_buddymatch m WHERE {SEEN.format("m")} AND m.state = 'active' AND m.backup_id IS NULL
    ORDER BY m.started_on, m.id LIMIT {MOST_OF_A_KIND}""",
    # Households that live somewhere without a buddy or a proposal; those who said no are left in peace.
    f"""SELECT 'without', CASE WHEN l.move_in_on <= today THEN 2 ELSE 4 END, l.move_in_on, l.card_id, NULL::uuid, l.household_id
    FROM buddies_homeline l WHERE {HOME} AND l.is_living AND NOT l.said_no AND l.open_matches = 0
    ORDER BY l.move_in_on, l.card_id LIMIT {MOST_OF_A_KIND}""",
    # Households with a buddy that move soon.
    f"""SELECT 'ending', 5, l.ends_on, l.card_id, l.buddy_id, l.household_id
    FROM buddies_homeline l WHERE {HOME} AND l.is_living AND l.buddy_id IS NOT NULL AND l.ends_on <= today + 56
    ORDER BY l.ends_on, l.card_id LIMIT {MOST_OF_A_KIND}""",
    # Ended or about to, of buddies who are at work or ready for it.
    f"""SELECT 'vog', CASE WHEN b.vog_valid_until <= today THEN 1 ELSE 3 END, b.vog_valid_until, b.id, b.id, NULL::uuid
    FROM buddies_buddy b WHERE {SEEN.format("b")} AND b.state IN ('ready', 'paused') AND b.vog_valid_until <= today + 70
    ORDER BY b.vog_valid_until, b.id LIMIT {MOST_OF_A_KIND}""",
    f"""SELECT CASE WHEN b.state = 'applied' THEN 'applied' ELSE 'intake' END,
      CASE WHEN b.state = 'applied' AND b.created_at::date <= today - 5 THEN 2 ELSE 4 END, b.created_at::date, b.id, b.id, NULL::uuid
    FROM buddies_buddy b WHERE {SEEN.format("b")} AND b.state IN ('applied', 'intake')
    ORDER BY 2, b.created_at, b.id LIMIT {MOST_OF_A_KIND}""",
    # More households than was agreed; a pause while a household still counts on this buddy.
    f"""SELECT CASE WHEN l.is_away THEN 'away' ELSE 'busy' END, CASE WHEN l.is_away THEN 3 ELSE 2 END,
      l.since, l.subject_id, l.subject_id, NULL::uuid
    FROM buddies_buddyload l WHERE {SEEN.format("l")} AND (l.is_over OR l.is_away)
    ORDER BY l.since, l.subject_id LIMIT {MOST_OF_A_KIND}""",
)

#: A household may have a home now and the next one planned, or two buddies: one line.
RADAR = f"""
CREATE FUNCTION buddies_radar(tenant bigint, places bigint[], scopes uuid[], manages bigint[], managed uuid[], today date,
  kinds text[], skip integer, most integer)
RETURNS TABLE (quiet integer, numbers json, shown json) LANGUAGE plpgsql STABLE AS $$
DECLARE
  quiet_days integer := buddies_quiet_days(tenant);
  later text[];
BEGIN
  SELECT coalesce(array_agg(z.kind || ':' || z.subject_id), '{{}}') INTO later FROM buddies_radarsnooze z
  WHERE {SEEN.format("z")} AND z.undone_on IS NULL AND z.until > today;
  RETURN QUERY
  WITH found (kind, urgency, since, thing, buddy, household) AS MATERIALIZED (({") UNION ALL (".join(PARTS)})),
  each AS MATERIALIZED (
    SELECT f.* FROM found f WHERE f.kind NOT IN ('without', 'ending')
      AND (cardinality(later) = 0 OR f.kind || ':' || f.thing <> ALL (later))
    UNION ALL
    (SELECT DISTINCT ON (f.kind, f.household) f.* FROM found f WHERE f.kind IN ('without', 'ending')
      AND (cardinality(later) = 0 OR f.kind || ':' || f.thing <> ALL (later)) ORDER BY f.kind, f.household, f.since))
  SELECT quiet_days,
    (SELECT coalesce(json_object_agg(n.kind, n.number), '{{}}') FROM (
       SELECT e.kind, count(*) AS number FROM each e GROUP BY e.kind) n),
    (SELECT coalesce(json_agg(json_build_array(s.kind, s.urgency, s.since, s.thing, s.buddy, s.household)), '[]') FROM (
       SELECT e.* FROM each e WHERE e.kind = ANY (kinds) ORDER BY e.urgency, e.since, e.thing OFFSET skip LIMIT most) s);
END $$;
"""
RADAR_UNDO = """
DROP FUNCTION buddies_radar(bigint, bigint[], uuid[], bigint[], uuid[], date, text[], integer, integer);
"""

#: The lock first and the counting after it, in a statement of its own: it sees what whoever held the lock wrote.
LINES = """
CREATE FUNCTION buddies_count_home(thing uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM FROM buddies_homeline WHERE household_id = thing ORDER BY id FOR UPDATE;
  UPDATE buddies_homeline l SET updated_at = now(),
    open_matches = (SELECT count(*) FROM buddies_buddymatch m
      WHERE m.household_id = thing AND m.state IN ('proposed', 'accepted', 'active', 'paused')),
    buddy_id = (SELECT m.buddy_id FROM buddies_buddymatch m
      WHERE m.household_id = thing AND m.state IN ('accepted', 'active', 'paused') ORDER BY m.place, m.id LIMIT 1),
    said_no = EXISTS (SELECT FROM buddies_householdwish w WHERE w.household_id = thing AND w.answer = 'no')
  WHERE l.household_id = thing;
END $$;

CREATE FUNCTION buddies_weigh(thing uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  INSERT INTO buddies_buddyload (id, created_at, updated_at, municipality_id, subject_id, initiative_id, open_matches, is_over, is_away, since)
    SELECT uuidv7(), now(), now(), b.municipality_id, b.id, b.initiative_id, 0, false, false, app_today() FROM buddies_buddy b WHERE b.id = thing
    ON CONFLICT (subject_id) DO NOTHING;
  PERFORM FROM buddies_buddyload WHERE subject_id = thing FOR UPDATE;
  UPDATE buddies_buddyload l SET updated_at = now(), initiative_id = n.initiative_id, open_matches = n.held, is_over = n.is_over,
    is_away = n.is_away, since = CASE WHEN (l.is_over, l.is_away) = (n.is_over, n.is_away) THEN l.since ELSE app_today() END
  FROM (
    SELECT b.initiative_id, count(m.id) AS held, b.state = 'ready' AND count(m.id) > b.max_matches AS is_over,
      b.state = 'paused' AND coalesce(bool_or(m.state = 'active'), false) AS is_away
    FROM buddies_buddy b
    LEFT JOIN buddies_buddymatch m ON m.buddy_id = b.id AND m.state IN ('proposed', 'accepted', 'active', 'paused')
    WHERE b.id = thing GROUP BY b.id) n
  WHERE l.subject_id = thing;
END $$;

CREATE FUNCTION buddies_match_counts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM buddies_weigh(NEW.buddy_id);
  PERFORM buddies_count_home(NEW.household_id);
  RETURN NULL;
END $$;

CREATE FUNCTION buddies_buddy_counts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM buddies_weigh(NEW.id);
  RETURN NULL;
END $$;

CREATE FUNCTION buddies_wish_counts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM buddies_count_home(NEW.household_id);
  RETURN NULL;
END $$;

CREATE FUNCTION buddies_card_counts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  INSERT INTO buddies_homeline AS l (id, created_at, updated_at, municipality_id, card_id, initiative_scope_id, household_id, is_living,
    said_no, open_matches, move_in_on, ends_on)
  VALUES (uuidv7(), now(), now(), NEW.municipality_id, NEW.id, NEW.initiative_scope_id, NEW.household_scope_id,
    NEW.state IN ('planned', 'active'), false, 0, NEW.move_in_on, NEW.expected_end_on)
  ON CONFLICT (card_id) DO UPDATE SET municipality_id = excluded.municipality_id, initiative_scope_id = excluded.initiative_scope_id,
    household_id = excluded.household_id, is_living = excluded.is_living, move_in_on = excluded.move_in_on, ends_on = excluded.ends_on,
    updated_at = now();
  PERFORM buddies_count_home(NEW.household_scope_id);
  RETURN NULL;
END $$;

ALTER FUNCTION buddies_count_home(uuid) OWNER TO definer;
ALTER FUNCTION buddies_weigh(uuid) OWNER TO definer;
ALTER FUNCTION buddies_match_counts() OWNER TO definer;
ALTER FUNCTION buddies_buddy_counts() OWNER TO definer;
ALTER FUNCTION buddies_wish_counts() OWNER TO definer;
ALTER FUNCTION buddies_card_counts() OWNER TO definer;
REVOKE EXECUTE ON FUNCTION buddies_count_home(uuid), buddies_weigh(uuid) FROM PUBLIC;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON buddies_homeline, buddies_buddyload FROM app;
GRANT SELECT, INSERT, UPDATE ON buddies_homeline, buddies_buddyload TO definer;
GRANT SELECT (answer) ON buddies_householdwish TO definer;
CREATE POLICY definer_keeps ON buddies_homeline TO definer USING (true) WITH CHECK (true);
CREATE POLICY definer_keeps ON buddies_buddyload TO definer USING (true) WITH CHECK (true);

INSERT INTO buddies_homeline (id, created_at, updated_at, municipality_id, card_id, initiative_scope_id, household_id, is_living,
  said_no, open_matches, move_in_on, ends_on)
SELECT uuidv7(), now(), now(), municipality_id, id, initiative_scope_id, household_scope_id, state IN ('planned', 'active'), false, 0,
  move_in_on, expected_end_on FROM housing_householdcard;
UPDATE buddies_homeline l SET
  open_matches = (SELECT count(*) FROM buddies_buddymatch m
    WHERE m.household_id = l.household_id AND m.state IN ('proposed', 'accepted', 'active', 'paused')),
  buddy_id = (SELECT m.buddy_id FROM buddies_buddymatch m
    WHERE m.household_id = l.household_id AND m.state IN ('accepted', 'active', 'paused') ORDER BY m.place, m.id LIMIT 1),
  said_no = EXISTS (SELECT FROM buddies_householdwish w WHERE w.household_id = l.household_id AND w.answer = 'no');
INSERT INTO buddies_buddyload (id, created_at, updated_at, municipality_id, subject_id, initiative_id, open_matches, is_over, is_away, since)
SELECT uuidv7(), now(), now(), b.municipality_id, b.id, b.initiative_id, count(m.id),
  b.state = 'ready' AND count(m.id) > b.max_matches, b.state = 'paused' AND coalesce(bool_or(m.state = 'active'), false), app_today()
FROM buddies_buddy b LEFT JOIN buddies_buddymatch m ON m.buddy_id = b.id AND m.state IN ('proposed', 'accepted', 'active', 'paused')
GROUP BY b.id;

CREATE TRIGGER match_is_counted AFTER INSERT OR UPDATE OF state, buddy_id, household_id ON buddies_buddymatch
  FOR EACH ROW EXECUTE FUNCTION buddies_match_counts();
CREATE TRIGGER buddy_is_counted AFTER INSERT OR UPDATE OF state, max_matches, initiative_id ON buddies_buddy
  FOR EACH ROW EXECUTE FUNCTION buddies_buddy_counts();
CREATE TRIGGER wish_is_counted AFTER INSERT OR UPDATE OF answer ON buddies_householdwish
  FOR EACH ROW EXECUTE FUNCTION buddies_wish_counts();
CREATE TRIGGER card_is_counted AFTER INSERT OR UPDATE ON housing_householdcard
  FOR EACH ROW EXECUTE FUNCTION buddies_card_counts();
"""
LINES_UNDO = """
DROP TRIGGER card_is_counted ON housing_householdcard;
DROP TRIGGER wish_is_counted ON buddies_householdwish;
DROP TRIGGER buddy_is_counted ON buddies_buddy;
DROP TRIGGER match_is_counted ON buddies_buddymatch;
DROP POLICY definer_keeps ON buddies_buddyload;
DROP POLICY definer_keeps ON buddies_homeline;
REVOKE SELECT (answer) ON buddies_householdwish FROM definer;
REVOKE ALL ON buddies_homeline, buddies_buddyload FROM definer;
GRANT INSERT, UPDATE, DELETE ON buddies_homeline, buddies_buddyload TO app;
SET LOCAL ROLE definer;
DROP FUNCTION buddies_card_counts();
DROP FUNCTION buddies_wish_counts();
DROP FUNCTION buddies_buddy_counts();
DROP FUNCTION buddies_match_counts();
DROP FUNCTION buddies_weigh(uuid);
DROP FUNCTION buddies_count_home(uuid);
RESET ROLE;
"""

CLOCKS = f"""
INSERT INTO municipalities_jobqueue (queue, table_name, waiting, actor_column) VALUES
  ('{PAUSES}', 'buddies_buddymatch', 'state = ''paused'' AND paused_until <= app_today()', ''),
  ('{BREAKS}', 'buddies_buddy', 'state = ''paused'' AND paused_until <= app_today()', '');
CREATE POLICY pause_reads ON buddies_buddymatch FOR SELECT TO app USING ({job_is(PAUSES)});
CREATE POLICY pause_ends ON buddies_buddymatch FOR UPDATE TO app USING ({job_is(PAUSES)}) WITH CHECK ({job_is(PAUSES)});
CREATE POLICY break_reads ON buddies_buddy FOR SELECT TO app USING ({job_is(BREAKS)});
CREATE POLICY break_ends ON buddies_buddy FOR UPDATE TO app USING ({job_is(BREAKS)}) WITH CHECK ({job_is(BREAKS)});

-- How often in each week, also what the buddy keeps for themselves: a number, for the buddy and for who reads the match.
CREATE FUNCTION buddies_weeks(thing uuid, number integer) RETURNS TABLE (week date, contacts integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT s.week::date, count(c.id)::int
  FROM buddies_buddymatch m
  CROSS JOIN generate_series(date_trunc('week', app_today()::timestamp) - make_interval(weeks => number - 1),
    date_trunc('week', app_today()::timestamp), interval '1 week') AS s(week)
  LEFT JOIN buddies_contactmoment c ON c.match_id = m.id AND c.happened_on >= s.week AND c.happened_on < s.week + interval '1 week'
  WHERE m.id = thing AND (m.user_id = app_user_id() OR m.municipality_id = ANY (app_municipalities('buddy.read'))
    OR m.initiative_id = ANY (app_scopes('buddy.read')))
  GROUP BY 1 ORDER BY 1
$$;
ALTER FUNCTION buddies_weeks(uuid, integer) OWNER TO definer;
"""
CLOCKS_UNDO = f"""
SET LOCAL ROLE definer;
DROP FUNCTION buddies_weeks(uuid, integer);
RESET ROLE;
DROP POLICY break_ends ON buddies_buddy;
DROP POLICY break_reads ON buddies_buddy;
DROP POLICY pause_ends ON buddies_buddymatch;
DROP POLICY pause_reads ON buddies_buddymatch;
DELETE FROM municipalities_jobqueue WHERE queue IN ('{PAUSES}', '{BREAKS}');
"""


class Migration(migrations.Migration):
    dependencies = [("buddies", "0042_radar")]

    operations = [
        protect(
            "buddies_radarsnooze",
            read=["buddy.read"],
            insert=["buddy.manage"],
            update=["buddy.manage"],
            scope_column="initiative_id",
        ),
        protect_history("buddies_radarsnooze"),
        tie("buddies_radarsnooze", "initiative_id", "initiatives_initiative"),
        protect("buddies_homeline", read=["buddy.manage"], scope_column="initiative_scope_id"),
        protect("buddies_buddyload", read=["buddy.read"], scope_column="initiative_id"),
        migrations.RunSQL(LINES, LINES_UNDO),
        migrations.RunSQL(RADAR, RADAR_UNDO),
        migrations.RunSQL(CLOCKS, CLOCKS_UNDO),
    ]
