from django.db import migrations

from thuisgevers.municipalities.policies import anchor, municipality_in, own, protect, register_queue, scope_in, tie

NATIONAL = "cardinality((SELECT app_municipalities('support.manage'))) > 0"
HELPS = (
    "(cardinality((SELECT app_scopes('support.give'))) > 0"
    " OR cardinality((SELECT app_municipalities('support.give'))) > 0)"
)
ASKS = "cardinality((SELECT app_scopes('support.ask'))) > 0"


def team(capability: str) -> list[str]:
    """An initiative's is for its own people only; without an initiative it is for those of the municipality."""
    return [scope_in(capability, "initiative_id"), f"initiative_id IS NULL AND {municipality_in(capability)}"]


#: Who was given it, or gave it on, as long as they still help; a volunteer for what came in on their own offer.
HELPER = f"({own('helper_id')} OR {own('passed_by_id')}) AND ({HELPS} OR (offer_id IS NOT NULL AND {ASKS}))"
SEEN = [*team("support.read"), HELPER, NATIONAL]
#: The request is row-secured itself: whoever sees it sees what was said.
OF_REQUEST = "EXISTS (SELECT FROM guidance_supportrequest r WHERE r.id = request_id)"
QUEUE = "support_requests"
WAITING = """state IN ('asked', 'accepted') AND (
  (reminded_at IS NULL AND remind_on <= app_today()) OR (escalated_at IS NULL AND due_on < app_today()))"""

SQL = """
CREATE FUNCTION guidance_route_support(place bigint, thing uuid, theme text, but_not bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH near AS (
    SELECT m.user_id, CASE
        WHEN thing IS NOT NULL AND m.scope_id = thing THEN 0
        WHEN thing IS NULL AND m.municipality_id = place THEN 0
        WHEN here.province_code = ANY (c.provinces) THEN 1 END AS distance
    FROM municipalities_membership m
    JOIN municipalities_municipality here ON here.id = place
    LEFT JOIN guidance_supportcoverage c ON c.user_id = m.user_id
    WHERE m.role = CASE WHEN thing IS NULL THEN 'municipal_liaison' ELSE 'pioneer' END
      AND m.starts_on <= app_today() AND (m.ends_on IS NULL OR m.ends_on > app_today())
  ), helpers AS (
    SELECT n.user_id, min(n.distance) AS distance FROM near n
    JOIN accounts_user u ON u.id = n.user_id AND u.is_active
    WHERE n.distance IS NOT NULL AND n.user_id IS DISTINCT FROM but_not
      AND NOT EXISTS (SELECT FROM guidance_supportabsence a
                      WHERE a.user_id = n.user_id AND app_today() BETWEEN a.first_on AND a.last_on)
    GROUP BY n.user_id
  ), loads AS (
    SELECT h.*, coalesce(c.max_open, 8) AS room, coalesce(c.themes, '{}') AS themes,
      (SELECT count(*) FROM guidance_supportrequest r
       WHERE r.helper_id = h.user_id AND r.state IN ('asked', 'accepted')) AS held
    FROM helpers h LEFT JOIN guidance_supportcoverage c ON c.user_id = h.user_id
  )
  SELECT user_id FROM loads WHERE held < room
  ORDER BY distance, (themes <> '{}' AND NOT theme = ANY (themes)), held::float / room, user_id LIMIT 1
$$;

CREATE FUNCTION guidance_offers(theme text) RETURNS TABLE (id uuid, topic text, text text, place text, since date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT o.id, o.topic::text, o.text::text, m.name::text, (o.created_at AT TIME ZONE 'Europe/Amsterdam')::date
  FROM guidance_supportoffer o JOIN municipalities_municipality m ON m.id = o.municipality_id
  JOIN accounts_user u ON u.id = o.user_id AND u.is_active
  WHERE o.withdrawn_at IS NULL AND (theme = '' OR o.topic = theme) AND o.user_id IS DISTINCT FROM app_user_id()
    AND (cardinality(app_scopes('support.read')) > 0 OR cardinality(app_municipalities('support.read')) > 0)
    AND EXISTS (SELECT FROM municipalities_membership held
                JOIN municipalities_rolecapability rc ON rc.role = held.role AND rc.capability = 'support.ask'
                WHERE held.user_id = o.user_id AND held.starts_on <= app_today()
                  AND (held.ends_on IS NULL OR held.ends_on > app_today()))
  ORDER BY o.created_at DESC, o.id LIMIT 100
$$;

-- Only for who may see the offer; the answer is a number that says nothing.
CREATE FUNCTION guidance_offered_by(offer uuid) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT o.user_id FROM guidance_supportoffer o WHERE o.id = offer AND o.id IN (SELECT id FROM guidance_offers(''))
$$;

CREATE FUNCTION guidance_support_counts(since date) RETURNS TABLE (user_id bigint, entries bigint, minutes bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT l.author_id, count(*), sum(l.minutes) FROM guidance_supportlogentry l
  WHERE l.done_on >= since AND cardinality(app_municipalities('support.manage')) > 0 GROUP BY l.author_id
$$;

GRANT SELECT ON guidance_supportcoverage, guidance_supportabsence, guidance_supportoffer, guidance_supportlogentry
  TO definer;
CREATE POLICY definer_reads ON guidance_supportcoverage FOR SELECT TO definer USING (true);
CREATE POLICY definer_reads ON guidance_supportabsence FOR SELECT TO definer USING (true);
CREATE POLICY definer_reads ON guidance_supportoffer FOR SELECT TO definer USING (true);
CREATE POLICY definer_reads ON guidance_supportlogentry FOR SELECT TO definer USING (true);
ALTER FUNCTION guidance_route_support(bigint, uuid, text, bigint) OWNER TO definer;
ALTER FUNCTION guidance_offers(text) OWNER TO definer;
ALTER FUNCTION guidance_offered_by(uuid) OWNER TO definer;
ALTER FUNCTION guidance_support_counts(date) OWNER TO definer;
"""
UNDO = """
SET LOCAL ROLE definer;
DROP FUNCTION guidance_support_counts(date);
DROP FUNCTION guidance_offered_by(uuid);
DROP FUNCTION guidance_offers(text);
DROP FUNCTION guidance_route_support(bigint, uuid, text, bigint);
RESET ROLE;
DROP POLICY definer_reads ON guidance_supportlogentry;
DROP POLICY definer_reads ON guidance_supportoffer;
DROP POLICY definer_reads ON guidance_supportabsence;
DROP POLICY definer_reads ON guidance_supportcoverage;
REVOKE SELECT ON guidance_supportcoverage, guidance_supportabsence, guidance_supportoffer, guidance_supportlogentry
  FROM definer;
"""

