"""Chains the events of each municipality: the trigger runs as definer, so that the application can neither skip nor
forge a link."""

from django.db import migrations

SQL = """
CREATE FUNCTION audit_event_digest(before bytea, e audit_auditevent) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(before || convert_to(concat_ws('|', e.id, e.municipality_id, e.scope_id, e.object_type, e.object_id,
    e.verb, e.from_state, e.to_state, e.reason, e.visibility, e.actor_id, e.actor_label, e.data::text,
    extract(epoch FROM e.at), e.position), 'UTF8'))
$$;

CREATE FUNCTION audit_link_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE head audit_chainhead;
BEGIN
  INSERT INTO audit_chainhead AS h (chain, position, digest) VALUES (coalesce(NEW.municipality_id, 0), 1, '')
    ON CONFLICT (chain) DO UPDATE SET position = h.position + 1
    RETURNING * INTO head;
  NEW.position := head.position;
  NEW.digest := audit_event_digest(head.digest, NEW);
  UPDATE audit_chainhead SET digest = NEW.digest WHERE chain = head.chain;
  RETURN NEW;
END $$;

ALTER FUNCTION audit_link_event() OWNER TO definer;
GRANT SELECT, INSERT, UPDATE ON audit_chainhead TO definer;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_chainhead FROM app;
CREATE TRIGGER audit_link BEFORE INSERT ON audit_auditevent FOR EACH ROW EXECUTE FUNCTION audit_link_event();
"""

UNDO = """
DROP TRIGGER audit_link ON audit_auditevent;
DROP FUNCTION audit_link_event();
DROP FUNCTION audit_event_digest(bytea, audit_auditevent);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_chain")]

    operations = [migrations.RunSQL(SQL, UNDO)]
