"""Who gets a signal, who sees what of it, and what must never be: decided here, whatever the code says.

An addressee is a row that only `buddies_route_signal` writes. It leaves out whom the signal concerns, whom they invited or were
invited by, and to whom they report; and it runs again whenever a membership changes. The policies ask that row and the role on
top of it: no role sees a signal by itself, and there is no way round for an administrator. Whoever raised it sees that it was
received and how far it is; the clock sees the row of the signal and nothing of what it says.
"""

from django.db import migrations

from thuisgevers.municipalities.policies import anchor, job_is, own, protect, register_queue, scope_in, somebody, tie

CLOCK, MAILS, WARNINGS = "signal_clock", "signal_mails", "signal_warnings"
KEPT_YEARS = 2

MINE = "= ANY ((SELECT buddies_signals_mine())::uuid[])"
RAISING = "= ANY ((SELECT buddies_raising())::uuid[])"
#: In the mail's table: nobody who watches how the mail fares sees that somebody was told of a signal.
UNSEEN = "template <> 'buddies/message_waiting' OR id = (SELECT app_job('messages'))"

RUNNING = "m.starts_on <= app_today() AND (m.ends_on IS NULL OR m.ends_on > app_today())"

SQL = rf"""
-- Signals of whoever asks: as an addressee who still holds the role and was not left out.
CREATE FUNCTION buddies_signals_mine() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT coalesce(array_agg(a.signal_id), '{{}}') FROM buddies_signaladdressee a
  WHERE a.user_id = app_user_id() AND a.ended_at IS NULL
    AND a.municipality_id = ANY (app_municipalities('signal.receive'))
    AND NOT EXISTS (SELECT FROM buddies_signalexclusion x WHERE x.signal_id = a.signal_id AND x.user_id = a.user_id)
$$;

-- Signals that whoever asks is writing: nothing can be added once it went to somebody.
CREATE FUNCTION buddies_raising() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT coalesce(array_agg(s.id), '{{}}') FROM buddies_safeguardingsignal s
  WHERE s.state = 'raised' AND (s.raised_by_id = app_user_id() OR s.link_scope_id = ANY (app_scopes('signal.raise')))
    AND NOT EXISTS (SELECT FROM buddies_signaladdressee a WHERE a.signal_id = s.id)
$$;

CREATE FUNCTION buddies_belongs(place bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (
    SELECT FROM municipalities_membership m
    WHERE m.user_id = app_user_id() AND (m.municipality_id = place OR m.scope = 'nation') AND {RUNNING})
$$;

-- Whom it concerns: named, or everybody of a party around the household, the initiative, the municipality or the nation.
CREATE FUNCTION buddies_signal_concerned(which uuid) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT c.user_id FROM buddies_signalconcerned c WHERE c.signal_id = which AND c.user_id IS NOT NULL
  UNION
  SELECT m.user_id
  FROM buddies_signalconcerned c
  JOIN buddies_signalfile f ON f.signal_id = c.signal_id
  JOIN municipalities_membership m ON {RUNNING}
    AND m.role = ANY (CASE c.party WHEN 'official' THEN ARRAY['viewer', 'case_handler', 'case_coordinator', 'municipal_liaison']
                                   ELSE ARRAY[c.party] END)
    AND (m.scope = 'nation'
      OR (m.scope = 'municipality' AND m.municipality_id = c.municipality_id)
      OR (m.scope = 'initiative' AND m.municipality_id = c.municipality_id
          AND (f.initiative_scope_id IS NULL OR m.scope_id = f.initiative_scope_id))
      OR (m.scope = 'household' AND m.scope_id = f.household_scope_id)
      OR (m.scope = 'property' AND m.scope_id IN (
          SELECT h.property_id FROM housing_householdcard h WHERE h.household_scope_id = f.household_scope_id)))
  WHERE c.signal_id = which AND c.party NOT IN ('', 'household', 'other')
$$;

-- One step around each of them: invited by, invited, reports to. The nearest word wins.
CREATE FUNCTION buddies_signal_too_near(which uuid) RETURNS TABLE (person bigint, why text) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  WITH concerned AS (SELECT * FROM buddies_signal_concerned(which) AS c (id)),
  held AS (
    SELECT m.* FROM municipalities_membership m JOIN concerned c ON c.id = m.user_id WHERE {RUNNING}
  ),
  near AS (
    SELECT id AS person, 1 AS weight, 'concerned' AS why FROM concerned
    UNION ALL
    SELECT m.granted_by_id, 2, 'invited_by' FROM municipalities_membership m JOIN concerned c ON c.id = m.user_id
    WHERE m.granted_by_id IS NOT NULL
    UNION ALL
    SELECT m.user_id, 3, 'invited' FROM municipalities_membership m JOIN concerned c ON c.id = m.granted_by_id
    UNION ALL
    SELECT m.user_id, 4, 'reports_to' FROM held h JOIN municipalities_membership m ON {RUNNING} AND (
      (h.scope = 'municipality' AND h.role IN ('viewer', 'case_handler', 'case_coordinator', 'municipal_liaison')
        AND m.role = 'case_coordinator' AND m.municipality_id = h.municipality_id)
      OR (h.scope = 'initiative' AND m.scope_id = h.scope_id AND m.role IN ('lead_volunteer', 'buddy_coordinator'))
      OR (h.scope = 'nation' AND m.role = 'national_coordinator')
      OR (h.scope = 'household' AND m.role IN ('lead_volunteer', 'buddy_coordinator') AND m.scope_id IN (
          SELECT b.initiative_id FROM buddies_buddymatch b WHERE b.household_id = h.scope_id AND b.user_id = h.user_id)))
  )
  SELECT DISTINCT ON (n.person) n.person, n.why FROM near n ORDER BY n.person, n.weight
$$;

-- Writes who is left out and who gets it; the number of addressees. Once somebody was left out they stay out.
CREATE FUNCTION buddies_route_signal(which uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  s buddies_safeguardingsignal;
  reached smallint;
  addressees integer;
BEGIN
  SELECT * INTO s FROM buddies_safeguardingsignal WHERE id = which FOR NO KEY UPDATE;
  IF s.id IS NULL OR s.state = 'closed' THEN RETURN 0; END IF;

  INSERT INTO buddies_signalexclusion (id, created_at, updated_at, municipality_id, signal_id, user_id, why)
  SELECT gen_random_uuid(), now(), now(), s.municipality_id, which, n.person, n.why FROM buddies_signal_too_near(which) n
  ON CONFLICT DO NOTHING;

  -- Without an adviser of the municipality it goes to the nation at once.
  reached := CASE WHEN EXISTS (
    SELECT FROM municipalities_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
    WHERE m.role = 'confidential_adviser' AND m.municipality_id = s.municipality_id AND {RUNNING}
      AND NOT EXISTS (SELECT FROM buddies_signalexclusion x WHERE x.signal_id = which AND x.user_id = m.user_id)
  ) THEN s.level ELSE 3 END;
  IF reached <> s.level THEN
    UPDATE buddies_safeguardingsignal SET level = reached WHERE id = which;
  END IF;

  WITH able AS (
    SELECT DISTINCT ON (m.user_id) m.user_id, m.role, m.starts_on, m.id
    FROM municipalities_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
    WHERE {RUNNING} AND (
        (m.role IN ('confidential_adviser', 'case_coordinator') AND m.scope = 'municipality' AND m.municipality_id = s.municipality_id)
        OR (m.role = 'national_adviser' AND m.scope = 'nation'))
      AND NOT EXISTS (SELECT FROM buddies_signalexclusion x WHERE x.signal_id = which AND x.user_id = m.user_id)
    ORDER BY m.user_id, m.role <> 'confidential_adviser', m.starts_on, m.id
  ),
  wanted AS (
    SELECT user_id, role FROM able WHERE role = 'case_coordinator'
    UNION
    SELECT user_id, role FROM able WHERE role = 'confidential_adviser' AND reached >= 2
    UNION
    (SELECT user_id, role FROM able WHERE role = 'confidential_adviser' ORDER BY starts_on, id LIMIT 1)
    UNION
    SELECT user_id, role FROM able WHERE role = 'national_adviser' AND reached >= 3
  ),
  over AS (
    UPDATE buddies_signaladdressee a SET ended_at = now(), updated_at = now()
    WHERE a.signal_id = which AND a.ended_at IS NULL AND NOT EXISTS (SELECT FROM wanted w WHERE w.user_id = a.user_id)
  )
  INSERT INTO buddies_signaladdressee AS a (id, created_at, updated_at, municipality_id, signal_id, user_id, role)
  SELECT gen_random_uuid(), now(), now(), s.municipality_id, which, w.user_id, w.role FROM wanted w
  ON CONFLICT (signal_id, user_id) DO UPDATE SET ended_at = NULL, mailed_at = NULL, updated_at = now()
    WHERE a.ended_at IS NOT NULL;

  SELECT count(*) INTO addressees FROM buddies_signaladdressee WHERE signal_id = which AND ended_at IS NULL;
  -- A coordinator of the municipality alone is not enough: somebody independent has to have it.
  IF NOT EXISTS (
    SELECT FROM buddies_signaladdressee WHERE signal_id = which AND ended_at IS NULL AND role <> 'case_coordinator'
  ) THEN RETURN 0; END IF;
  RETURN addressees;
END $$;

-- The clock ran out: one step further, and everybody who has it hears again that there is a message.
CREATE FUNCTION buddies_pass_signal_on(which uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  had integer;
  has integer;
BEGIN
  IF which IS DISTINCT FROM app_job('{CLOCK}') THEN RAISE EXCEPTION 'not this job' USING ERRCODE = 'insufficient_privilege'; END IF;
  SELECT count(*) INTO had FROM buddies_signaladdressee WHERE signal_id = which AND ended_at IS NULL;
  LOOP
    UPDATE buddies_safeguardingsignal SET level = level + 1 WHERE id = which AND level < 3;
    EXIT WHEN NOT FOUND;
    has := buddies_route_signal(which);
    EXIT WHEN has > had;
  END LOOP;
  UPDATE buddies_signaladdressee SET mailed_at = NULL, updated_at = now() WHERE signal_id = which AND ended_at IS NULL;
  RETURN coalesce(has, had);
END $$;

-- An addressee says that somebody (or they themselves) stands too near: they see nothing from this moment.
CREATE FUNCTION buddies_leave_out(which uuid, person bigint) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT which = ANY (buddies_signals_mine()) THEN
    RAISE EXCEPTION 'not an addressee' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO buddies_signalexclusion (id, created_at, updated_at, municipality_id, signal_id, user_id, why)
  SELECT gen_random_uuid(), now(), now(), s.municipality_id, which, person, 'conflict'
  FROM buddies_safeguardingsignal s WHERE s.id = which
  ON CONFLICT DO NOTHING;
  RETURN buddies_route_signal(which);
END $$;

-- Whom somebody can name when raising: who would receive it, and the team of the initiative. Names are for who belongs there.
CREATE FUNCTION buddies_signal_people(place bigint, team uuid) RETURNS TABLE (person bigint, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT m.user_id, m.role FROM municipalities_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
  WHERE {RUNNING} AND m.user_id IS DISTINCT FROM app_user_id()
    AND ((m.scope = 'municipality' AND m.municipality_id = place AND m.role IN ('confidential_adviser', 'case_coordinator')
          AND (buddies_belongs(place) OR cardinality(app_scopes('signal.raise')) > 0))
      OR (m.scope = 'initiative' AND m.scope_id = team AND m.municipality_id = place
          AND m.role IN ('lead_volunteer', 'volunteer', 'buddy_coordinator')
          AND EXISTS (
            SELECT FROM municipalities_membership o
            WHERE o.user_id = app_user_id() AND o.starts_on <= app_today() AND (o.ends_on IS NULL OR o.ends_on > app_today())
              AND (o.scope_id = team OR (o.scope = 'household' AND o.scope_id IN (
                SELECT b.household_id FROM buddies_buddymatch b
                WHERE b.initiative_id = team AND b.user_id = app_user_id()))))))
$$;

-- Whom to ask to talk to the adviser first: who handles the household. Not whom it concerns, nor who stands near them.
CREATE FUNCTION buddies_signal_to_warn(which uuid) RETURNS TABLE (person bigint, household uuid) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT m.user_id, f.household_scope_id
  FROM buddies_signalfile f
  JOIN municipalities_membership m ON m.municipality_id = f.municipality_id AND {RUNNING}
    AND (m.role IN ('case_handler', 'case_coordinator')
      OR (m.role = 'buddy_coordinator' AND m.scope_id IN (
          SELECT b.initiative_id FROM buddies_buddymatch b
          WHERE b.household_id = f.household_scope_id AND b.state IN ('proposed', 'accepted', 'active', 'paused'))))
  JOIN accounts_user u ON u.id = m.user_id AND u.is_active
  WHERE f.signal_id = which AND which = ANY (buddies_signals_mine()) AND f.household_scope_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM buddies_signalexclusion x WHERE x.signal_id = which AND x.user_id = m.user_id)
    AND NOT EXISTS (
      SELECT FROM buddies_signaladdressee a WHERE a.signal_id = which AND a.user_id = m.user_id AND a.ended_at IS NULL)
$$;

-- Who looked, for who may look.
CREATE FUNCTION buddies_signal_reads(which uuid) RETURNS TABLE (person bigint, at timestamptz) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT r.reader_id, r.at FROM audit_readevent r
  WHERE r.object_type = 'buddies.SafeguardingSignal' AND r.purpose = 'signal'
    AND r.object_ids @> to_jsonb(which::text) AND which = ANY (buddies_signals_mine())
  ORDER BY r.at DESC LIMIT 50
$$;

CREATE FUNCTION buddies_route_again() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE open_one uuid;
BEGIN
  FOR open_one IN
    SELECT s.id FROM buddies_safeguardingsignal s
    WHERE s.state <> 'closed' AND EXISTS (
      SELECT FROM changed c WHERE c.municipality_id IS NULL OR c.municipality_id = s.municipality_id)
  LOOP
    PERFORM buddies_route_signal(open_one);
  END LOOP;
  RETURN NULL;
END $$;

-- Nightly: roles also begin and end by their date, without a row that changes.
CREATE FUNCTION buddies_route_open() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT count(buddies_route_signal(s.id)) FROM buddies_safeguardingsignal s WHERE s.state <> 'closed'
$$;

CREATE FUNCTION buddies_end_warnings() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM buddies_signalfile f WHERE f.signal_id = NEW.id AND f.outcome <> '') THEN
    RAISE EXCEPTION 'a signal closes with an outcome' USING ERRCODE = 'check_violation';
  END IF;
  UPDATE buddies_signalwarning SET ended_at = now() WHERE signal_id = NEW.id AND ended_at IS NULL;
  RETURN NULL;
END $$;

-- No match becomes active where nobody can receive a worry about it. Rows written in bulk by the owner are held against it by tests.
CREATE FUNCTION buddies_needs_adviser() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state = NEW.state THEN RETURN NEW; END IF;
  IF current_user = 'app' AND NOT EXISTS (SELECT app_officials(NEW.municipality_id, ARRAY['confidential_adviser'])) THEN
    RAISE EXCEPTION 'no confidential adviser is appointed' USING ERRCODE = 'check_violation', CONSTRAINT = 'match_needs_adviser';
  END IF;
  RETURN NEW;
END $$;

-- What was said, whom it was about and who said it; in earlier versions of the rows too. Who was left out stays left out.
CREATE FUNCTION buddies_forget_signals() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  gone uuid[];
  earlier text := current_setting('pgtrigger.ignore', true);
BEGIN
  SELECT coalesce(array_agg(s.id), '{{}}') INTO gone
  FROM buddies_safeguardingsignal s JOIN buddies_signalfile f ON f.signal_id = s.id
  WHERE s.closed_at < now() - interval '{KEPT_YEARS} years' AND f.seen <> ''::bytea;
  PERFORM set_config('pgtrigger.ignore', (
    SELECT array_agg(t.tgname)::text FROM pg_trigger t
    WHERE t.tgrelid IN ('buddies_safeguardingsignal'::regclass, 'buddies_signalfile'::regclass,
                        'buddies_safeguardingsignalevent'::regclass, 'buddies_signalfileevent'::regclass)
      AND (t.tgname LIKE 'pgtrigger\_append\_only\_%' OR t.tgname LIKE 'pgtrigger\_update\_update\_%')), true);
  UPDATE buddies_signalfile SET seen = ''::bytea, who_else = ''::bytea, "where" = ''::bytea, outcome_note = ''::bytea, household_scope_id = NULL,
    initiative_scope_id = NULL WHERE signal_id = ANY (gone);
  UPDATE buddies_signalstep SET note = ''::bytea WHERE signal_id = ANY (gone);
  UPDATE buddies_signallog SET reason = ''::bytea WHERE signal_id = ANY (gone);
  UPDATE buddies_signalexclusion SET why = 'conflict' WHERE signal_id = ANY (gone);
  DELETE FROM buddies_signalconcerned WHERE signal_id = ANY (gone);
  DELETE FROM buddies_signalwarning WHERE signal_id = ANY (gone);
  UPDATE buddies_safeguardingsignal SET raised_by_id = NULL, link_scope_id = NULL WHERE id = ANY (gone);
  DELETE FROM buddies_safeguardingsignalevent WHERE pgh_obj_id = ANY (gone);
  DELETE FROM buddies_signalfileevent WHERE signal_id = ANY (gone);
  PERFORM set_config('pgtrigger.ignore', coalesce(nullif(earlier, ''), '{{}}'), true);
  RETURN cardinality(gone);
END $$;
"""

