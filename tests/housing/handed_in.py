"""Files handed in for import, and the jobs they become."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from housing.models import Household, ImportJob
from housing.services.imports_running import work_import
from tests.seeding import seed

URL = "/kampen/import/"


HEAD = "Eigen nummer;27 t/m 54 jaar;4 t/m 11 jaar;Talen;Moet;Gekoppeld op;Telefoonnummer"


def lines(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode()


def hand_in(client: Any, content: bytes, *, kind: str = "households", name: str = "lijst.csv") -> Any:
    return client.post(URL, {"kind": kind, "file": SimpleUploadedFile(name, content)})


def checked(client: Any, content: bytes, **more: str) -> ImportJob:
    answer = hand_in(client, content, **more)
    assert answer.status_code == 302, answer.context["form"].errors
    pk = UUID(answer.headers["Location"].rstrip("/").split("/")[-1])
    assert work_import(pk)
    return job(pk)


def job(pk: UUID) -> ImportJob:
    with seed():
        return ImportJob.objects.get(pk=pk)


def households() -> list[Household]:
    with seed():
        return list(Household.objects.order_by("import_key"))
