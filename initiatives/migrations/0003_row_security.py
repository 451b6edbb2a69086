from django.db import migrations

from thuisgevers.municipalities.policies import anchor, job_is, protect, register_queue, somebody, tie

TRACKED = (
    "initiatives_initiative",
    "initiatives_dossier",
    "initiatives_informationrequest",
    "initiatives_note",
    "initiatives_agreementfacts",
    "initiatives_agreementparty",
    "initiatives_pressfacts",
)
WRITE_DOSSIER = [
    "dossier.handle",
    "dossier.assign",
    "dossier.advise",
    "dossier.decide",
    "dossier.answer",
    "dossier.withdraw",
]


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial"), ("housing", "0003_row_security"), ("audit", "0003_row_security")]

    operations = [
        protect(
            "initiatives_registrationdraft",
            read=[],
            extra_read=["id = ANY((SELECT app_scopes('initiative.register'))::uuid[])"],
            extra_insert=["id = ANY((SELECT app_scopes('initiative.register'))::uuid[])"],
            extra_update=["id = ANY((SELECT app_scopes('initiative.register'))::uuid[])"],
            extra_delete=[
                "id = ANY((SELECT app_scopes('initiative.register'))::uuid[])",
                job_is("registration_drafts"),
            ],
            job_queue="registration_drafts",
        ),
        register_queue(
            "registration_drafts",
            "initiatives_registrationdraft",
            waiting="touched_at < now() - interval '30 days' OR sent_at < now() - interval '1 day'"
            " OR (warned_at IS NULL AND sent_at IS NULL AND email <> '' AND touched_at < now() - interval '23 days')",
        ),
        anchor("initiatives_initiative"),
        anchor("initiatives_dossier"),
        protect(
            "initiatives_initiative",
            read=["initiative.read", "initiative.register", "initiative.status"],
            insert=["initiative.register"],
            update=["initiative.write", "initiative.announce", "initiative.register", *WRITE_DOSSIER],
            scope_column="id",
            job_queue="first_answers",
        ),
        register_queue(
            "first_answers",
            "initiatives_initiative",
            waiting="first_answered_at IS NULL AND state IN ('registered', 'exploring')"
            " AND ((reminded_at IS NULL AND first_answer_due_on <= app_today() + 1)"
            " OR (escalated_at IS NULL AND first_answer_due_on < app_today()))",
        ),
        protect(
            "initiatives_dossier",
            read=["dossier.read", "initiative.register", "initiative.status"],
            insert=["initiative.register", "dossier.handle"],
            update=["initiative.register", *WRITE_DOSSIER],
            scope_column="initiative_id",
        ),
        protect("initiatives_decision", read=["dossier.read"], insert=["dossier.decide"], scope_column="initiative_id"),
        protect(
            "initiatives_informationrequest",
            read=["dossier.read", "initiative.status"],
            insert=["dossier.handle"],
            update=["dossier.handle", "dossier.answer"],
            scope_column="initiative_id",
            job_queue="information_requests",
        ),
        register_queue(
            "information_requests",
            "initiatives_informationrequest",
            waiting="answered_at IS NULL AND reminded_at IS NULL AND due_on <= app_today() + 2",
        ),
        protect("initiatives_note", read=["dossier.internal"], insert=["dossier.handle"], update=["dossier.handle"]),
        *[
            protect(
                table,
                read=["dossier.read"],
                insert=["initiative.write", "dossier.handle"],
                update=["initiative.write", "dossier.handle"],
                delete=["initiative.write", "dossier.handle"],
                scope_column="initiative_id",
            )
            for table in (
                "initiatives_agreementfacts",
                "initiatives_agreementparty",
                "initiatives_pressfacts",
            )
        ],
        *[
            protect(f"{table}event", read=["audit.read"], extra_insert=[somebody()], append_only=True)
            for table in TRACKED
        ],
        tie("initiatives_initiative", "organisation_id", "housing_organisation"),
        tie("initiatives_dossier", "initiative_id", "initiatives_initiative"),
        tie("initiatives_dossier", "property_id", "housing_property"),
        *[
            operation
            for child in ("decision", "informationrequest", "agreementfacts", "agreementparty", "pressfacts")
            for operation in (
                tie(f"initiatives_{child}", "dossier_id", "initiatives_dossier"),
                tie(f"initiatives_{child}", "initiative_id", "initiatives_initiative"),
            )
        ],
        tie("initiatives_note", "dossier_id", "initiatives_dossier"),
    ]
