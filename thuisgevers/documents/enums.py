from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """What a document is. A new kind needs a specification in `kinds/` and a national template."""

    COOPERATION_AGREEMENT = "cooperation_agreement", _("samenwerkingsovereenkomst")
    PRESS_RELEASE = "press_release", _("persbericht")


class DocumentState(models.TextChoices):
    REQUESTED = "requested", _("aangevraagd")
    RENDERING = "rendering", _("wordt gemaakt")
    READY = "ready", _("klaar")
    FAILED = "failed", _("mislukt")
    CANCELLED = "cancelled", _("geannuleerd")
    FINAL = "final", _("definitief")
    SENT = "sent", _("verstuurd")
    SIGNED = "signed", _("ondertekend")


class TemplateStatus(models.TextChoices):
    DRAFT = "draft", _("concept")
    PUBLISHED = "published", _("gepubliceerd")
    WITHDRAWN = "withdrawn", _("ingetrokken")
