"""Who reads and writes buddies, matches and contact moments, and what the database keeps true by itself.

A buddy reads their own row and their own matches; a buddy coordinator those of the initiative; who handles households those of the
municipality. A note for "me" alone is read by nobody else. The role of buddy for a household is given and ended by whoever makes the
match accepted or concluded: the database looks at the match, not at who asks.
"""

from django.db import migrations

from housing.row_security import protect_history
from thuisgevers.municipalities.policies import (
    anchor,
    job_is,
    municipality_in,
    own,
    protect,
    register_queue,
    scope_in,
    somebody,
    tie,
)

MAILS, PROPOSALS = "buddy_mails", "buddy_proposals"
UNCONFIRMED, GONE, NOTES = "7 days", 28, 365

#: Who must be told: what the person heard last is not how it is, or they asked again.
WAITING = """email_index IS NOT NULL AND (
  (told_state <> state AND state IN ('requested', 'applied', 'ready', 'declined', 'left'))
  OR asked_again_at > told_at)"""

SQL = f"""
CREATE FUNCTION buddies_accepted(person bigint, thing uuid, tenant bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (
    SELECT FROM buddies_buddymatch m
    WHERE m.user_id = person AND m.household_id = thing AND m.municipality_id = tenant
      AND m.state IN ('accepted', 'active', 'paused'))
$$;

CREATE FUNCTION buddies_households_kept() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT coalesce(array_agg(DISTINCT household_id), '{{}}') FROM buddies_buddymatch
  WHERE initiative_id = ANY (app_scopes('buddy.manage')) OR municipality_id = ANY (app_municipalities('buddy.manage'))
$$;

-- For a visitor who may not know whether the address is known: says nothing, and not more than once in ten minutes.
CREATE FUNCTION buddies_ask_again(place bigint, fingerprint text) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  UPDATE buddies_buddy SET asked_again_at = clock_timestamp()
  WHERE municipality_id = place AND email_index = fingerprint
    AND (asked_again_at IS NULL OR asked_again_at < now() - interval '10 minutes')
$$;

-- Where the homes of these cards lie, no closer than the digits of the postcode: a buddy coordinator has no right to the property.
CREATE FUNCTION buddies_card_areas(cards uuid[]) RETURNS TABLE (card uuid, digits text, place text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT c.id, left(p.postcode, 4), p.place FROM housing_householdcard c JOIN housing_property p ON p.id = c.property_id
  WHERE c.id = ANY (cards)
    AND (c.initiative_scope_id = ANY (app_scopes('buddy.read')) OR c.municipality_id = ANY (app_municipalities('buddy.read')))
$$;

CREATE FUNCTION buddies_take_match() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE m buddies_buddymatch;
BEGIN
  SELECT * INTO m FROM buddies_buddymatch WHERE id = NEW.match_id;
  IF m.id IS NULL OR m.user_id <> NEW.user_id THEN
    RAISE EXCEPTION 'a contact moment is written by the buddy of the match' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.happened_on > app_today() THEN
    RAISE EXCEPTION 'a contact moment lies in the past' USING ERRCODE = 'check_violation';
  END IF;
  NEW.household_scope_id := m.household_id;
  NEW.initiative_id := m.initiative_id;
  RETURN NEW;
END $$;

CREATE FUNCTION buddies_count_contacts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE buddies_buddymatch SET contacts = contacts + 1, last_contact_on = greatest(last_contact_on, NEW.happened_on)
    WHERE id = NEW.match_id;
  ELSE
    UPDATE buddies_buddymatch SET last_contact_on = (
      SELECT max(c.happened_on) FROM buddies_contactmoment c WHERE c.match_id = NEW.match_id)
    WHERE id = NEW.match_id;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION buddies_erase_own_notes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE buddies_contactmoment SET note = ''::bytea WHERE match_id = NEW.id AND visibility = 'me';
  RETURN NULL;
END $$;

-- Nobody says of themselves that their VOG was seen or that the acquaintance went well.
CREATE FUNCTION buddies_keep_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.user_id = app_user_id() OR NEW.id = app_link_object('buddy')) AND (
    ROW (NEW.vog_requested_on, NEW.vog_seen_on, NEW.vog_seen_by_id, NEW.vog_valid_until, NEW.intake, NEW.initiative_id)
      IS DISTINCT FROM
    ROW (OLD.vog_requested_on, OLD.vog_seen_on, OLD.vog_seen_by_id, OLD.vog_valid_until, OLD.intake, OLD.initiative_id)
    OR (NEW.state = 'ready' AND OLD.state NOT IN ('ready', 'paused'))
  ) THEN
    RAISE EXCEPTION 'somebody else says this of a buddy' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION buddies_forget() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  erased bigint := 0;
  these bigint;
BEGIN
  DELETE FROM buddies_buddy WHERE state = 'requested' AND created_at < now() - interval '{UNCONFIRMED}';
  GET DIAGNOSTICS these = ROW_COUNT; erased := erased + these;
  UPDATE buddies_buddy SET name = ''::bytea, email = ''::bytea, phone = ''::bytea, about = ''::bytea, email_index = NULL
  WHERE email_index IS NOT NULL AND ended_on < app_today() - {GONE};
  GET DIAGNOSTICS these = ROW_COUNT; erased := erased + these;
  UPDATE buddies_contactmoment c SET note = ''::bytea FROM buddies_buddymatch m
  WHERE m.id = c.match_id AND m.ended_on < app_today() - {NOTES} AND c.note <> ''::bytea;
  GET DIAGNOSTICS these = ROW_COUNT; erased := erased + these;
  UPDATE buddies_householdwish w SET own_words = ''::bytea FROM housing_household h
  WHERE h.id = w.household_id AND h.closed_on < app_today() - 31 AND w.own_words <> ''::bytea;
  GET DIAGNOSTICS these = ROW_COUNT; erased := erased + these;
  RETURN erased;
END $$;

ALTER FUNCTION buddies_accepted(bigint, uuid, bigint) OWNER TO definer;
ALTER FUNCTION buddies_households_kept() OWNER TO definer;
ALTER FUNCTION buddies_ask_again(bigint, text) OWNER TO definer;
ALTER FUNCTION buddies_card_areas(uuid[]) OWNER TO definer;
ALTER FUNCTION buddies_take_match() OWNER TO definer;
ALTER FUNCTION buddies_count_contacts() OWNER TO definer;
ALTER FUNCTION buddies_erase_own_notes() OWNER TO definer;
ALTER FUNCTION buddies_forget() OWNER TO definer;

GRANT UPDATE (asked_again_at, name, email, phone, about, email_index), DELETE ON buddies_buddy TO definer;
GRANT UPDATE (contacts, last_contact_on) ON buddies_buddymatch TO definer;
GRANT SELECT (id, match_id, happened_on, visibility, note), UPDATE (note) ON buddies_contactmoment TO definer;
GRANT SELECT (id, household_id, own_words), UPDATE (own_words) ON buddies_householdwish TO definer;
GRANT SELECT (id, property_id, initiative_scope_id, municipality_id) ON housing_householdcard TO definer;
GRANT SELECT (id, closed_on) ON housing_household TO definer;
CREATE POLICY definer_tends ON buddies_buddy FOR UPDATE TO definer USING (true) WITH CHECK (true);
CREATE POLICY definer_removes ON buddies_buddy FOR DELETE TO definer
  USING (state = 'requested' AND created_at < now() - interval '{UNCONFIRMED}');
CREATE POLICY definer_counts ON buddies_buddymatch FOR UPDATE TO definer USING (true) WITH CHECK (true);
CREATE POLICY definer_finds ON buddies_contactmoment FOR SELECT TO definer USING (true);
CREATE POLICY definer_erases ON buddies_contactmoment FOR UPDATE TO definer USING (true) WITH CHECK (true);
CREATE POLICY definer_finds ON buddies_householdwish FOR SELECT TO definer USING (true);
CREATE POLICY definer_erases ON buddies_householdwish FOR UPDATE TO definer USING (true) WITH CHECK (true);
CREATE POLICY buddies_find ON housing_householdcard FOR SELECT TO definer USING (true);
CREATE POLICY buddies_forget ON housing_household FOR SELECT TO definer USING (closed_on < app_today() - 31);

CREATE TRIGGER contact_takes_match BEFORE INSERT OR UPDATE OF match_id, user_id, happened_on, initiative_id, household_scope_id
  ON buddies_contactmoment FOR EACH ROW EXECUTE FUNCTION buddies_take_match();
CREATE TRIGGER contacts_are_counted AFTER INSERT OR UPDATE OF happened_on ON buddies_contactmoment
  FOR EACH ROW EXECUTE FUNCTION buddies_count_contacts();
CREATE TRIGGER match_erases_own_notes AFTER UPDATE OF state ON buddies_buddymatch
  FOR EACH ROW WHEN (NEW.state = 'concluded') EXECUTE FUNCTION buddies_erase_own_notes();
CREATE TRIGGER buddy_keeps_facts BEFORE UPDATE ON buddies_buddy FOR EACH ROW EXECUTE FUNCTION buddies_keep_facts();

CREATE POLICY buddy_links ON municipalities_accesslink FOR INSERT TO app
  WITH CHECK (purpose = 'buddy' AND {job_is(MAILS, "object_id")});
CREATE POLICY buddy_accepted ON municipalities_membership FOR INSERT TO app
  WITH CHECK (role = 'buddy' AND scope = 'household' AND buddies_accepted(user_id, scope_id, municipality_id));
CREATE POLICY buddy_kept_read ON municipalities_membership FOR SELECT TO app
  USING (role = 'buddy' AND scope = 'household' AND scope_id = ANY ((SELECT buddies_households_kept())::uuid[]));
CREATE POLICY buddy_kept_ends ON municipalities_membership FOR UPDATE TO app
  USING (role = 'buddy' AND scope = 'household' AND scope_id = ANY ((SELECT buddies_households_kept())::uuid[]))
  WITH CHECK (role = 'buddy' AND scope = 'household' AND scope_id = ANY ((SELECT buddies_households_kept())::uuid[]));
"""
UNDO = """
DROP POLICY buddy_kept_ends ON municipalities_membership;
DROP POLICY buddy_kept_read ON municipalities_membership;
DROP POLICY buddy_accepted ON municipalities_membership;
DROP POLICY buddy_links ON municipalities_accesslink;
DROP TRIGGER buddy_keeps_facts ON buddies_buddy;
DROP TRIGGER match_erases_own_notes ON buddies_buddymatch;
DROP TRIGGER contacts_are_counted ON buddies_contactmoment;
DROP TRIGGER contact_takes_match ON buddies_contactmoment;
DROP POLICY buddies_forget ON housing_household;
DROP POLICY buddies_find ON housing_householdcard;
DROP POLICY definer_erases ON buddies_householdwish;
DROP POLICY definer_finds ON buddies_householdwish;
DROP POLICY definer_erases ON buddies_contactmoment;
DROP POLICY definer_finds ON buddies_contactmoment;
DROP POLICY definer_counts ON buddies_buddymatch;
DROP POLICY definer_removes ON buddies_buddy;
DROP POLICY definer_tends ON buddies_buddy;
REVOKE ALL ON buddies_buddy, buddies_buddymatch, buddies_contactmoment, buddies_householdwish FROM definer;
DROP FUNCTION buddies_keep_facts();
SET LOCAL ROLE definer;
DROP FUNCTION buddies_forget();
DROP FUNCTION buddies_erase_own_notes();
DROP FUNCTION buddies_count_contacts();
DROP FUNCTION buddies_take_match();
DROP FUNCTION buddies_card_areas(uuid[]);
DROP FUNCTION buddies_ask_again(bigint, text);
DROP FUNCTION buddies_households_kept();
DROP FUNCTION buddies_accepted(bigint, uuid, bigint);
RESET ROLE;
"""

