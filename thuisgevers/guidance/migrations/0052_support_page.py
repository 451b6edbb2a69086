"""The public page of a support base: what everybody reads goes through one function, while the name is public too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thuisgevers.common.ids
from thuisgevers.municipalities.policies import protect, scope_in, tie

TABLE = "guidance_supportpage"
LEADS = scope_in("team.manage", "initiative_id")
SQL = """
-- Not what was chosen or changed after it was published; no person, day, group or place.
CREATE FUNCTION guidance_public_support(page uuid) RETURNS TABLE (name text, kind text, said text, outcome text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT n.name::text, e.kind::text, e.text, e.outcome FROM guidance_supportpage p
  JOIN initiatives_publishedname n ON n.id = p.initiative_id AND n.announced_on <= app_today()
  JOIN guidance_supportentry e ON e.initiative_id = p.initiative_id AND e.may_share AND e.updated_at <= p.published_at
  WHERE p.id = page AND p.is_public ORDER BY e.happened_on, e.id
$$;
GRANT SELECT ON guidance_supportpage, guidance_supportentry TO definer;
CREATE POLICY definer_reads ON guidance_supportpage FOR SELECT TO definer USING (is_public);
CREATE POLICY definer_reads ON guidance_supportentry FOR SELECT TO definer USING (may_share);
ALTER FUNCTION guidance_public_support(uuid) OWNER TO definer;
"""
UNDO = """
SET LOCAL ROLE definer;
DROP FUNCTION guidance_public_support(uuid);
RESET ROLE;
DROP POLICY definer_reads ON guidance_supportentry;
DROP POLICY definer_reads ON guidance_supportpage;
REVOKE SELECT ON guidance_supportpage, guidance_supportentry FROM definer;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("guidance", "0051_question_helper"),
        ("initiatives", "0015_owner_reads_agreement"),
        ("municipalities", "0015_words_of_guidance_and_buddies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SupportPage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=thuisgevers.common.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt op")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="gewijzigd op")),
                ("is_public", models.BooleanField(default=False, verbose_name="openbaar")),
                ("published_at", models.DateTimeField(null=True, verbose_name="gepubliceerd op")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="initiatives.initiative"
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
            ],
            options={
                "verbose_name": "openbare pagina van het draagvlak",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("initiative",), name="supportpage_once"),
                    models.CheckConstraint(
                        condition=models.Q(("is_public", False), ("published_at__isnull", False), _connector="OR"),
                        name="supportpage_public_since",
                    ),
                ],
            },
        ),
        protect(
            TABLE, extra_read=[scope_in("workspace.read", "initiative_id")], extra_insert=[LEADS], extra_update=[LEADS]
        ),
        tie(TABLE, "initiative_id", "initiatives_initiative"),
        migrations.RunSQL(SQL, UNDO),
    ]
