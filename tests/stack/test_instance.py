"""The embedded servers: started, reused, stopped, copied, killed."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from thuisgevers import stack
from thuisgevers.stack import memory
from thuisgevers.stack.layout import CHECKOUT, SOCKET_PATH_LIMIT, Layout
from thuisgevers.stack.processes import is_alive

pytestmark = pytest.mark.timeout(240)
# The settings of a test cluster: it does not wait for the disk, which is most of the time that "dev" takes.
QUICK = "test"


def run(url: str, *statements: str) -> list[tuple[object, ...]]:
    """Run statements in one transaction; the rows of the last one."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def pids(checkout: Path, instance: str) -> tuple[int, int]:
    found = next(found for found in stack.status(checkout=checkout) if found.instance == instance)
    assert found.postgres_pid is not None
    assert found.redis_pid is not None
    return found.postgres_pid, found.redis_pid


def sockets_of(connections: stack.Connections) -> Path:
    return Path(urlsplit(connections.database_url).query.removeprefix("host="))


def test_a_second_ensure_reuses_and_a_stop_ends_both(checkout: Path) -> None:
    first = stack.ensure(QUICK, checkout=checkout)
    before = pids(checkout, QUICK)
    second = stack.ensure(QUICK, checkout=checkout)

    assert (first.is_started_now, second.is_started_now) == (True, False)
    assert first.environment() == second.environment()
    assert pids(checkout, QUICK) == before
    assert redis.Redis.from_url(first.redis_url).ping() is True

    assert stack.stop(QUICK, checkout=checkout) is True
    assert not any(is_alive(pid) for pid in before)
    assert not sockets_of(first).exists()
    assert stack.stop(QUICK, checkout=checkout) is False


def test_data_outlives_a_restart(checkout: Path) -> None:
    first = stack.ensure("dev", checkout=checkout)
    run(first.database_owner_url, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")
    stack.stop("dev", checkout=checkout)
    assert run(stack.ensure("dev", checkout=checkout).database_owner_url, "SELECT n FROM kept") == [(7,)]


def test_two_copies_and_two_instances_run_at_once(new_checkout: Callable[[], Path]) -> None:
    one, other = new_checkout(), new_checkout()
    wanted = [(one, "dev"), (one, "test"), (other, "dev")]
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(lambda pair: stack.ensure(pair[1], checkout=pair[0]), wanted))

    assert len({connections.database_url for connections in found}) == len(wanted)
    assert len({pid for checkout, instance in wanted for pid in pids(checkout, instance)}) == 2 * len(wanted)
    for number, connections in enumerate(found):
        run(connections.database_owner_url, "CREATE TABLE mine (n int)", f"INSERT INTO mine VALUES ({number})")
    assert [run(connections.database_owner_url, "SELECT n FROM mine") for connections in found] == [
        [(0,)],
        [(1,)],
        [(2,)],
    ]
    stack.stop("dev", checkout=one)
    assert run(found[2].database_owner_url, "SELECT n FROM mine") == [(2,)]


