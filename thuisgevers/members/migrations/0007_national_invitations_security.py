"""The national desk invites its own colleagues and pioneers, and ends their roles; an invitation may carry an end of the role.

A membership accepted through a link is still held against the invitation, its end included.
"""

from django.db import migrations

DESK = "cardinality((SELECT app_municipalities('municipality.invite'))) > 0"
TEAM = f"(scope = 'nation' AND {DESK} OR role = 'pioneer' AND municipality_id = ANY ((SELECT app_municipalities('municipality.invite'))::bigint[]))"
LINK = f"purpose = 'invitation' AND municipality_id IS NULL AND {DESK}"

INVITED_SQL = """
CREATE FUNCTION app_invited_to(role text, scope text, scope_id uuid, municipality_id bigint, ends_on date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (
    SELECT FROM members_invitation i
    WHERE i.id = app_link_object('invitation') AND i.state = 'open' AND i.expires_at > now()
      AND i.role = app_invited_to.role AND i.scope = app_invited_to.scope
      AND i.scope_id IS NOT DISTINCT FROM app_invited_to.scope_id
      AND i.municipality_id IS NOT DISTINCT FROM app_invited_to.municipality_id
      AND i.ends_on IS NOT DISTINCT FROM app_invited_to.ends_on
  )
$$;
ALTER FUNCTION app_invited_to(text, text, uuid, bigint, date) OWNER TO definer;
GRANT SELECT (ends_on) ON members_invitation TO definer;
ALTER POLICY app_invited ON municipalities_membership
  WITH CHECK (app_invited_to(role, scope, scope_id, municipality_id, ends_on));
SET LOCAL ROLE definer;
DROP FUNCTION app_invited_to(text, text, uuid, bigint);
RESET ROLE
"""
INVITED_UNDO_SQL = """
CREATE FUNCTION app_invited_to(role text, scope text, scope_id uuid, municipality_id bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (
    SELECT FROM members_invitation i
    WHERE i.id = app_link_object('invitation') AND i.state = 'open' AND i.expires_at > now()
      AND i.role = app_invited_to.role AND i.scope = app_invited_to.scope
      AND i.scope_id IS NOT DISTINCT FROM app_invited_to.scope_id
      AND i.municipality_id = app_invited_to.municipality_id
  )
$$;
ALTER FUNCTION app_invited_to(text, text, uuid, bigint) OWNER TO definer;
ALTER POLICY app_invited ON municipalities_membership
  WITH CHECK (app_invited_to(role, scope, scope_id, municipality_id));
SET LOCAL ROLE definer;
DROP FUNCTION app_invited_to(text, text, uuid, bigint, date);
RESET ROLE;
REVOKE SELECT (ends_on) ON members_invitation FROM definer
"""

DESK_SQL = f"""
CREATE POLICY desk_reads ON members_invitation FOR SELECT TO app USING {TEAM};
CREATE POLICY desk_invites ON members_invitation FOR INSERT TO app WITH CHECK {TEAM};
CREATE POLICY desk_answers ON members_invitation FOR UPDATE TO app USING {TEAM} WITH CHECK {TEAM};
CREATE POLICY desk_reads ON municipalities_accesslink FOR SELECT TO app USING ({LINK});
CREATE POLICY desk_invites ON municipalities_accesslink FOR INSERT TO app WITH CHECK ({LINK});
CREATE POLICY desk_revokes ON municipalities_accesslink FOR UPDATE TO app USING ({LINK}) WITH CHECK ({LINK});
CREATE POLICY desk_reads ON municipalities_membership FOR SELECT TO app USING {TEAM};
CREATE POLICY desk_ends ON municipalities_membership FOR UPDATE TO app USING {TEAM} WITH CHECK {TEAM}
"""
DESK_UNDO_SQL = """
DROP POLICY desk_ends ON municipalities_membership;
DROP POLICY desk_reads ON municipalities_membership;
DROP POLICY desk_revokes ON municipalities_accesslink;
DROP POLICY desk_invites ON municipalities_accesslink;
DROP POLICY desk_reads ON municipalities_accesslink;
DROP POLICY desk_answers ON members_invitation;
DROP POLICY desk_invites ON members_invitation;
DROP POLICY desk_reads ON members_invitation
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0006_national_invitations")]

    operations = [
        migrations.RunSQL(INVITED_SQL, INVITED_UNDO_SQL),
        migrations.RunSQL(DESK_SQL, DESK_UNDO_SQL),
    ]
