"""Goals of a household are read and changed by the household on its own page, and by the buddy of the match as long as the household
shares with volunteers: by no coordinator, no official and no other buddy. The end of the match erases them."""

from django.db import migrations

from thuisgevers.municipalities.policies import own, protect, tie

SQL = """
-- The match says whose goal it is; only while it runs.
CREATE FUNCTION buddies_take_goal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE m buddies_buddymatch;
BEGIN
  SELECT * INTO m FROM buddies_buddymatch WHERE id = NEW.match_id FOR SHARE;
  IF m.id IS NULL OR m.state NOT IN ('active', 'paused') THEN
    RAISE EXCEPTION 'a goal belongs to a match that runs' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.household_scope_id := m.household_id;
  NEW.user_id := m.user_id;
  RETURN NEW;
END $$;

CREATE FUNCTION buddies_erase_goals() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  DELETE FROM buddies_householdgoal WHERE match_id = NEW.id;
  RETURN NULL;
END $$;

-- Households of which whoever asks is the buddy, and that share with volunteers.
CREATE FUNCTION buddies_homes_that_share() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT coalesce(array_agg(DISTINCT household_scope_id), '{}') FROM housing_householdcard
  WHERE is_shared AND household_scope_id = ANY (app_scopes('contact.log'))
$$;

-- The running matches of the household of this visit; the first name is the buddy's.
CREATE FUNCTION buddies_welcome_matches() RETURNS TABLE (id uuid, municipality_id bigint, name bytea, match_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT b.id, b.municipality_id, b.name, m.id FROM buddies_buddymatch m JOIN buddies_buddy b ON b.id = m.buddy_id
  WHERE m.household_id = (SELECT buddies_welcome_home()) AND m.state IN ('active', 'paused') ORDER BY m.place
$$;

ALTER FUNCTION buddies_take_goal() OWNER TO definer;
ALTER FUNCTION buddies_erase_goals() OWNER TO definer;
ALTER FUNCTION buddies_homes_that_share() OWNER TO definer;
ALTER FUNCTION buddies_welcome_matches() OWNER TO definer;
GRANT SELECT (id, match_id), DELETE ON buddies_householdgoal TO definer;
CREATE POLICY definer_finds ON buddies_householdgoal FOR SELECT TO definer USING (true);
CREATE POLICY definer_erases ON buddies_householdgoal FOR DELETE TO definer USING (true);
CREATE TRIGGER goal_takes_match BEFORE INSERT OR UPDATE OF match_id, user_id, household_scope_id ON buddies_householdgoal
  FOR EACH ROW EXECUTE FUNCTION buddies_take_goal();
CREATE TRIGGER match_erases_goals AFTER UPDATE OF state ON buddies_buddymatch
  FOR EACH ROW WHEN (NEW.state NOT IN ('active', 'paused')) EXECUTE FUNCTION buddies_erase_goals();
"""
UNDO = """
DROP TRIGGER match_erases_goals ON buddies_buddymatch;
DROP TRIGGER goal_takes_match ON buddies_householdgoal;
DROP POLICY definer_erases ON buddies_householdgoal;
DROP POLICY definer_finds ON buddies_householdgoal;
REVOKE ALL ON buddies_householdgoal FROM definer;
SET LOCAL ROLE definer;
DROP FUNCTION buddies_welcome_matches();
DROP FUNCTION buddies_homes_that_share();
DROP FUNCTION buddies_erase_goals();
DROP FUNCTION buddies_take_goal();
RESET ROLE;
"""
THEIRS = "household_scope_id = (SELECT buddies_welcome_home())"
BUDDY = f"{own()} AND household_scope_id = ANY ((SELECT buddies_homes_that_share())::uuid[])"
BOTH = [THEIRS, BUDDY]


class Migration(migrations.Migration):
    dependencies = [("buddies", "0052_goals")]

    operations = [
        migrations.RunSQL(SQL, UNDO),
        protect("buddies_householdgoal", extra_read=BOTH, extra_insert=BOTH, extra_update=BOTH, extra_delete=BOTH),
        tie("buddies_householdgoal", "match_id", "buddies_buddymatch"),
    ]
