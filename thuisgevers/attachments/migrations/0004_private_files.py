"""Files of a team's workspace: for the team and its pioneer, and for nobody of the municipality."""

from django.db import migrations, models

from thuisgevers.attachments.policies import CHECK_QUEUE, PURGE_QUEUE
from thuisgevers.common.migrating import at_once
from thuisgevers.municipalities.policies import job_is, municipality_in, own, scope_in

TEAM, PRIVATE, OTHERS = "audience = 'team'", "audience = 'private'", "audience <> 'private'"
INTERNAL = municipality_in("attachment.internal")
HISTORY = municipality_in("audit.read")

AUDIENCES = [
    ("team", "gemeente en team"),
    ("official", "alleen de gemeente"),
    ("private", "alleen het team en zijn pionier"),
]


def shared(capability: str) -> str:
    scopes = " OR ".join(f"({scope_in(capability, column)})" for column in ("scope_id", "property_scope_id"))
    return f"{TEAM} AND (({municipality_in(capability)}) OR ({scopes}))"


def rights(*, has_private: bool) -> dict[str, list[str]]:
    """As `policies.protect_attachments` wrote them; with private files what officials have stops short of these."""
    also = f"{OTHERS} AND " if has_private else ""

    def hidden(capability: str) -> str:
        return f"{also}({INTERNAL}) AND ({municipality_in(capability)})"

    def at_work(capability: str, *more: str) -> list[str]:
        return [" AND ".join([PRIVATE, scope_in(capability, "scope_id"), *more])] if has_private else []

    jobs = [job_is(CHECK_QUEUE), job_is(PURGE_QUEUE)]
    adds = [shared("attachment.add"), hidden("attachment.add")]
    mine = own("uploaded_by_id")
    return {
        "read": [shared("attachment.read"), f"{also}{INTERNAL}", *jobs, *at_work("workspace.read")],
        "insert": [*adds, *at_work("workspace.write")],
        "update": [
            shared("attachment.remove"),
            hidden("attachment.remove"),
            f"{mine} AND (({adds[0]}) OR ({adds[1]}))",
            *jobs,
            *at_work("workspace.write", mine),
        ],
    }


def alter(*, has_private: bool) -> str:
    table, held = "attachments_attachment", rights(has_private=has_private)
    read, insert, update = (" OR ".join(f"({part})" for part in held[name]) for name in ("read", "insert", "update"))
    history = f"{HISTORY} AND {OTHERS}" if has_private else HISTORY
    return (
        f"ALTER POLICY app_read ON {table} USING ({read});"
        f"ALTER POLICY app_insert ON {table} WITH CHECK ({insert});"
        f"ALTER POLICY app_update ON {table} USING ({update}) WITH CHECK ({update});"
        f"ALTER POLICY app_read ON attachments_attachmentevent USING ({history})"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("attachments", "0003_quarantine"),
    ]

    operations = [
        migrations.AlterField(
            model_name="attachment",
            name="audience",
            field=models.CharField(choices=AUDIENCES, default="team", max_length=8, verbose_name="wie mag het zien"),
        ),
        migrations.AlterField(
            model_name="attachmentevent",
            name="audience",
            field=models.CharField(choices=AUDIENCES, default="team", max_length=8, verbose_name="wie mag het zien"),
        ),
        migrations.RunSQL(alter(has_private=True), alter(has_private=False)),
    ]
    operations = at_once(operations)
