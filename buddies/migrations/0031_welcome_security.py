"""The resident's page before PostgreSQL: a card opens with its code and its digits, counted here; what its holder may see is what
these functions return, of one household; what they write hangs on their own card.

The secret link (`LinkPurpose.WELCOME`) is the visit: made here after the right digits, its object is the card. No table of others has a
policy for it.
"""

from django.db import migrations

from housing.row_security import protect_history
from thuisgevers.municipalities.policies import anchor, protect, register_queue, scope_in, tie

CARDS, MESSAGES = "welcome_cards", "resident_messages"
MOST_TRIES = 5
VISIT = "4 hours"
#: Days that a card still works after the stay ended, and that what was written with it is kept after it ended.
AFTER, KEPT = 30, 28
OWN = "card_id = (SELECT buddies_welcome_card())"

SQL = f"""
CREATE FUNCTION buddies_card_lives(card uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (
    SELECT FROM buddies_welcomecard w JOIN housing_householdcard h ON h.household_scope_id = w.household_id
    WHERE w.id = card AND w.state <> 'revoked' AND w.expires_on >= app_today()
      AND h.state IN ('planned', 'active', 'ended') AND (h.ended_on IS NULL OR h.ended_on + {AFTER} > app_today()))
$$;

-- The language of the card, or nothing: for a code that does not exist, digits that are wrong and a card that is dead alike. The row
-- is locked first, so that five tries are five, however many come at once.
CREATE FUNCTION buddies_open_welcome(asked bytea, typed bytea, link uuid, token bytea) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE c buddies_welcomecard;
BEGIN
  SELECT * INTO c FROM buddies_welcomecard WHERE code_hash = asked FOR NO KEY UPDATE;
  IF c.id IS NULL OR c.tries >= {MOST_TRIES} OR NOT buddies_card_lives(c.id) THEN RETURN NULL; END IF;
  IF c.pin_hash <> typed THEN
    UPDATE buddies_welcomecard SET tries = tries + 1 WHERE id = c.id;
    RETURN NULL;
  END IF;
  UPDATE buddies_welcomecard SET tries = 0 WHERE id = c.id AND tries > 0;
  INSERT INTO municipalities_accesslink
    (id, created_at, updated_at, token_hash, purpose, object_id, municipality_id, expires_at)
  VALUES (link, now(), now(), token, 'welcome', c.id, c.municipality_id, now() + interval '{VISIT}');
  RETURN c.language;
END $$;

CREATE FUNCTION buddies_welcome_card() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT object FROM app_link_object('welcome') AS object WHERE object IS NOT NULL AND buddies_card_lives(object)
$$;
CREATE FUNCTION buddies_welcome_home() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT household_id FROM buddies_welcomecard WHERE id = (SELECT buddies_welcome_card())
$$;
CREATE FUNCTION buddies_welcome_stay() RETURNS SETOF housing_householdcard LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT * FROM housing_householdcard
  WHERE household_scope_id = (SELECT buddies_welcome_home()) AND state IN ('planned', 'active', 'ended')
  ORDER BY (state = 'active') DESC, move_in_on DESC, id LIMIT 1
$$;
CREATE FUNCTION buddies_welcome_household() RETURNS SETOF housing_household LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT * FROM housing_household WHERE id = (SELECT buddies_welcome_home())
$$;
CREATE FUNCTION buddies_welcome_people() RETURNS SETOF housing_statusholder LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT * FROM housing_statusholder WHERE household_id = (SELECT buddies_welcome_home()) ORDER BY is_contact DESC, created_at, id
$$;
CREATE FUNCTION buddies_welcome_buddies() RETURNS TABLE (
  id uuid, municipality_id bigint, name bytea, state varchar, meets_at timestamptz, started_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT b.id, b.municipality_id, b.name, m.state, m.meets_at, m.started_on
  FROM buddies_buddymatch m JOIN buddies_buddy b ON b.id = m.buddy_id
  WHERE m.household_id = (SELECT buddies_welcome_home()) AND m.state IN ('accepted', 'active', 'paused') ORDER BY m.place
$$;
CREATE FUNCTION buddies_welcome_follow_on() RETURNS varchar LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT f.state FROM housing_followonhousing f
  WHERE f.placement_id = (SELECT placement_id FROM buddies_welcome_stay()) LIMIT 1
$$;
CREATE FUNCTION buddies_welcome_rules() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT a.house_rules FROM initiatives_agreementfacts a
  WHERE a.initiative_id = (SELECT initiative_scope_id FROM buddies_welcome_stay()) AND a.house_rules <> ''
  ORDER BY a.updated_at DESC LIMIT 1
$$;
CREATE FUNCTION buddies_welcome_visits() RETURNS TABLE (at timestamptz) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT created_at FROM municipalities_accesslink
  WHERE purpose = 'welcome' AND object_id = (SELECT buddies_welcome_card()) ORDER BY created_at DESC LIMIT 10
$$;
-- Who looked, by role and municipality: never by name. Half a year, at most two hundred lines.
CREATE FUNCTION buddies_welcome_reads() RETURNS TABLE (day date, role varchar, place varchar, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH home AS (SELECT id, municipality_id FROM buddies_welcome_household()),
  mine AS (
    SELECT array_agg(x::text) AS ids FROM (
      SELECT id AS x FROM home
      UNION ALL SELECT h.id FROM housing_householdcard h WHERE h.household_scope_id = (SELECT id FROM home)
      UNION ALL SELECT m.id FROM buddies_buddymatch m WHERE m.household_id = (SELECT id FROM home)
      UNION ALL SELECT id FROM buddies_welcome_people()) every_one),
  seen AS (
    SELECT r.reader_id, r.municipality_id, (r.at AT TIME ZONE 'Europe/Amsterdam')::date AS day FROM audit_readevent r
    WHERE r.municipality_id = (SELECT municipality_id FROM home) AND r.at > now() - interval '180 days'
      AND r.reader_id IS NOT NULL AND r.object_ids ?| (SELECT ids FROM mine))
  SELECT s.day, held.role, g.name, count(*) FROM seen s
  JOIN municipalities_municipality g ON g.id = s.municipality_id
  LEFT JOIN LATERAL (
    SELECT m.role FROM municipalities_membership m
    WHERE m.user_id = s.reader_id AND m.municipality_id = s.municipality_id AND m.starts_on <= s.day
      AND (m.ends_on IS NULL OR m.ends_on >= s.day)
    ORDER BY (m.scope = 'municipality') DESC, (m.scope_id = (SELECT id FROM home)) DESC NULLS LAST, m.role LIMIT 1) held ON true
  GROUP BY s.day, held.role, g.name ORDER BY s.day DESC, held.role LIMIT 200
$$;
CREATE FUNCTION buddies_welcome_defects() RETURNS TABLE (reference varchar, kind varchar, state varchar, reported_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT d.reference, d.kind, d.state, d.reported_at FROM housing_defectreport d
  WHERE d.household_scope_id = (SELECT buddies_welcome_home()) AND d.reported_by_id IS NULL AND d.erased_on IS NULL
  ORDER BY d.reported_at DESC LIMIT 20
$$;
CREATE FUNCTION buddies_report_defect(report uuid, line uuid, form uuid, number text, what text, how_soon text, words text,
  ball text, answer_by date, remind date, teller text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE h housing_householdcard;
BEGIN
  SELECT * INTO h FROM buddies_welcome_stay();
  IF h.id IS NULL OR h.state <> 'active' THEN
    RAISE EXCEPTION 'a resident reports about the home they live in' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO housing_defectreport (id, created_at, updated_at, municipality_id, reference, property_id, initiative_scope_id,
    household_scope_id, kind, urgency, description, acts, state, reported_at, due_on, remind_on, outcome, client_id)
  VALUES (report, now(), now(), h.municipality_id, number, h.property_id, h.initiative_scope_id, h.household_scope_id, what, how_soon,
    words, ball, 'reported', now(), answer_by, remind, '', form)
  ON CONFLICT (client_id) DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO housing_defectupdate (id, created_at, updated_at, municipality_id, defect_id, kind, text, to_actor, by_label, at)
  VALUES (line, now(), now(), h.municipality_id, report, 'reported', '', ball, teller, now());
  RETURN true;
END $$;
CREATE FUNCTION buddies_share_card(wanted boolean) RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE hit bigint;
BEGIN
  UPDATE housing_householdcard SET is_shared = wanted, updated_at = now()
  WHERE household_scope_id = (SELECT buddies_welcome_home()) AND is_shared <> wanted;
  GET DIAGNOSTICS hit = ROW_COUNT;
  RETURN hit;
END $$;
CREATE FUNCTION buddies_end_visits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE municipalities_accesslink SET revoked_at = now(), updated_at = now()
  WHERE purpose = 'welcome' AND object_id = NEW.id AND revoked_at IS NULL;
  RETURN NULL;
END $$;
CREATE FUNCTION buddies_leave_welcome() RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  UPDATE municipalities_accesslink SET revoked_at = now(), updated_at = now()
  WHERE purpose = 'welcome' AND id = nullif(current_setting('app.link_id', true), '')::uuid
$$;
-- What was printed, or waited for that too long; and what was written with a card that ended.
CREATE FUNCTION buddies_forget_welcome() RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  erased bigint := 0;
  these bigint;
BEGIN
  UPDATE buddies_welcomecard SET pdf = ''::bytea, code = ''::bytea
  WHERE printable_until < now() AND (pdf <> ''::bytea OR code <> ''::bytea);
  GET DIAGNOSTICS these = ROW_COUNT; erased := erased + these;
  DELETE FROM buddies_residentmood m USING buddies_welcomecard c
  WHERE c.id = m.card_id AND ((c.state = 'revoked' AND c.updated_at < now() - interval '{KEPT} days')
    OR c.expires_on < app_today() - {KEPT});
  GET DIAGNOSTICS these = ROW_COUNT; erased := erased + these;
  UPDATE buddies_residentmessage SET text = ''::bytea, answer = ''::bytea
  WHERE state = 'answered' AND answered_at < now() - interval '1 year' AND text <> ''::bytea;
  GET DIAGNOSTICS these = ROW_COUNT; erased := erased + these;
  RETURN erased;
END $$;
"""

