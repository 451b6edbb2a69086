"""The one engine for state changes: tables of edges as data in `<app>/states.py`, checked and logged here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability

from .models import Visibility
from .services import record_event
from .subscriptions import announce


@dataclass(frozen=True)
class Edge:
    """One allowed change. `permission` is asked of the row's municipality and scope; None: only a job or a service
    that says who may (`may=`)."""

    name: str
    sources: tuple[str, ...]
    target: str
    label: str | Promise
    permission: Capability | None = None
    reason_required: bool = False
    visibility: Visibility = Visibility.TEAM


_machines: dict[str, Machine] = {}


def machines() -> dict[str, Machine]:
    """Every table of edges that was imported, by label; docs/states.md is drawn from it."""
    return dict(sorted(_machines.items()))


@dataclass(frozen=True)
class Machine:
    """All edges of one model's state field. `label` is `app.Model`; the diagrams in docs/ are made from this."""

    label: str
    states: type[models.TextChoices]
    edges: tuple[Edge, ...]
    field: str = "state"
    scope_field: str = "initiative_id"
    #: Who reads about a change of this row, where that depends on the row; else the edge says it.
    visibility_of: Callable[[Any], Visibility | None] = lambda _row: None

    def __post_init__(self) -> None:
        known = set(self.states.values)
        names = [edge.name for edge in self.edges]
        if len(names) != len(set(names)):
            raise ValueError(f"{self.label}: an edge name occurs twice")
        for edge in self.edges:
            unknown = ({*edge.sources, edge.target}) - known
            if unknown:
                raise ValueError(f"{self.label}.{edge.name}: unknown states {unknown}")

        _machines[self.label] = self

    def edge(self, name: str) -> Edge:
        for edge in self.edges:
            if edge.name == name:
                return edge
        raise KeyError(f"{self.label} has no transition {name!r}")

    def leaving(self, state: str) -> list[Edge]:
        """The edges that leave a state, in table order."""
        return [edge for edge in self.edges if state in edge.sources]


class WrongStateError(ConflictError):
    """The row left the expected state meanwhile: somebody else was first. `state` is the fresh one."""

    def __init__(self, *, state: str, state_label: str) -> None:
        super().__init__(
            _("Dit kan niet meer: intussen is de stand gewijzigd in “%(state)s”. Hieronder ziet u de nieuwste stand.")
            % {"state": state_label}
        )
        self.state = state


class ReasonMissingError(ValidationError):
    """The edge asks for a reason and none was given."""

    def __init__(self) -> None:
        super().__init__({"reason": _("Vul een reden in. De ander leest die terug.")})


def transition[Row: models.Model](
    *,
    access: Access,
    obj: Row,
    machine: Machine,
    name: str,
    may: Callable[[Access, Row], bool] | None = None,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    record: Callable[..., object] = record_event,
) -> Row:
    """Lock the row, check edge and right, save the named fields, write the event, run subscribers: one transaction.

    `may` is asked besides the edge's permission (four eyes, ownership). `record` writes the event, with the arguments of
    `record_event`; another one is for what the readers of the log may not know to exist. Returns the fresh, saved row.
    Raises WrongStateError (409), PermissionDenied (403) or ReasonMissingError (at the field).
    """
    edge = machine.edge(name)
    reason = reason.strip()
    model = apps.get_model(machine.label)
    with transaction.atomic():
        fresh: Any = model._default_manager.select_for_update(of=("self",), no_key=True).get(pk=obj.pk)
        state = getattr(fresh, machine.field)
        scope_id: UUID | None = getattr(fresh, machine.scope_field, None)
        municipality = getattr(fresh, "municipality", None)
        if edge.permission is not None and not access.may(
            edge.permission, municipality=municipality, scope_id=scope_id
        ):
            raise PermissionDenied
        if state not in edge.sources:
            raise WrongStateError(state=state, state_label=str(machine.states(state).label))
        if may is not None and not may(access, fresh):
            raise PermissionDenied
        if edge.permission is None and may is None:
            raise TypeError(f"{machine.label}.{name} needs may=")
        if edge.reason_required and not reason:
            raise ReasonMissingError
        setattr(fresh, machine.field, edge.target)
        for field, value in (changes or {}).items():
            setattr(fresh, field, value)
        fields = {machine.field, *(changes or {})}
        if any(f.name == "updated_at" for f in model._meta.fields):
            fields.add("updated_at")
        fresh.save(update_fields=fields)
        record(
            access=access,
            object_type=machine.label,
            object_id=fresh.pk,
            verb=edge.name,
            municipality=municipality,
            scope_id=scope_id,
            from_state=state,
            to_state=edge.target,
            reason=reason,
            visibility=machine.visibility_of(fresh) or edge.visibility,
            data=dict(data or {}),
        )
        announce(f"{machine.label}.{edge.name}", access, fresh)
        return fresh  # type: ignore[no-any-return]