def test_many_processes_that_start_at_once_share_one_server(checkout: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from thuisgevers import stack;"
        "print(stack.ensure('test', checkout=Path(sys.argv[1])).database_url)"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(checkout)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    said = {process.communicate(timeout=180)[0] for process in started}
    assert [process.returncode for process in started] == [0] * 4
    assert said == {stack.ensure(QUICK, checkout=checkout).database_url + "\n"}


def test_a_killed_server_comes_back_with_its_data(checkout: Path) -> None:
    first = stack.ensure("dev", checkout=checkout)
    run(first.database_owner_url, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")
    killed = pids(checkout, "dev")
    for pid in killed:
        os.kill(pid, signal.SIGKILL)

    second = stack.ensure("dev", checkout=checkout)

    assert second.is_started_now is True
    assert second.environment() == first.environment(), "a program with the old address must find the new server"
    assert not set(pids(checkout, "dev")) & set(killed)
    assert run(second.database_owner_url, "SELECT n FROM kept") == [(7,)]


def test_a_killed_redis_alone_comes_back(checkout: Path) -> None:
    first = stack.ensure(QUICK, checkout=checkout)
    postgres, redis_pid = pids(checkout, QUICK)
    os.kill(redis_pid, signal.SIGKILL)
    stack.ensure(QUICK, checkout=checkout)
    assert pids(checkout, QUICK)[0] == postgres
    assert redis.Redis.from_url(first.redis_url).ping() is True


def test_a_stale_number_that_belongs_to_another_process_hinders_nothing(checkout: Path) -> None:
    stack.ensure(QUICK, checkout=checkout)
    layout = Layout(QUICK, checkout)
    postgres, redis_pid = pids(checkout, QUICK)
    lines = (layout.cluster / "postmaster.pid").read_text().splitlines()
    for pid in (postgres, redis_pid):
        os.kill(pid, signal.SIGKILL)
    while is_alive(postgres) or is_alive(redis_pid):
        time.sleep(0.05)
    sleeper = subprocess.Popen(
        ["/bin/sleep", "600"], user=layout.runner.uid if layout.runner.is_other else None, cwd="/"
    )
    try:
        (layout.cluster / "postmaster.pid").write_text("\n".join([str(sleeper.pid), *lines[1:]]) + "\n")
        (layout.redis / "redis.pid").write_text(str(sleeper.pid))
        assert stack.ensure(QUICK, checkout=checkout).is_started_now is True
        assert sleeper.poll() is None, "a process that is not ours is left alone"
        stack.stop(QUICK, checkout=checkout)
        assert sleeper.poll() is None
    finally:
        sleeper.kill()
        sleeper.wait()


def test_a_copied_checkout_leaves_the_original_alone(
    new_checkout: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "LEAST_FREE", 1 << 60)  # what stands in memory does not come along
    original, copy = new_checkout(), new_checkout()
    first = stack.ensure(QUICK, checkout=original)
    run(first.database_owner_url, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")
    run(first.database_admin_url, "CHECKPOINT")
    subprocess.run(["cp", "-a", f"{original}/var", f"{copy}/var"], check=True)

    second = stack.ensure(QUICK, checkout=copy)

    assert sockets_of(first) != sockets_of(second)
    if Layout(QUICK, copy).relocated is None:  # else the data was not in the copied folder
        assert run(second.database_owner_url, "SELECT n FROM kept") == [(7,)]
    stack.stop(QUICK, checkout=copy)
    assert run(first.database_owner_url, "SELECT n FROM kept") == [(7,)]


def test_sockets_are_private_short_and_the_only_way_in(checkout: Path) -> None:
    connections = stack.ensure(QUICK, checkout=checkout)
    folder = sockets_of(connections)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all(len(str(path)) <= SOCKET_PATH_LIMIT for path in folder.iterdir())
    assert stat.S_IMODE(Layout(QUICK, checkout).record.stat().st_mode) == 0o600
    assert run(connections.database_admin_url, "SHOW listen_addresses") == [("",)]
    assert redis.Redis.from_url(connections.redis_url, decode_responses=True).config_get("port") == {"port": "0"}
    wrong = connections.database_url.replace("app:", "app:x", 1)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_a_broken_test_cluster_is_made_anew_and_says_so(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stack.ensure("test", checkout=checkout)
    stack.stop("test", checkout=checkout)
    (Layout("test", checkout).cluster / "global" / "pg_control").unlink()
    assert stack.ensure("test", checkout=checkout).is_started_now is True
    assert "is made anew" in capsys.readouterr().err


def test_a_broken_record_of_the_test_cluster_is_no_end_either(checkout: Path) -> None:
    stack.ensure("test", checkout=checkout)
    stack.stop("test", checkout=checkout)
    Layout("test", checkout).record.write_text("{")
    assert stack.ensure("test", checkout=checkout).is_started_now is True


def test_a_broken_cluster_with_data_is_refused_and_kept(checkout: Path) -> None:
    stack.ensure("dev", checkout=checkout)
    stack.stop("dev", checkout=checkout)
    control = Layout("dev", checkout).cluster / "global" / "pg_control"
    control.rename(control.with_name("elsewhere"))
    with pytest.raises(stack.StackError, match="did not start"):
        stack.ensure("dev", checkout=checkout)
    assert control.with_name("elsewhere").exists()


def test_lost_passwords_are_refused_with_a_way_out(checkout: Path) -> None:
    stack.ensure("dev", checkout=checkout)
    stack.stop("dev", checkout=checkout)
    Layout("dev", checkout).record.unlink()
    with pytest.raises(stack.StackError, match="lost its passwords"):
        stack.ensure("dev", checkout=checkout)


def test_an_instance_name_that_is_no_name_is_refused(checkout: Path) -> None:
    with pytest.raises(stack.StackError, match="small letters"):
        stack.ensure("../elsewhere", checkout=checkout)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the servers as somebody else")
def test_root_in_a_closed_folder_moves_the_servers_and_opens_nothing(
    new_checkout: Callable[[], Path],
) -> None:
    closed = new_checkout()
    closed.chmod(0o700)
    checkout = closed / "project"
    checkout.mkdir()
    try:
        connections = stack.ensure(QUICK, checkout=checkout)
        home = Layout(QUICK, checkout).home
        assert not home.is_relative_to(closed)
        assert run(connections.database_url, "SELECT current_user") == [("app",)]
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert Path(f"/proc/{pids(checkout, 'test')[0]}").stat().st_uid != 0
    finally:
        relocated = Layout(QUICK, checkout).relocated
        stack.remove(QUICK, checkout=checkout)
    assert relocated is not None
    assert not relocated.exists()


def test_environment_is_filled_only_where_it_is_empty(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "DATABASE_ADMIN_URL",
        "DATABASE_BACKUP_URL",
        "REDIS_URL",
    ):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    found = stack.ensure_environment(QUICK, checkout=checkout)
    assert found is not None
    assert os.environ["DATABASE_URL"] == found.database_url
    assert os.environ["REDIS_URL"] == "redis://elsewhere/0"

    monkeypatch.setenv("DATABASE_URL", "postgresql://app@elsewhere/thuisgevers")
    assert stack.ensure_environment(QUICK, checkout=checkout) is None
    assert os.environ["DATABASE_URL"] == "postgresql://app@elsewhere/thuisgevers"


def test_the_stack_knows_nothing_of_django() -> None:
    program = "import sys, thuisgevers.stack; print([name for name in sys.modules if name.startswith('django')])"
    done = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
