"""Who reads and writes questions, and the words that the question desk searches.

A question is for its asker (signed in, or through the mailed link), for who it lies with (pioneers of that initiative, liaisons of that
municipality), for who passed it on, and for the national desk. What everybody reads is `guidance_publishedanswer` alone; a row from a
question can only be written by somebody who let through the proposal of somebody else. What can be found is kept by triggers.
"""

from django.db import migrations

from thuisgevers.municipalities.policies import (
    job_is,
    municipality_in,
    no_writes,
    own,
    protect,
    register_queue,
    scope_in,
    tie,
)

MAILS, CLOCK = "question_mails", "question_clock"
NATIONAL = "cardinality((SELECT app_municipalities('question.desk'))) > 0"
ASKER = [own("asker_id"), scope_in("question.follow", "id")]
ANSWERS = [
    NATIONAL,
    f"desk = 'pioneer' AND {scope_in('question.answer', 'initiative_id')}",
    f"desk = 'liaison' AND {municipality_in('question.answer')}",
    own("passed_by_id"),
]
Q = "EXISTS (SELECT FROM guidance_question q WHERE q.id = {}.question_id)"
MINE = "EXISTS (SELECT FROM guidance_question q WHERE q.id = guidance_answerproposal.question_id)"
LET_THROUGH = """EXISTS (SELECT FROM guidance_answerproposal p WHERE p.question_id = guidance_publishedanswer.question_id
  AND p.state = 'taken' AND p.decided_by_id = (SELECT app_user_id()) AND p.proposed_by_id <> p.decided_by_id)"""
KEPT, KEPT_ACCOUNT, UNCONFIRMED = "26 weeks", "2 years", "7 days"