FUNCTIONS = (
    "buddies_card_lives(uuid)",
    "buddies_open_welcome(bytea, bytea, uuid, bytea)",
    "buddies_welcome_card()",
    "buddies_welcome_home()",
    "buddies_welcome_stay()",
    "buddies_welcome_household()",
    "buddies_welcome_people()",
    "buddies_welcome_buddies()",
    "buddies_welcome_follow_on()",
    "buddies_welcome_rules()",
    "buddies_welcome_visits()",
    "buddies_welcome_reads()",
    "buddies_welcome_defects()",
    "buddies_report_defect(uuid, uuid, uuid, text, text, text, text, text, date, date, text)",
    "buddies_share_card(boolean)",
    "buddies_end_visits()",
    "buddies_leave_welcome()",
    "buddies_forget_welcome()",
)
#: The functions see one household; the ones that look for old things see old things.
HOME = "(SELECT buddies_welcome_home())"
POLICIES = (
    ("welcome_home", "housing_household", f"FOR SELECT TO definer USING (id = {HOME})"),
    ("welcome_home", "housing_statusholder", f"FOR SELECT TO definer USING (household_id = {HOME})"),
    ("welcome_home", "housing_followonhousing", f"FOR SELECT TO definer USING (household_id = {HOME})"),
    (
        "welcome_shares",
        "housing_householdcard",
        f"FOR UPDATE TO definer USING (household_scope_id = {HOME}) WITH CHECK (household_scope_id = {HOME})",
    ),
    ("welcome_notes", "housing_householdcardevent", "FOR INSERT TO definer WITH CHECK (true)"),
    (
        "welcome_rules",
        "initiatives_agreementfacts",
        "FOR SELECT TO definer USING (initiative_id = (SELECT initiative_scope_id FROM buddies_welcome_stay()))",
    ),
    ("welcome_reads", "audit_readevent", "FOR SELECT TO definer USING (true)"),
    ("welcome_reports", "housing_defectreport", f"FOR INSERT TO definer WITH CHECK (household_scope_id = {HOME})"),
    (
        "welcome_reports",
        "housing_defectupdate",
        "FOR INSERT TO definer WITH CHECK (kind = 'reported' AND by_id IS NULL)",
    ),
    ("welcome_opens", "municipalities_accesslink", "FOR INSERT TO definer WITH CHECK (purpose = 'welcome')"),
    (
        "welcome_closes",
        "municipalities_accesslink",
        "FOR UPDATE TO definer USING (purpose = 'welcome') WITH CHECK (purpose = 'welcome' AND revoked_at IS NOT NULL)",
    ),
    ("welcome_counts", "buddies_welcomecard", "FOR UPDATE TO definer USING (true) WITH CHECK (true)"),
    ("welcome_forgets", "buddies_residentmessage", "FOR UPDATE TO definer USING (state = 'answered')"),
    ("welcome_finds", "buddies_residentmood", "FOR SELECT TO definer USING (true)"),
    ("welcome_forgets", "buddies_residentmood", "FOR DELETE TO definer USING (true)"),
)
GRANTS = (
    "SELECT ON housing_household",
    "SELECT ON housing_statusholder",
    "SELECT ON housing_householdcard",
    "UPDATE (is_shared, updated_at) ON housing_householdcard",
    "INSERT ON housing_householdcardevent",
    "SELECT (placement_id, household_id, state) ON housing_followonhousing",
    "SELECT (initiative_id, house_rules, updated_at) ON initiatives_agreementfacts",
    "SELECT (municipality_id, reader_id, object_ids, at) ON audit_readevent",
    "SELECT (reference, kind, state, reported_at, household_scope_id, reported_by_id, erased_on, client_id)"
    " ON housing_defectreport",
    "INSERT ON housing_defectreport",
    "INSERT ON housing_defectupdate",
    "INSERT ON municipalities_accesslink",
    "UPDATE (revoked_at, updated_at) ON municipalities_accesslink",
    "UPDATE (tries, pdf, code) ON buddies_welcomecard",
    "UPDATE (text, answer) ON buddies_residentmessage",
    "SELECT, DELETE ON buddies_residentmood",
)
OWNERS = "".join(f"ALTER FUNCTION {name} OWNER TO definer;\n" for name in FUNCTIONS)
GRANT = "".join(f"GRANT {what} TO definer;\n" for what in GRANTS)
POLICY = "".join(f"CREATE POLICY {name} ON {table} {rest};\n" for name, table, rest in POLICIES)
TRIGGER = """
CREATE TRIGGER revoked_card_ends_visits AFTER UPDATE OF state ON buddies_welcomecard
  FOR EACH ROW WHEN (NEW.state = 'revoked') EXECUTE FUNCTION buddies_end_visits();
"""
UNDO = "DROP TRIGGER revoked_card_ends_visits ON buddies_welcomecard;\n" + "".join(
    f"DROP POLICY {name} ON {table};\n" for name, table, _rest in reversed(POLICIES)
)
DROP = (
    "SET LOCAL ROLE definer;\n" + "".join(f"DROP FUNCTION {name};\n" for name in reversed(FUNCTIONS)) + "RESET ROLE;\n"
)


