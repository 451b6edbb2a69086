"""The answers an address can give, and short ways to declare them.

`ok` is any answer that serves (200, a redirect onwards, 400 or 422 with the form, 409); 403 for members without the right, 404 for
people of elsewhere and for things that are not theirs, `login` for those who did not sign in.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.access.crawl import Address

ROLES = (
    "case_handler case_coordinator viewer municipal_liaison national_coordinator confidential_adviser"
    " lead_volunteer volunteer pioneer buddy_coordinator buddy property_owner national_adviser"
)
ELSEWHERE = "other_municipality stranger"
OFFICIALS = "case_handler case_coordinator"
PROPERTY_READERS = f"{OFFICIALS} viewer municipal_liaison"
TEAM_READERS = f"{PROPERTY_READERS} lead_volunteer volunteer pioneer"
EDITORS = f"{OFFICIALS} lead_volunteer"
NAMING = {"pk", "question_pk", "note_pk", "task_pk", "scope_id"}


@dataclass(frozen=True)
class Answers:
    """Actors per answer. `shown_by_database` are actors to whom the policies show (a part of) the thing by another right, at
    another address: the code's filter alone sends them away here."""

    by_answer: dict[str, set[str]]
    opens_by: str = field(default="rights")
    shown_by_database: frozenset[str] = frozenset()

    def as_sets(self) -> dict[str, set[str]]:
        return {answer: actors for answer, actors in self.by_answer.items() if actors}

    def nationwide(self) -> set[str]:
        """Whom the address serves for every municipality: the national coordinator, on national pages."""
        return self.by_answer.get("ok", set()) & {"national_coordinator"}

    def names_a_thing(self, address: Address) -> bool:
        """Whether the address names something that belongs to a municipality, and rights (not a link) open it."""
        return self.opens_by == "rights" and bool(NAMING & set(address.parameters))


def _answers(everyone: str, ok: str, missing: str, other: str) -> Answers:
    served, hidden = set(ok.split()), set(missing.split())
    rest = set(everyone.split()) - served - hidden
    return Answers({"ok": served, "404": hidden, other: rest - {"anonymous"}, "login": rest & {"anonymous"}})


def everyone(answer: str = "ok", *, opens_by: str = "nothing") -> Answers:
    """The same for all, signed in or not."""
    return Answers({answer: {*ROLES.split(), *ELSEWHERE.split(), "anonymous"}}, opens_by)


def signed_in(answer: str = "ok") -> Answers:
    """The person's own things: everybody who is signed in."""
    return Answers({answer: {*ROLES.split(), *ELSEWHERE.split()}, "login": {"anonymous"}}, "nothing")


def municipal(ok: str, *, missing: str = "") -> Answers:
    """Below `/<gemeente>/`: people of elsewhere get 404, members without the right 403."""
    return _answers(f"{ROLES} {ELSEWHERE} anonymous", ok, f"{ELSEWHERE} {missing}", "403")


def personal(ok: str = "", *, missing: str = "") -> Answers:
    """Without a municipality in the address: 403 for who holds the right nowhere, 404 for things of others."""
    return _answers(f"{ROLES} {ELSEWHERE} anonymous", ok, missing, "403")
