"""The sentences of matching. Codes come from `housing.matching`; every limit says what would make it possible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from housing.matching.codes import MOST_POINTS, Limit, Wish
from housing.matching.facts import HouseholdFacts, UnitFacts, usual_bedrooms
from housing.matching.planning import Phase
from thuisgevers.common.templatetags.dutch import dutch_date


@dataclass(frozen=True, slots=True)
class LimitWords:
    """`label` heads a count of units, `change` says what would make it possible."""

    label: Any
    change: Any
    icon: str = "ban"


@dataclass(frozen=True, slots=True)
class WishWords:
    """`label` on the page of weights, `hint` says how points are counted."""

    label: Any
    hint: Any
    icon: str = "star"


@dataclass(frozen=True, slots=True)
class Told:
    """One reason, ready to print."""

    code: str
    text: str
    icon: str
    tone: str = "neutral"
    change: str = ""
    points: int = 0
    weight: int = 0

    @property
    def total(self) -> int:
        return self.points * self.weight


LIMIT_WORDS: dict[Limit, LimitWords] = {
    Limit.OTHER_MUNICIPALITY: LimitWords(
        gettext_lazy("in een gemeente zonder afspraak"),
        gettext_lazy("Leg met die gemeente vast dat u voor elkaar plaatst."),
        "building-community",
    ),
    Limit.NOT_OPEN: LimitWords(gettext_lazy("nog niet opengesteld"), gettext_lazy("Stel het pand open."), "door"),
    Limit.TOO_LARGE: LimitWords(
        gettext_lazy("te klein voor dit huishouden"),
        gettext_lazy("Zoek een grotere woning, of laat nagaan of er meer mensen mogen wonen."),
        "users-group",
    ),
    Limit.TOO_SMALL: LimitWords(
        gettext_lazy("bedoeld voor meer mensen"),
        gettext_lazy("Vraag de eigenaar of er minder mensen mogen wonen, of deel de woning op."),
        "users-minus",
    ),
    Limit.MINIMUM_AGE: LimitWords(
        gettext_lazy("alleen voor ouderen volgens de statuten"),
        gettext_lazy("Vraag de eigenaar om een schriftelijke uitzondering op de statuten."),
        "file-description",
    ),
    Limit.STEP_FREE: LimitWords(
        gettext_lazy("niet zonder trap of drempel"),
        gettext_lazy("Maak de woning drempelvrij, bijvoorbeeld met een oprijplaat."),
        "stairs",
    ),
    Limit.OWN_FRONT_DOOR: LimitWords(
        gettext_lazy("geen eigen voordeur"),
        gettext_lazy("Vraag het huishouden of een gedeelde voordeur ook goed is."),
        "door",
    ),
    Limit.OWN_KITCHEN: LimitWords(
        gettext_lazy("geen eigen keuken"),
        gettext_lazy("Plaats een keukenblok, of vraag het huishouden of delen ook goed is."),
        "tools-kitchen-2",
    ),
    Limit.OWN_SANITARY: LimitWords(
        gettext_lazy("geen eigen toilet en douche"),
        gettext_lazy("Plaats een toilet en douche, of vraag het huishouden of delen ook goed is."),
        "bath",
    ),
    Limit.LOCKABLE_BEDROOM: LimitWords(
        gettext_lazy("geen slaapkamer met slot"),
        gettext_lazy("Laat een slot op een slaapkamer zetten."),
        "lock",
    ),
    Limit.CHILDREN: LimitWords(
        gettext_lazy("niet geschikt voor kinderen"),
        gettext_lazy("Maak de woning veilig voor kinderen en pas het bij de wooneenheid aan."),
        "mood-kid",
    ),
    Limit.PETS: LimitWords(
        gettext_lazy("huisdieren mogen niet"),
        gettext_lazy("Vraag de eigenaar of het huisdier mee mag."),
        "paw",
    ),
    Limit.EXTRA_BEDROOM: LimitWords(
        gettext_lazy("geen slaapkamer extra"),
        gettext_lazy("Maak van een andere kamer een slaapkamer, of vraag of het zonder kan."),
        "bed",
    ),
    Limit.HOUSEHOLD_LATER: LimitWords(
        gettext_lazy("het huishouden kan later pas verhuizen"),
        gettext_lazy("Kies een latere laatste dag om te verhuizen."),
        "calendar-due",
    ),
    Limit.UNIT_LATER: LimitWords(
        gettext_lazy("later pas beschikbaar"),
        gettext_lazy("Kies een latere laatste dag, of vraag de eigenaar om eerder te beginnen."),
        "calendar-due",
    ),
    Limit.UNIT_ENDS: LimitWords(
        gettext_lazy("te kort beschikbaar"),
        gettext_lazy("Vraag de eigenaar om verlenging, of kies een korter verblijf."),
        "hourglass",
    ),
    Limit.UNIT_CLOSED: LimitWords(
        gettext_lazy("gesloten in deze periode"),
        gettext_lazy("Verplaats de sluiting, of kies een andere periode."),
        "tool",
    ),
    Limit.UNIT_TAKEN: LimitWords(
        gettext_lazy("bezet of al voorgesteld"),
        gettext_lazy("Wacht tot de plek vrijkomt, of kies een latere laatste dag."),
        "home-heart",
    ),
}

WISH_WORDS: dict[Wish, WishWords] = {
    Wish.STEP_FREE: WishWords(
        gettext_lazy("Zonder trap of drempel"), gettext_lazy("Telt alleen voor wie dit graag wil."), "stairs"
    ),
    Wish.OWN_FRONT_DOOR: WishWords(
        gettext_lazy("Eigen voordeur"), gettext_lazy("Telt alleen voor wie dit graag wil."), "door"
    ),
    Wish.OWN_KITCHEN: WishWords(
        gettext_lazy("Eigen keuken"), gettext_lazy("Telt alleen voor wie dit graag wil."), "tools-kitchen-2"
    ),
    Wish.OWN_SANITARY: WishWords(
        gettext_lazy("Eigen toilet en douche"), gettext_lazy("Telt alleen voor wie dit graag wil."), "bath"
    ),
    Wish.LOCKABLE_BEDROOM: WishWords(
        gettext_lazy("Slaapkamer met slot"), gettext_lazy("Telt alleen voor wie dit graag wil."), "lock"
    ),
    Wish.CHILDREN: WishWords(
        gettext_lazy("Geschikt voor kinderen"),
        gettext_lazy("Telt voor wie dit graag wil. Wie kinderen heeft, krijgt nooit een ongeschikte woning."),
        "mood-kid",
    ),
    Wish.PETS: WishWords(gettext_lazy("Huisdier mag mee"), gettext_lazy("Telt alleen voor wie dit graag wil."), "paw"),
    Wish.EXTRA_BEDROOM: WishWords(
        gettext_lazy("Een slaapkamer extra"), gettext_lazy("Telt alleen voor wie dit graag wil."), "bed"
    ),
    Wish.GOOD_FIT: WishWords(
        gettext_lazy("Geen lege bedden"),
        gettext_lazy("Tien punten als elk bed wordt gebruikt, drie minder voor elk bed dat leeg blijft."),
        "users",
    ),
    Wish.CLOCK: WishWords(
        gettext_lazy("De termijn van 14 weken"),
        gettext_lazy(
            "Tien punten als de termijn om is, nul als hij net begon. Voor wie opnieuw zoekt, telt hij vanaf de dag dat het vorige"
            " verblijf eindigde."
        ),
        "clock",
    ),
    Wish.SHORT_VACANCY: WishWords(
        gettext_lazy("Kort leegstaan"),
        gettext_lazy("Tien punten als de woning meteen wordt bewoond, een minder voor elke week dat zij leegstaat."),
        "home",
    ),
    Wish.LONG_STAY: WishWords(
        gettext_lazy("Lang genoeg kunnen blijven"),
        gettext_lazy("Tien punten als het gewenste verblijf past, naar verhouding minder als het korter is."),
        "calendar",
    ),
}
PHASE_WORDS: dict[str, Any] = {
    "": gettext_lazy("Het plan staat in de rij. U kunt deze pagina gewoon verlaten."),
    Phase.LOADING.value: gettext_lazy("De gegevens van huishoudens en woningen worden gelezen."),
    Phase.COMPARING.value: gettext_lazy("Elk huishouden wordt naast elke woning gelegd."),
    Phase.SOLVING.value: gettext_lazy("Het beste plan wordt uitgerekend."),
    Phase.EXPLAINING.value: gettext_lazy("De redenen worden opgeschreven."),
    Phase.STORING.value: gettext_lazy("Het plan wordt bewaard."),
}
#: The answer of a wish that a dwelling does not meet.
_MISSED: dict[Wish, Any] = {
    Wish.STEP_FREE: gettext_lazy("Er is een trap of drempel; liever niet."),
    Wish.OWN_FRONT_DOOR: gettext_lazy("Geen eigen voordeur; liever wel."),
    Wish.OWN_KITCHEN: gettext_lazy("Geen eigen keuken; liever wel."),
    Wish.OWN_SANITARY: gettext_lazy("Geen eigen toilet en douche; liever wel."),
    Wish.LOCKABLE_BEDROOM: gettext_lazy("Geen slaapkamer met slot; liever wel."),
    Wish.CHILDREN: gettext_lazy("Niet geschikt voor kinderen; liever wel."),
    Wish.PETS: gettext_lazy("Het huisdier mag niet mee; liever wel."),
    Wish.EXTRA_BEDROOM: gettext_lazy("Geen slaapkamer extra; liever wel."),
}


def tell_points(wish: Wish, points: int, weight: int) -> Told:
    """Why this counts for the pair, in one sentence."""
    words = WISH_WORDS[wish]
    if wish in _MISSED:
        text = _("%(wish)s, zoals gewenst.") % {"wish": words.label} if points else str(_MISSED[wish])
    else:
        text = _GENERAL[wish](points)
    tone = "positive" if points == MOST_POINTS else "neutral" if points else "warning"
    return Told(wish.value, text, words.icon, tone, points=points, weight=weight)


def _fit(points: int) -> str:
    if points == MOST_POINTS:
        return _("Past precies: geen bed blijft leeg.")
    if not points:
        return _("Er blijven vier of meer bedden leeg.")
    empty = (MOST_POINTS - points) // 3
    return ngettext("Er blijft %(n)s bed leeg.", "Er blijven %(n)s bedden leeg.", empty) % {"n": empty}


def _clock(points: int) -> str:
    if points == MOST_POINTS:
        return _("De termijn van 14 weken is om of bijna om.")
    if not points:
        return _("De termijn van 14 weken begon net, of er loopt geen termijn.")
    return _("Van de termijn van 14 weken is al %(done)s%% voorbij.") % {"done": points * 10}


def _vacancy(points: int) -> str:
    if points == MOST_POINTS:
        return _("De woning wordt bewoond zodra zij vrij is.")
    if not points:
        return _("De woning staat dan tien weken of langer leeg.")
    weeks = MOST_POINTS - points
    return ngettext(
        "De woning staat ongeveer %(n)s week leeg.", "De woning staat ongeveer %(n)s weken leeg.", weeks
    ) % {"n": weeks}


def _stay(points: int) -> str:
    if points == MOST_POINTS:
        return _("Het huishouden kan er zo lang blijven als gewenst.")
    return _("Het verblijf is korter dan gewenst: ongeveer %(part)s%% daarvan.") % {"part": points * 10}


_GENERAL = {Wish.GOOD_FIT: _fit, Wish.CLOCK: _clock, Wish.SHORT_VACANCY: _vacancy, Wish.LONG_STAY: _stay}


def tell_limit(limit: Limit, household: HouseholdFacts, unit: UnitFacts) -> Told:
    """Why this pair cannot be, with the facts, and what would make it possible."""
    words = LIMIT_WORDS[limit]
    sentence = _WITH_FACTS.get(limit)
    text = str(sentence) % _facts(household, unit) if sentence else _sentence(str(words.label))
    return Told(limit.value, text, words.icon, "warning", change=str(words.change))


def tell_closed(limit: Limit, number: int, opens: int) -> Told:
    """How many units a limit closes off for a household, and how many would open without it."""
    words = LIMIT_WORDS[limit]
    text = ngettext("%(n)s woning: %(why)s", "%(n)s woningen: %(why)s", number) % {
        "n": number,
        "why": words.label,
    }
    return Told(limit.value, text, words.icon, "neutral", change=str(words.change), points=opens)


_WITH_FACTS: dict[Limit, Any] = {
    Limit.TOO_LARGE: gettext_lazy("Te klein: het huishouden heeft %(size)s mensen, hier passen er hoogstens %(most)s."),
    Limit.TOO_SMALL: gettext_lazy("Bedoeld voor minstens %(least)s mensen, het huishouden heeft er %(size)s."),
    Limit.MINIMUM_AGE: gettext_lazy("Volgens de statuten alleen voor mensen van %(age)s jaar of ouder."),
    Limit.EXTRA_BEDROOM: gettext_lazy(
        "Geen slaapkamer extra: er zijn er %(bedrooms)s, gewoon zijn er %(usual)s voor dit huishouden."
    ),
    Limit.HOUSEHOLD_LATER: gettext_lazy("Het huishouden kan pas verhuizen vanaf %(household_from)s."),
    Limit.UNIT_LATER: gettext_lazy("Pas beschikbaar vanaf %(unit_from)s."),
    Limit.UNIT_ENDS: gettext_lazy("Te kort beschikbaar: tot %(unit_until)s."),
    Limit.UNIT_CLOSED: gettext_lazy("Gesloten in deze periode, bijvoorbeeld voor een verbouwing."),
    Limit.UNIT_TAKEN: gettext_lazy("Er woont in deze periode iemand, of er is al een voorstel."),
}


def _facts(household: HouseholdFacts, unit: UnitFacts) -> dict[str, object]:
    return {
        "size": household.size,
        "most": unit.capacity_max,
        "least": unit.capacity_min,
        "age": unit.minimum_age,
        "bedrooms": unit.bedrooms,
        "usual": usual_bedrooms(household.size),
        "household_from": _day(household.available_from),
        "unit_from": _day(unit.available_from),
        "unit_until": _day(unit.available_until),
    }


def _day(day: date | None) -> str:
    return dutch_date(day) if day else _("een dag die niet bekend is")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
