"""What a buddy reads, with the person first (they read almost only what is their own) and one question for a coordinator and for the
workers together: docs/decisions/0018-what-the-planner-expects.md.
"""

from django.db import migrations

from thuisgevers.municipalities.policies import job_is, mostly_true, municipality_in, one_in_scope, own, scope_in

_PLACE, _SCOPE = municipality_in("buddy.read"), scope_in("buddy.read", "initiative_id")
_MATCH_WORKERS = ("buddy_proposals", "buddy_nudges", "buddy_ladder", "buddy_pauses", "buddy_departures")
_BUDDY_WORKERS = ("buddy_mails", "buddy_breaks")
_FOR_OTHERS = (f"visibility <> 'me' AND {_SCOPE}", f"visibility = 'municipality' AND {_PLACE}")
MOODS = (
    "card_id = (SELECT buddies_welcome_card())",
    f"shared_with = 'buddy' AND {scope_in('contact.log', 'household_scope_id')}",
    f"shared_with = 'coordinator' AND {scope_in('buddy.manage', 'initiative_scope_id')}",
)


def _with(capability: str, workers: tuple[str, ...]) -> str:
    return ",".join([capability, *(f"job:{queue}" for queue in workers)])


SQL = f"""
ALTER POLICY app_read ON buddies_buddymatch
  USING ({mostly_true(own(), _PLACE, one_in_scope(_with("buddy.read", _MATCH_WORKERS), "initiative_id", "id"))});
DROP POLICY nudge_reads ON buddies_buddymatch;
DROP POLICY ladder_reads ON buddies_buddymatch;
DROP POLICY pause_reads ON buddies_buddymatch;
DROP POLICY gone_reads ON buddies_buddymatch;
ALTER POLICY app_read ON buddies_buddy
  USING ({mostly_true(own(), _PLACE, _SCOPE, scope_in(_with("buddy.apply", _BUDDY_WORKERS), "id"))});
DROP POLICY break_reads ON buddies_buddy;
ALTER POLICY app_read ON buddies_contactmoment USING ({mostly_true(own(), *_FOR_OTHERS)});
ALTER POLICY app_read ON buddies_residentmood USING ({mostly_true(*MOODS)})
"""


def _plain(*conditions: str) -> str:
    return " OR ".join(f"({one})" for one in conditions)


UNDO = f"""
ALTER POLICY app_read ON buddies_residentmood USING ({_plain(*MOODS)});
ALTER POLICY app_read ON buddies_contactmoment USING ({_plain(own(), *_FOR_OTHERS)});
CREATE POLICY break_reads ON buddies_buddy FOR SELECT TO app USING ({job_is("buddy_breaks")});
ALTER POLICY app_read ON buddies_buddy
  USING ({_plain(_PLACE, _SCOPE, own(), scope_in("buddy.apply", "id"), job_is("buddy_mails"))});
CREATE POLICY gone_reads ON buddies_buddymatch FOR SELECT TO app USING ({job_is("buddy_departures")});
CREATE POLICY pause_reads ON buddies_buddymatch FOR SELECT TO app USING ({job_is("buddy_pauses")});
CREATE POLICY ladder_reads ON buddies_buddymatch FOR SELECT TO app USING ({job_is("buddy_ladder")});
CREATE POLICY nudge_reads ON buddies_buddymatch FOR SELECT TO app USING ({job_is("buddy_nudges")});
ALTER POLICY app_read ON buddies_buddymatch USING ({_plain(_PLACE, _SCOPE, own(), job_is("buddy_proposals"))})
"""


class Migration(migrations.Migration):
    dependencies = [
        ("buddies", "0072_reads_about_me"),
        ("municipalities", "0017_jobs_among_scopes"),
    ]

    operations = [migrations.RunSQL(SQL, UNDO)]
