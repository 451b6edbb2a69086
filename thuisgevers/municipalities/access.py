"""What one person, link or job may do, as the code sees it: read from guardian's permissions in one query.

The database does not believe this object: its policies derive the same from `Membership` on their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import connection, models
from django.db.models import Q, QuerySet
from django.http import Http404

from .enums import BEFORE_JOINING, LINK_CAPABILITIES, WAITING_ONLY, Capability, LinkPurpose
from .models import NATION_SCOPE_ID, AccessLink, Municipality

if TYPE_CHECKING:
    from thuisgevers.accounts.models import User

_CAPABILITY_BY_CODENAME = {capability.codename: capability for capability in Capability}

_BEFORE_JOINING = [capability.codename for capability in BEFORE_JOINING]

_HELD_SQL = """
WITH RECURSIVE reached AS (
  SELECT p.content_object_id AS id, perm.codename
  FROM municipalities_municipalityuserpermission p JOIN auth_permission perm ON perm.id = p.permission_id
  JOIN municipalities_municipality place ON place.id = p.content_object_id
  WHERE p.user_id = %(user)s AND (p.starts_on IS NULL OR p.starts_on <= app_today())
    AND (p.ends_on IS NULL OR p.ends_on > app_today())
    AND (place.participates_since IS NOT NULL OR perm.codename = ANY(%(before)s))
  UNION
  SELECT g.id, r.codename FROM municipalities_municipality g JOIN reached r ON g.successor_id = r.id
)
SELECT codename, array_agg(id), NULL::uuid[], NULL::bigint[] FROM reached GROUP BY codename
UNION ALL
SELECT perm.codename, NULL, array_agg(p.content_object_id), array_agg(s.municipality_id)
FROM municipalities_scopeuserpermission p JOIN auth_permission perm ON perm.id = p.permission_id
JOIN municipalities_scope s ON s.id = p.content_object_id
WHERE p.user_id = %(user)s AND (p.starts_on IS NULL OR p.starts_on <= app_today())
  AND (p.ends_on IS NULL OR p.ends_on > app_today())
