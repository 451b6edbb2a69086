from django.db import models
from django.utils.translation import gettext_lazy as _


class AttachmentKind(models.TextChoices):
    """What a file shows; the owner of the thing offers the kinds that fit."""

    PHOTO = "photo", _("foto")
    FLOOR_PLAN = "floor_plan", _("plattegrond")
    LETTER = "letter", _("brief")
    OTHER = "other", _("ander bestand")


class Audience(models.TextChoices):
    """Who may read: everybody on the case, the municipality's officials alone, or who works in the workspace of the initiative
    alone. The last have doors of their own in the app of the workspace; no address under `/bijlagen/` knows them."""

    TEAM = "team", _("gemeente en team")
    OFFICIAL = "official", _("alleen de gemeente")
    PRIVATE = "private", _("alleen het team en zijn pionier")


class AttachmentState(models.TextChoices):
    UPLOADED = "uploaded", _("wacht op controle")
    CHECKING = "checking", _("wordt gecontroleerd")
    READY = "ready", _("klaar")
    REFUSED = "refused", _("geweigerd")
    REMOVED = "removed", _("verwijderd")
    PURGED = "purged", _("gewist")


class MediaType(models.TextChoices):
    """What may be kept. A photo in HEIC is kept as JPEG."""

    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"
    WEBP = "image/webp", "WebP"
    HEIC = "image/heic", "HEIC"
    PDF = "application/pdf", "PDF"
