"""Stops reading what the broker sends, and goes on: in between TCP holds it back."""

from dataclasses import dataclass

from aiomqtt import Client


@dataclass(frozen=True, slots=True)
class Tap:
    """The socket of a client; aiomqtt itself has no word for this.

    While it is shut no answer to a ping is heard: shut for longer than the keepalive, the connection breaks, and the
    broker sends again what is not acknowledged.
    """

    client: Client

    def shut(self) -> None:
        """Read nothing more for now."""
        if (number := self._number()) is not None:
            self.client._loop.remove_reader(number)

    def open(self) -> None:
        """Read on, where the connection still stands."""
        if (number := self._number()) is not None:
            self.client._loop.add_reader(number, self._read)

    def _number(self) -> int | None:
        socket = self.client._client.socket()
        return None if socket is None or socket.fileno() < 0 else socket.fileno()

    def _read(self) -> None:
        """As aiomqtt reads: what an encrypted socket has decoded already is no event of the loop."""
        inner = self.client._client
        try:
            inner.loop_read()
            while getattr(inner.socket(), "pending", int)() > 0:
                inner.loop_read()
        except Exception as error:  # noqa: BLE001  # whatever it is, the connection is broken; the client's block raises it
            if not self.client._disconnected.done():
                self.client._disconnected.set_exception(error)
