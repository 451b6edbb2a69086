"""Two municipalities and one transfer: each reads its side, neither the other's households. What the receiver may not read before
its yes is opened, and the sender's household closed, by a trigger in the same statement; a no takes the package away."""

from django.db import migrations

from housing.row_security import protect_history
from thuisgevers.municipalities.policies import anchor, job_is, municipality_in, protect, register_queue, tie

RECEIVES = municipality_in("household.transfer", "to_municipality_id")

HAND_OVER_SQL = """
CREATE FUNCTION housing_keep_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.municipality_id, OLD.to_municipality_id, OLD.household_id)
     IS DISTINCT FROM (NEW.municipality_id, NEW.to_municipality_id, NEW.household_id) THEN
    PERFORM housing_refuse('transfer_fixed');
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION housing_hand_over() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE sent text;
BEGIN
  IF NEW.state = 'withdrawn' AND NOT NEW.municipality_id = ANY (app_municipalities('household.transfer')) THEN
    PERFORM housing_refuse('transfer_by_sender');
  END IF;
  IF NEW.state IN ('accepted', 'refused')
     AND NOT NEW.to_municipality_id = ANY (app_municipalities('household.transfer')) THEN
    PERFORM housing_refuse('transfer_by_receiver');
  END IF;
  IF NEW.state <> 'accepted' THEN
    DELETE FROM housing_transferpackage WHERE transfer_id = NEW.id;
    RETURN NULL;
  END IF;
  SELECT state INTO sent FROM housing_household WHERE id = NEW.household_id FOR NO KEY UPDATE;
  IF sent <> 'expected' THEN PERFORM housing_refuse('transfer_household_gone'); END IF;
  IF EXISTS (SELECT FROM housing_placement p
             WHERE p.household_id = NEW.household_id AND p.state IN ('proposed', 'planned', 'active')) THEN
    PERFORM housing_refuse('transfer_household_placed');
  END IF;
  UPDATE housing_household SET state = 'transferred', closed_on = app_today(), updated_at = now()
    WHERE id = NEW.household_id;
  UPDATE housing_coaallocation SET ended_on = greatest(app_today(), allocated_on), updated_at = now()
    WHERE household_id = NEW.household_id AND ended_on IS NULL;
  UPDATE housing_transferpackage SET released_at = now() WHERE transfer_id = NEW.id;
  RETURN NULL;
END $$;

ALTER FUNCTION housing_hand_over() OWNER TO definer;
GRANT SELECT (state), UPDATE (state, closed_on, updated_at) ON housing_household TO definer;
GRANT SELECT (id, household_id, ended_on, allocated_on), UPDATE (ended_on, updated_at) ON housing_coaallocation TO definer;
GRANT SELECT (id, transfer_id), UPDATE (released_at), DELETE ON housing_transferpackage TO definer;
GRANT INSERT ON housing_householdevent, housing_coaallocationevent TO definer;
CREATE POLICY definer_hands_over ON housing_household FOR UPDATE TO definer
  USING (true) WITH CHECK (state = 'transferred');
CREATE POLICY definer_notes ON housing_householdevent FOR INSERT TO definer WITH CHECK (true);
CREATE POLICY definer_finds ON housing_coaallocation FOR SELECT TO definer USING (true);
CREATE POLICY definer_ends ON housing_coaallocation FOR UPDATE TO definer USING (true) WITH CHECK (ended_on IS NOT NULL);
CREATE POLICY definer_notes ON housing_coaallocationevent FOR INSERT TO definer WITH CHECK (true);
CREATE POLICY definer_finds ON housing_transferpackage FOR SELECT TO definer USING (true);
CREATE POLICY definer_releases ON housing_transferpackage FOR UPDATE TO definer USING (true) WITH CHECK (true);
CREATE POLICY definer_removes ON housing_transferpackage FOR DELETE TO definer USING (true);
CREATE TRIGGER transfer_stays BEFORE UPDATE ON housing_householdtransfer
  FOR EACH ROW EXECUTE FUNCTION housing_keep_transfer();
CREATE TRIGGER transfer_hands_over AFTER UPDATE OF state ON housing_householdtransfer
  FOR EACH ROW WHEN (OLD.state = 'offered' AND NEW.state <> 'offered') EXECUTE FUNCTION housing_hand_over();
"""
HAND_OVER_UNDO = """
DROP TRIGGER transfer_hands_over ON housing_householdtransfer;
DROP TRIGGER transfer_stays ON housing_householdtransfer;
DROP POLICY definer_removes ON housing_transferpackage;
DROP POLICY definer_releases ON housing_transferpackage;
DROP POLICY definer_finds ON housing_transferpackage;
DROP POLICY definer_notes ON housing_coaallocationevent;
DROP POLICY definer_ends ON housing_coaallocation;
DROP POLICY definer_finds ON housing_coaallocation;
DROP POLICY definer_notes ON housing_householdevent;
DROP POLICY definer_hands_over ON housing_household;
REVOKE INSERT ON housing_householdevent, housing_coaallocationevent FROM definer;
REVOKE ALL ON housing_transferpackage FROM definer;
REVOKE SELECT (id, household_id, ended_on, allocated_on), UPDATE (ended_on, updated_at) ON housing_coaallocation FROM definer;
REVOKE SELECT (state), UPDATE (state, closed_on, updated_at) ON housing_household FROM definer;
DROP FUNCTION housing_hand_over();
DROP FUNCTION housing_keep_transfer();
"""


class Migration(migrations.Migration):
    dependencies = [("housing", "0016_check_photos")]

    operations = [
        protect(
            "housing_placingagreement",
            read=["household.read"],
            insert=["matching.weigh"],
            update=["matching.weigh"],
            extra_read=[municipality_in("household.read", "partner_id")],
        ),
        protect_history("housing_placingagreement"),
        anchor("housing_householdtransfer"),
        protect(
            "housing_householdtransfer",
            read=["household.transfer"],
            insert=["household.transfer"],
            update=["household.transfer"],
            extra_read=[RECEIVES],
            extra_update=[RECEIVES],
        ),
        protect_history("housing_householdtransfer"),
        protect(
            "housing_transferpackage",
            insert=["household.transfer"],
            extra_read=[f"released_at IS NOT NULL AND {RECEIVES}"],
            extra_delete=[f"released_at IS NOT NULL AND {RECEIVES}"],
        ),
        tie("housing_householdtransfer", "household_id", "housing_household"),
        tie("housing_transferpackage", "transfer_id", "housing_householdtransfer"),
        migrations.RunSQL(HAND_OVER_SQL, HAND_OVER_UNDO),
        protect(
            "housing_importjob",
            read=["import.run"],
            insert=["import.run"],
            update=["import.run"],
            extra_read=[job_is("import-expiry")],
            extra_update=[job_is("import-expiry")],
            job_queue="imports",
        ),
        register_queue(
            "imports",
            "housing_importjob",
            waiting="state IN ('waiting', 'queued')"
            " OR (state IN ('checking', 'importing') AND claimed_at < now() - interval '30 seconds')",
            actor_column="requested_by_id",
        ),
        migrations.RunSQL(
            "INSERT INTO municipalities_jobqueue (queue, table_name, waiting, actor_column) VALUES ('import-expiry',"
            " 'housing_importjob', 'keeps_file AND keeps_until < now() AND state NOT IN (''checking'', ''importing'')', '')",
            "DELETE FROM municipalities_jobqueue WHERE queue = 'import-expiry'",
        ),
    ]
