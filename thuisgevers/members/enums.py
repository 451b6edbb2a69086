"""Words of invitations and requests for a temporary role."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from thuisgevers.municipalities.enums import Role


class InvitationState(TextChoices):
    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("aangenomen")
    DECLINED = "declined", _("afgeslagen")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class GrantState(TextChoices):
    ASKED = "asked", _("gevraagd")
    GIVEN = "given", _("gegeven")
    REFUSED = "refused", _("niet gegeven")
    WITHDRAWN = "withdrawn", _("ingetrokken")


#: What a coordinator may invite colleagues for.
MUNICIPAL_ROLES = (
    Role.CASE_HANDLER,
    Role.CASE_COORDINATOR,
    Role.VIEWER,
    Role.MUNICIPAL_LIAISON,
    Role.CONFIDENTIAL_ADVISER,
)
#: What may be asked for a while, to cover for a colleague.
TEMPORARY_ROLES = (Role.CASE_HANDLER, Role.CASE_COORDINATOR)
#: What a lead volunteer may invite others for.
INVITED_TEAM_ROLES = (Role.VOLUNTEER, Role.LEAD_VOLUNTEER, Role.BUDDY_COORDINATOR)

#: Whom the national desk invites for itself: colleagues, and pioneers for one initiative each.
NATIONAL_TEAM = (Role.NATIONAL_COORDINATOR, Role.NATIONAL_ADVISER, Role.PIONEER)
#: Whom it invites on its own page.
NATIONAL_INVITED = (Role.NATIONAL_COORDINATOR, Role.NATIONAL_ADVISER)

ROLE_HINTS = {
    Role.CASE_HANDLER: _("Behandelt dossiers: vragen stellen, adviseren en besluiten."),
    Role.CASE_COORDINATOR: _("Doet wat een behandelaar doet, verdeelt het werk en beheert de leden."),
    Role.VIEWER: _("Leest dossiers mee en wijzigt niets."),
    Role.MUNICIPAL_LIAISON: _("Ondersteunt de gemeente van buiten. Ziet dossiers, geen interne notities."),
    Role.CONFIDENTIAL_ADVISER: _("Ontvangt zorgsignalen. Behandelt zelf geen dossiers van deze gemeente."),
    Role.NATIONAL_COORDINATOR: _("Ziet het landelijk overzicht, nodigt gemeenten uit en beheert het team."),
    Role.NATIONAL_ADVISER: _("Ontvangt zorgsignalen die in de gemeente bij niemand terechtkunnen. Ziet verder niets."),
    Role.VOLUNTEER: _("Werkt mee aan het initiatief en beantwoordt vragen van de gemeente."),
    Role.LEAD_VOLUNTEER: _("Trekt het initiatief, net als u: dossier, pand en team."),
    Role.BUDDY_COORDINATOR: _("Zoekt en begeleidt de buddy's."),
}
