"""Who may queue, send, see and repeat mail. Everybody may add a message (a visitor who registers does), the worker holds
one row at a time, officials see how the mail of their own municipality fared."""

from django.db import migrations

from thuisgevers.municipalities.policies import job_is, own, protect, register_queue, somebody

NATIONAL = "municipality_id IS NULL AND cardinality((SELECT app_municipalities('national.figures'))) > 0"
IN_DIGEST = job_is("digests", "digest_id")
BY_LINK = "user_id = (SELECT u.id FROM accounts_user u WHERE u.public_id = (SELECT app_link_object('preferences')))"


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
        ("municipalities", "0002_row_security"),
        ("accounts", "0001_initial"),
    ]

    operations = [
        protect(
            "notifications_outgoingmessage",
            read=["message.read"],
            update=["message.read"],
            extra_read=[NATIONAL, IN_DIGEST],
            extra_insert=[somebody()],
            extra_update=[NATIONAL, IN_DIGEST],
            job_queue="messages",
        ),
        register_queue(
            "messages",
            "notifications_outgoingmessage",
            waiting="body IS NOT NULL AND (expires_at <= now()"
            " OR (digest_id IS NULL AND state IN ('queued', 'sending') AND next_attempt_at <= now()))",
        ),
        protect("notifications_digest", extra_insert=[somebody()], job_queue="digests"),
        register_queue("digests", "notifications_digest", waiting="sent_at IS NULL AND due_at <= now()"),
        protect(
            "notifications_notificationpreference",
            # Whoever queues a reminder must know whether it is wanted; the rows say nothing else.
            extra_read=[somebody()],
            extra_insert=[own(), BY_LINK],
            extra_update=[own(), BY_LINK],
            extra_delete=[own()],
        ),
    ]
