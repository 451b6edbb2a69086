"""Who gets which answer at every address: the one place where access is written down by hand.

Each part of the platform has its module beside this one; the words they are written in stand in `answers.py`.
"""

from __future__ import annotations

from dataclasses import replace

from tests.access.answers import Answers
from tests.access.expected_buddies import BUDDIES, BUDDY_DESK
from tests.access.expected_guidance import GUIDANCE
from tests.access.expected_households import HOUSEHOLDS
from tests.access.expected_initiatives import INITIATIVES
from tests.access.expected_members import MEMBERS
from tests.access.expected_platform import PLATFORM
from tests.access.expected_properties import PROPERTIES
from tests.access.expected_questions import QUESTIONS
from tests.access.expected_support import SUPPORT
from tests.access.expected_welcome import WELCOME
from tests.access.expected_workspace import WORKSPACE

EXPECTED: dict[str, Answers] = {
    **PLATFORM,
    **MEMBERS,
    **INITIATIVES,
    **HOUSEHOLDS,
    **PROPERTIES,
    **GUIDANCE,
    **SUPPORT,
    **WORKSPACE,
    **QUESTIONS,
    **BUDDIES,
    **WELCOME,
}

#: An owner has the same property below /mijn-pand/, and the national team the pioneers among a team's people.
_OTHERWISE = {
    "property_owner": ("property_", "unit_", "closure_", "consent_", "viewing_", "owner_"),
    "national_coordinator": ("team_detail",),
    **dict.fromkeys(BUDDY_DESK.split(), ("my_facts", "my_match", "contact_add")),
}
for _name, _answers_there in EXPECTED.items():
    _shown = frozenset(actor for actor, beginnings in _OTHERWISE.items() if _name.split(":")[1].startswith(beginnings))
    EXPECTED[_name] = replace(_answers_there, shown_by_database=_shown)
