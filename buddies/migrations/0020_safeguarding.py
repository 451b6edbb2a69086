import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import thuisgevers.common.encryption
import thuisgevers.common.ids
from thuisgevers.common.migrating import InstallTriggers, at_once


class Migration(migrations.Migration):
    dependencies = [
        ("buddies", "0011_contact_links"),
        ("municipalities", "0015_words_of_guidance_and_buddies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SafeguardingSignal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=thuisgevers.common.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt op")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="gewijzigd op")),
                ("reference", models.CharField(editable=False, max_length=13, unique=True, verbose_name="nummer")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("raised", "ontvangen"),
                            ("acknowledged", "gelezen"),
                            ("in_progress", "in behandeling"),
                            ("closed", "afgesloten"),
                        ],
                        default="raised",
                        editable=False,
                        max_length=12,
                        verbose_name="stand",
                    ),
                ),
                ("link_scope_id", models.UUIDField(editable=False, null=True)),
                ("level", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("answer_hours", models.PositiveSmallIntegerField(editable=False)),
                ("acknowledge_by", models.DateTimeField(editable=False, verbose_name="ontvangst bevestigen voor")),
                ("acknowledged_at", models.DateTimeField(editable=False, null=True, verbose_name="gelezen op")),
                ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="afgesloten op")),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "zorgsignaal",
                "verbose_name_plural": "zorgsignalen",
                "ordering": ("created_at", "id"),
                "indexes": [
                    models.Index(fields=["municipality", "state"], name="signal_of_place"),
                    models.Index(
                        condition=models.Q(("state", "raised")), fields=["acknowledge_by"], name="signal_waits"
                    ),
                    models.Index(fields=["raised_by"], name="signal_of_raiser"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acknowledged_at__isnull", True), ("state", "raised")),
                            models.Q(
                                ("acknowledged_at__isnull", False),
                                ("state__in", ("acknowledged", "in_progress", "closed")),
                            ),
                            _connector="OR",
                        ),
                        name="signal_acknowledged",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="signal_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 3)), name="signal_level"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_safeguardingsignalevent" ("acknowledge_by", "acknowledged_at", "answer_hours", "closed_at", "created_at", "id", "level", "link_scope_id", "municipality_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_by_id", "reference", "state", "updated_at") VALUES (NEW."acknowledge_by", NEW."acknowledged_at", NEW."answer_hours", NEW."closed_at", NEW."created_at", NEW."id", NEW."level", NEW."link_scope_id", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."raised_by_id", NEW."reference", NEW."state", NEW."updated_at"); RETURN NULL;',
                            hash="bf1147f364a12cf568c4e49bbc9c9f96dacb7ead",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7ac78",
                            table="buddies_safeguardingsignal",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "buddies_safeguardingsignalevent" ("acknowledge_by", "acknowledged_at", "answer_hours", "closed_at", "created_at", "id", "level", "link_scope_id", "municipality_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_by_id", "reference", "state", "updated_at") VALUES (NEW."acknowledge_by", NEW."acknowledged_at", NEW."answer_hours", NEW."closed_at", NEW."created_at", NEW."id", NEW."level", NEW."link_scope_id", NEW."municipality_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."raised_by_id", NEW."reference", NEW."state", NEW."updated_at"); RETURN NULL;',
                            hash="8a99e2930df3a4e35fb079a49a98f8636eae6939",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_661a1",
                            table="buddies_safeguardingsignal",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SafeguardingSignalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=thuisgevers.common.ids.uuid7, editable=False, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt op")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="gewijzigd op")),
                ("reference", models.CharField(editable=False, max_length=13, verbose_name="nummer")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("raised", "ontvangen"),
                            ("acknowledged", "gelezen"),
                            ("in_progress", "in behandeling"),
                            ("closed", "afgesloten"),
                        ],
                        default="raised",
                        editable=False,
                        max_length=12,
                        verbose_name="stand",
                    ),
                ),
                ("link_scope_id", models.UUIDField(editable=False, null=True)),
                ("level", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("answer_hours", models.PositiveSmallIntegerField(editable=False)),
                ("acknowledge_by", models.DateTimeField(editable=False, verbose_name="ontvangst bevestigen voor")),
                ("acknowledged_at", models.DateTimeField(editable=False, null=True, verbose_name="gelezen op")),
                ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="afgesloten op")),
                (
                    "municipality",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="municipalities.municipality",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="buddies.safeguardingsignal",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="0e61844284e030a84ef53bb7514b63beb4fbca82",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_80301",
                            table="buddies_safeguardingsignalevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignalAddressee",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=thuisgevers.common.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt op")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="gewijzigd op")),
                ("role", models.CharField(max_length=24)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "signal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addressees",
                        to="buddies.safeguardingsignal",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "ontvanger van een zorgsignaal",
                "ordering": ("created_at", "id"),
                "indexes": [
                    models.Index(condition=models.Q(("ended_at__isnull", True)), fields=["user"], name="addressee_now"),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True), ("mailed_at__isnull", True)),
                        fields=["id"],
                        name="addressee_to_mail",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("signal", "user"), name="addressee_once")],
            },
        ),
        migrations.CreateModel(
            name="SignalConcerned",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=thuisgevers.common.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt op")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="gewijzigd op")),
                (
                    "party",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("household", "iemand die in de woning woont"),
                            ("buddy", "een buddy"),
                            ("volunteer", "een vrijwilliger van het initiatief"),
                            ("lead_volunteer", "de trekker van het initiatief"),
                            ("buddy_coordinator", "de buddycoördinator"),
                            ("property_owner", "de eigenaar van de woning"),
                            ("official", "iemand die bij de gemeente werkt"),
                            ("confidential_adviser", "de vertrouwenspersoon"),
                            ("national_coordinator", "iemand van het landelijk team"),
                            ("other", "iemand anders, of ik weet het niet"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "signal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concerned",
                        to="buddies.safeguardingsignal",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "wie een zorgsignaal betreft",
                "ordering": ("created_at", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("user__isnull", False), ("party", "")),
                            models.Q(("user__isnull", True), models.Q(("party", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="concerned_is_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignalExclusion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=thuisgevers.common.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt op")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="gewijzigd op")),
                ("why", models.CharField(max_length=12)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "signal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exclusions",
                        to="buddies.safeguardingsignal",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "wie een zorgsignaal niet mag zien",
                "ordering": ("created_at", "id"),
                "constraints": [models.UniqueConstraint(fields=("signal", "user"), name="exclusion_once")],
            },
        ),
        migrations.CreateModel(
            name="SignalFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=thuisgevers.common.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt op")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="gewijzigd op")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("violence", "geweld of dreiging thuis"),
                            ("child", "de veiligheid van een kind"),
                            ("exploitation", "uitbuiting of dwang"),
                            ("boundary", "grensoverschrijdend gedrag van een vrijwilliger of medewerker"),
                            ("home", "een onveilige plek om te wonen"),
                            ("other", "iets anders"),
                        ],
                        max_length=12,
                        verbose_name="waar gaat het over",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("now", "vandaag"), ("soon", "binnen enkele dagen"), ("calm", "het kan even wachten")],
                        max_length=4,
                        verbose_name="hoe snel",
                    ),
                ),
                ("seen", thuisgevers.common.encryption.EncryptedTextField(verbose_name="wat er is gezien of gehoord")),
                (
                    "who_else",
                    thuisgevers.common.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="over wie het gaat"
                    ),
                ),
                (
                    "where",
                    thuisgevers.common.encryption.EncryptedTextField(blank=True, default="", verbose_name="bij wie"),
                ),
                ("from_resident", models.BooleanField(default=False, verbose_name="van een bewoner")),
                ("language", models.CharField(blank=True, max_length=3, verbose_name="geschreven in het")),
                ("household_scope_id", models.UUIDField(editable=False, null=True)),
                ("initiative_scope_id", models.UUIDField(editable=False, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reported", "gemeld bij Veilig Thuis"),
                            ("police", "aangifte of melding bij de politie"),
                            ("help", "hulp is geregeld"),
                            ("agreed", "afspraken gemaakt met wie het betreft"),
                            ("ended", "de vrijwilliger of medewerker is gestopt"),
                            ("unfounded", "de zorg bleek niet terecht"),
                            ("other", "anders"),
                        ],
                        max_length=12,
                        verbose_name="hoe het afliep",
                    ),
                ),
                (
                    "outcome_note",
                    thuisgevers.common.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="toelichting"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "signal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file",
                        to="buddies.safeguardingsignal",
                    ),
                ),
            ],
            options={
                "verbose_name": "inhoud van een zorgsignaal",
                "ordering": ("created_at", "id"),
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "buddies_signalfileevent" ("created_at", "from_resident", "household_scope_id", "id", "initiative_scope_id", "kind", "language", "municipality_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signal_id", "updated_at", "urgency") VALUES (NEW."created_at", NEW."from_resident", NEW."household_scope_id", NEW."id", NEW."initiative_scope_id", NEW."kind", NEW."language", NEW."municipality_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."signal_id", NEW."updated_at", NEW."urgency"); RETURN NULL;',
                            hash="09954fe1016301a0b93830ca2136678091dcd104",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_3c776",
                            table="buddies_signalfile",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."from_resident" IS DISTINCT FROM (NEW."from_resident") OR OLD."household_scope_id" IS DISTINCT FROM (NEW."household_scope_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."initiative_scope_id" IS DISTINCT FROM (NEW."initiative_scope_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."municipality_id" IS DISTINCT FROM (NEW."municipality_id") OR OLD."outcome" IS DISTINCT FROM (NEW."outcome") OR OLD."signal_id" IS DISTINCT FROM (NEW."signal_id") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."urgency" IS DISTINCT FROM (NEW."urgency"))',
                            func='INSERT INTO "buddies_signalfileevent" ("created_at", "from_resident", "household_scope_id", "id", "initiative_scope_id", "kind", "language", "municipality_id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signal_id", "updated_at", "urgency") VALUES (NEW."created_at", NEW."from_resident", NEW."household_scope_id", NEW."id", NEW."initiative_scope_id", NEW."kind", NEW."language", NEW."municipality_id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."signal_id", NEW."updated_at", NEW."urgency"); RETURN NULL;',
                            hash="22261d6e792d03dbcd03625135d8be5461fbacc5",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_87a3d",
                            table="buddies_signalfile",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignalFileEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.UUIDField(default=thuisgevers.common.ids.uuid7, editable=False, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt op")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="gewijzigd op")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("violence", "geweld of dreiging thuis"),
                            ("child", "de veiligheid van een kind"),
                            ("exploitation", "uitbuiting of dwang"),
                            ("boundary", "grensoverschrijdend gedrag van een vrijwilliger of medewerker"),
                            ("home", "een onveilige plek om te wonen"),
                            ("other", "iets anders"),
                        ],
                        max_length=12,
                        verbose_name="waar gaat het over",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("now", "vandaag"), ("soon", "binnen enkele dagen"), ("calm", "het kan even wachten")],
                        max_length=4,
                        verbose_name="hoe snel",
                    ),
                ),
                ("from_resident", models.BooleanField(default=False, verbose_name="van een bewoner")),
                ("language", models.CharField(blank=True, max_length=3, verbose_name="geschreven in het")),
                ("household_scope_id", models.UUIDField(editable=False, null=True)),
                ("initiative_scope_id", models.UUIDField(editable=False, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reported", "gemeld bij Veilig Thuis"),
                            ("police", "aangifte of melding bij de politie"),
                            ("help", "hulp is geregeld"),
                            ("agreed", "afspraken gemaakt met wie het betreft"),
                            ("ended", "de vrijwilliger of medewerker is gestopt"),
                            ("unfounded", "de zorg bleek niet terecht"),
                            ("other", "anders"),
                        ],
                        max_length=12,
                        verbose_name="hoe het afliep",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="municipalities.municipality",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="buddies.signalfile",
                    ),
                ),
                (
                    "signal",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="buddies.safeguardingsignal",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e3d9360b3287c3a6be29ece91ef221b469c02677",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b7cd8",
                            table="buddies_signalfileevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignalLog",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=thuisgevers.common.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt op")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="gewijzigd op")),
                ("verb", models.CharField(max_length=20)),
                ("from_state", models.CharField(blank=True, max_length=12)),
                ("to_state", models.CharField(blank=True, max_length=12)),
                ("reason", thuisgevers.common.encryption.EncryptedTextField(blank=True, default="")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "signal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="log", to="buddies.safeguardingsignal"
                    ),
                ),
            ],
            options={
                "verbose_name": "logboek van een zorgsignaal",
                "ordering": ("created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="SignalStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=thuisgevers.common.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt op")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="gewijzigd op")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("1", "Breng in kaart wat er is gezien"),
                            ("2", "Overleg met een collega, en zo nodig met Veilig Thuis"),
                            ("3", "Praat met wie het betreft"),
                            ("4", "Weeg de ernst; bij twijfel met Veilig Thuis"),
                            ("5", "Beslis: is melden nodig, en is hulp mogelijk?"),
                        ],
                        max_length=1,
                        verbose_name="stap",
                    ),
                ),
                ("done_on", models.DateField(verbose_name="op")),
                ("note", thuisgevers.common.encryption.EncryptedTextField(verbose_name="wat er is gedaan of besloten")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "signal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="buddies.safeguardingsignal",
                    ),
                ),
            ],
            options={
                "verbose_name": "stap van de meldcode",
                "ordering": ("created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="SignalWarning",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=thuisgevers.common.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt op")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="gewijzigd op")),
                ("household_scope_id", models.UUIDField(editable=False)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "adviser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipalities.municipality",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "signal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="warnings",
                        to="buddies.safeguardingsignal",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "verzoek om eerst te overleggen",
                "ordering": ("-created_at", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("signal", "user", "household_scope_id"), name="warned_once")
                ],
            },
        ),
        InstallTriggers(
            model_name="safeguardingsignal",
        ),
        InstallTriggers(
            model_name="safeguardingsignalevent",
        ),
        InstallTriggers(
            model_name="signalfile",
        ),
        InstallTriggers(
            model_name="signalfileevent",
        ),
    ]
    operations = at_once(operations)
