"""The link of a mail adds one contact moment and reads nothing but a first name: it has no policy to read a table with. What it needs is
handed out by a function, to a link that is valid, not used, and whose match runs."""

from django.db import migrations

from thuisgevers.municipalities.policies import job_is, protect, tie

NUDGES = "buddy_nudges"
LINK = "nullif(current_setting('app.link_id', true), '')::uuid"

SQL = f"""
CREATE FUNCTION buddies_nudged(hold boolean) RETURNS TABLE (
  id uuid, municipality_id bigint, initiative_id uuid, household_id uuid, user_id bigint, state text, proposed_on date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE thing uuid;
BEGIN
  SELECT l.object_id INTO thing FROM municipalities_accesslink l WHERE l.id = {LINK} AND l.purpose = 'contact';
  IF thing IS NULL THEN RETURN; END IF;
  IF hold THEN
    PERFORM FROM buddies_buddymatch m WHERE m.id = thing FOR NO KEY UPDATE;
  END IF;
  -- A statement of its own: after waiting for the lock it sees what the other one wrote.
  RETURN QUERY
    SELECT m.id, m.municipality_id, m.initiative_id, m.household_id, m.user_id, m.state::text, m.proposed_on
    FROM municipalities_accesslink l
    JOIN buddies_buddymatch m ON m.id = l.object_id AND m.state IN ('active', 'paused')
    JOIN accounts_user u ON u.id = m.user_id AND u.is_active
    WHERE l.id = {LINK} AND l.purpose = 'contact' AND l.used_at IS NULL AND l.revoked_at IS NULL AND l.expires_at > now();
END $$;

CREATE FUNCTION buddies_nudged_card() RETURNS TABLE (id uuid, municipality_id bigint, first_names bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT c.id, c.municipality_id, c.first_names
  FROM municipalities_accesslink l
  JOIN buddies_buddymatch m ON m.id = l.object_id AND m.state IN ('active', 'paused')
  JOIN housing_householdcard c ON c.household_scope_id = m.household_id AND c.municipality_id = m.municipality_id
  WHERE l.id = {LINK} AND l.purpose = 'contact' AND l.used_at IS NULL AND l.revoked_at IS NULL AND l.expires_at > now()
    AND c.state NOT IN ('declined', 'cancelled') AND (c.ended_on IS NULL OR c.ended_on + 30 > app_today())
  ORDER BY c.move_in_on DESC, c.id DESC LIMIT 1
$$;

-- For the policy below: a yes or a no, and only about the match of the link itself.
CREATE FUNCTION buddies_link_adds(thing uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (
    SELECT FROM municipalities_accesslink l
    JOIN buddies_buddymatch m ON m.id = l.object_id AND m.state IN ('active', 'paused')
    WHERE l.id = {LINK} AND l.purpose = 'contact' AND l.object_id = thing
      AND l.used_at IS NULL AND l.revoked_at IS NULL AND l.expires_at > now())
$$;

ALTER FUNCTION buddies_nudged(boolean) OWNER TO definer;
ALTER FUNCTION buddies_nudged_card() OWNER TO definer;
ALTER FUNCTION buddies_link_adds(uuid) OWNER TO definer;
GRANT SELECT (first_names, household_scope_id, state, move_in_on, ended_on) ON housing_householdcard TO definer;

CREATE POLICY contact_by_link ON buddies_contactmoment FOR INSERT TO app
  WITH CHECK (client_id = {LINK} AND buddies_link_adds(match_id));
CREATE POLICY nudge_reads ON buddies_buddymatch FOR SELECT TO app USING ({job_is(NUDGES)});
CREATE POLICY contact_links ON municipalities_accesslink FOR INSERT TO app
  WITH CHECK (purpose = 'contact' AND {job_is(NUDGES, "object_id")});
"""
UNDO = """
DROP POLICY contact_links ON municipalities_accesslink;
DROP POLICY nudge_reads ON buddies_buddymatch;
DROP POLICY contact_by_link ON buddies_contactmoment;
REVOKE SELECT (first_names, household_scope_id, state, move_in_on, ended_on) ON housing_householdcard FROM definer;
SET LOCAL ROLE definer;
DROP FUNCTION buddies_link_adds(uuid);
DROP FUNCTION buddies_nudged_card();
DROP FUNCTION buddies_nudged(boolean);
RESET ROLE;
"""


class Migration(migrations.Migration):
    dependencies = [("buddies", "0010_contact_nudge"), ("housing", "0023_transfer_agreements")]

    operations = [
        protect(
            "buddies_contactnudge",
            extra_read=[job_is(NUDGES, "match_id")],
            extra_insert=[job_is(NUDGES, "match_id")],
        ),
        tie("buddies_contactnudge", "match_id", "buddies_buddymatch"),
        migrations.RunSQL(SQL, UNDO),
    ]
