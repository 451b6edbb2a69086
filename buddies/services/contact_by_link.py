"""One contact moment through the link of a mail. The link reads no table: a function of the database hands out what is needed, as long
as the link is valid and unused and the match runs."""

from __future__ import annotations

from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from thuisgevers.common.conflicts import ConflictError
from thuisgevers.municipalities.access import Access
from thuisgevers.municipalities.enums import Capability
from thuisgevers.municipalities.links import use_link

from ..models import BuddyMatch, ContactMoment
from .contacts import ContactFacts, require_day


def nudged_match(access: Access, *, hold: bool = False) -> BuddyMatch | None:
    """The running match behind an unused link, with the few columns that a contact moment takes. `hold` keeps it from being concluded
    until the end of the transaction."""
    if access.link is None or not access.may(Capability.CONTACT_ADD, scope_id=access.link.object_id):
        return None
    return next(iter(BuddyMatch.objects.raw("SELECT * FROM buddies_nudged(%s)", [hold])), None)


def log_by_link(*, access: Access, facts: ContactFacts) -> ContactMoment:
    """Write the one moment and use the link up. The link's own id is the moment's key, so that the database takes it once.

    Raises ConflictError when the link was used or the match ended meanwhile, ValidationError at the date.
    """
    if access.link is None:
        raise PermissionDenied
    with transaction.atomic():
        row = nudged_match(access, hold=True)
        if row is None:
            raise ConflictError(_("Deze link is al gebruikt, of u bent samen gestopt. Er is niets bij gekomen."))
        require_day(row, facts.happened_on)
        made = ContactMoment(
            municipality_id=row.municipality_id,
            match_id=row.pk,
            initiative_id=row.initiative_id,
            household_scope_id=row.household_id,
            user_id=row.user_id,
            client_id=access.link.pk,
            **asdict(facts),
        )
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as error:
            if "contact_once" not in str(error):
                raise
            raise ConflictError(_("Deze link is al gebruikt. Er is niets bij gekomen.")) from error
        use_link(access.link)
        return made
