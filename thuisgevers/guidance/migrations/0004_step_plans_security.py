from django.db import migrations

from thuisgevers.municipalities.policies import anchor, municipality_in, protect, scope_in, tie

NATIONAL = "cardinality((SELECT app_municipalities('template.manage'))) > 0"

PUBLISHED_SQL = """
CREATE FUNCTION guidance_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'published' THEN
    RAISE EXCEPTION 'a published step plan does not change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION guidance_keep_published_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  held uuid[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.template_id] WHEN 'DELETE' THEN ARRAY[OLD.template_id]
                 ELSE ARRAY[OLD.template_id, NEW.template_id] END;
BEGIN
  IF EXISTS (SELECT FROM guidance_stepplantemplate WHERE id = ANY (held) AND state = 'published') THEN
    RAISE EXCEPTION 'a published step plan does not change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON guidance_stepplantemplate
  FOR EACH ROW EXECUTE FUNCTION guidance_keep_published();
CREATE TRIGGER keep_published BEFORE INSERT OR UPDATE OR DELETE ON guidance_templatephase
  FOR EACH ROW EXECUTE FUNCTION guidance_keep_published_part();
CREATE TRIGGER keep_published BEFORE INSERT OR UPDATE OR DELETE ON guidance_templatestep
  FOR EACH ROW EXECUTE FUNCTION guidance_keep_published_part();
"""
UNDO_SQL = """
DROP TRIGGER keep_published ON guidance_templatestep;
DROP TRIGGER keep_published ON guidance_templatephase;
DROP TRIGGER keep_published ON guidance_stepplantemplate;
DROP FUNCTION guidance_keep_published_part();
DROP FUNCTION guidance_keep_published();
"""

TEAM = scope_in("plan.work", "initiative_id")
OFFICIALS = municipality_in("plan.work")


def national(table: str) -> migrations.RunSQL:
    """Everybody reads the method; the national desk writes it."""
    return protect(
        table, extra_read=["true"], extra_insert=[NATIONAL], extra_update=[NATIONAL], extra_delete=[NATIONAL]
    )


class Migration(migrations.Migration):
    dependencies = [("guidance", "0003_sessions_security"), ("initiatives", "0015_owner_reads_agreement")]

    operations = [
        national("guidance_stepplantemplate"),
        national("guidance_templatephase"),
        national("guidance_templatestep"),
        migrations.RunSQL(PUBLISHED_SQL, UNDO_SQL),
        anchor("guidance_stepplan"),
        anchor("guidance_planstep"),
        # A plan is made with the registration (through its link) or when the municipality joins. An official works on the
        # municipality's own plan and, in the plan of an initiative, on the steps of the municipality only.
        protect(
            "guidance_stepplan",
            read=["plan.read", "initiative.register"],
            extra_insert=[scope_in("initiative.register", "initiative_id"), f"initiative_id IS NULL AND {OFFICIALS}"],
            extra_update=[TEAM, f"initiative_id IS NULL AND {OFFICIALS}"],
            scope_column="initiative_id",
        ),
        protect(
            "guidance_planstep",
            read=["plan.read", "initiative.register"],
            extra_insert=[scope_in("initiative.register", "initiative_id"), f"initiative_id IS NULL AND {OFFICIALS}"],
            extra_update=[
                TEAM,
                "(initiative_id IS NULL OR role IN ('case_handler', 'case_coordinator', 'municipal_liaison'))"
                f" AND {OFFICIALS}",
            ],
            scope_column="initiative_id",
        ),
        protect(
            "guidance_plancomment",
            read=["plan.read"],
            insert=["plan.comment"],
            scope_column="initiative_id",
            append_only=True,
        ),
        tie("guidance_stepplan", "initiative_id", "initiatives_initiative"),
        tie("guidance_planstep", "initiative_id", "initiatives_initiative"),
        tie("guidance_planstep", "plan_id", "guidance_stepplan"),
        tie("guidance_plancomment", "initiative_id", "initiatives_initiative"),
        tie("guidance_plancomment", "plan_step_id", "guidance_planstep"),
    ]
