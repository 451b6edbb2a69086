"""What the database refused, said in Dutch: every rule of migration 0006 and every constraint that two people at once can
run into. A refusal names a constraint; the sentence says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, tuple[str | None, str | Promise]] = {
    "placement_unit_free": (
        "unit",
        _("Deze wooneenheid is in deze periode al bezet of voorgesteld. Kies een andere periode of een andere woning."),
    ),
    "placement_household_free": (
        "household",
        _(
            "Dit huishouden heeft in deze periode al een woning of een voorstel. Trek dat eerst in of kies andere datums."
        ),
    ),
    "placement_one_active_in_unit": (
        "unit",
        _("Hier woont nog iemand. Beëindig eerst die plaatsing of kies een latere datum."),
    ),
    "placement_one_active_of_household": (
        "household",
        _("Dit huishouden woont nog ergens anders. Beëindig eerst die plaatsing."),
    ),
    "placement_period": (
        "expected_end_on",
        _("Het verwachte einde ligt niet na de verhuizing. Kies een latere datum."),
    ),
    "placement_ended_after": ("ended_on", _("Het einde ligt voor de verhuizing. Kies een latere datum.")),
    "placement_answered": ("answer", _("Leg eerst vast dat het huishouden ja zei.")),
    "placement_outcome": ("outcome", _("Kies hoe de plaatsing eindigde.")),
    "placement_capacity": (
        "unit",
        _("Dit huishouden is groter dan de wooneenheid toelaat. Kies een grotere wooneenheid."),
    ),
    "placement_unit_retired": ("unit", _("Deze wooneenheid is niet meer in gebruik. Kies een andere.")),
    "placement_before_available": (
        "move_in_on",
        _("De wooneenheid is dan nog niet beschikbaar. Kies een latere dag om te verhuizen."),
    ),
    "placement_after_available": (
        "expected_end_on",
        _("Het pand is dan niet meer beschikbaar. Kies een eerder einde of overleg met de eigenaar over verlenging."),
    ),
    "placement_in_closure": (
        "unit",
        _("In deze periode is de wooneenheid gesloten, bijvoorbeeld voor een verbouwing. Kies andere datums."),
    ),
    "unit_capacity_in_use": (
        "capacity_max",
        _("Er woont een groter huishouden, of er is er een voorgesteld. Dit aantal kan niet lager zolang dat zo is."),
    ),
    "unit_in_use": (None, _("Hier woont iemand of er is een plaatsing gepland. Beëindig die eerst.")),
    "unit_period_in_use": (
        "available_until",
        _("In deze periode is een huishouden geplaatst. Kort eerst die plaatsing in, of kies andere datums."),
    ),
    "unit_name_once": ("name", _("Dit pand heeft al een wooneenheid met deze naam.")),
    "property_period_in_use": (
        "vacant_until",
        _("In deze periode is een huishouden geplaatst. Kort eerst die plaatsing in, of kies andere datums."),
    ),
    "property_in_use": (
        None,
        _("Hier wonen nog mensen of er is een plaatsing voorgesteld of gepland. Beëindig die plaatsingen eerst."),
    ),
    "property_vacancy_period": ("vacant_until", _("De einddatum ligt voor de begindatum. Kies een latere datum.")),
    "property_capacity": ("capacity_max", _("Het meeste aantal is lager dan het minste aantal.")),
    "property_import_key": (None, _("Er is al een pand met dit eigen nummer.")),
    "unit_capacity": ("capacity_max", _("Het meeste aantal is lager dan het minste aantal.")),
    "unit_lockable_bedrooms": (
        "lockable_bedrooms",
        _("Er zijn niet meer slaapkamers met slot dan slaapkamers."),
    ),
    "unit_period": ("available_until", _("De einddatum ligt voor de begindatum. Kies een latere datum.")),
    "closure_period": ("ends_on", _("De einddatum ligt voor de begindatum. Kies een latere datum.")),
    "consent_one_running": (None, _("De toestemming van de eigenaar is al vastgelegd.")),
    "viewing_once_at_a_time": (None, _("Dit tijdstip is al voorgesteld of afgesproken.")),
    "closure_in_use": (
        "starts_on",
        _("In deze periode is een huishouden geplaatst. Verplaats of beëindig eerst die plaatsing."),
    ),
    "closure_no_overlap": ("starts_on", _("In deze periode is de wooneenheid al gesloten.")),
    "household_too_large": (
        None,
        _("Het huishouden past dan niet meer in de woning waar het is geplaatst. Zoek eerst een grotere woning."),
    ),
    "transfer_one_open": (None, _("Dit huishouden is al aan een gemeente aangeboden. Trek dat aanbod eerst in.")),
    "transfer_household_gone": (
        None,
        _("Het huishouden is intussen vertrokken of ontkoppeld. De andere gemeente moet dit aanbod intrekken."),
    ),
    "transfer_household_placed": (
        None,
        _("Het huishouden heeft intussen een woning of een voorstel in de andere gemeente. Overleg met die gemeente."),
    ),
    "transfer_by_sender": (None, _("Alleen de gemeente die het huishouden aanbood, kan het aanbod intrekken.")),
    "transfer_by_receiver": (None, _("Alleen de andere gemeente kan dit aanbod aannemen of afwijzen.")),
    "placingagreement_one_open": ("partner", _("Deze afspraak hebt u al vastgelegd.")),
    "household_import_key": ("import_key", _("Er is al een huishouden met dit eigen nummer.")),
    "household_size": (None, _("Vul in hoeveel mensen er zijn: minstens één, hoogstens dertig.")),
    "allocation_one_open": ("allocated_on", _("Dit huishouden heeft al een lopende koppeling.")),
}


@contextmanager
def telling_refusals() -> Iterator[None]:
    """Run a block in a savepoint and turn a refusal of the database into a ValidationError at the field it is about.

    Exclusion constraints refuse with IntegrityError too; anything unknown is raised as it is.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = constraint_name(error)
        if name not in REFUSALS:
            raise
        field, sentence = REFUSALS[name]
        refusal = ValidationError(str(sentence), code=name)
        raise (ValidationError({field: refusal}) if field else refusal) from error


def constraint_name(error: IntegrityError) -> str:
    """The constraint PostgreSQL named, or an empty text."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
