"""Five nets, each with one real attack while the others are off: refused while it is on, successful when it is off too.

If the second half did not succeed, the first would prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from initiatives.enums import DossierState
from initiatives.models import Dossier, Initiative
from initiatives.states import DOSSIER
from tests.access.nets import only, policies_off
from tests.access.scenario import both_cases
from tests.clients import ThuisClient
from tests.database import WorkerDatabase
from tests.factories.people import Cast, make_cast
from tests.seeding import seed
from thuisgevers.audit.transitions import transition
from thuisgevers.common.who import acting
from thuisgevers.municipalities.access import Access

Sign = Callable[..., ThuisClient]


@pytest.mark.django_db
def test_net_1_the_gate_refuses_a_role(cast: Cast, client_as: Sign) -> None:
    kampen, _zwolle = both_cases(cast)
    url = reverse("initiatives:dossier_list", args=["kampen"])
    with only("gate"):
        refused = client_as(cast.daan).get(url)
    assert refused.status_code == 403
    assert kampen.mark not in refused.content.decode()
    with only():
        passed = client_as(cast.daan).get(url)
    assert passed.status_code == 200
    assert kampen.mark in passed.content.decode()


@pytest.mark.django_db
def test_net_2_the_door_refuses_anothers_row(cast: Cast, client_as: Sign) -> None:
    kampen, _zwolle = both_cases(cast)
    url = reverse("initiatives:dossier_property", args=["zwolle", kampen.dossier.pk])
    with only("door"):
        assert client_as(cast.chaima).get(url).status_code == 404
    with only():
        passed = client_as(cast.chaima).get(url)
    assert passed.status_code == 200
    assert kampen.mark in passed.content.decode()


@pytest.mark.django_db
def test_net_3_the_engine_refuses_an_act(cast: Cast) -> None:
    kampen, _zwolle = both_cases(cast)
    access = Access.for_user(cast.vince, second_factor=True)
    with seed():
        Dossier.objects.filter(pk=kampen.dossier.pk).update(state=DossierState.SUBMITTED)
    with only("act"), pytest.raises(PermissionDenied):
        transition(access=access, obj=kampen.dossier, machine=DOSSIER, name="take_up")
    with only():
        done = transition(access=access, obj=kampen.dossier, machine=DOSSIER, name="take_up")
    assert done.state == DossierState.IN_REVIEW


@pytest.mark.django_db(transaction=True)
def test_net_4_the_database_refuses_a_child_in_another_municipality(
    worker_database: WorkerDatabase, django_db_setup: None
) -> None:
    cast = make_cast()
    kampen, _zwolle = both_cases(cast)

    def smuggle() -> None:
        with transaction.atomic(), policies_off():
            Dossier(municipality=cast.zwolle, initiative=kampen.initiative, state=DossierState.REJECTED).save(
                force_insert=True
            )

    with pytest.raises(IntegrityError):
        smuggle()
    with psycopg.connect(worker_database.environment()["DATABASE_OWNER_URL"]) as owner:
        owner.execute("ALTER TABLE initiatives_dossier DROP CONSTRAINT initiatives_dossier_initiative_id_tenant")
    smuggle()
    with transaction.atomic(), policies_off():
        assert Dossier.objects.filter(municipality=cast.zwolle, initiative=kampen.initiative).exists()


@pytest.mark.django_db
def test_net_5_the_policies_refuse_rows(cast: Cast) -> None:
    kampen, zwolle = both_cases(cast)
    with acting(user_id=cast.chaima.pk):
        with only("policies"):
            seen = set(Initiative.objects.values_list("name", flat=True))
        assert seen == {zwolle.initiative.name}
        with only():
            seen = set(Initiative.objects.values_list("name", flat=True))
        assert seen >= {kampen.initiative.name, zwolle.initiative.name}


@pytest.mark.django_db
def test_psql_as_the_application_sees_no_tenant_row_without_context(cast: Cast) -> None:
    both_cases(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
        tables = [name for (name,) in cursor.fetchall()]
        # The method and the sessions are for everybody; neither holds a person.
        public = {"guidance_stepplantemplate", "guidance_templatephase", "guidance_templatestep"}
        public |= {
            "guidance_publishedanswer",
            "guidance_inspirationsession",
            "municipalities_municipality",
            "municipalities_scope",
        }
        open_to_all = public | {name for name in tables if name.endswith("permission")}
        assert len(tables) > 15
        for table in tables:
            if table not in open_to_all:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                assert cursor.fetchone() == (0,), table


@pytest.mark.django_db
def test_a_too_wide_claim_is_impossible(cast: Cast) -> None:
    """The application says only who; saying somebody who does not exist, or nonsense, opens nothing."""
    both_cases(cast)
    with acting(user_id=999_999_999):
        assert not Initiative.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.job', 'no_such_queue:not-an-id', true)")
        cursor.execute("SELECT app_municipalities('dossier.read')")
        assert cursor.fetchone() == ([],)
