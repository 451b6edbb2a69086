"""Who reads and writes sessions, and how the database itself keeps count of the places.

The session is public. The link to its video meeting is for those with a place and for national coordinators; a registration for who
made it (signed in, or through the mailed link), for national coordinators and for the job that mails about it.
"""

from django.db import migrations

from thuisgevers.municipalities.policies import job_is, own, protect, register_queue, scope_in, somebody

MAILS, PLACES = "session_mails", "session_places"
NATIONAL = "cardinality((SELECT app_municipalities('session.manage'))) > 0"
MY_REGISTRATION = [NATIONAL, own(), scope_in("session.attend", "id"), job_is(PLACES, "session_id")]
HAS_PLACE = "session_id = ANY ((SELECT guidance_sessions_joined())::uuid[])"
TERM = "8 weeks"
UNANSWERED = "7 days"

ME = "guidance_sessionregistration"
#: A mail is due: what somebody was told is not how it is, they asked again, the session changed, it is tomorrow, or it was
#: yesterday. Once the session is over nobody is told any more that they have a place.
WAITING = f"""email_index IS NOT NULL AND EXISTS (
  SELECT FROM guidance_inspirationsession s WHERE s.id = {ME}.session_id AND (
    (s.ends_at > now() AND (
      {ME}.told_state <> {ME}.state
      OR {ME}.asked_again_at > {ME}.told_at
      OR ({ME}.state IN ('confirmed', 'waiting') AND {ME}.told_sequence < s.sequence)
      OR ({ME}.state = 'confirmed' AND s.state = 'planned' AND {ME}.reminded_at IS NULL
          AND now() >= s.starts_at - interval '24 hours' AND now() < s.starts_at)))
    OR ({ME}.state = 'confirmed' AND s.state = 'planned' AND {ME}.thanked_at IS NULL
        AND s.ends_at < now() - interval '16 hours' AND s.ends_at > now() - interval '14 days')))"""
FREE = "state = 'planned' AND ends_at > now() AND waiting > 0 AND taken < capacity"

