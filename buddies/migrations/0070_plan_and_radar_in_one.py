"""What the plan for everybody and a page of the radar read, in statements whose plan is kept.

SECURITY INVOKER, so the policies bind whoever asks; they say for themselves what the reader may see as well, as `viewable_buddies`,
`viewable_matches`, `viewable_wishes` and `buddyable_cards` do. `queries.plan_facts` and `queries.radar` read the answers; a new column
is a new migration that replaces the function.
"""

from django.db import migrations

HEAD = "LANGUAGE plpgsql STABLE SECURITY INVOKER SET plan_cache_mode = force_generic_plan"
#: `places` and `scopes`: where whoever asks reads buddies; `manages` and `managed`: where they look for one.
SEEN = "{0}.municipality_id = tenant AND ({0}.municipality_id = ANY (places) OR {0}.initiative_id = ANY (scopes))"
CARD = """c.municipality_id = tenant AND c.state IN ('planned', 'active')
      AND (c.municipality_id = ANY (manages) OR (c.is_shared AND c.initiative_scope_id = ANY (managed)))"""
OPEN = "m.state IN ('proposed', 'accepted', 'active', 'paused')"
CHILDREN = " + ".join(f"coalesce(({{0}}.age_bands ->> '{band}')::int, 0)" for band in ("0_3", "4_11", "12_17"))

PLAN_HOMES = f"""
CREATE FUNCTION buddies_plan_homes(
  tenant bigint, places bigint[], scopes uuid[], manages bigint[], managed uuid[], most integer)
RETURNS TABLE (
  household uuid, card uuid, people integer, children integer, unit text, spoken text, is_needed boolean, moments text, interests text,
  tasks text, digits text, place text, before uuid[])
{HEAD} AS $$
BEGIN
  RETURN QUERY
  WITH waiting AS MATERIALIZED (
    SELECT n.*, w.languages AS wished, w.language_is_needed, w.moments, w.interests, w.tasks
    FROM (
      SELECT DISTINCT ON (c.household_scope_id) c.id, c.household_scope_id, c.initiative_scope_id, c.size, c.age_bands, c.languages,
        c.unit_name, c.move_in_on
      FROM housing_householdcard c
      WHERE {CARD}
      AND NOT EXISTS (SELECT FROM buddies_buddymatch m WHERE m.household_id = c.household_scope_id AND {OPEN})
      ORDER BY c.household_scope_id, c.move_in_on DESC, c.id DESC) n
    LEFT JOIN buddies_householdwish w ON w.household_id = n.household_scope_id AND w.initiative_id = n.initiative_scope_id
      AND {SEEN.format("w")}
    WHERE w.answer IS NULL OR w.answer = 'yes'
    ORDER BY n.move_in_on, n.id LIMIT most),
  earlier AS (
    SELECT m.household_id, array_agg(DISTINCT m.buddy_id) AS buddies
    FROM buddies_buddymatch m JOIN waiting n ON n.household_scope_id = m.household_id
    WHERE {SEEN.format("m")} GROUP BY 1)
  SELECT n.household_scope_id, n.id, n.size::int, {CHILDREN.format("n")}, n.unit_name::text,
    array_to_string(n.languages || n.wished, ' '), coalesce(n.language_is_needed, false), coalesce(array_to_string(n.moments, ' '), ''),
    coalesce(array_to_string(n.interests, ' '), ''), coalesce(array_to_string(n.tasks, ' '), ''), coalesce(a.digits, ''),
    coalesce(a.place, ''), e.buddies
  FROM waiting n
  LEFT JOIN buddies_card_areas(ARRAY(SELECT x.id FROM waiting x)) a ON a.card = n.id
  LEFT JOIN earlier e ON e.household_id = n.household_scope_id;
END $$
"""

