"""A row of the history that triggers write, as every room's tracked models inherit it."""

from django.db import models
from pghistory import models as pghistory_models


class Event(pghistory_models.Event):
    """Named as its base, since the events' own models are named after it (`UserEvent`).

    The audit page reads every table of events by time, newest first: hence the index.
    """

    pgh_created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        abstract = True