SQL = f"""
CREATE FUNCTION guidance_count_places() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  more int := 0;
  longer int := 0;
  thing uuid;
BEGIN
  IF TG_OP <> 'INSERT' THEN
    more := more - (OLD.state = 'confirmed')::int;
    longer := longer - (OLD.state = 'waiting')::int;
    thing := OLD.session_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    more := more + (NEW.state = 'confirmed')::int;
    longer := longer + (NEW.state = 'waiting')::int;
    thing := NEW.session_id;
  END IF;
  IF more <> 0 OR longer <> 0 THEN
    UPDATE guidance_inspirationsession SET taken = taken + more, waiting = waiting + longer WHERE id = thing;
  END IF;
  RETURN NULL;
END $$;

-- Whoever takes or gives up a place locks the session first, so that nobody waits for somebody who waits for them.
CREATE FUNCTION guidance_lock_session(wanted uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE s guidance_inspirationsession;
BEGIN
  SELECT * INTO s FROM guidance_inspirationsession WHERE id = wanted FOR NO KEY UPDATE;
  IF s.id IS NULL OR s.state <> 'planned' THEN RETURN 0; END IF;
  RETURN greatest(0, s.capacity - s.taken - s.waiting);
END $$;

-- For a visitor who may not know whether the address is registered: says nothing, and not more than once in ten minutes.
CREATE FUNCTION guidance_ask_again(thing uuid, fingerprint text) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  UPDATE guidance_sessionregistration SET asked_again_at = clock_timestamp()
  WHERE session_id = thing AND email_index = fingerprint
    AND (asked_again_at IS NULL OR asked_again_at < now() - interval '10 minutes')
$$;

CREATE FUNCTION guidance_sessions_joined() RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT coalesce(array_agg(session_id), '{{}}') FROM guidance_sessionregistration
  WHERE state = 'confirmed'
    AND (user_id = app_user_id() OR id = app_link_object('session') OR id = app_job('{MAILS}'))
$$;

CREATE FUNCTION guidance_forget_registrations() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  erased bigint;
  removed bigint;
BEGIN
  UPDATE guidance_sessionregistration SET name = '', email = '', email_index = NULL, user_id = NULL, question = '', remarks = ''
  WHERE email_index IS NOT NULL AND session_id IN (
    SELECT id FROM guidance_inspirationsession WHERE ends_at < now() - interval '{TERM}');
  GET DIAGNOSTICS erased = ROW_COUNT;
  DELETE FROM guidance_sessionregistration WHERE state = 'requested' AND created_at < now() - interval '{UNANSWERED}';
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN erased + removed;
END $$;

ALTER FUNCTION guidance_count_places() OWNER TO definer;
ALTER FUNCTION guidance_lock_session(uuid) OWNER TO definer;
ALTER FUNCTION guidance_ask_again(uuid, text) OWNER TO definer;
ALTER FUNCTION guidance_sessions_joined() OWNER TO definer;
ALTER FUNCTION guidance_forget_registrations() OWNER TO definer;

GRANT UPDATE (taken, waiting) ON guidance_inspirationsession TO definer;
GRANT UPDATE (asked_again_at, name, email, email_index, user_id, question, remarks), DELETE
  ON guidance_sessionregistration TO definer;
CREATE POLICY definer_counts ON guidance_inspirationsession FOR UPDATE TO definer USING (true) WITH CHECK (true);
CREATE POLICY definer_tends ON guidance_sessionregistration FOR UPDATE TO definer USING (true) WITH CHECK (true);
CREATE POLICY definer_removes ON guidance_sessionregistration FOR DELETE TO definer
  USING (state = 'requested' AND created_at < now() - interval '{UNANSWERED}');
CREATE POLICY session_links ON municipalities_accesslink FOR INSERT TO app
  WITH CHECK (purpose = 'session' AND {job_is(MAILS, "object_id")});

CREATE TRIGGER registrations_are_counted AFTER INSERT OR UPDATE OF state OR DELETE ON guidance_sessionregistration
  FOR EACH ROW EXECUTE FUNCTION guidance_count_places();
"""
UNDO = """
DROP TRIGGER registrations_are_counted ON guidance_sessionregistration;
DROP POLICY session_links ON municipalities_accesslink;
DROP POLICY definer_removes ON guidance_sessionregistration;
DROP POLICY definer_tends ON guidance_sessionregistration;
DROP POLICY definer_counts ON guidance_inspirationsession;
REVOKE UPDATE (asked_again_at, name, email, email_index, user_id, question, remarks), DELETE
  ON guidance_sessionregistration FROM definer;
REVOKE UPDATE (taken, waiting) ON guidance_inspirationsession FROM definer;
SET LOCAL ROLE definer;
DROP FUNCTION guidance_forget_registrations();
DROP FUNCTION guidance_ask_again(uuid, text);
DROP FUNCTION guidance_lock_session(uuid);
DROP FUNCTION guidance_count_places();
RESET ROLE;
"""
JOINED_UNDO = "SET LOCAL ROLE definer; DROP FUNCTION guidance_sessions_joined(); RESET ROLE"


class Migration(migrations.Migration):
    dependencies = [
        ("guidance", "0002_sessions"),
        ("municipalities", "0013_guidance_capabilities"),
    ]

    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, JOINED_UNDO),
        migrations.RunSQL(SQL, UNDO),
        protect("guidance_sessionseries", extra_read=[NATIONAL], extra_insert=[NATIONAL], extra_update=[NATIONAL]),
        protect(
            "guidance_inspirationsession",
            extra_read=[somebody()],
            extra_insert=[NATIONAL],
            extra_update=[NATIONAL],
            job_queue=PLACES,
        ),
        protect(
            "guidance_sessionvideo",
            extra_read=[NATIONAL, HAS_PLACE],
            extra_insert=[NATIONAL],
            extra_update=[NATIONAL],
            extra_delete=[NATIONAL],
        ),
        protect(
            "guidance_sessionregistration",
            extra_read=MY_REGISTRATION,
            extra_insert=["state = 'requested' AND user_id IS NULL", f"{own()} AND state IN ('confirmed', 'waiting')"],
            extra_update=MY_REGISTRATION,
            job_queue=MAILS,
        ),
        register_queue(MAILS, "guidance_sessionregistration", waiting=WAITING),
        register_queue(PLACES, "guidance_inspirationsession", waiting=FREE),
    ]
