"""Fewer questions for each table: `app_scopes('dossier.read,job:first_answers')` gives the row that a worker of that queue holds as well,
and `app_job` is asked for several queues at once. See docs/decisions/0018-what-the-planner-expects.md.

`app_today` in PL/pgSQL: of a function in SQL the planner reads the text again in every statement that asks it.
"""

from django.db import migrations

#: `definer` owns it, and only an owner may replace a function. Of a person nothing changes: `app.job` is empty then.
SCOPES_SQL = """
SET LOCAL ROLE definer;

CREATE OR REPLACE FUNCTION app_scopes_anew(wanted text) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  asker bigint := nullif(current_setting('app.user_id', true), '')::bigint;
  link uuid := nullif(current_setting('app.link_id', true), '')::uuid;
  job text := current_setting('app.job', true);
  capabilities text[] := string_to_array(wanted, ',');
  today date := app_today();
  things uuid[] := '{}';
BEGIN
  -- Of somebody the answer is kept (0014), and that must never hold a job's row.
  IF asker IS NULL AND link IS NULL AND job <> '' AND concat('job:', split_part(job, ':', 1)) = ANY (capabilities) THEN
    things := ARRAY[split_part(job, ':', 2)::uuid];
  END IF;
  IF link IS NOT NULL THEN
    things := things || ARRAY(
      SELECT l.object_id FROM municipalities_accesslink l
      WHERE l.id = link AND l.revoked_at IS NULL AND l.expires_at > now()
        AND EXISTS (SELECT FROM municipalities_linkcapability lc
                    WHERE lc.purpose = l.purpose AND lc.capability = ANY (capabilities)));
  END IF;
  IF asker IS NULL THEN
    asker := app_user_id();
    IF asker IS NULL THEN RETURN things; END IF;
  END IF;
  -- Most officials are on no team.
  PERFORM FROM municipalities_membership m WHERE m.user_id = asker AND m.scope_id IS NOT NULL;
  IF NOT FOUND THEN RETURN things; END IF;
  RETURN things || ARRAY(
    SELECT m.scope_id FROM municipalities_membership m
    JOIN accounts_user u ON u.id = m.user_id AND u.is_active
    WHERE m.user_id = asker AND m.scope_id IS NOT NULL
      AND m.starts_on <= today AND (m.ends_on IS NULL OR m.ends_on > today)
      AND EXISTS (SELECT FROM municipalities_rolecapability rc
                  WHERE rc.role = m.role AND rc.capability = ANY (capabilities)));
END $$;

RESET ROLE
"""

JOB_SQL = """
CREATE OR REPLACE FUNCTION app_job(wanted text) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
DECLARE said text := current_setting('app.job', true);
BEGIN
  IF said <> '' AND split_part(said, ':', 1) = ANY (string_to_array(wanted, ',')) THEN
    RETURN split_part(said, ':', 2)::uuid;
  END IF;
  RETURN NULL;
END $$
"""

TODAY_SQL = """
CREATE OR REPLACE FUNCTION app_today() RETURNS date LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (now() AT TIME ZONE 'Europe/Amsterdam')::date;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0016_words_of_residents_and_signals")]

    # Undoing needs nothing: where nobody asks for `job:` these give the answers of those before.
    operations = [
        migrations.RunSQL(SCOPES_SQL, migrations.RunSQL.noop),
        migrations.RunSQL(JOB_SQL, migrations.RunSQL.noop),
        migrations.RunSQL(TODAY_SQL, migrations.RunSQL.noop),
    ]
