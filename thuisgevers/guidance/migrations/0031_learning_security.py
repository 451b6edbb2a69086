from django.db import migrations

from thuisgevers.municipalities.policies import municipality_in, protect, scope_in, tie

NATIONAL = "cardinality((SELECT app_municipalities('template.manage'))) > 0"
TEAM = scope_in("plan.work", "initiative_id")
OFFICIALS = f"""{municipality_in("plan.work")} AND (initiative_id IS NULL OR EXISTS (
  SELECT FROM guidance_planstep s WHERE s.id = plan_step_id
  AND s.role IN ('case_handler', 'case_coordinator', 'municipal_liaison')))"""

# Below five plans a length is nobody's usual length, and could be somebody's.
SQL = """
CREATE FUNCTION guidance_usual_days(wanted uuid) RETURNS double precision LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY p.took_days)
  FROM guidance_templatestep me JOIN guidance_stepplantemplate mine ON mine.id = me.template_id
  JOIN guidance_templatestep t ON t.key = me.key
  JOIN guidance_stepplantemplate v ON v.id = t.template_id AND v.audience = mine.audience
    AND v.town_id IS NOT DISTINCT FROM mine.town_id
  JOIN guidance_planstep p ON p.step_id = t.id
  WHERE me.id = wanted AND p.state = 'done' AND p.took_days IS NOT NULL
  HAVING count(*) >= 5
$$;

CREATE FUNCTION guidance_step_figures(wanted text)
RETURNS TABLE (step_key text, done bigint, median double precision, low double precision, high double precision,
               skipped bigint, good bigint, fair bigint, hard bigint, remarks bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT t.key::text, count(*) FILTER (WHERE p.state = 'done' AND p.took_days IS NOT NULL),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY p.took_days) FILTER (WHERE p.state = 'done'),
    percentile_cont(0.25) WITHIN GROUP (ORDER BY p.took_days) FILTER (WHERE p.state = 'done'),
    percentile_cont(0.75) WITHIN GROUP (ORDER BY p.took_days) FILTER (WHERE p.state = 'done'),
    count(*) FILTER (WHERE p.state = 'skipped'),
    count(f.id) FILTER (WHERE f.rating = 'good'), count(f.id) FILTER (WHERE f.rating = 'fair'),
    count(f.id) FILTER (WHERE f.rating = 'hard'), count(f.id) FILTER (WHERE f.remark <> '')
  FROM guidance_stepplantemplate v JOIN guidance_templatestep t ON t.template_id = v.id
  JOIN guidance_planstep p ON p.step_id = t.id AND p.state IN ('done', 'skipped')
  LEFT JOIN guidance_stepfeedback f ON f.plan_step_id = p.id
  WHERE v.audience = wanted AND v.town_id IS NULL AND cardinality(app_municipalities('template.manage')) > 0
  GROUP BY t.key
$$;

CREATE FUNCTION guidance_source_name(feedback guidance_stepfeedback) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT CASE
    WHEN NOT feedback.may_be_named THEN NULL
    WHEN feedback.initiative_id IS NULL
      THEN (SELECT 'gemeente ' || m.name FROM municipalities_municipality m WHERE m.id = feedback.municipality_id)
    ELSE (SELECT n.name FROM initiatives_publishedname n
          WHERE n.id = feedback.initiative_id AND n.announced_on <= app_today()) END
$$;

CREATE FUNCTION guidance_step_remarks(wanted text, wanted_key text)
RETURNS TABLE (id uuid, rating text, remark text, given_on date, source text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT f.id, f.rating::text, f.remark::text, (f.updated_at AT TIME ZONE 'Europe/Amsterdam')::date,
    guidance_source_name(f)
  FROM guidance_stepplantemplate v JOIN guidance_templatestep t ON t.template_id = v.id AND t.key = wanted_key
  JOIN guidance_planstep p ON p.step_id = t.id AND p.state IN ('done', 'skipped')
  JOIN guidance_stepfeedback f ON f.plan_step_id = p.id AND f.remark <> ''
  WHERE v.audience = wanted AND v.town_id IS NULL AND cardinality(app_municipalities('template.manage')) > 0
  ORDER BY f.updated_at DESC, f.id
$$;

CREATE FUNCTION guidance_skip_reasons(wanted text, wanted_key text) RETURNS TABLE (reason text, skipped_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT p.skip_reason::text, (p.finished_at AT TIME ZONE 'Europe/Amsterdam')::date
  FROM guidance_stepplantemplate v JOIN guidance_templatestep t ON t.template_id = v.id AND t.key = wanted_key
  JOIN guidance_planstep p ON p.step_id = t.id AND p.state = 'skipped' AND p.skip_reason <> ''
  WHERE v.audience = wanted AND v.town_id IS NULL AND cardinality(app_municipalities('template.manage')) > 0
  ORDER BY p.finished_at DESC, p.id LIMIT 50
$$;

-- Consent is asked again every time: whoever takes it back is gone from all versions at once.
CREATE FUNCTION guidance_credits(version uuid) RETURNS TABLE (step_key text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT s.step_key::text, guidance_source_name(f)
  FROM guidance_stepsource s JOIN guidance_stepfeedback f ON f.id = s.feedback_id
  JOIN guidance_stepplantemplate v ON v.id = s.template_id AND v.state = 'published'
  WHERE s.template_id = version AND s.used_at IS NOT NULL AND guidance_source_name(f) IS NOT NULL
  ORDER BY 2, 1
$$;

GRANT SELECT ON guidance_planstep, guidance_stepfeedback, guidance_stepsource TO definer;
CREATE POLICY definer_reads ON guidance_planstep FOR SELECT TO definer USING (true);
CREATE POLICY definer_reads ON guidance_stepfeedback FOR SELECT TO definer USING (true);
CREATE POLICY definer_reads ON guidance_stepsource FOR SELECT TO definer USING (true);

ALTER FUNCTION guidance_usual_days(uuid) OWNER TO definer;
ALTER FUNCTION guidance_step_figures(text) OWNER TO definer;
ALTER FUNCTION guidance_step_remarks(text, text) OWNER TO definer;
ALTER FUNCTION guidance_skip_reasons(text, text) OWNER TO definer;
ALTER FUNCTION guidance_credits(uuid) OWNER TO definer;
ALTER FUNCTION guidance_source_name(guidance_stepfeedback) OWNER TO definer;
REVOKE EXECUTE ON FUNCTION guidance_source_name(guidance_stepfeedback) FROM PUBLIC;

-- What was done before days were kept: from the day somebody began to the day it was done.
UPDATE guidance_planstep SET took_days = greatest(0, (finished_at AT TIME ZONE 'Europe/Amsterdam')::date
  - (coalesce(started_at, created_at) AT TIME ZONE 'Europe/Amsterdam')::date) + 1
WHERE state = 'done' AND finished_at IS NOT NULL;
"""
UNDO = """
SET LOCAL ROLE definer;
DROP FUNCTION guidance_credits(uuid);
DROP FUNCTION guidance_skip_reasons(text, text);
DROP FUNCTION guidance_step_remarks(text, text);
DROP FUNCTION guidance_source_name(guidance_stepfeedback);
DROP FUNCTION guidance_step_figures(text);
DROP FUNCTION guidance_usual_days(uuid);
RESET ROLE;
DROP POLICY definer_reads ON guidance_stepsource;
DROP POLICY definer_reads ON guidance_stepfeedback;
DROP POLICY definer_reads ON guidance_planstep;
REVOKE SELECT ON guidance_planstep, guidance_stepfeedback, guidance_stepsource FROM definer;
"""


class Migration(migrations.Migration):
    dependencies = [("guidance", "0030_learning"), ("initiatives", "0015_owner_reads_agreement")]

    operations = [
        protect(
            "guidance_stepfeedback",
            read=["plan.read"],
            extra_insert=[TEAM, OFFICIALS],
            extra_update=[TEAM, OFFICIALS],
            scope_column="initiative_id",
        ),
        protect(
            "guidance_stepsource",
            extra_read=[NATIONAL],
            extra_insert=[NATIONAL],
            extra_update=[NATIONAL],
            extra_delete=[NATIONAL],
        ),
        tie("guidance_stepfeedback", "initiative_id", "initiatives_initiative"),
        tie("guidance_stepfeedback", "plan_step_id", "guidance_planstep"),
        migrations.RunSQL(SQL, UNDO),
    ]
