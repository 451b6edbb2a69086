"""Since when a household looks for a home again after a stay: the clock of its coupling stopped with its first home."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from thuisgevers.common.migrating import at_once


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0026_forgetting_defects"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="household",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="household",
            name="update_update",
        ),
        migrations.AddField(
            model_name="household",
            name="waiting_since",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="zoekt opnieuw sinds"),
        ),
        migrations.AddField(
            model_name="householdevent",
            name="waiting_since",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="zoekt opnieuw sinds"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="household",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "housing_householdevent" ("available_from", "closed_on", "contact_details", "created_at", "handler_id", "id", "import_key", "languages", "merged_into_id", "municipality_id", "needs", "people_0_3", "people_12_17", "people_18_26", "people_27_54", "people_4_11", "people_55_66", "people_67_plus", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "split_from_id", "state", "updated_at", "waiting_since") VALUES (NEW."available_from", NEW."closed_on", NEW."contact_details", NEW."created_at", NEW."handler_id", NEW."id", NEW."import_key", NEW."languages", NEW."merged_into_id", NEW."municipality_id", NEW."needs", NEW."people_0_3", NEW."people_12_17", NEW."people_18_26", NEW."people_27_54", NEW."people_4_11", NEW."people_55_66", NEW."people_67_plus", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reference", NEW."split_from_id", NEW."state", NEW."updated_at", NEW."waiting_since"); RETURN NULL;',
                    hash="dfcecbadf519120b768c4ed26a21ce1ee9714bed",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_40dbd",
                    table="housing_household",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="household",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."available_from" IS DISTINCT FROM (NEW."available_from") OR OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."contact_details" IS DISTINCT FROM (NEW."contact_details") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."handler_id" IS DISTINCT FROM (NEW."handler_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."import_key" IS DISTINCT FROM (NEW."import_key") OR OLD."languages" IS DISTINCT FROM (NEW."languages") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."municipality_id" IS DISTINCT FROM (NEW."municipality_id") OR OLD."needs" IS DISTINCT FROM (NEW."needs") OR OLD."people_0_3" IS DISTINCT FROM (NEW."people_0_3") OR OLD."people_12_17" IS DISTINCT FROM (NEW."people_12_17") OR OLD."people_18_26" IS DISTINCT FROM (NEW."people_18_26") OR OLD."people_27_54" IS DISTINCT FROM (NEW."people_27_54") OR OLD."people_4_11" IS DISTINCT FROM (NEW."people_4_11") OR OLD."people_55_66" IS DISTINCT FROM (NEW."people_55_66") OR OLD."people_67_plus" IS DISTINCT FROM (NEW."people_67_plus") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."split_from_id" IS DISTINCT FROM (NEW."split_from_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."waiting_since" IS DISTINCT FROM (NEW."waiting_since"))',
                    func='INSERT INTO "housing_householdevent" ("available_from", "closed_on", "contact_details", "created_at", "handler_id", "id", "import_key", "languages", "merged_into_id", "municipality_id", "needs", "people_0_3", "people_12_17", "people_18_26", "people_27_54", "people_4_11", "people_55_66", "people_67_plus", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "split_from_id", "state", "updated_at", "waiting_since") VALUES (NEW."available_from", NEW."closed_on", NEW."contact_details", NEW."created_at", NEW."handler_id", NEW."id", NEW."import_key", NEW."languages", NEW."merged_into_id", NEW."municipality_id", NEW."needs", NEW."people_0_3", NEW."people_12_17", NEW."people_18_26", NEW."people_27_54", NEW."people_4_11", NEW."people_55_66", NEW."people_67_plus", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reference", NEW."split_from_id", NEW."state", NEW."updated_at", NEW."waiting_since"); RETURN NULL;',
                    hash="2e69aa96f381928284922766d71e85481664aae3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b977e",
                    table="housing_household",
                    when="AFTER",
                ),
            ),
        ),
        # Only who looks for a home now: for the others it is written when their stay ends.
        migrations.RunSQL(
            "UPDATE housing_household h SET waiting_since = p.ended_on FROM ("
            "SELECT household_id, max(ended_on) AS ended_on FROM housing_placement WHERE state = 'ended' GROUP BY household_id"
            ") p WHERE p.household_id = h.id AND h.state = 'expected'",
            migrations.RunSQL.noop,
        ),
    ]
    operations = at_once(operations)
