"""A question lies with one person: of the place itself or of its province, who is there, has room and knows the theme."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from thuisgevers.municipalities.policies import job_is, municipality_in, own, scope_in

MAILS, CLOCK = "question_mails", "question_clock"
NATIONAL = "cardinality((SELECT app_municipalities('question.desk'))) > 0"
HELPS = (
    "(cardinality((SELECT app_scopes('question.answer'))) > 0"
    " OR cardinality((SELECT app_municipalities('question.answer'))) > 0)"
)
BEFORE = [
    own("asker_id"),
    scope_in("question.follow", "id"),
    NATIONAL,
    f"desk = 'pioneer' AND {scope_in('question.answer', 'initiative_id')}",
    f"desk = 'liaison' AND {municipality_in('question.answer')}",
    own("passed_by_id"),
    job_is(CLOCK),
    job_is(MAILS),
]
AFTER = [*BEFORE, f"{own('helper_id')} AND {HELPS}"]

DUE = """(due_on < app_today() AND escalated_at IS NULL) OR (remind_on <= app_today() AND reminded_at IS NULL)"""
WAITING_BEFORE = f"state = 'routed' AND ({DUE})"
WAITING = (
    f"state = 'routed' AND ({DUE} OR (helper_id IS NOT NULL AND due_on >= app_today()"
    " AND guidance_cannot_answer(helper_id, due_on)))"
)

SQL = """
-- Away from today until the term ends, or no longer somebody who answers.
CREATE FUNCTION guidance_cannot_answer(helper bigint, until date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT EXISTS (SELECT FROM guidance_supportabsence a
                 WHERE a.user_id = helper AND a.first_on <= app_today() AND a.last_on >= until)
    OR NOT EXISTS (SELECT FROM municipalities_membership m
                   JOIN municipalities_rolecapability rc ON rc.role = m.role AND rc.capability = 'question.answer'
                   JOIN accounts_user u ON u.id = m.user_id AND u.is_active
                   WHERE m.user_id = helper AND m.starts_on <= app_today()
                     AND (m.ends_on IS NULL OR m.ends_on > app_today()))
$$;

-- Distance 0: of the initiative, or of the municipality itself; 1: of its province. The best first.
CREATE FUNCTION guidance_question_helpers(place bigint, thing uuid, theme text, but_not bigint)
RETURNS TABLE (user_id bigint, role text, distance integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  WITH near AS (
    SELECT m.user_id, m.role::text AS role, CASE
        WHEN m.role = 'pioneer' AND m.scope_id = thing THEN 0
        WHEN m.role = 'municipal_liaison' AND m.municipality_id = place AND here.participates_since IS NOT NULL THEN 0
        WHEN here.province_code = ANY (c.provinces) THEN 1 END AS distance
    FROM municipalities_membership m
    JOIN municipalities_municipality here ON here.id = place
    LEFT JOIN guidance_supportcoverage c ON c.user_id = m.user_id
    WHERE m.role IN ('pioneer', 'municipal_liaison')
      AND m.starts_on <= app_today() AND (m.ends_on IS NULL OR m.ends_on > app_today())
  ), helpers AS (
    SELECT n.user_id, n.role, min(n.distance) AS distance FROM near n
    JOIN accounts_user u ON u.id = n.user_id AND u.is_active
    WHERE n.distance IS NOT NULL AND n.user_id IS DISTINCT FROM but_not
      AND NOT EXISTS (SELECT FROM guidance_supportabsence a
                      WHERE a.user_id = n.user_id AND app_today() BETWEEN a.first_on AND a.last_on)
    GROUP BY n.user_id, n.role
  ), loads AS (
    SELECT h.*, coalesce(c.max_open, 8) AS room, coalesce(c.themes, '{}') AS themes,
      (SELECT count(*) FROM guidance_supportrequest r
       WHERE r.helper_id = h.user_id AND r.state IN ('asked', 'accepted'))
      + (SELECT count(*) FROM guidance_question q WHERE q.helper_id = h.user_id AND q.state = 'routed') AS held
    FROM helpers h LEFT JOIN guidance_supportcoverage c ON c.user_id = h.user_id
  )
  SELECT l.user_id, l.role, l.distance FROM loads l WHERE held < room
  ORDER BY l.distance, (themes <> '{}' AND NOT theme = ANY (themes)), held::float / room, l.user_id
$$;
ALTER FUNCTION guidance_cannot_answer(bigint, date) OWNER TO definer;
ALTER FUNCTION guidance_question_helpers(bigint, uuid, text, bigint) OWNER TO definer;
"""
UNDO = """
SET LOCAL ROLE definer;
DROP FUNCTION guidance_question_helpers(bigint, uuid, text, bigint);
DROP FUNCTION guidance_cannot_answer(bigint, date);
RESET ROLE;
"""


def rights(conditions: list[str], *, reads: bool) -> str:
    held = " OR ".join(f"({condition})" for condition in conditions)
    return (
        f"ALTER POLICY app_read ON guidance_question USING ({held})"
        if reads
        else (f"ALTER POLICY app_update ON guidance_question USING ({held}) WITH CHECK ({held})")
    )


def queue(waiting: str) -> str:
    quoted = waiting.replace("'", "''")
    return f"UPDATE municipalities_jobqueue SET waiting = '{quoted}' WHERE queue = '{CLOCK}'"


class Migration(migrations.Migration):
    dependencies = [
        ("guidance", "0050_message_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="helper",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunSQL(SQL, UNDO),
        migrations.RunSQL(rights(AFTER, reads=True), rights(BEFORE, reads=True)),
        migrations.RunSQL(rights(AFTER, reads=False), rights(BEFORE, reads=False)),
        migrations.RunSQL(queue(WAITING), queue(WAITING_BEFORE)),
    ]
