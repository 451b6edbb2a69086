"""A report about a home can lose who made it, a year after it was closed."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from thuisgevers.common.migrating import at_once


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0024_leads_invite_owners"),
        ("municipalities", "0013_guidance_capabilities"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="defectreport",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="defectreport",
            name="update_update",
        ),
        migrations.AddField(
            model_name="defectreport",
            name="erased_on",
            field=models.DateField(editable=False, null=True, verbose_name="gewist op"),
        ),
        migrations.AddField(
            model_name="defectreportevent",
            name="erased_on",
            field=models.DateField(editable=False, null=True, verbose_name="gewist op"),
        ),
        migrations.AlterField(
            model_name="defectreport",
            name="reported_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="gemeld door",
            ),
        ),
        migrations.AlterField(
            model_name="defectreportevent",
            name="reported_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="gemeld door",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="defectreport",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_defectreportevent" ("acts", "answered_at", "client_id", "closed_at", "created_at", "description", "due_on", "erased_on", "escalated_at", "household_scope_id", "id", "initiative_scope_id", "kind", "municipality_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "property_id", "reference", "remind_on", "reminded_at", "reported_at", "reported_by_id", "state", "unit_id", "updated_at", "urgency") VALUES (NEW."acts", NEW."answered_at", NEW."client_id", NEW."closed_at", NEW."created_at", NEW."description", NEW."due_on", NEW."erased_on", NEW."escalated_at", NEW."household_scope_id", NEW."id", NEW."initiative_scope_id", NEW."kind", NEW."municipality_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."property_id", NEW."reference", NEW."remind_on", NEW."reminded_at", NEW."reported_at", NEW."reported_by_id", NEW."state", NEW."unit_id", NEW."updated_at", NEW."urgency"); RETURN NULL;',
                    hash="b37ee407a681fc0ddb7aa734d3d425e72065897b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_66c38",
                    table="housing_defectreport",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="defectreport",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "housing_defectreportevent" ("acts", "answered_at", "client_id", "closed_at", "created_at", "description", "due_on", "erased_on", "escalated_at", "household_scope_id", "id", "initiative_scope_id", "kind", "municipality_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "property_id", "reference", "remind_on", "reminded_at", "reported_at", "reported_by_id", "state", "unit_id", "updated_at", "urgency") VALUES (NEW."acts", NEW."answered_at", NEW."client_id", NEW."closed_at", NEW."created_at", NEW."description", NEW."due_on", NEW."erased_on", NEW."escalated_at", NEW."household_scope_id", NEW."id", NEW."initiative_scope_id", NEW."kind", NEW."municipality_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."property_id", NEW."reference", NEW."remind_on", NEW."reminded_at", NEW."reported_at", NEW."reported_by_id", NEW."state", NEW."unit_id", NEW."updated_at", NEW."urgency"); RETURN NULL;',
                    hash="a106d51aa415fb21b3d00f533c3b7390c16850e4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_426b8",
                    table="housing_defectreport",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="defectreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("erased_on__isnull", True), ("reported_by__isnull", False)),
                    models.Q(("erased_on__isnull", False), ("state", "closed")),
                    _connector="OR",
                ),
                name="defect_erased_when_closed",
            ),
        ),
    ]
    operations = at_once(operations)
