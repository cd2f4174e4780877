"""A write with an `Idempotency-Key` is done once: the same request again gets the answer that was kept.

The key's row, what the write changed and the answer are one transaction: there is no moment in which the one is
there without the other. Whoever comes second waits for the first one's commit (the row is unique), and when the
first one failed does the work himself. Only answers below 400 are kept, for a day
(docs/decisions/0008-repeatable-writes.md).
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import ApiClient, KeptAnswer, User
from apps.core.clock import now
from apps.core.encoding import decode, encode
from apps.core.errors import InvalidInput, KeyReused

HEADER: Final = "Idempotency-Key"
KEY_LENGTH: Final = 200
KEPT_FOR: Final = timedelta(days=1)

Handler = Callable[..., Response]


def key_of(request: Request) -> str:
    """The key that came with a request, or nothing; raises `InvalidInput` for one that is too long."""
    key: str = request.headers.get(HEADER, "").strip()
    if len(key) > KEY_LENGTH or "\x00" in key:
        raise InvalidInput(fields={HEADER: [_("At most 200 characters.")]})
    return key


def once(handler: Handler) -> Handler:
    """The handler, done once for each key; without a key as it is. Raises `KeyReused`."""

    def handle(request: Request, *args: Any, **kwargs: Any) -> Response:
        key = key_of(request)
        principal = request.user
        if not key or not isinstance(principal, User | ApiClient):
            return handler(request, *args, **kwargs)
        with transaction.atomic():
            kept, is_new = _row(principal, key, request)
            if not is_new and kept.rights == _rights(principal):
                return _again(kept, request)
            answer = handler(request, *args, **kwargs)
            _keep(kept, answer, _rights(principal))
            return answer

    return handle


def forget(*, at: datetime) -> int:
    """Drop the answers that were kept long enough; how many."""
    return KeptAnswer.objects.filter(at__lt=at - KEPT_FOR).delete()[0]


def _row(principal: User | ApiClient, key: str, request: Request) -> tuple[KeptAnswer, bool]:
    """The key's row, locked; new for whoever is first, and for the others once the first has ended."""
    kind = "client" if isinstance(principal, ApiClient) else "user"
    owner = f"{kind}:{principal.pk}"
    row = KeptAnswer(owner=owner, key=key, request=_digest(request), rights=_rights(principal), at=now())
    KeptAnswer.objects.bulk_create([row], ignore_conflicts=True)
    kept = KeptAnswer.objects.select_for_update().get(owner=owner, key=key)
    return kept, kept.status == 0


def _again(kept: KeptAnswer, request: Request) -> Response:
    if kept.request != _digest(request):
        raise KeyReused
    return Response(decode(kept.body) if kept.body else None, kept.status)


def _keep(kept: KeptAnswer, answer: Response, rights: str) -> None:
    if answer.status_code >= 400:
        kept.delete()
        return
    kept.status, kept.rights = answer.status_code, rights
    kept.body = "" if answer.data is None else JSONRenderer().render(answer.data).decode()
    kept.save(update_fields=["status", "rights", "body"])


def _rights(principal: User | ApiClient) -> str:
    """What the principal may see: an answer is not repeated to somebody whose regions have changed since."""
    scope = principal.scope
    return sha256(encode([scope.is_national, sorted(scope.codes)])).hexdigest()


def _digest(request: Request) -> str:
    """Method, address and content; the order of a body's names does not matter."""
    data = request.data
    content = {name: data.getlist(name) for name in data} if isinstance(data, MultiValueDict) else data
    text = json.dumps(content, sort_keys=True, default=_of_file)
    return sha256(f"{request.method} {request.get_full_path()}\n{text}".encode()).hexdigest()


def _of_file(value: Any) -> str:
    """What stands for an uploaded file: its name and the digest of its content."""
    if not isinstance(value, UploadedFile):
        raise TypeError(f"{type(value).__name__} is no content of a request")
    digest = sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return f"{value.name} {digest.hexdigest()}"
