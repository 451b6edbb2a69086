"""What the first page of a workspace and the page of a plan read, in statements whose plan is kept.

Eight tables, each with its policy: planning them anew took longer than reading them, on every page. In a function the plan
is made once per connection. SECURITY INVOKER, so the policies bind whoever asks, as in a statement of the page's own.
`queries.workspace_home`, `queries.workspace` and `queries.plans` read the answers; a new column is a new migration that replaces
the function.
"""

from django.db import migrations

HEAD = "LANGUAGE plpgsql STABLE SECURITY INVOKER SET plan_cache_mode = force_generic_plan"

PLAN_ROWS = f"""
CREATE FUNCTION plan_rows(of_plan uuid)
RETURNS TABLE (
  pk uuid, state text, role text, starts_on date, due_on date, finished_at timestamptz, skip_reason text,
  key text, title text, after text[], place_after text, is_move_in boolean, property_kinds text[], schemes text[],
  phase text, owner text)
{HEAD} AS $$
BEGIN
  RETURN QUERY
  SELECT s.id, s.state::text, s.role::text, s.starts_on, s.due_on, s.finished_at, s.skip_reason::text,
    t.key::text, t.title::text, t.after::text[], t.place_after::text, t.is_move_in, t.property_kinds::text[],
    t.schemes::text[], f.title::text, u.display_name::text
  FROM guidance_planstep s
  JOIN guidance_templatestep t ON t.id = s.step_id
  JOIN guidance_templatephase f ON f.id = t.phase_id
  LEFT JOIN accounts_user u ON u.id = s.owner_id
  WHERE s.plan_id = of_plan
  ORDER BY t.position, s.step_id;
END $$
"""

CONVERSATION_ROWS = f"""
CREATE FUNCTION conversation_rows(of_initiative uuid, who bigint)
RETURNS TABLE (pk uuid, subject text, last_at timestamptz, messages bigint, unread bigint, last_by text)
{HEAD} AS $$
BEGIN
  RETURN QUERY
  SELECT c.id, c.subject::text, c.last_at, m.total, m.fresh,
    coalesce((
      SELECT u.display_name::text FROM guidance_conversationmessage l JOIN accounts_user u ON u.id = l.author_id
      WHERE l.conversation_id = c.id ORDER BY l.created_at DESC, l.id DESC LIMIT 1), '')
  FROM guidance_conversation c
  LEFT JOIN guidance_conversationmark k ON k.conversation_id = c.id AND k.user_id = who
  CROSS JOIN LATERAL (
    SELECT count(*) AS total, count(*) FILTER (
      WHERE x.author_id <> who AND x.withdrawn_at IS NULL AND (k.seen_at IS NULL OR x.created_at > k.seen_at)) AS fresh
    FROM guidance_conversationmessage x WHERE x.conversation_id = c.id) m
  WHERE c.initiative_id = of_initiative
  ORDER BY c.last_at DESC, c.id DESC;
END $$
"""

WORKSPACE_PARTS = f"""
CREATE FUNCTION workspace_parts(
  of_initiative uuid, of_plan uuid, of_dossiers uuid, who bigint, from_now timestamptz, most_appointments integer)
RETURNS TABLE (
  conversations json, has_plan boolean, steps json, tasks json, appointments json, promises bigint, dossier json,
  question_due_on date)
{HEAD} AS $$
BEGIN
  RETURN QUERY
  SELECT
    (SELECT json_agg(t) FROM conversation_rows(of_initiative, who) t),
    EXISTS (SELECT FROM guidance_planstep s WHERE s.initiative_id = of_plan),
    (SELECT json_agg(t) FROM (
      SELECT s.id, s.state, s.due_on, s.role, s.owner_id, u.display_name AS owner, e.key, e.title, e.after,
        e.property_kinds, e.schemes, p.property_kind, p.scheme
      FROM guidance_planstep s
      JOIN guidance_templatestep e ON e.id = s.step_id
      JOIN guidance_stepplan p ON p.id = s.plan_id
      LEFT JOIN accounts_user u ON u.id = s.owner_id
      WHERE s.initiative_id = of_plan AND s.state IN ('open', 'doing')
      ORDER BY e.position, s.step_id) t),
    (SELECT json_agg(t) FROM (
      SELECT r.id, r.kind, r.title, r.state, r.due_on, r.needed, r.promised, r.owner_id
      FROM guidance_workspacetask r WHERE r.initiative_id = of_initiative AND r.state <> 'done'
      ORDER BY r.due_on ASC NULLS LAST, r.created_at, r.id) t),
    (SELECT json_agg(t) FROM (
      SELECT r.title, r.starts_at, r.place FROM guidance_appointment r
      WHERE r.initiative_id = of_initiative AND r.ends_at >= from_now AND r.state = 'planned'
      ORDER BY r.starts_at, r.id LIMIT most_appointments) t),
    (SELECT count(*) FROM guidance_supportentry r
     WHERE r.initiative_id = of_initiative AND r.settled_on IS NULL AND r.kind = 'promise'),
    (SELECT row_to_json(t) FROM (
      SELECT r.id, r.state, r.target_date, r.suspended_until FROM initiatives_dossier r
      WHERE r.initiative_id = of_dossiers AND r.state <> 'draft' ORDER BY r.created_at DESC, r.id DESC LIMIT 1) t),
    (SELECT r.due_on FROM initiatives_informationrequest r
     WHERE r.initiative_id = of_dossiers AND r.answered_at IS NULL AND r.closed_at IS NULL
     ORDER BY r.asked_at, r.id LIMIT 1);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("guidance", "0052_support_page"), ("initiatives", "0015_owner_reads_agreement")]

    operations = [
        migrations.RunSQL(PLAN_ROWS, "DROP FUNCTION plan_rows(uuid)"),
        migrations.RunSQL(CONVERSATION_ROWS, "DROP FUNCTION conversation_rows(uuid, bigint)"),
        migrations.RunSQL(
            WORKSPACE_PARTS, "DROP FUNCTION workspace_parts(uuid, uuid, uuid, bigint, timestamptz, integer)"
        ),
    ]
