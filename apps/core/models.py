"""Base classes of models."""

from django.db import models

from apps.core.ids import uuid7


class UUIDModel(models.Model):
    """A row whose identifier is a UUIDv7: unguessable in order, kind to the index."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True
