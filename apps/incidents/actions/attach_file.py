"""Keep a file with an incident."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.files.base import File

from apps.incidents.file_kinds import MAX_BYTES, kind_of
from apps.incidents.ledger import line, tell
from apps.incidents.models import Attachment, Incident
from apps.incidents.people import Principal, signature
from apps.incidents.refusals import FileRefused
from apps.live.feed import change

HEAD_BYTES: Final = 64


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it; `name` is for people only and never becomes a path."""

    name: str
    file: File


def attach_file(
    *,
    incident_id: UUID | str,
    upload: Upload,
    by: Principal | None,
    at: datetime,
    happened_at: datetime | None = None,
    is_offline: bool = False,
) -> Attachment:
    """Keep the file under MEDIA, with its type by its first bytes. Raises `FileRefused`, `NotFound`.

    `happened_at` is when it was taken, where a device kept it while it was offline (`is_offline`).
    """
    head = upload.file.read(HEAD_BYTES)
    kind = kind_of(head)
    if kind is None or not 0 < upload.file.size <= MAX_BYTES:
        raise FileRefused(fields={"file": [str(FileRefused.message)]})
    digest = _digest(upload.file.chunks())
    upload.file.seek(0)
    with change(at=at) as feed:
        incident = Incident.objects.locked(incident_id)
        kept = Attachment(
            incident=incident,
            name=upload.name[-200:],
            content_type=kind.content_type,
            size=upload.file.size,
            sha256=digest,
            at=at,
            **signature(by),
        )
        kept.file.save(f"incidents/{at:%Y/%m/%d}/{kept.pk}{kind.suffix}", upload.file, save=False)
        kept.save(force_insert=True)
        entry = line(
            incident,
            "file_attached",
            by=by,
            at=at,
            happened_at=happened_at,
            is_offline=is_offline,
            new={"id": str(kept.pk), "name": kept.name, "size": kept.size},
        )
        tell(feed, incident, entry, event="incident.file_attached")
        return kept


def _digest(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