SQL = f"""
CREATE TEXT SEARCH CONFIGURATION guidance_dutch (COPY = pg_catalog.dutch);
ALTER TEXT SEARCH CONFIGURATION guidance_dutch ALTER MAPPING FOR hword, hword_part, word WITH unaccent, dutch_stem;

CREATE FUNCTION guidance_pioneers(thing uuid) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  SELECT DISTINCT m.user_id FROM municipalities_membership m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
  WHERE m.scope_id = thing AND m.scope = 'initiative' AND m.role = 'pioneer'
    AND m.starts_on <= app_today() AND (m.ends_on IS NULL OR m.ends_on > app_today())
$$;

-- One mark for a person; for a visitor the id, made by the session that keeps it, is the only proof.
CREATE FUNCTION guidance_mark_helpful(thing uuid, mark uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  INSERT INTO guidance_helpfulmark (id, published_id, user_id, created_at, updated_at)
  SELECT mark, a.id, app_user_id(), now(), now() FROM guidance_publishedanswer a WHERE a.id = thing AND a.state = 'published'
  ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION guidance_unmark_helpful(thing uuid, mark uuid) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
  DELETE FROM guidance_helpfulmark WHERE published_id = thing
    AND (user_id = app_user_id() OR (user_id IS NULL AND app_user_id() IS NULL AND id = mark))
$$;

CREATE FUNCTION guidance_count_helpful() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  UPDATE guidance_publishedanswer SET helpful = helpful + CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END
  WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.published_id ELSE OLD.published_id END;
  RETURN NULL;
END $$;

-- What a visitor asked goes half a year after the last word, of somebody with an account after two years; what nobody confirmed after
-- a week.
CREATE FUNCTION guidance_forget_questions() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  erased bigint;
  removed bigint;
BEGIN
  UPDATE guidance_questionmessage m SET text = '' FROM guidance_question q
  WHERE q.id = m.question_id AND q.state IN ('answered', 'published', 'closed') AND m.text <> ''
    AND coalesce(q.closed_at, q.answered_at) < now() - CASE WHEN q.asker_id IS NULL THEN interval '{KEPT}' ELSE interval '{KEPT_ACCOUNT}' END;
  UPDATE guidance_question SET name = '', email = '', title = '', text = '', asker_id = NULL, passed_by_id = NULL
  WHERE state IN ('answered', 'published', 'closed') AND title <> ''
    AND coalesce(closed_at, answered_at) < now() - CASE WHEN asker_id IS NULL THEN interval '{KEPT}' ELSE interval '{KEPT_ACCOUNT}' END;
  GET DIAGNOSTICS erased = ROW_COUNT;
  DELETE FROM guidance_question WHERE state = 'asked' AND created_at < now() - interval '{UNCONFIRMED}';
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN erased + removed;
END $$;

CREATE FUNCTION guidance_index(which text, at_target text, entry uuid, heading text, middle text, rest text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  made tsvector := setweight(to_tsvector('public.guidance_dutch', heading), 'A')
    || setweight(to_tsvector('public.guidance_dutch', middle), 'B') || setweight(to_tsvector('public.guidance_dutch', rest), 'C');
BEGIN
  DELETE FROM guidance_searchentry WHERE target = at_target;
  INSERT INTO guidance_searchentry (id, kind, target, title, body, title_length, document)
  VALUES (entry, which, at_target, heading, concat_ws(E'\\n', nullif(middle, ''), rest),
          greatest(1, length(to_tsvector('public.guidance_dutch', heading))), made);
  INSERT INTO guidance_searchword (lexeme, entries) SELECT left(word, 100), 1 FROM unnest(tsvector_to_array(made)) word
  ON CONFLICT (lexeme) DO UPDATE SET entries = guidance_searchword.entries + 1;
END $$;

CREATE FUNCTION guidance_index_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND NEW.state <> 'published') THEN
    DELETE FROM guidance_searchentry WHERE target = OLD.id::text;
  ELSIF NEW.state = 'published' THEN
    PERFORM guidance_index('answer', NEW.id::text, NEW.id, NEW.title, NEW.text, NEW.answer);
  END IF;
  RETURN NULL;
END $$;

-- The steps of the newest published plan for one audience, instead of those before.
CREATE FUNCTION guidance_index_steps(plan uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  who text := (SELECT audience FROM guidance_stepplantemplate WHERE id = plan);
BEGIN
  DELETE FROM guidance_searchentry WHERE kind = 'step' AND target LIKE who || '/%';
  PERFORM guidance_index('step', who || '/' || s.key, s.id, s.title, '',
    concat_ws(E'\\n', s.help_text, array_to_string(ARRAY(SELECT jsonb_array_elements_text(to_jsonb(s.checklist))), E'\\n')))
  FROM guidance_templatestep s WHERE s.template_id = plan;
END $$;

CREATE FUNCTION guidance_index_published() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guidance_index_steps(NEW.id);
  RETURN NULL;
END $$;

CREATE FUNCTION guidance_index_rules() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  DELETE FROM guidance_searchentry WHERE kind = 'rule';
  PERFORM guidance_index('rule', 'criterion/' || c.key, c.id, c.title, c.question, concat_ws(E'\\n', nullif(c.norm, ''), c.source))
  FROM housing_suitabilitycriterion c WHERE c.valid_until IS NULL;
  PERFORM guidance_index('rule', 'term/' || t.key, t.id, t.title, '', concat_ws(E'\\n', t.length || ' ' ||
    CASE t.unit WHEN 'days' THEN 'dagen' WHEN 'working_days' THEN 'werkdagen' WHEN 'weeks' THEN 'weken' ELSE 'maanden' END, t.source))
  FROM municipalities_term t WHERE t.valid_until IS NULL;
END $$;

CREATE FUNCTION guidance_index_changed_rules() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM guidance_index_rules();
  RETURN NULL;
END $$;

-- Counts words afresh: incremental counts only grow, and a word that is nowhere any more must not be guessed from a typing error.
CREATE FUNCTION guidance_count_words() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $$
DECLARE
  counted bigint;
BEGIN
  DELETE FROM guidance_searchword;
  INSERT INTO guidance_searchword (lexeme, entries)
  SELECT left(word, 100), max(ndoc) FROM ts_stat('SELECT document FROM public.guidance_searchentry') GROUP BY 1;
  GET DIAGNOSTICS counted = ROW_COUNT;
  RETURN counted;
END $$;

ALTER FUNCTION guidance_pioneers(uuid) OWNER TO definer;
ALTER FUNCTION guidance_mark_helpful(uuid, uuid) OWNER TO definer;
ALTER FUNCTION guidance_unmark_helpful(uuid, uuid) OWNER TO definer;
ALTER FUNCTION guidance_count_helpful() OWNER TO definer;
ALTER FUNCTION guidance_forget_questions() OWNER TO definer;
ALTER FUNCTION guidance_index(text, text, uuid, text, text, text) OWNER TO definer;
ALTER FUNCTION guidance_index_answer() OWNER TO definer;
ALTER FUNCTION guidance_index_steps(uuid) OWNER TO definer;
ALTER FUNCTION guidance_index_published() OWNER TO definer;
ALTER FUNCTION guidance_index_rules() OWNER TO definer;
ALTER FUNCTION guidance_index_changed_rules() OWNER TO definer;
ALTER FUNCTION guidance_count_words() OWNER TO definer;

-- Only triggers and the nightly task write what can be found.
REVOKE ALL ON FUNCTION guidance_index(text, text, uuid, text, text, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION guidance_index_steps(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION guidance_index_rules() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guidance_index(text, text, uuid, text, text, text), guidance_index_steps(uuid), guidance_index_rules()
  TO owner, definer;

GRANT SELECT, INSERT, UPDATE, DELETE ON guidance_searchentry, guidance_searchword TO definer;
GRANT SELECT ON guidance_templatestep, housing_suitabilitycriterion, municipalities_term TO definer;
GRANT SELECT, UPDATE (helpful) ON guidance_publishedanswer TO definer;
GRANT SELECT, INSERT, DELETE ON guidance_helpfulmark TO definer;
GRANT SELECT, UPDATE (text) ON guidance_questionmessage TO definer;
GRANT UPDATE (name, email, title, text, asker_id, passed_by_id), DELETE ON guidance_question TO definer;
CREATE POLICY definer_reads ON guidance_templatestep FOR SELECT TO definer USING (true);
CREATE POLICY definer_reads ON guidance_publishedanswer FOR SELECT TO definer USING (true);
CREATE POLICY definer_counts ON guidance_publishedanswer FOR UPDATE TO definer USING (true) WITH CHECK (true);
CREATE POLICY definer_reads ON guidance_helpfulmark FOR SELECT TO definer USING (true);
CREATE POLICY definer_marks ON guidance_helpfulmark FOR INSERT TO definer WITH CHECK (true);
CREATE POLICY definer_unmarks ON guidance_helpfulmark FOR DELETE TO definer USING (true);
CREATE POLICY definer_reads ON guidance_questionmessage FOR SELECT TO definer USING (true);
CREATE POLICY definer_forgets ON guidance_questionmessage FOR UPDATE TO definer USING (true) WITH CHECK (true);
CREATE POLICY definer_forgets ON guidance_question FOR UPDATE TO definer
  USING (state IN ('answered', 'published', 'closed') AND coalesce(closed_at, answered_at) < now() - interval '{KEPT}');
CREATE POLICY definer_removes ON guidance_question FOR DELETE TO definer
  USING (state = 'asked' AND created_at < now() - interval '{UNCONFIRMED}');
CREATE POLICY question_links ON municipalities_accesslink FOR INSERT TO app
  WITH CHECK (purpose = 'question' AND {job_is(MAILS, "object_id")});

CREATE TRIGGER helpful_is_counted AFTER INSERT OR DELETE ON guidance_helpfulmark
  FOR EACH ROW EXECUTE FUNCTION guidance_count_helpful();
CREATE TRIGGER answer_is_indexed AFTER INSERT OR DELETE OR UPDATE OF title, text, answer, state ON guidance_publishedanswer
  FOR EACH ROW EXECUTE FUNCTION guidance_index_answer();
CREATE TRIGGER steps_are_indexed AFTER UPDATE OF state ON guidance_stepplantemplate
  FOR EACH ROW WHEN (NEW.state = 'published' AND NEW.town_id IS NULL) EXECUTE FUNCTION guidance_index_published();
CREATE TRIGGER rules_are_indexed AFTER INSERT OR UPDATE OR DELETE ON housing_suitabilitycriterion
  FOR EACH STATEMENT EXECUTE FUNCTION guidance_index_changed_rules();
CREATE TRIGGER rules_are_indexed AFTER INSERT OR UPDATE OR DELETE ON municipalities_term
  FOR EACH STATEMENT EXECUTE FUNCTION guidance_index_changed_rules();

SELECT guidance_index_rules();
SELECT guidance_index_steps(newest.id) FROM (
  SELECT DISTINCT ON (audience) id FROM guidance_stepplantemplate WHERE state = 'published' AND town_id IS NULL
  ORDER BY audience, number DESC) newest;
"""
UNDO = """
DROP TRIGGER rules_are_indexed ON municipalities_term;
DROP TRIGGER rules_are_indexed ON housing_suitabilitycriterion;
DROP TRIGGER steps_are_indexed ON guidance_stepplantemplate;
DROP TRIGGER answer_is_indexed ON guidance_publishedanswer;
DROP TRIGGER helpful_is_counted ON guidance_helpfulmark;
DROP POLICY question_links ON municipalities_accesslink;
DROP POLICY definer_removes ON guidance_question;
DROP POLICY definer_forgets ON guidance_question;
DROP POLICY definer_forgets ON guidance_questionmessage;
DROP POLICY definer_reads ON guidance_questionmessage;
DROP POLICY definer_unmarks ON guidance_helpfulmark;
DROP POLICY definer_marks ON guidance_helpfulmark;
DROP POLICY definer_reads ON guidance_helpfulmark;
DROP POLICY definer_counts ON guidance_publishedanswer;
DROP POLICY definer_reads ON guidance_publishedanswer;
DROP POLICY definer_reads ON guidance_templatestep;
REVOKE ALL ON guidance_searchentry, guidance_searchword, guidance_publishedanswer, guidance_helpfulmark, guidance_questionmessage,
  guidance_question, guidance_templatestep FROM definer;
REVOKE SELECT ON housing_suitabilitycriterion, municipalities_term FROM definer;
SET LOCAL ROLE definer;
DROP FUNCTION guidance_count_words();
DROP FUNCTION guidance_index_changed_rules();
DROP FUNCTION guidance_index_rules();
DROP FUNCTION guidance_index_published();
DROP FUNCTION guidance_index_steps(uuid);
DROP FUNCTION guidance_index_answer();
DROP FUNCTION guidance_index(text, text, uuid, text, text, text);
DROP FUNCTION guidance_forget_questions();
DROP FUNCTION guidance_count_helpful();
DROP FUNCTION guidance_unmark_helpful(uuid, uuid);
DROP FUNCTION guidance_mark_helpful(uuid, uuid);
DROP FUNCTION guidance_pioneers(uuid);
RESET ROLE;
DROP TEXT SEARCH CONFIGURATION guidance_dutch;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("guidance", "0020_questions"),
        ("housing", "0023_transfer_agreements"),
    ]

    operations = [
        protect(
            "guidance_question",
            extra_read=[*ASKER, *ANSWERS, job_is(CLOCK)],
            extra_insert=[own("asker_id"), "asker_id IS NULL AND state = 'asked'"],
            extra_update=[*ASKER, *ANSWERS, job_is(CLOCK)],
            job_queue=MAILS,
        ),
        protect(
            "guidance_questionmessage",
            extra_read=[Q.format("guidance_questionmessage")],
            extra_insert=[Q.format("guidance_questionmessage")],
            append_only=True,
        ),
        protect(
            "guidance_publishedanswer",
            extra_read=["state = 'published'", "merged_into_id IS NOT NULL", NATIONAL],
            extra_insert=[LET_THROUGH],
            extra_update=[NATIONAL],
        ),
        protect(
            "guidance_answerproposal",
            extra_read=[NATIONAL, MINE],
            extra_insert=[f"proposed_by_id = (SELECT app_user_id()) AND ({NATIONAL} OR {MINE})"],
            extra_update=[NATIONAL, MINE],
        ),
        protect("guidance_helpfulmark", extra_read=[own()]),
        tie("guidance_question", "initiative_id", "initiatives_initiative"),
        tie("guidance_question", "plan_id", "guidance_stepplan"),
        no_writes("guidance_searchentry"),
        no_writes("guidance_searchword"),
        register_queue(
            MAILS,
            "guidance_question",
            waiting="news <> '' AND news_at IS NOT NULL AND (told_at IS NULL OR told_at < news_at)",
        ),
        migrations.RunSQL(
            [
                "INSERT INTO municipalities_jobqueue (queue, table_name, waiting, actor_column) VALUES ('question_clock',"
                " 'guidance_question', 'state = ''routed'' AND ((due_on < app_today() AND escalated_at IS NULL)"
                " OR (remind_on <= app_today() AND reminded_at IS NULL))', '')"
            ],
            ["DELETE FROM municipalities_jobqueue WHERE queue = 'question_clock'"],
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
