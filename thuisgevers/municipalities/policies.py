"""Migration operations that put a table behind PostgreSQL's row level security and tie children to their tenant.

Every forced table gets one policy per command for the application role and one for the owner, so that a data
migration does not silently change nothing. Rights are asked as capabilities, wrapped in a scalar subselect: an
InitPlan is evaluated once, an unwrapped call once per row (a list of 0.5 s became 10.7 s).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.migrations.operations.special import RunSQL

Capabilities = Sequence[str]


def municipality_in(capability: str, column: str = "municipality_id") -> str:
    """The row's municipality is one in which whoever asks holds the capability, or one of several with commas between."""
    return f"{column} = ANY((SELECT app_municipalities('{capability}'))::bigint[])"


def scope_in(capability: str, column: str) -> str:
    """The row hangs on a thing for which whoever asks holds the capability (or one of several), as a person or through a
    link. Between the capabilities `job:<queue>` may stand: then it may also be the very row that a worker of that queue holds."""
    return f"{column} = ANY((SELECT app_scopes('{capability}'))::uuid[])"


def one_in_scope(capability: str, *columns: str) -> str:
    """As `scope_in`, for several columns in one question. Costs more per row than the question saves where thousands get here:
    for tables of which a team reads some tens, after the condition that officials pass."""
    return f"ARRAY[{', '.join(columns)}] && (SELECT app_scopes('{capability}'))"


def link_opens(purpose: str, column: str = "id") -> str:
    """Whoever asks came through a valid link with this purpose, made for this very row."""
    return f"{column} = (SELECT app_link_object('{purpose}'))"


def job_is(queue: str, column: str = "id") -> str:
    """Whoever asks is the worker that holds this very row as its job."""
    return f"{column} = (SELECT app_job('{queue}'))"


def own(column: str = "user_id") -> str:
    """The row is about the person who asks."""
    return f"{column} = (SELECT app_user_id())"


def mostly_true(*conditions: str) -> str:
    """Any of the conditions, as the planner should weigh it: the code has asked for its own rows already, so nearly all pass. The
    same rows come through as of a plain OR; of that it expects a handful, and tries an index for each part (decision 0018)."""
    return f"({' OR '.join(f'({one})' for one in conditions)} OR NULL) IS NOT NULL"


def somebody() -> str:
    """Anyone at all, named or not: for logs and queues that everybody may add to and almost nobody may read."""
    return "true"


def _any_of(capabilities: Capabilities, scope_column: str | None, extra: Sequence[str]) -> str:
    """All capabilities in one question: each question is a subselect of its own in the plan of every statement, and with one
    per capability the plan cost more than the rows."""
    held = ",".join(capabilities)
    parts = [municipality_in(held)] if held else []
    if held and scope_column:
        parts.append(scope_in(held, scope_column))
    parts += list(extra)
    return " OR ".join(f"({part})" for part in parts) or "false"


def protect(
    table: str,
    *,
    read: Capabilities = (),
    insert: Capabilities = (),
    update: Capabilities = (),
    delete: Capabilities = (),
    scope_column: str | None = None,
    extra_read: Sequence[str] = (),
    extra_insert: Sequence[str] = (),
    extra_update: Sequence[str] = (),
    extra_delete: Sequence[str] = (),
    job_queue: str | None = None,
    append_only: bool = False,
) -> RunSQL:
    """Force row level security on `table`, with one policy per command for `app`.

    Who may update may also see what it updates (PostgreSQL asks the SELECT policy then), so `update` capabilities
    should be among those of `read`.
    """
    job = [job_is(job_queue)] if job_queue else []
    readable = _any_of(read, scope_column, [*extra_read, *job])
    changeable = _any_of(update, scope_column, [*extra_update, *job])
    insertable = _any_of(insert, scope_column, extra_insert)
    deletable = _any_of(delete, scope_column, extra_delete)
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY owner_all ON {table} TO owner USING (true) WITH CHECK (true)",
        f"CREATE POLICY app_read ON {table} FOR SELECT TO app USING ({readable})",
        f"CREATE POLICY app_insert ON {table} FOR INSERT TO app WITH CHECK ({insertable})",
        f"CREATE POLICY app_update ON {table} FOR UPDATE TO app USING ({changeable}) WITH CHECK ({changeable})",
        f"CREATE POLICY app_delete ON {table} FOR DELETE TO app USING ({deletable})",
    ]
    if append_only:
        statements.append(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM app")
    undo = [
        *(
            f"DROP POLICY {name} ON {table}"
            for name in ("owner_all", "app_read", "app_insert", "app_update", "app_delete")
        ),
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    ]
    return RunSQL("; ".join(statements), "; ".join(undo))


def anchor(table: str) -> RunSQL:
    """Make `(municipality_id, id)` something a child's composite foreign key can point at."""
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_tenant UNIQUE (municipality_id, id)",
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_tenant",
    )