MANAGED = ["buddy.manage"]


class Migration(migrations.Migration):
    dependencies = [
        ("buddies", "0001_buddies"),
        ("housing", "0023_transfer_agreements"),
        ("initiatives", "0015_owner_reads_agreement"),
        ("members", "0007_national_invitations_security"),
    ]

    operations = [
        anchor("buddies_buddy"),
        anchor("buddies_buddymatch"),
        protect(
            "buddies_buddy",
            read=["buddy.read"],
            insert=MANAGED,
            update=MANAGED,
            scope_column="initiative_id",
            extra_read=[own(), scope_in("buddy.apply", "id")],
            # Anybody may apply; somebody who is signed in for themselves.
            extra_insert=["state = 'requested' AND user_id IS NULL", f"state = 'applied' AND {own()}"],
            extra_update=[own(), scope_in("buddy.apply", "id")],
            job_queue=MAILS,
        ),
        protect_history("buddies_buddy"),
        register_queue(MAILS, "buddies_buddy", waiting=WAITING),
        # What a municipality chose about VOGs is no secret.
        protect("buddies_buddysettings", extra_read=[somebody()], insert=["buddy.rules"], update=["buddy.rules"]),
        protect(
            "buddies_householdwish",
            read=["buddy.read"],
            insert=MANAGED,
            update=MANAGED,
            scope_column="initiative_id",
        ),
        protect_history("buddies_householdwish"),
        protect(
            "buddies_buddymatch",
            read=["buddy.read"],
            insert=MANAGED,
            update=MANAGED,
            scope_column="initiative_id",
            extra_read=[own()],
            extra_update=[own()],
            job_queue=PROPOSALS,
        ),
        protect_history("buddies_buddymatch"),
        register_queue(PROPOSALS, "buddies_buddymatch", waiting="state = 'proposed' AND answer_by < app_today()"),
        protect(
            "buddies_contactmoment",
            extra_read=[
                own(),
                f"visibility <> 'me' AND {scope_in('buddy.read', 'initiative_id')}",
                f"visibility = 'municipality' AND {municipality_in('buddy.read')}",
            ],
            extra_insert=[f"{own()} AND {scope_in('contact.log', 'household_scope_id')}"],
            extra_update=[f"{own()} AND {scope_in('contact.log', 'household_scope_id')}"],
        ),
        protect(
            "buddies_contactmomentevent",
            extra_read=[own(), f"visibility = 'municipality' AND {municipality_in('audit.read')}"],
            extra_insert=[somebody()],
            append_only=True,
        ),
        tie("buddies_buddy", "initiative_id", "initiatives_initiative"),
        tie("buddies_householdwish", "initiative_id", "initiatives_initiative"),
        tie("buddies_householdwish", "household_id", "housing_household"),
        tie("buddies_buddymatch", "initiative_id", "initiatives_initiative"),
        tie("buddies_buddymatch", "buddy_id", "buddies_buddy"),
        tie("buddies_buddymatch", "backup_id", "buddies_buddy"),
        tie("buddies_buddymatch", "household_id", "housing_household"),
        tie("buddies_contactmoment", "match_id", "buddies_buddymatch"),
        tie("buddies_contactmoment", "initiative_id", "initiatives_initiative"),
        migrations.RunSQL(SQL, UNDO),
    ]
