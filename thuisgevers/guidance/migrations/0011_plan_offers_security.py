"""A worker compares every running plan with a new version, as the job of that one plan; the desk sees numbers only."""

from django.db import migrations

from thuisgevers.municipalities.policies import job_is, register_queue

QUEUE = "plan_offers"
#: The newest published version of the audience of the plan is not the one it was compared with.
WAITING = """EXISTS (
  SELECT FROM guidance_stepplantemplate mine, guidance_stepplantemplate newest
  WHERE mine.id = guidance_stepplan.template_id AND newest.audience = mine.audience AND newest.state = 'published'
    AND newest.id IS DISTINCT FROM guidance_stepplan.offer_for_id
    AND NOT EXISTS (
      SELECT FROM guidance_stepplantemplate later WHERE later.audience = newest.audience AND later.state = 'published'
        AND later.number > newest.number))"""

JOBS = [
    f"CREATE POLICY {name} ON {table} FOR {command} TO app {clause}"
    for table, column in (("guidance_stepplan", "id"), ("guidance_planstep", "plan_id"))
    for name, command, clause in (
        ("offers_read", "SELECT", f"USING ({job_is(QUEUE, column)})"),
        ("offers_update", "UPDATE", f"USING ({job_is(QUEUE, column)}) WITH CHECK ({job_is(QUEUE, column)})"),
    )
]
JOBS.append(
    f"CREATE POLICY offers_insert ON guidance_planstep FOR INSERT TO app WITH CHECK ({job_is(QUEUE, 'plan_id')})"
)
JOBS_UNDO = [
    f"DROP POLICY {name} ON {table}"
    for table in ("guidance_stepplan", "guidance_planstep")
    for name in ("offers_read", "offers_update")
]
JOBS_UNDO.append("DROP POLICY offers_insert ON guidance_planstep")

#: How many plans follow which version, per municipality: no plan, no initiative, no person.
NUMBERS_SQL = """
CREATE FUNCTION guidance_plan_versions() RETURNS TABLE (
  template_id uuid, municipality_id bigint, is_towns boolean, plans bigint, compared bigint, differing bigint, by_itself bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT p.template_id, p.municipality_id, p.initiative_id IS NULL, count(*),
    count(*) FILTER (WHERE p.offer_for_id = newest.id),
    count(*) FILTER (WHERE p.offer_for_id = newest.id AND p.template_id <> newest.id),
    count(*) FILTER (WHERE p.takes_over_itself)
  FROM guidance_stepplan p
  JOIN guidance_stepplantemplate t ON t.id = p.template_id
  CROSS JOIN LATERAL (
    SELECT n.id FROM guidance_stepplantemplate n WHERE n.audience = t.audience AND n.state = 'published'
    ORDER BY n.number DESC LIMIT 1) newest
  WHERE cardinality(app_municipalities('template.manage')) > 0
  GROUP BY p.template_id, p.municipality_id, p.initiative_id IS NULL
$$;
ALTER FUNCTION guidance_plan_versions() OWNER TO definer;
GRANT SELECT ON guidance_stepplantemplate TO definer;
CREATE POLICY definer_reads ON guidance_stepplantemplate FOR SELECT TO definer USING (true);
"""
NUMBERS_UNDO = """
SET LOCAL ROLE definer;
DROP FUNCTION guidance_plan_versions();
RESET ROLE;
DROP POLICY definer_reads ON guidance_stepplantemplate;
REVOKE SELECT ON guidance_stepplantemplate FROM definer;
"""


class Migration(migrations.Migration):
    dependencies = [("guidance", "0010_plan_offers")]

    operations = [
        migrations.RunSQL(JOBS, JOBS_UNDO),
        register_queue(QUEUE, "guidance_stepplan", waiting=WAITING),
        migrations.RunSQL(NUMBERS_SQL, NUMBERS_UNDO),
    ]
