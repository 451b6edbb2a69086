"""What nobody needs any more is removed by the night: see docs/retention.md.

No right is needed to call these functions, and none is given by them: they take nothing and remove only what is past its
term. The role that owns them may not remove anything else either.
"""

from django.db import migrations

OLD_LINK = "expires_at < now() - interval '90 days'"
OLD_MESSAGE = "body IS NULL AND coalesce(sent_at, expires_at) < now() - interval '1 year'"
OLD_DIGEST = "sent_at < now() - interval '1 year'"

SQL = f"""
GRANT DELETE ON municipalities_accesslink, notifications_outgoingmessage, notifications_digest TO definer;
CREATE POLICY definer_forgets ON municipalities_accesslink FOR DELETE TO definer USING ({OLD_LINK});
CREATE POLICY definer_forgets ON notifications_outgoingmessage FOR DELETE TO definer USING ({OLD_MESSAGE});
CREATE POLICY definer_forgets ON notifications_digest FOR DELETE TO definer USING ({OLD_DIGEST});

CREATE FUNCTION app_forget_links() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH gone AS (DELETE FROM municipalities_accesslink WHERE {OLD_LINK} RETURNING 1) SELECT count(*) FROM gone
$$;
CREATE FUNCTION app_forget_messages() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH gone AS (DELETE FROM notifications_outgoingmessage WHERE {OLD_MESSAGE} RETURNING 1) SELECT count(*) FROM gone
$$;
CREATE FUNCTION app_forget_digests() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH gone AS (
    DELETE FROM notifications_digest d WHERE {OLD_DIGEST}
      AND NOT EXISTS (SELECT FROM notifications_outgoingmessage m WHERE m.digest_id = d.id) RETURNING 1
  ) SELECT count(*) FROM gone
$$;
ALTER FUNCTION app_forget_links() OWNER TO definer;
ALTER FUNCTION app_forget_messages() OWNER TO definer;
ALTER FUNCTION app_forget_digests() OWNER TO definer
"""
UNDO = """
SET LOCAL ROLE definer;
DROP FUNCTION app_forget_digests();
DROP FUNCTION app_forget_messages();
DROP FUNCTION app_forget_links();
RESET ROLE;
DROP POLICY definer_forgets ON notifications_digest;
DROP POLICY definer_forgets ON notifications_outgoingmessage;
DROP POLICY definer_forgets ON municipalities_accesslink;
REVOKE DELETE ON municipalities_accesslink, notifications_outgoingmessage, notifications_digest FROM definer
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0005_calendar"), ("municipalities", "0010_rights_begin_with_joining")]

    operations = [migrations.RunSQL(SQL, UNDO)]
