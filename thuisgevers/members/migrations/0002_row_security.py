"""Who may invite, accept and answer; and how an accepted invitation becomes a membership.

Inserting a membership is allowed by `app_may_grant`, and besides that by a valid, open invitation for exactly that role: the
person who holds its link may hold no other right at all.
"""

from django.db import migrations

from thuisgevers.municipalities.policies import link_opens, municipality_in, own, protect, scope_in, somebody

MANAGES = [
    municipality_in("member.manage"),
    "scope = 'municipality' AND " + municipality_in("municipality.invite"),
    scope_in("team.manage", "scope_id"),
    link_opens("invitation"),
]

INVITED_SQL = """
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
GRANT SELECT (id, state, expires_at, role, scope, scope_id, municipality_id) ON members_invitation TO definer;
CREATE POLICY definer_reads ON members_invitation FOR SELECT TO definer USING (true);
CREATE POLICY app_invited ON municipalities_membership FOR INSERT TO app
  WITH CHECK (app_invited_to(role, scope, scope_id, municipality_id));
"""
INVITED_UNDO_SQL = """
DROP POLICY app_invited ON municipalities_membership;
DROP POLICY definer_reads ON members_invitation;
REVOKE SELECT (id, state, expires_at, role, scope, scope_id, municipality_id) ON members_invitation FROM definer;
DROP FUNCTION app_invited_to(text, text, uuid, bigint);
"""

# A membership is a job on the days around its beginning and end, and on Mondays when nobody looked at it for a year.
WAITING = (
    "starts_on BETWEEN app_today() - 7 AND app_today() OR ends_on BETWEEN app_today() - 7 AND app_today() + 7"
    " OR (scope = 'municipality' AND ends_on IS NULL AND extract(isodow FROM app_today()) = 1"
    " AND coalesce(confirmed_on, starts_on) <= app_today() - 365)"
).replace("'", "''")


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_initial"),
        ("municipalities", "0002_row_security"),
        ("audit", "0003_row_security"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        protect(
            "members_invitation",
            extra_read=MANAGES,
            extra_insert=["app_may_grant(role, scope, scope_id, municipality_id)"],
            extra_update=MANAGES,
        ),
        protect(
            "members_grantrequest",
            extra_read=[own(), municipality_in("member.manage")],
            extra_insert=[own() + " AND " + municipality_in("member.read")],
            extra_update=[own(), municipality_in("member.manage")],
        ),
        protect(
            "members_processingagreement",
            read=["member.read", "municipality.invite"],
            insert=["municipality.join"],
            append_only=True,
        ),
        *[
            protect(f"members_{name}event", read=["audit.read"], extra_insert=[somebody()], append_only=True)
            for name in ("invitation", "grantrequest")
        ],
        migrations.RunSQL(INVITED_SQL, INVITED_UNDO_SQL),
        migrations.RunSQL(
            "INSERT INTO municipalities_jobqueue (queue, table_name, waiting, actor_column)"
            f" VALUES ('memberships', 'municipalities_membership', '{WAITING}', 'user_id')",
            "DELETE FROM municipalities_jobqueue WHERE queue = 'memberships'",
        ),
    ]
