"""A link is one update of its chain's head, where it was two: half the versions of that row, which a long transaction (an import, the
demo) walks past for each event that it writes. What is chained, and how, stays as migration 0005 has it."""

from django.db import migrations

PLACED = """
CREATE FUNCTION audit_placed(e audit_auditevent, place bigint) RETURNS audit_auditevent LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  e.position := place;
  RETURN e;
END $$
"""
LINK = """
SET LOCAL ROLE definer;
CREATE OR REPLACE FUNCTION audit_link_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  into_chain bigint := coalesce(NEW.municipality_id, 0);
  head audit_chainhead;
BEGIN
  LOOP
    -- Waits for whoever links to this chain, and goes on from what they left.
    UPDATE audit_chainhead h
      SET position = h.position + 1, digest = audit_event_digest(h.digest, audit_placed(NEW, h.position + 1))
      WHERE h.chain = into_chain RETURNING * INTO head;
    EXIT WHEN FOUND;
    INSERT INTO audit_chainhead (chain, position, digest) VALUES (into_chain, 0, '') ON CONFLICT DO NOTHING;
  END LOOP;
  NEW.position := head.position;
  NEW.digest := head.digest;
  RETURN NEW;
END $$;
RESET ROLE
"""
UNDO = """
SET LOCAL ROLE definer;
CREATE OR REPLACE FUNCTION audit_link_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
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
RESET ROLE;
DROP FUNCTION audit_placed(audit_auditevent, bigint)
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0010_mostly_true")]

    operations = [
        migrations.RunSQL(PLACED, migrations.RunSQL.noop),
        migrations.RunSQL(LINK, UNDO),
    ]
