"""`POST /intake/owntracks/pub?u=&d=` as a bare ASGI route; Basic auth, by a device's own secret or an API key."""

from typing import Final

from django.db import Error as DatabaseError

from apps.accounts.api.permissions import ScopeIsMissing
from apps.core.asgi import BodyTooShort, Receive, Scope, Send
from apps.core.clock import now
from apps.core.errors import BodyTooLarge, DomainError
from apps.core.hot import BodyTooSlow, answer_short, body_of, header
from apps.inspectors.api.callers import NoKey, Phone, TooOften, callers, phones
from apps.inspectors.api.readings import BadRow
from apps.inspectors.device_secrets import is_secret
from apps.inspectors.gathering import OutOfOrder, gatherer
from apps.inspectors.positions import Fate
from apps.interchange.owntracks.reading import BODY_AT_MOST, REALM, device_named, password_of, reading_of_body
from apps.interchange.owntracks.translate import NotAPosition

NOTHING: Final = b"[]"
JSON: Final = b"application/json"
STATUS: Final = {Fate.UNKNOWN_DEVICE: 404, Fate.REFUSED: 400}


async def owntracks(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers `[]`; other types than `location` are ignored.

    A device's secret says whose position it is. With a key the device is `d`, or `u/d` where a user is named.
    """
    if scope["method"] != "POST":
        await answer_short(send, 405, headers={"allow": "POST"})
        return
    try:
        status = await _taken(scope, receive)
    except (NotAPosition, BadRow, BodyTooShort, BodyTooSlow) as error:
        gatherer().figures.refuse(400)
        await answer_short(send, 400, str(error).encode())
    except BodyTooLarge:
        gatherer().figures.refuse(413)
        await answer_short(send, 413, headers={"connection": "close"})
    except DatabaseError:
        await _refuse(send, OutOfOrder())
    except DomainError as error:
        await _refuse(send, error)
    else:
        await answer_short(send, status, NOTHING, kind=JSON)


async def _taken(scope: Scope, receive: Receive) -> int:
    desk = gatherer()
    desk.ask_for_room()
    password = password_of(header(scope, b"authorization"))
    if not password:
        raise NoKey
    sender = await _sender(scope, password)
    body = await body_of(scope, receive, at_most=BODY_AT_MOST)
    reading = reading_of_body(body, device=sender.identifier, at=now())
    if reading is None:
        return 200
    (fate,) = await desk.store([(sender.key, reading)])
    if fate in (Fate.KEY_NOT_VALID, Fate.UNKNOWN_DEVICE):
        (phones if is_secret(password) else callers).forget(password)
    if fate == Fate.KEY_NOT_VALID:
        raise NoKey
    return STATUS.get(fate, 200)


async def _sender(scope: Scope, password: str) -> Phone:
    if is_secret(password):
        return await phones.of(scope, password)
    return Phone(await callers.of(scope, password), _device(scope))


def _device(scope: Scope) -> str:
    limits = {"limit_u": header(scope, b"x-limit-u"), "limit_d": header(scope, b"x-limit-d")}
    return device_named(scope["query_string"].decode("utf-8", "replace"), **limits)


async def _refuse(send: Send, error: DomainError) -> None:
    gatherer().figures.refuse(error.status)
    if isinstance(error, NoKey):
        await answer_short(send, 401, headers={"www-authenticate": REALM})
    elif isinstance(error, ScopeIsMissing):
        await answer_short(send, 403)
    else:
        seconds = error.seconds + 1 if isinstance(error, TooOften) else 1
        await answer_short(send, error.status, error.code.encode(), headers={"retry-after": str(seconds)})