GROUP BY perm.codename
"""


@dataclass(frozen=True, kw_only=True)
class Access:
    """Rights of whoever makes this request. Immutable; `narrowed()` gives the same rights inside one municipality.

    `withheld` is true where municipal or national rights exist but the session has no second factor, so that the gate
    can lead to it instead of answering 403.
    """

    user: User | None = None
    link: AccessLink | None = None
    municipality: Municipality | None = None
    withheld: bool = False
    _municipalities: dict[Capability, frozenset[int]] = field(default_factory=dict)
    _scopes: dict[Capability, frozenset[UUID]] = field(default_factory=dict)
    _national: frozenset[Capability] = frozenset()
    _places: frozenset[int] = frozenset()

    @classmethod
    def nobody(cls) -> Access:
        return cls()

    @classmethod
    def for_link(cls, link: AccessLink) -> Access:
        held = LINK_CAPABILITIES[LinkPurpose(link.purpose)]
        places = frozenset() if link.municipality_id is None else frozenset({link.municipality_id})
        return cls(
            user=link.user,
            link=link,
            _scopes={capability: frozenset({link.object_id}) for capability in held},
            _places=places,
        )

    @classmethod
    def for_user(cls, user: User, *, second_factor: bool) -> Access:
        """All rights of `user` today. Without a second factor municipal and national ones are withheld."""
        if not user.is_active:
            return cls(user=user)
        municipalities: dict[Capability, frozenset[int]] = {}
        scopes: dict[Capability, frozenset[UUID]] = {}
        national: set[Capability] = set()
        places: set[int] = set()
        withheld = False
        with connection.cursor() as cursor:
            cursor.execute(_HELD_SQL, {"user": user.pk, "before": _BEFORE_JOINING})
            for codename, municipality_ids, scope_ids, place_ids in cursor.fetchall():
                capability = _CAPABILITY_BY_CODENAME.get(codename)
                if capability is None:
                    continue
                if municipality_ids is not None:
                    if second_factor:
                        municipalities[capability] = frozenset(municipality_ids)
                        places.update(municipality_ids)
                    else:
                        withheld = True
                    continue
                for scope_id, place in zip(scope_ids, place_ids, strict=True):
                    if str(scope_id) == NATION_SCOPE_ID:
                        if second_factor:
                            national.add(capability)
                        else:
                            withheld = True
                    else:
                        scopes[capability] = scopes.get(capability, frozenset()) | {scope_id}
                        places.add(place)
        return cls(
            user=user,
            withheld=withheld,
            _municipalities=municipalities,
            _scopes=scopes,
            _national=frozenset(national),
            _places=frozenset(places),
        )

    def narrowed(self, municipality: Municipality) -> Access:
        """The same person inside one municipality: rights elsewhere do not count on its pages."""
        return replace(self, municipality=municipality)

    def belongs(self) -> bool:
        """Whether the person has anything at all in the municipality this access is narrowed to."""
        return bool(self._national) or self.municipality is None or self.municipality.pk in self._places

    def holds(self, capability: Capability) -> bool:
        """Whether the capability is held anywhere (within the municipality, when narrowed)."""
        if self.municipality is not None:
            return (
                self.municipality.pk in self._municipalities.get(capability, ())
                or self._reaches_nationally(capability, self.municipality)
                or (bool(self._scopes.get(capability)) and self.municipality.pk in self._places)
            )
        return capability in self._national or capability in self._municipalities or capability in self._scopes

    def may(
        self,
        capability: Capability,
        *,
        municipality: Municipality | None = None,
        scope_id: UUID | None = None,
    ) -> bool:
        """Whether the capability holds for this municipality or this thing; both given, either suffices."""
        if scope_id is not None and scope_id in self._scopes.get(capability, ()):
            return True
        if municipality is None:
            return scope_id is None and self.holds(capability)
        if self.municipality is not None and self.municipality.pk != municipality.pk:
            return False
        return municipality.pk in self._municipalities.get(capability, ()) or self._reaches_nationally(
            capability, municipality
        )

    def _reaches_nationally(self, capability: Capability, municipality: Municipality) -> bool:
        if capability not in self._national:
            return False
        return capability not in WAITING_ONLY or not municipality.participates

    def require(
        self,
        capability: Capability,
        *,
        municipality: Municipality | None = None,
        scope_id: UUID | None = None,
    ) -> None:
        """Raises PermissionDenied (403) unless `may` says yes."""
        if not self.may(capability, municipality=municipality, scope_id=scope_id):
            raise PermissionDenied

    def municipality_ids(self, capability: Capability) -> frozenset[int]:
        """Municipalities in which the capability is held by a municipal role; a nationwide reach is not listed out."""
        held = self._municipalities.get(capability, frozenset())
        if self.municipality is not None:
            return held & {self.municipality.pk}
        return held

    def scope_ids(self, capability: Capability) -> frozenset[UUID]:
        return self._scopes.get(capability, frozenset())

    def place_ids(self) -> frozenset[int]:
        """Municipalities in which the person holds anything at all."""
        return self._places

    def is_national(self, capability: Capability) -> bool:
        return capability in self._national

    def where(self, capability: Capability, *, scope: str | None = None, municipality: str = "municipality") -> Q:
        """The WHERE that belongs to `may`: rows of municipalities and things for which the capability is held."""
        condition = Q(pk__in=())
        ids = self.municipality_ids(capability)
        if ids:
            condition |= Q(**{f"{municipality}_id__in": sorted(ids)})
        scopes = self.scope_ids(capability)
        if scope and scopes:
            condition |= Q(**{f"{scope}__in": sorted(scopes)})
        if capability in self._national:
            nationwide = Q(**{f"{municipality}_id__isnull": False})
            if capability in WAITING_ONLY:
                nationwide = Q(**{f"{municipality}__participates_since__isnull": True})
            condition |= nationwide
        if self.municipality is not None:
            condition &= Q(**{f"{municipality}_id": self.municipality.pk})
        return condition

    def rows[Row: models.Model](
        self, queryset: QuerySet[Row], capability: Capability, *, scope: str | None = None
    ) -> QuerySet[Row]:
        """`queryset` limited to what `where` lets through."""
        return queryset.filter(self.where(capability, scope=scope))

    def get_or_404[Row: models.Model](self, queryset: QuerySet[Row], *args: Any, **lookup: Any) -> Row:
        """The door: one row out of a queryset made by a `viewable_…(access)`, or 404 for everything else."""
        try:
            return queryset.get(*args, **lookup)
        except (ObjectDoesNotExist, ValidationError, ValueError) as error:
            raise Http404 from error
