"""What bare routes answer to whom they do not serve: the errors of the API, in its words."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from apps.core.api.errors import body
from apps.core.asgi import Send, answer_json
from apps.live.admission import NotAdmitted
from apps.live.wire import NOT_SIGNED_IN


async def refuse_entry(send: Send, refusal: NotAdmitted, language: str) -> None:
    """401 to who has not signed in, 403 to who may not."""
    if refusal.code == NOT_SIGNED_IN:
        await refuse(send, 401, "not_authenticated", language, www_authenticate="Api-Key")
    else:
        await refuse(send, 403, "permission_denied", language)


async def refuse(send: Send, status: int, code: str, language: str, **headers: Any) -> None:
    """An error with its code, in the reader's language; headers by names with `_`."""
    with translation.override(language):
        value = body(code, _detail(code))
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    await answer_json(send, value, status=status, headers=named)


def _detail(code: str) -> str:
    details = {
        "method_not_allowed": _("This address can only be read."),
        "not_authenticated": _("Please sign in."),
        "permission_denied": _("You may not do this."),
        "unavailable": _("The portal cannot answer just now. Please try again."),
    }
    return details[code]
