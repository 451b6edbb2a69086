"""How a number of initiatives is said, per phase."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thuisgevers.common.templatetags.dutch import dutch_number

from ..enums import Phase


def initiatives_in_words(number: int, phase: Phase | None = None) -> str:
    """`geen initiatieven`, `1 actief initiatief`, `12 initiatieven in voorbereiding`."""
    if not number:
        return _("nog geen initiatieven") if phase is None else _("geen initiatieven in deze fase")
    one = number == 1
    shown = dutch_number(number)
    match phase:
        case Phase.RUNNING:
            return _("1 actief initiatief") if one else _("%s actieve initiatieven") % shown
        case Phase.COMPLETED:
            return _("1 afgerond initiatief") if one else _("%s afgeronde initiatieven") % shown
        case Phase.WITHDRAWN:
            return _("1 ingetrokken initiatief") if one else _("%s ingetrokken initiatieven") % shown
        case Phase.POTENTIAL:
            return _("1 initiatief in voorbereiding") if one else _("%s initiatieven in voorbereiding") % shown
        case _:
            return _("1 initiatief") if one else _("%s initiatieven") % shown