class Migration(migrations.Migration):
    dependencies = [
        ("buddies", "0030_welcome"),
        ("housing", "0029_what_residents_share_security"),
        ("initiatives", "0015_owner_reads_agreement"),
        ("municipalities", "0015_words_of_guidance_and_buddies"),
        ("audit", "0003_row_security"),
    ]

    operations = [
        anchor("buddies_welcomecard"),
        # The functions name the tables and the policies name the functions: rights first for what `register_queue` grants.
        protect(
            "buddies_welcomecard",
            read=["welcome.manage"],
            insert=["welcome.manage"],
            update=["welcome.manage"],
            scope_column="initiative_scope_id",
            job_queue=CARDS,
        ),
        protect_history("buddies_welcomecard"),
        register_queue(CARDS, "buddies_welcomecard", waiting="state = 'requested'", actor_column="made_by_id"),
        migrations.RunSQL(SQL + OWNERS, DROP),
        protect(
            "buddies_residentmessage",
            read=["welcome.answer"],
            update=["welcome.answer"],
            extra_read=[OWN],
            extra_insert=[OWN],
            job_queue=MESSAGES,
        ),
        protect_history("buddies_residentmessage"),
        register_queue(
            MESSAGES,
            "buddies_residentmessage",
            waiting="state = 'open' AND due_on < app_today() AND reminded_on IS NULL",
        ),
        protect(
            "buddies_residentmood",
            extra_read=[
                OWN,
                f"shared_with = 'buddy' AND {scope_in('contact.log', 'household_scope_id')}",
                f"shared_with = 'coordinator' AND {scope_in('buddy.manage', 'initiative_scope_id')}",
            ],
            extra_insert=[OWN],
            extra_delete=[OWN],
        ),
        tie("buddies_welcomecard", "household_id", "housing_household"),
        tie("buddies_residentmessage", "card_id", "buddies_welcomecard"),
        tie("buddies_residentmessage", "household_id", "housing_household"),
        tie("buddies_residentmood", "card_id", "buddies_welcomecard"),
        migrations.RunSQL(GRANT + POLICY + TRIGGER, UNDO),
    ]