PLAN_BUDDIES = f"""
CREATE FUNCTION buddies_plan_buddies(tenant bigint, places bigint[], scopes uuid[], today date, most integer)
RETURNS TABLE (
  buddy uuid, sealed bytea, is_available boolean, free integer, taken integer, children_ok boolean, spoken text, moments text,
  interests text, tasks text, reach text, digits text, place text, has_vog boolean)
{HEAD} AS $$
BEGIN
  RETURN QUERY
  WITH held AS (
    SELECT m.buddy_id, count(*)::int AS number FROM buddies_buddymatch m WHERE m.municipality_id = tenant AND {OPEN} GROUP BY 1),
  towns AS (
    SELECT DISTINCT ON (p.digits) p.digits, p.place FROM municipalities_postcode p
    WHERE p.digits IN (SELECT x.postcode_digits FROM buddies_buddy x WHERE {SEEN.format("x")})
    ORDER BY p.digits, p.place)
  SELECT b.id, b.name, b.state = 'ready' AND b.user_id IS NOT NULL, greatest(0, b.max_matches - coalesce(h.number, 0)),
    coalesce(h.number, 0), b.children_ok, array_to_string(b.languages, ' '), array_to_string(b.moments, ' '),
    array_to_string(b.interests, ' '), array_to_string(b.tasks, ' '), b.reach::text, b.postcode_digits::text, coalesce(t.place, '')::text,
    coalesce(b.vog_valid_until > today, false)
  FROM buddies_buddy b
  LEFT JOIN held h ON h.buddy_id = b.id
  LEFT JOIN towns t ON t.digits = b.postcode_digits
  WHERE {SEEN.format("b")} AND b.state IN ('ready', 'paused')
  ORDER BY b.created_at, b.id LIMIT most;
END $$
"""

#: The names and the households of what `buddies_radar` shows, with it.
RADAR_PAGE = f"""
CREATE FUNCTION buddies_radar_page(
  tenant bigint, places bigint[], scopes uuid[], manages bigint[], managed uuid[], today date, kinds text[], skip integer, most integer)
RETURNS TABLE (quiet integer, numbers json, shown json, named uuid[], sealed bytea[], homes json)
{HEAD} AS $$
BEGIN
  RETURN QUERY
  WITH page AS MATERIALIZED (
    SELECT r.* FROM buddies_radar(tenant, places, scopes, manages, managed, today, kinds, skip, most) r),
  told AS MATERIALIZED (
    SELECT (e.row ->> 4)::uuid AS buddy, (e.row ->> 5)::uuid AS household FROM page p, json_array_elements(p.shown) AS e(row)),
  people AS (
    SELECT array_agg(b.id) AS named, array_agg(b.name) AS sealed FROM buddies_buddy b
    WHERE b.id = ANY (ARRAY(SELECT t.buddy FROM told t WHERE t.buddy IS NOT NULL)) AND {SEEN.format("b")})
  SELECT p.quiet, p.numbers, p.shown, coalesce(o.named, '{{}}'), coalesce(o.sealed, '{{}}'), coalesce((
    SELECT json_agg(json_build_array(c.household_scope_id, c.size, {CHILDREN.format("c")}, c.unit_name) ORDER BY c.move_in_on, c.id)
    FROM housing_householdcard c
    WHERE c.household_scope_id = ANY (ARRAY(SELECT t.household FROM told t WHERE t.household IS NOT NULL))
      AND {CARD}), '[]')
  FROM page p, people o;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("buddies", "0068_forgetting_resident_reports")]

    operations = [
        migrations.RunSQL(
            PLAN_HOMES, "DROP FUNCTION buddies_plan_homes(bigint, bigint[], uuid[], bigint[], uuid[], integer)"
        ),
        migrations.RunSQL(PLAN_BUDDIES, "DROP FUNCTION buddies_plan_buddies(bigint, bigint[], uuid[], date, integer)"),
        migrations.RunSQL(
            RADAR_PAGE,
            "DROP FUNCTION buddies_radar_page(bigint, bigint[], uuid[], bigint[], uuid[], date, text[], integer, integer)",
        ),
    ]
