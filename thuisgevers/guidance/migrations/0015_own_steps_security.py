"""A municipality writes its own additions; the national desk writes the national plan, and neither the other's."""

from django.db import migrations

from thuisgevers.municipalities.policies import municipality_in

NATIONAL = "cardinality((SELECT app_municipalities('template.manage'))) > 0"
MINE = municipality_in("plan.extend", "town_id")
PART_NATIONAL = f"{NATIONAL} AND template_id IN (SELECT id FROM guidance_stepplantemplate WHERE town_id IS NULL)"
PART_MINE = f"template_id IN (SELECT id FROM guidance_stepplantemplate WHERE {MINE})"


def policies(table: str, own: str) -> list[str]:
    return [
        f"ALTER POLICY app_insert ON {table} WITH CHECK ({own})",
        f"ALTER POLICY app_update ON {table} USING ({own}) WITH CHECK ({own})",
        f"ALTER POLICY app_delete ON {table} USING ({own})",
    ]


TEMPLATES = policies("guidance_stepplantemplate", f"(town_id IS NULL AND {NATIONAL}) OR {MINE}")
PARTS = [
    one
    for table in ("guidance_templatephase", "guidance_templatestep")
    for one in policies(table, f"({PART_NATIONAL}) OR ({PART_MINE})")
]
UNDO = [
    one
    for table in ("guidance_stepplantemplate", "guidance_templatephase", "guidance_templatestep")
    for one in policies(table, NATIONAL)
]

#: A plan follows the additions of its own municipality and of no other.
OWN_SQL = """
CREATE FUNCTION guidance_own_additions() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (
    SELECT FROM guidance_stepplantemplate WHERE id IN (NEW.additions_id, NEW.offer_additions_id)
      AND town_id IS DISTINCT FROM NEW.municipality_id) THEN
    RAISE EXCEPTION 'additions of another municipality' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER own_additions BEFORE INSERT OR UPDATE OF additions_id, offer_additions_id ON guidance_stepplan
  FOR EACH ROW WHEN (NEW.additions_id IS NOT NULL OR NEW.offer_additions_id IS NOT NULL)
  EXECUTE FUNCTION guidance_own_additions();
"""
OWN_UNDO = "DROP TRIGGER own_additions ON guidance_stepplan; DROP FUNCTION guidance_own_additions();"

WAITING = """(
  offer_for_id IS DISTINCT FROM (
    SELECT t.id FROM guidance_stepplantemplate t WHERE t.town_id IS NULL AND t.state = 'published'
      AND t.audience = CASE WHEN guidance_stepplan.initiative_id IS NULL THEN 'municipality' ELSE 'initiative' END
    ORDER BY t.number DESC LIMIT 1)
  OR offer_additions_id IS DISTINCT FROM (
    SELECT t.id FROM guidance_stepplantemplate t WHERE t.town_id = guidance_stepplan.municipality_id AND t.state = 'published'
      AND t.audience = CASE WHEN guidance_stepplan.initiative_id IS NULL THEN 'municipality' ELSE 'initiative' END
    ORDER BY t.number DESC LIMIT 1))"""
NATIONAL_ONLY = """EXISTS (
  SELECT FROM guidance_stepplantemplate mine, guidance_stepplantemplate newest
  WHERE mine.id = guidance_stepplan.template_id AND newest.audience = mine.audience AND newest.state = 'published'
    AND newest.id IS DISTINCT FROM guidance_stepplan.offer_for_id
    AND NOT EXISTS (
      SELECT FROM guidance_stepplantemplate later WHERE later.audience = newest.audience AND later.state = 'published'
        AND later.number > newest.number))"""


def queue(waiting: str) -> list[tuple[str, list[str]]]:
    return [("UPDATE municipalities_jobqueue SET waiting = %s WHERE queue = 'plan_offers'", [waiting])]


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
    SELECT n.id FROM guidance_stepplantemplate n
    WHERE n.town_id IS NULL AND n.audience = t.audience AND n.state = 'published'
    ORDER BY n.number DESC LIMIT 1) newest
  WHERE cardinality(app_municipalities('template.manage')) > 0
  GROUP BY p.template_id, p.municipality_id, p.initiative_id IS NULL
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("guidance", "0014_own_steps")]

    operations = [
        migrations.RunSQL([*TEMPLATES, *PARTS], UNDO),
        migrations.RunSQL(OWN_SQL, OWN_UNDO),
        migrations.RunSQL(queue(WAITING), queue(NATIONAL_ONLY)),
        migrations.RunSQL(
            [
                "SET LOCAL ROLE definer",
                "DROP FUNCTION guidance_plan_versions()",
                "RESET ROLE",
                NUMBERS_SQL,
                "ALTER FUNCTION guidance_plan_versions() OWNER TO definer",
            ],
            migrations.RunSQL.noop,
        ),
    ]
