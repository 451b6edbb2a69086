"""docker-compose.yml against what it starts.

No Docker engine stands behind these tests: the file is read and compared, the containers are not run.
"""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from thuisgevers.settings.environment import Environment
from thuisgevers.stack.layout import CHECKOUT
from thuisgevers.stack.postgres import ROLES_SQL

COMPOSE = CHECKOUT / "docker-compose.yml"
ENV_EXAMPLE = CHECKOUT / "docs" / "deploy" / "env.example"
APPLICATION_SERVICES = {"web", "worker", "worker-documents", "beat", "migrate"}
# Settings that a deployment does not give to its services, and why.
NOT_DEPLOYED = {
    "DEBUG": "shows source code to visitors",
    "DEMO": "signs in anybody with one click",
    "GEODATA_DIR": "given to one run of import_geodata, with the folder mounted",
    "DB_ROLE": "owner in `migrate` only",
    "DATABASE_OWNER_URL": "known to `migrate` only",
}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())["services"]
    return found


def settings_names() -> set[str]:
    return {name.upper() for name in Environment.model_fields}


def test_application_services_get_known_settings_and_all_of_them(services: dict[str, Any]) -> None:
    assert set(NOT_DEPLOYED) <= settings_names(), "an entry that no longer exists"
    for name in APPLICATION_SERVICES:
        given = set(services[name]["environment"])
        extra = {"DB_ROLE", "DATABASE_OWNER_URL"} if name == "migrate" else set()
        assert given == settings_names() - set(NOT_DEPLOYED) | extra, name


def test_only_migrate_knows_the_owner_and_none_knows_the_superuser(services: dict[str, Any]) -> None:
    knows = {
        secret: {
            name
            for name, service in services.items()
            if f"${{{secret}" in yaml.safe_dump(service.get("environment", {}))
        }
        for secret in ("POSTGRES_PASSWORD", "OWNER_PASSWORD", "BACKUP_PASSWORD")
    }
    assert knows == {
        "POSTGRES_PASSWORD": {"postgres", "roles"},
        "OWNER_PASSWORD": {"roles", "migrate"},
        "BACKUP_PASSWORD": {"roles"},
    }


def test_roles_run_from_the_same_file_with_the_names_that_it_reads(services: dict[str, Any]) -> None:
    source, target, _mode = services["roles"]["volumes"][0].split(":")
    assert (CHECKOUT / source).resolve() == ROLES_SQL
    assert f"--file={target}" in services["roles"]["command"]
    read = set(re.findall(r"^\\getenv \w+ (\w+)$", ROLES_SQL.read_text(), re.MULTILINE))
    optional = {"STACK_DATABASE", "STACK_SEED"}
    assert optional < read
    assert set(services["roles"]["environment"]) - {"PGPASSWORD"} == read - optional, "seed never leaves the tests"


def test_every_variable_is_in_the_example_and_the_other_way_round() -> None:
    used = set(re.findall(r"\$\{(\w+)", COMPOSE.read_text()))
    listed = set(re.findall(r"^(\w+)=", ENV_EXAMPLE.read_text(), re.MULTILINE))
    assert used - {"TAG"} == listed


def test_images_run_without_root_and_hold_every_package(services: dict[str, Any]) -> None:
    dockerfile = (CHECKOUT / "Dockerfile").read_text()
    last_stage = dockerfile.rpartition("\nFROM ")[2]
    assert "\nUSER thuisgevers\n" in last_stage
    packages = {path.parent.name for path in CHECKOUT.glob("*/__init__.py")} - {"tests"}
    for package in packages | {"templates", "static"}:
        assert f"COPY {package} ./{package}" in last_stage
    for name in APPLICATION_SERVICES:
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]


def test_workers_serve_every_queue(services: dict[str, Any]) -> None:
    from thuisgevers.common.queues import Queue

    served: set[str] = set()
    for name in ("worker", "worker-documents"):
        command = services[name]["command"]
        served |= set(command[command.index("--queues") + 1].split(","))
    assert served == {queue.value for queue in Queue}


def test_docker_compose_itself_accepts_the_file(tmp_path: Path) -> None:
    program = shutil.which("docker-compose")
    assert program, "docker-compose is missing: apt-get install docker-compose"
    filled = re.sub(r"^(\w+)=$", r"\1=x", ENV_EXAMPLE.read_text(), flags=re.MULTILINE)
    (tmp_path / "env").write_text(filled)
    accepted = subprocess.run(
        [program, "--env-file", str(tmp_path / "env"), "--file", str(COMPOSE), "config", "--quiet"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert accepted.returncode == 0, accepted.stderr
    (tmp_path / "env").write_text(filled.replace("APP_PASSWORD=x", "APP_PASSWORD="))
    refused = subprocess.run(
        [program, "--env-file", str(tmp_path / "env"), "--file", str(COMPOSE), "config", "--quiet"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode != 0
    assert "env.example" in refused.stderr
