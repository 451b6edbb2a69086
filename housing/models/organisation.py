from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from thuisgevers.municipalities.models import TenantModel

from ..enums import OrganisationKind


@pghistory.track()
class Organisation(TenantModel):
    """A congregation, diaconate, society, foundation, company or group of citizens.

    `initiative_scope_id` is the public id of the initiative through which its own people see it; no foreign key upwards.
    """

    name = models.CharField(_("naam"), max_length=120)
    kind = models.CharField(_("soort"), max_length=24, choices=OrganisationKind.choices)
    kvk_number = models.CharField(_("KvK-nummer"), max_length=8, blank=True)
    rsin = models.CharField(_("RSIN"), max_length=9, blank=True)
    name_key = models.CharField(max_length=120, db_index=True, editable=False)
    initiative_scope_id = models.UUIDField(null=True, db_index=True, editable=False)

    class Meta:
        ordering = ("name", "id")
        verbose_name = _("organisatie")

    def __str__(self) -> str:
        return self.name
