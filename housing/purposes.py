"""Why each field about a household is kept and until when: shown beside the field, on the page of the household and in docs.

A field that is not here may not be asked (a test compares this list with the models). `until` counts from the end of the stay or
from the day on which the household was cancelled, transferred or merged; `housing.tasks.retention` erases by it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Words = str | Promise


@dataclass(frozen=True, slots=True)
class Purpose:
    """One field (or one group of them that serves the same end). `is_encrypted`: the database cannot read it."""

    label: Words
    why: Words
    until: Words
    is_encrypted: bool = False


_A_YEAR = _("een jaar na het vertrek")
_A_MONTH = _("een maand na het vertrek")
_LAST_FIGURE = _("een jaar na het vertrek; daarna telt het alleen nog mee in cijfers")
_ITS_FIGURES = _(
    "het huishouden niet meer meetelt in cijfers; een jaar na het vertrek staan er geen namen, talen of leeftijden meer bij"
)

PURPOSES: dict[str, Purpose] = {
    "reference": Purpose(_("Kenmerk"), _("Om over het huishouden te spreken zonder namen te noemen."), _ITS_FIGURES),
    "age_bands": Purpose(
        _("Aantal mensen per leeftijd"), _("Om een woning te zoeken die groot genoeg en geschikt is."), _LAST_FIGURE
    ),
    "languages": Purpose(_("Talen"), _("Om een buddy en zo nodig een tolk te vinden."), _A_YEAR),
    "needs": Purpose(
        _("Wat de woning moet hebben"), _("Om een woning te zoeken waarin het huishouden kan leven."), _A_MONTH, is_encrypted=True
    ),
    "contact_details": Purpose(_("Telefoon en e-mail"), _("Om de verhuizing af te spreken."), _A_MONTH, is_encrypted=True),
    "available_from": Purpose(_("Kan verhuizen vanaf"), _("Om een woning op tijd te zoeken."), _A_YEAR),
    "first_name": Purpose(_("Voornaam"), _("Om bewoners bij hun naam te noemen."), _A_MONTH, is_encrypted=True),
    "name_index": Purpose(
        _("Vingerafdruk van de voornaam"),
        _("Om een huishouden op voornaam te vinden, terwijl de naam zelf versleuteld is."),
        _A_MONTH,
    ),
    "age_band": Purpose(_("Leeftijd van een bewoner"), _("Om te weten voor wie een slaapkamer of school nodig is."), _A_YEAR),
    "contact_language": Purpose(
        _("Taal voor contact"), _("Om iemand aan te spreken in een taal die hij of zij verstaat."), _A_YEAR
    ),
    "permit_on": Purpose(_("Vergunning op"), _("Om de termijn van 14 weken te bewaken."), _A_YEAR),
    "allocated_on": Purpose(_("Gekoppeld op"), _("Om de termijn van 14 weken te bewaken."), _LAST_FIGURE),
    "handler": Purpose(_("Behandelaar"), _("Om te weten bij wie u terechtkunt."), _A_YEAR),
    "import_key": Purpose(
        _("Eigen nummer"), _("Om bij een import te zien of een huishouden er al is."), _("een jaar na het vertrek")
    ),
}  # fmt: skip


def told(field: str) -> str:
    """The sentence under a field: why it is kept and until when."""
    purpose = PURPOSES[field]
    sentence = f"{purpose.why} {_('Wij bewaren dit tot')} {purpose.until}."
    return f"{sentence} {_('Versleuteld bewaard.')}" if purpose.is_encrypted else sentence
