"""The radar sorts less: buddies with too much come out of their index in the order in which they are shown, and of applications the day is
made after the hundred are chosen.

`buddies_radar` as migration 0062 has it, but for those who applied. Undone, the function stays: it gives the same.
"""

from django.db import migrations, models

from thuisgevers.common.migrating import at_once

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
    # The household left its home and waits for another: do the two go on?
    f"""SELECT 'left', 1, m.home_left_on, m.id, m.buddy_id, m.household_id
    FROM buddies_buddymatch m WHERE {SEEN.format("m")} AND m.state IN ('accepted', 'active', 'paused') AND m.home_left_on IS NOT NULL
    ORDER BY m.home_left_on, m.id LIMIT {MOST_OF_A_KIND}""",
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
    # The oldest first, and a day made only of what is shown.
    f"""SELECT n.kind, n.urgency, n.created_at::date, n.id, n.id, NULL::uuid FROM (
      SELECT CASE WHEN b.state = 'applied' THEN 'applied' ELSE 'intake' END AS kind,
        CASE WHEN b.state = 'applied' AND b.created_at < long_ago THEN 2 ELSE 4 END AS urgency, b.created_at, b.id
      FROM buddies_buddy b WHERE {SEEN.format("b")} AND b.state IN ('applied', 'intake')
      ORDER BY 2, b.created_at, b.id LIMIT {MOST_OF_A_KIND}) n""",
    # More households than was agreed; a pause while a household still counts on this buddy.
    f"""SELECT CASE WHEN l.is_away THEN 'away' ELSE 'busy' END, CASE WHEN l.is_away THEN 3 ELSE 2 END,
      l.since, l.subject_id, l.subject_id, NULL::uuid
    FROM buddies_buddyload l WHERE {SEEN.format("l")} AND (l.is_over OR l.is_away)
    ORDER BY l.since, l.subject_id LIMIT {MOST_OF_A_KIND}""",
)

#: A household may have a home now and the next one planned, or two buddies: one line.
RADAR = f"""
CREATE OR REPLACE FUNCTION buddies_radar(tenant bigint, places bigint[], scopes uuid[], manages bigint[], managed uuid[], today date,
  kinds text[], skip integer, most integer)
RETURNS TABLE (quiet integer, numbers json, shown json) LANGUAGE plpgsql STABLE AS $$
DECLARE
  quiet_days integer := buddies_quiet_days(tenant);
  later text[];
  -- Who applied five days ago or longer.
  long_ago timestamptz := (today - 4)::timestamptz;
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


class Migration(migrations.Migration):
    dependencies = [("buddies", "0070_plan_and_radar_in_one")]

    operations = [
        migrations.RemoveIndex(model_name="buddyload", name="buddyload_too_much"),
        migrations.AddIndex(
            model_name="buddyload",
            index=models.Index(
                fields=["municipality", "since", "subject_id"],
                condition=models.Q(is_over=True) | models.Q(is_away=True),
                name="buddyload_too_much",
            ),
        ),
        migrations.RunSQL(RADAR, migrations.RunSQL.noop),
    ]
    operations = at_once(operations)
