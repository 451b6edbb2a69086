"""Plans, proposals and weights are for who may plan in that municipality: case handlers and coordinators."""

from django.db import migrations

from thuisgevers.municipalities.policies import anchor, protect, register_queue, tie


class Migration(migrations.Migration):
    dependencies = [("housing", "0012_matching")]

    operations = [
        anchor("housing_matchingrun"),
        protect(
            "housing_matchingrun",
            read=["matching.plan"],
            insert=["matching.plan"],
            update=["matching.plan"],
            job_queue="matching",
        ),
        protect("housing_matchingproposal", read=["matching.plan"], insert=["matching.plan"], append_only=True),
        protect("housing_matchingweights", read=["matching.plan"], insert=["matching.weigh"], append_only=True),
        tie("housing_matchingproposal", "run_id", "housing_matchingrun"),
        tie("housing_matchingproposal", "household_id", "housing_household"),
        tie("housing_matchingproposal", "unit_id", "housing_dwellingunit"),
        register_queue(
            "matching",
            "housing_matchingrun",
            # A living worker writes its heartbeat every few seconds; see services/matching/solving.py.
            waiting="state = 'requested' OR (state = 'solving' AND heartbeat_at < now() - interval '60 seconds')",
            actor_column="requested_by_id",
        ),
    ]
