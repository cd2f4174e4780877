"""A port is free, or its holder is named."""

import socket

import pytest
from machine.commands import require_free_port
from machine.failure import CannotRunError
from machine.ports import choose_port, is_free
from machine.settings import read_settings


def test_a_taken_port_is_refused_with_its_holder_and_a_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not is_free(port)
        with pytest.raises(CannotRunError, match=rf"port {port} .* is taken by .*\(process \d+\)") as failure:
            require_free_port(read_settings({"SAFECITY_PORT": str(port)}))
    assert f"SAFECITY_PORT={port + 1} make up" in str(failure.value)


def test_the_port_of_the_last_time_is_kept_while_it_is_free() -> None:
    port = choose_port()
    assert choose_port(preferred=port) == port
    with socket.create_server(("127.0.0.1", port)):
        assert choose_port(preferred=port) != port
