"""Abstract rows. No concrete table stands on the ground floor."""

from django.db import models

from thuisgevers.common.ids import uuid7


class BaseModel(models.Model):
    """A row with an id made before the INSERT (UUIDv7, RFC 9562), so that writers who may not read need no RETURNING."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField("gemaakt op", auto_now_add=True)
    updated_at = models.DateTimeField("gewijzigd op", auto_now=True)

    class Meta:
        abstract = True
