"""Random memberships, moves and ends: what each reader lets see equals a plain oracle."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.people import Cast, member, person
from tests.seeding import as_committed, seed
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import BEFORE_JOINING, ROLE_CAPABILITIES, WAITING_ONLY, Capability, Role
from thuisgevers.municipalities.grants import end_membership
from thuisgevers.municipalities.models import Membership

MUNICIPAL = [Role.VIEWER, Role.CASE_HANDLER, Role.CASE_COORDINATOR, Role.MUNICIPAL_LIAISON]
CAPABILITIES = [
    Capability.DOSSIER_READ,
    Capability.DOSSIER_DECIDE,
    Capability.MEMBER_MANAGE,
    Capability.INITIATIVE_READ,
]

grants = st.lists(
    st.tuples(
        st.sampled_from([*MUNICIPAL, Role.NATIONAL_COORDINATOR]),
        st.integers(0, 2),
        st.integers(-40, 20),  # starts, in days from today
        st.one_of(st.none(), st.integers(0, 60)),  # lasts, in days
        st.booleans(),  # ended now
    ),
    max_size=5,
    unique_by=lambda grant: (grant[0], grant[1] if grant[0] != Role.NATIONAL_COORDINATOR else None),
)


class _Undo(Exception):
    pass


def oracle(
    held: list[Membership], capability: Capability, today: date, waiting: set[int], everywhere: set[int]
) -> set[int]:
    """Municipalities where the capability holds today, told as plainly as possible."""
    found: set[int] = set()
    for membership in held:
        starts_later = membership.starts_on > today
        is_over = membership.ends_on is not None and membership.ends_on <= today
        if starts_later or is_over or capability not in ROLE_CAPABILITIES[Role(membership.role)]:
            continue
        if membership.municipality_id is not None:
            if membership.municipality_id not in waiting or capability in BEFORE_JOINING:
                found.add(membership.municipality_id)
        else:
            found |= waiting if capability in WAITING_ONLY else everywhere
    return found


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grants=grants)
def test_both_readers_equal_the_oracle(cast: Cast, grants: list[tuple[Role, int, int, int | None, bool]]) -> None:
    places = [cast.kampen, cast.zwolle, cast.urk]
    today = timezone.localdate()
    try:
        with transaction.atomic():
            user = person("Willekeurig")
            for role, index, starts, lasts, ends_now in grants:
                start = today + timedelta(days=starts)
                membership = member(
                    user,
                    role,
                    municipality=None if role == Role.NATIONAL_COORDINATOR else places[index],
                    starts_on=start,
                    ends_on=None if lasts is None else start + timedelta(days=lasts),
                )
                if ends_now:
                    with seed():
                        end_membership(membership=membership)
            with seed():
                held = list(Membership.objects.filter(user=user))
            access = Access.for_user(user, second_factor=True)
            for capability in CAPABILITIES:
                wanted = oracle(held, capability, today, {cast.urk.pk}, {place.pk for place in places})
                code = {place.pk for place in places if access.may(capability, municipality=place)}
                with acting(user_id=user.pk), connection.cursor() as cursor:
                    answers = []
                    for _again in range(2):
                        cursor.execute("SELECT app_municipalities(%s)", [capability.value])
                        [(listed,)] = cursor.fetchall()
                        answers.append(set(listed) & {place.pk for place in places})
                        as_committed()
                    # Derived in the transaction that changed rights, and derived to be kept.
                    cursor.execute("SELECT app_municipalities(%s), app_municipalities(%s)", [capability.value] * 2)
                    answers += [set(listed) & {place.pk for place in places} for listed in cursor.fetchone()]
                assert code == wanted, capability
                assert answers == [wanted] * 4, capability
            raise _Undo
    except _Undo:
        pass