def tie(child: str, column: str, parent: str, *, on_delete: str = "NO ACTION") -> RunSQL:
    """Net 4: the database refuses a child in another municipality than its parent."""
    name = f"{child}_{column}_tenant"[:63]
    return RunSQL(
        f"ALTER TABLE {child} ADD CONSTRAINT {name} FOREIGN KEY (municipality_id, {column})"
        f" REFERENCES {parent} (municipality_id, id) ON DELETE {on_delete} DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {child} DROP CONSTRAINT {name}",
    )


def register_queue(queue: str, table: str, *, waiting: str, actor_column: str = "") -> RunSQL:
    """Let `claim_jobs` find this table's waiting rows: `waiting` is a condition on it, `actor_column` the person the
    job acts for. The definer role may read those rows, nobody else."""
    quoted = waiting.replace("'", "''")
    return RunSQL(
        [
            f"INSERT INTO municipalities_jobqueue (queue, table_name, waiting, actor_column)"
            f" VALUES ('{queue}', '{table}', '{quoted}', '{actor_column}')",
            f"GRANT SELECT ON {table} TO definer",
            f"CREATE POLICY definer_reads ON {table} FOR SELECT TO definer USING (true)",
        ],
        [
            f"DELETE FROM municipalities_jobqueue WHERE queue = '{queue}'",
            f"DROP POLICY definer_reads ON {table}",
            f"REVOKE SELECT ON {table} FROM definer",
        ],
    )


def no_writes(table: str) -> RunSQL:
    """Reference data: the application reads it, only migrations and commands as owner write it."""
    return RunSQL(
        f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM app",
        f"GRANT INSERT, UPDATE, DELETE ON {table} TO app",
    )