FUNCTIONS = (
    "buddies_signals_mine()",
    "buddies_raising()",
    "buddies_belongs(bigint)",
    "buddies_signal_concerned(uuid)",
    "buddies_signal_too_near(uuid)",
    "buddies_route_signal(uuid)",
    "buddies_pass_signal_on(uuid)",
    "buddies_leave_out(uuid, bigint)",
    "buddies_signal_people(bigint, uuid)",
    "buddies_signal_to_warn(uuid)",
    "buddies_signal_reads(uuid)",
    "buddies_route_again()",
    "buddies_route_open()",
    "buddies_end_warnings()",
    "buddies_forget_signals()",
)
TABLES = [
    "signalfile",
    "signalconcerned",
    "signalexclusion",
    "signaladdressee",
    "signalstep",
    "signallog",
    "signalwarning",
]

OWNED = "; ".join(f"ALTER FUNCTION {one} OWNER TO definer" for one in FUNCTIONS)
DROPPED = "; ".join(f"DROP FUNCTION {one}" for one in reversed(FUNCTIONS))

GRANTS = f"""
GRANT UPDATE ON buddies_safeguardingsignal TO definer;
CREATE POLICY definer_passes ON buddies_safeguardingsignal FOR UPDATE TO definer USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON buddies_signalfile TO definer;
CREATE POLICY definer_tends ON buddies_signalfile TO definer USING (true) WITH CHECK (true);
GRANT SELECT, DELETE ON buddies_signalconcerned TO definer;
CREATE POLICY definer_tends ON buddies_signalconcerned TO definer USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE (why) ON buddies_signalexclusion TO definer;
CREATE POLICY definer_tends ON buddies_signalexclusion TO definer USING (true) WITH CHECK (true);
GRANT INSERT, UPDATE ON buddies_signaladdressee TO definer;
CREATE POLICY definer_tends ON buddies_signaladdressee TO definer USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON buddies_signalstep TO definer;
CREATE POLICY definer_tends ON buddies_signalstep TO definer USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON buddies_signallog TO definer;
CREATE POLICY definer_tends ON buddies_signallog TO definer USING (true) WITH CHECK (true);
GRANT UPDATE, DELETE ON buddies_signalwarning TO definer;
CREATE POLICY definer_tends ON buddies_signalwarning TO definer USING (true) WITH CHECK (true);
GRANT INSERT, SELECT, DELETE ON buddies_safeguardingsignalevent, buddies_signalfileevent TO definer;
CREATE POLICY definer_notes ON buddies_safeguardingsignalevent TO definer USING (true) WITH CHECK (true);
CREATE POLICY definer_notes ON buddies_signalfileevent TO definer USING (true) WITH CHECK (true);
GRANT SELECT (household_scope_id) ON housing_householdcard TO definer;
GRANT SELECT (reader_id, at, object_type, purpose, object_ids) ON audit_readevent TO definer;
CREATE POLICY definer_finds_signals ON audit_readevent FOR SELECT TO definer
  USING (object_type = 'buddies.SafeguardingSignal' AND purpose = 'signal');
CREATE INDEX audit_reads_of_signals ON audit_readevent USING gin (object_ids)
  WHERE object_type = 'buddies.SafeguardingSignal' AND purpose = 'signal';
CREATE POLICY signals_unseen ON notifications_outgoingmessage AS RESTRICTIVE FOR SELECT TO app USING ({UNSEEN});
REVOKE UPDATE, DELETE, TRUNCATE ON buddies_signalexclusion, buddies_signalconcerned, buddies_signalstep, buddies_signallog FROM app;
REVOKE INSERT, DELETE, TRUNCATE ON buddies_signaladdressee FROM app;
REVOKE INSERT ON buddies_signalexclusion FROM app;

CREATE TRIGGER signals_follow_new_roles AFTER INSERT ON municipalities_membership
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION buddies_route_again();
CREATE TRIGGER signals_follow_roles AFTER UPDATE ON municipalities_membership
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION buddies_route_again();
CREATE TRIGGER signal_ends_warnings AFTER UPDATE OF state ON buddies_safeguardingsignal
  FOR EACH ROW WHEN (NEW.state = 'closed') EXECUTE FUNCTION buddies_end_warnings();
CREATE TRIGGER match_needs_adviser BEFORE INSERT OR UPDATE OF state ON buddies_buddymatch
  FOR EACH ROW WHEN (NEW.state = 'active') EXECUTE FUNCTION buddies_needs_adviser();
"""
UNGRANTS = """
DROP POLICY definer_notes ON buddies_signalfileevent;
DROP POLICY definer_notes ON buddies_safeguardingsignalevent;
DROP POLICY definer_tends ON buddies_signalwarning;
DROP POLICY definer_tends ON buddies_signallog;
DROP POLICY definer_tends ON buddies_signalstep;
DROP POLICY definer_tends ON buddies_signaladdressee;
DROP POLICY definer_tends ON buddies_signalexclusion;
DROP POLICY definer_tends ON buddies_signalconcerned;
DROP POLICY definer_tends ON buddies_signalfile;
DROP POLICY definer_passes ON buddies_safeguardingsignal;
DROP TRIGGER match_needs_adviser ON buddies_buddymatch;
DROP TRIGGER signal_ends_warnings ON buddies_safeguardingsignal;
DROP TRIGGER signals_follow_roles ON municipalities_membership;
DROP TRIGGER signals_follow_new_roles ON municipalities_membership;
DROP FUNCTION buddies_needs_adviser();
DROP POLICY signals_unseen ON notifications_outgoingmessage;
DROP INDEX audit_reads_of_signals;
DROP POLICY definer_finds_signals ON audit_readevent;
REVOKE SELECT (reader_id, at, object_type, purpose, object_ids) ON audit_readevent FROM definer
"""


