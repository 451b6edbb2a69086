"""What a person did, as the log tells it: the act, where and when. Not to whom, and not the reason that was given: those can be
about others."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from thuisgevers.common.personal import MOST, Row, register
from thuisgevers.municipalities.access import Access

from .models import AuditEvent, Visibility
from .timeline import told

#: Acts around a household are told to who handles households, and to nobody in an export.
OWN = (Visibility.TEAM, Visibility.INTERNAL, Visibility.WORKSPACE)


def acts_of(access: Access) -> Iterator[Row]:
    rows = AuditEvent.objects.filter(actor=access.user, visibility__in=OWN).order_by("-at", "-id")
    for at, object_type, verb, place in rows.values_list("at", "object_type", "verb", "municipality__name")[:MOST]:
        yield {"at": at, "act": told(object_type, verb), "municipality": place}


def register_sections() -> None:
    """Called once, from AppConfig.ready()."""
    words = {"at": _("Wanneer"), "act": _("Wat"), "municipality": _("Gemeente")}
    note = _("Het logboek bewaart wie wat deed. De nieuwste duizend regels staan hier.")
    register("acts", _("Wat u hier deed"), words, acts_of, order=300, note=note)