MINE = f"{own()} AND {HELPS}"
WRITTEN = [f"{own('author_id')} AND ({one})" for one in team("support.give")]


class Migration(migrations.Migration):
    dependencies = [("guidance", "0032_support")]

    operations = [
        protect("guidance_supportcoverage", extra_read=[MINE, NATIONAL], extra_insert=[MINE], extra_update=[MINE]),
        protect("guidance_supportabsence", extra_read=[MINE, NATIONAL], extra_insert=[MINE], extra_delete=[MINE]),
        anchor("guidance_supportrequest"),
        anchor("guidance_supportoffer"),
        protect(
            "guidance_supportoffer",
            extra_read=[own()],
            extra_insert=[f"{own()} AND ({one})" for one in team("support.ask")],
            extra_update=[own()],
        ),
        protect(
            "guidance_supportrequest",
            extra_read=SEEN,
            extra_insert=[f"{own('asked_by_id')} AND state = 'asked' AND ({one})" for one in team("support.ask")],
            extra_update=SEEN,
            job_queue=QUEUE,
        ),
        protect(
            "guidance_supportreply",
            extra_read=[OF_REQUEST],
            extra_insert=[f"{own('author_id')} AND {OF_REQUEST}"],
            append_only=True,
        ),
        protect(
            "guidance_supportlogentry",
            extra_read=[*team("support.give"), *(f"is_shared AND {one}" for one in team("support.read"))],
            extra_insert=WRITTEN,
            extra_update=WRITTEN,
        ),
        *(
            tie(f"guidance_{table}", "initiative_id", "initiatives_initiative")
            for table in ("supportoffer", "supportrequest", "supportreply", "supportlogentry")
        ),
        tie("guidance_supportrequest", "plan_step_id", "guidance_planstep"),
        tie("guidance_supportreply", "request_id", "guidance_supportrequest"),
        register_queue(QUEUE, "guidance_supportrequest", waiting=WAITING),
        migrations.RunSQL(SQL, UNDO),
    ]
