"""`GET|POST /intake/osmand/` as a bare ASGI route: thousands of phones, each with one position at a time."""

from typing import Final

from apps.core.asgi import BodyTooShort, Receive, Scope, Send
from apps.core.clock import now
from apps.core.errors import BodyTooLarge, DomainError
from apps.core.hot import BodyTooSlow, answer_short, body_of, header
from apps.inspectors.api.readings import BadRow
from apps.inspectors.distress import hear_sos
from apps.inspectors.gathering import gatherer
from apps.inspectors.positions import Fate, Reading
from apps.interchange.osmand.reading import BODY_AT_MOST, METHODS, reading_of_request
from apps.interchange.osmand.translate import NoFix, NotAPosition

STATUS: Final = {Fate.UNKNOWN_DEVICE: 404, Fate.REFUSED: 400}
COME_AGAIN: Final = {"retry-after": "1"}


async def osmand(scope: Scope, receive: Receive, send: Send) -> None:
    """200 when the position is stored, or dropped on purpose; 400 for nonsense; 404 for an unknown device; 503."""
    if scope["method"] not in METHODS:
        await answer_short(send, 405, headers={"allow": "GET, POST"})
        return
    try:
        status, why = await _taken(scope, receive)
    except BodyTooLarge:
        gatherer().figures.refuse(413)
        await answer_short(send, 413, headers={"connection": "close"})
    except DomainError as error:
        await answer_short(send, error.status, error.code.encode(), headers=COME_AGAIN)
    else:
        await answer_short(send, status, why)


async def _taken(scope: Scope, receive: Receive) -> tuple[int, bytes]:
    desk = gatherer()
    desk.ask_for_room()
    try:
        reading = await _read(scope, receive)
    except NoFix:
        return 200, b""
    except (NotAPosition, BadRow, BodyTooShort, BodyTooSlow) as error:
        desk.figures.refuse(400)
        return 400, str(error).encode()
    if reading.is_sos:
        await hear_sos([reading])
    (fate,) = await desk.store([(0, reading)])
    return STATUS.get(fate, 200), b""


async def _read(scope: Scope, receive: Receive) -> Reading:
    if scope["method"] == "GET":
        return reading_of_request(scope["query_string"], b"", "", at=now())
    body = await body_of(scope, receive, at_most=BODY_AT_MOST)
    return reading_of_request(scope["query_string"], body, header(scope, b"content-type"), at=now())