class Migration(migrations.Migration):
    dependencies = [
        ("buddies", "0020_safeguarding"),
        ("audit", "0009_workspace_visibility"),
        ("notifications", "0008_kinds_of_mail"),
        ("municipalities", "0015_words_of_guidance_and_buddies"),
    ]

    operations = [
        migrations.RunSQL(SQL, f"SET LOCAL ROLE definer; {DROPPED}; RESET ROLE"),
        migrations.RunSQL(OWNED, migrations.RunSQL.noop),
        anchor("buddies_safeguardingsignal"),
        protect(
            "buddies_safeguardingsignal",
            extra_read=[f"id {MINE}", own("raised_by_id")],
            extra_insert=[
                f"state = 'raised' AND level = 1 AND {own('raised_by_id')} AND link_scope_id IS NULL AND buddies_belongs(municipality_id)",
                f"state = 'raised' AND level = 1 AND raised_by_id IS NULL AND {scope_in('signal.raise', 'link_scope_id')}",
            ],
            extra_update=[f"id {MINE}"],
            job_queue=CLOCK,
        ),
        protect(
            "buddies_safeguardingsignalevent",
            extra_read=[f"pgh_obj_id {MINE}"],
            extra_insert=[somebody()],
            append_only=True,
        ),
        register_queue(CLOCK, "buddies_safeguardingsignal", waiting="state = 'raised' AND acknowledge_by < now()"),
        protect(
            "buddies_signalfile",
            extra_read=[f"signal_id {MINE}"],
            extra_insert=[f"signal_id {RAISING}"],
            extra_update=[f"signal_id {MINE}"],
        ),
        protect(
            "buddies_signalfileevent", extra_read=[f"signal_id {MINE}"], extra_insert=[somebody()], append_only=True
        ),
        protect("buddies_signalconcerned", extra_read=[f"signal_id {MINE}"], extra_insert=[f"signal_id {RAISING}"]),
        protect("buddies_signalexclusion", extra_read=[f"signal_id {MINE}"]),
        protect("buddies_signaladdressee", extra_read=[f"signal_id {MINE}"], job_queue=MAILS),
        register_queue(MAILS, "buddies_signaladdressee", waiting="mailed_at IS NULL AND ended_at IS NULL"),
        protect(
            "buddies_signalstep",
            extra_read=[f"signal_id {MINE}"],
            extra_insert=[f"signal_id {MINE} AND {own('by_id')}"],
        ),
        protect(
            "buddies_signallog",
            extra_read=[f"signal_id {MINE}"],
            extra_insert=[f"signal_id {MINE} AND {own('by_id')}", f"by_id IS NULL AND {job_is(CLOCK, 'signal_id')}"],
        ),
        protect(
            "buddies_signalwarning",
            extra_read=[f"signal_id {MINE}", own()],
            extra_insert=[f"signal_id {MINE} AND {own('adviser_id')}"],
            job_queue=WARNINGS,
        ),
        register_queue(WARNINGS, "buddies_signalwarning", waiting="mailed_at IS NULL AND ended_at IS NULL"),
        *(tie(f"buddies_{table}", "signal_id", "buddies_safeguardingsignal") for table in TABLES),
        migrations.RunSQL(GRANTS, UNGRANTS),
    ]
