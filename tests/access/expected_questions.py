"""The question desk."""

from __future__ import annotations

from tests.access.answers import ELSEWHERE, ROLES, Answers, everyone, personal, signed_in
from tests.access.expected_guidance import PLAN_READERS

_ANSWERERS = "pioneer national_coordinator"
_ASKER = "case_handler"
#: The question desk is for everybody; the question of the case lies with the pioneer, and the official asked it.
QUESTIONS: dict[str, Answers] = {
    **{f"guidance:question_{name}": everyone() for name in ("search", "ask", "sent", "open")},
    **{f"guidance:answer_{name}": everyone() for name in ("detail", "helpful", "feed")},
    "guidance:method_step": everyone(),
    "guidance:method_rule": everyone(),
    "guidance:step_ask": personal(PLAN_READERS, missing="other_municipality"),
    "guidance:my_questions": signed_in(),
    "guidance:my_question": personal(_ASKER, missing=f"{' '.join(set(ROLES.split()) - {_ASKER})} {ELSEWHERE}"),
    "guidance:question_desk": personal(f"{_ANSWERERS} municipal_liaison"),
    **{
        f"guidance:question_{name}": personal(_ANSWERERS, missing="municipal_liaison")
        for name in ("manage", "answer", "pass_on", "merge", "close", "propose", "publish", "send_back")
    },
    **{
        f"guidance:answer_{name}": personal("national_coordinator")
        for name in ("desk", "review", "revise", "decide", "withdraw", "merge", "choose")
    },
}