FUNCTIONS_SQL = """
CREATE FUNCTION app_job(wanted text) RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN split_part(nullif(current_setting('app.job', true), ''), ':', 1) = wanted
              THEN split_part(current_setting('app.job', true), ':', 2)::uuid END
$$;

CREATE FUNCTION app_user_id() RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  said text := nullif(current_setting('app.user_id', true), '');
  job text := nullif(current_setting('app.job', true), '');
  queue municipalities_jobqueue;
  person bigint;
BEGIN
  IF said IS NOT NULL THEN
    SELECT id INTO person FROM accounts_user WHERE id = said::bigint AND is_active;
    RETURN person;
  END IF;
  IF job IS NULL THEN RETURN NULL; END IF;
  SELECT * INTO queue FROM municipalities_jobqueue q WHERE q.queue = split_part(job, ':', 1);
  IF queue.queue IS NULL OR queue.actor_column = '' THEN RETURN NULL; END IF;
  EXECUTE format('SELECT u.id FROM %I t JOIN accounts_user u ON u.id = t.%I AND u.is_active WHERE t.id = $1',
                 queue.table_name, queue.actor_column)
    INTO person USING split_part(job, ':', 2)::uuid;
  RETURN person;
END $$;

CREATE FUNCTION app_today() RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (now() AT TIME ZONE 'Europe/Amsterdam')::date
$$;

CREATE FUNCTION app_municipalities(wanted text) RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  WITH RECURSIVE held AS (
    SELECT m.municipality_id, m.scope, rc.reach
    FROM municipalities_membership m
    JOIN municipalities_rolecapability rc ON rc.role = m.role AND rc.capability = ANY (string_to_array(wanted, ','))
    WHERE m.user_id = (SELECT app_user_id()) AND m.scope IN ('municipality', 'nation')
      AND m.starts_on <= app_today() AND (m.ends_on IS NULL OR m.ends_on > app_today())
  ), reached AS (
    SELECT municipality_id AS id FROM held WHERE scope = 'municipality'
    UNION
    SELECT g.id FROM municipalities_municipality g
    WHERE EXISTS (SELECT FROM held WHERE scope = 'nation' AND (reach = 'all' OR g.participates_since IS NULL))
    UNION
    SELECT g.id FROM municipalities_municipality g JOIN reached r ON g.successor_id = r.id
  )
  SELECT coalesce(array_agg(id), '{}') FROM reached
$$;

CREATE FUNCTION app_scopes(wanted text) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT coalesce(array_agg(scope_id), '{}') FROM (
    SELECT m.scope_id
    FROM municipalities_membership m
    JOIN municipalities_rolecapability rc ON rc.role = m.role AND rc.capability = ANY (string_to_array(wanted, ','))
    WHERE m.user_id = (SELECT app_user_id()) AND m.scope_id IS NOT NULL
      AND m.starts_on <= app_today() AND (m.ends_on IS NULL OR m.ends_on > app_today())
    UNION
    SELECT l.object_id
    FROM municipalities_accesslink l
    JOIN municipalities_linkcapability lc ON lc.purpose = l.purpose AND lc.capability = ANY (string_to_array(wanted, ','))
    WHERE l.id = nullif(current_setting('app.link_id', true), '')::uuid
      AND l.revoked_at IS NULL AND l.expires_at > now()
  ) held
$$;

CREATE FUNCTION app_link_object(wanted text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT l.object_id FROM municipalities_accesslink l
  WHERE l.id = nullif(current_setting('app.link_id', true), '')::uuid AND l.purpose = wanted
    AND l.revoked_at IS NULL AND l.expires_at > now()
$$;

CREATE FUNCTION app_open_link(hash bytea, wanted text) RETURNS SETOF municipalities_accesslink
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT * FROM municipalities_accesslink
  WHERE token_hash = hash AND purpose = wanted AND revoked_at IS NULL
$$;

CREATE FUNCTION app_may_grant(role text, scope text, scope_id uuid, municipality_id bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT CASE
    WHEN scope = 'municipality' AND role IN ('viewer', 'case_handler', 'case_coordinator', 'municipal_liaison',
                                             'confidential_adviser')
         AND municipality_id = ANY (app_municipalities('member.manage')) THEN true
    WHEN scope = 'municipality' AND role IN ('case_coordinator', 'municipal_liaison')
         AND municipality_id = ANY (app_municipalities('municipality.invite')) THEN true
    WHEN scope = 'initiative' AND role = 'pioneer'
         AND municipality_id = ANY (app_municipalities('municipality.invite')) THEN true
    WHEN scope = 'initiative' AND role IN ('lead_volunteer', 'volunteer', 'buddy_coordinator')
         AND scope_id = ANY (app_scopes('team.manage')) THEN true
    WHEN scope = 'initiative' AND role = 'lead_volunteer'
         AND scope_id = ANY (app_scopes('initiative.register')) THEN true
    ELSE false END
$$;

CREATE FUNCTION app_officials(place bigint, roles text[]) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT m.user_id FROM municipalities_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
  WHERE m.municipality_id IS NOT DISTINCT FROM place AND m.scope IN ('municipality', 'nation') AND m.role = ANY (roles)
    AND m.starts_on <= app_today() AND (m.ends_on IS NULL OR m.ends_on > app_today())
$$;

CREATE FUNCTION claim_jobs(wanted text, most integer) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE queue municipalities_jobqueue;
BEGIN
  SELECT * INTO queue FROM municipalities_jobqueue q WHERE q.queue = wanted;
  IF queue.queue IS NULL THEN RAISE EXCEPTION 'unknown queue %', wanted; END IF;
  RETURN QUERY EXECUTE format('SELECT id FROM %I WHERE %s ORDER BY id LIMIT $1', queue.table_name, queue.waiting)
    USING most;
END $$;

ALTER FUNCTION app_user_id() OWNER TO definer;
ALTER FUNCTION app_municipalities(text) OWNER TO definer;
ALTER FUNCTION app_scopes(text) OWNER TO definer;
ALTER FUNCTION app_link_object(text) OWNER TO definer;
ALTER FUNCTION app_open_link(bytea, text) OWNER TO definer;
ALTER FUNCTION app_may_grant(text, text, uuid, bigint) OWNER TO definer;
ALTER FUNCTION app_officials(bigint, text[]) OWNER TO definer;
ALTER FUNCTION claim_jobs(text, integer) OWNER TO definer;

GRANT SELECT ON municipalities_membership, municipalities_rolecapability, municipalities_linkcapability,
  municipalities_accesslink, municipalities_jobqueue, municipalities_municipality TO definer;
GRANT SELECT (id, is_active) ON accounts_user TO definer;
"""

FUNCTIONS_UNDO_SQL = """
DROP FUNCTION claim_jobs(text, integer);
DROP FUNCTION app_officials(bigint, text[]);
DROP FUNCTION app_may_grant(text, text, uuid, bigint);
DROP FUNCTION app_open_link(bytea, text);
DROP FUNCTION app_link_object(text);
DROP FUNCTION app_scopes(text);
DROP FUNCTION app_municipalities(text);
DROP FUNCTION app_today();
DROP FUNCTION app_user_id();
DROP FUNCTION app_job(text);
"""
