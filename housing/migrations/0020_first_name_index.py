"""First names get a fingerprint by which they can be found; names that are there already get theirs now."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from housing.name_index import name_index
from thuisgevers.common.migrating import at_once


def give_fingerprints(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Writes no new version of a row: history does not follow this column."""
    people = apps.get_model("housing", "StatusHolder").objects.order_by("pk")
    for person in people.iterator(chunk_size=1000):
        found = name_index(person.first_name, municipality_id=person.municipality_id)
        if found:
            people.filter(pk=person.pk).update(name_index=found)


class Migration(migrations.Migration):
    dependencies = [
        ("housing", "0019_forgetting"),
        ("municipalities", "0010_rights_begin_with_joining"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="statusholder",
            name="update_update",
        ),
        migrations.AddField(
            model_name="statusholder",
            name="name_index",
            field=models.CharField(blank=True, default="", editable=False, max_length=32),
        ),
        migrations.AddIndex(
            model_name="statusholder",
            index=models.Index(
                condition=models.Q(("name_index", ""), _negated=True),
                fields=["municipality", "name_index"],
                name="statusholder_by_name",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="statusholder",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."age_band" IS DISTINCT FROM (NEW."age_band") OR OLD."contact_language" IS DISTINCT FROM (NEW."contact_language") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."household_id" IS DISTINCT FROM (NEW."household_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_contact" IS DISTINCT FROM (NEW."is_contact") OR OLD."municipality_id" IS DISTINCT FROM (NEW."municipality_id") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))',
                    func='INSERT INTO "housing_statusholderevent" ("age_band", "contact_language", "created_at", "first_name", "household_id", "id", "is_contact", "municipality_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "updated_at") VALUES (NEW."age_band", NEW."contact_language", NEW."created_at", NEW."first_name", NEW."household_id", NEW."id", NEW."is_contact", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."updated_at"); RETURN NULL;',
                    hash="d2c926cce104cc2f10f1ec4963b8babb77ad86b2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_53f53",
                    table="housing_statusholder",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunPython(give_fingerprints, migrations.RunPython.noop, elidable=True),
    ]
    operations = at_once(operations)
