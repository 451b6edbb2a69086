"""Where VOGs are free, and what an organisation does next where they are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.models import Municipality

from ..enums import FreeVogCondition
from ..models import FreeVogFact
from ..permissions.free_vog import asked_by, viewable_free_vog
from ..vog import FreeVog

C = FreeVogCondition
#: What to do about each condition that is not met, or at which nobody looked.
TO_DO = {
    C.VULNERABLE: _lazy("Zonder vrijwilligers die onbetaald met kwetsbare mensen werken, is de VOG niet gratis."),
    C.NO_OTHER_LAW: _lazy(
        "Wie volgens een andere wet al een VOG moet hebben, betaalt die zelf of laat de werkgever betalen."
    ),
    C.REGISTERED: _lazy(
        "Schrijf de organisatie in bij de KvK. Een kerk heeft een eigen nummer nodig, niet dat van de landelijke kerk."
    ),
    C.POLICY: _lazy(
        "Schrijf op hoe u veilig werkt: gedragsregels, hoe u vrijwilligers aanneemt en wie de vertrouwenspersoon is. "
        "Vertel het de vrijwilligers."
    ),
    C.EHERKENNING: _lazy("Vraag eHerkenning aan. Daarmee zet de organisatie de aanvraag klaar voor de vrijwilliger."),
    C.ADMITTED: _lazy(
        "Vraag toelating aan op gratisvog.nl. Dat duurt tot acht weken: vraag het aan voordat u buddy’s werft."
    ),
}


@dataclass(frozen=True, slots=True)
class Advice:
    """For one buddy, before a VOG is asked for. `next` is empty where it is free."""

    is_free: bool
    title: str
    text: str
    initiative_id: UUID | None


def facts_of(access: Access, place: Municipality, initiative_id: UUID | None) -> list[FreeVogFact]:
    rows = viewable_free_vog(access).filter(asked_by(initiative_id), municipality=place)
    return list(rows.select_related("seen_by").order_by("created_at", "id"))


def free_vog_of(
    access: Access, place: Municipality, initiatives: Iterable[UUID]
) -> tuple[FreeVog, dict[UUID, FreeVog]]:
    """Of the municipality itself and of each of these initiatives; one query."""
    rows = viewable_free_vog(access).filter(municipality=place)
    held: dict[UUID | None, list[tuple[str, bool]]] = defaultdict(list)
    for initiative_id, condition, is_met in rows.order_by("id").values_list("initiative_id", "condition", "is_met"):
        held[initiative_id].append((condition, is_met))
    return FreeVog.of(held[None]), {pk: FreeVog.of(held[pk]) for pk in initiatives}


def advice_for(access: Access, place: Municipality, initiative_id: UUID | None) -> Advice:
    """The organisation of the initiative asks for it; where that cannot, the municipality does when it gets them free."""
    here, others = free_vog_of(access, place, [] if initiative_id is None else [initiative_id])
    own = others.get(initiative_id, FreeVog.of(())) if initiative_id is not None else here
    if own.is_free:
        text = _("De organisatie zet de aanvraag met eHerkenning klaar; de vrijwilliger vraagt hem aan met DigiD.")
        return Advice(is_free=True, title=_("Een VOG is hier gratis"), text=text, initiative_id=initiative_id)
    if here.is_free:
        text = _(
            "De eigen organisatie is nog niet toegelaten, de gemeente wel. Vraag de gemeente de aanvraag klaar te zetten."
        )
        return Advice(
            is_free=True, title=_("Een VOG is gratis via de gemeente"), text=text, initiative_id=initiative_id
        )
    title = words_of(own) if own.is_known else _("Nog niet nagegaan of een VOG hier gratis is")
    return Advice(is_free=False, title=title, text=what_next(own), initiative_id=initiative_id)


def words_of(free: FreeVog) -> str:
    if free.is_free:
        return _("Een VOG is gratis")
    if not free.is_known:
        return _("Nog niet nagegaan")
    if free.unmet - {C.ADMITTED}:
        return _("Een VOG is hier nog niet gratis")
    return _("De toelating kan worden aangevraagd") if free.can_apply else _("Nog niet alles is nagegaan")


def what_next(free: FreeVog) -> str:
    """What has to be done first."""
    if not free.is_known:
        return _("Loop eerst de voorwaarden na. Zo betaalt niemand een VOG die gratis kan zijn.")
    return str(TO_DO[free.next]) if free.next is not None else ""
