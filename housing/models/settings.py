from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from thuisgevers.municipalities.models import TenantModel


@pghistory.track()
class HousingSettings(TenantModel):
    """What one municipality chose for its housing pages; without a row the defaults hold.

    The quota can be switched off: the law behind it may go.
    """

    quota_is_on = models.BooleanField(_("taakstelling tonen"), default=True)
    quota_wording = models.CharField(
        _("hoe u het noemt"), max_length=60, default="Taakstelling huisvesting vergunninghouders"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["municipality"], name="housingsettings_once"),)
        verbose_name = _("instellingen voor huisvesting")

    def __str__(self) -> str:
        return str(self.municipality_id)
