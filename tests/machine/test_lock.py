"""One `make up` at a time in one checkout."""

import os
from pathlib import Path

import pytest
from machine.failure import CannotRunError
from machine.lock import held, holder


def test_a_second_one_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "up.lock"
    with held(path, what="'make up'"):
        assert holder(path) == os.getpid()
        with (
            pytest.raises(CannotRunError, match=rf"'make up' is running .*process {os.getpid()}"),
            held(path, what="'make up'"),
        ):
            pass
    assert holder(path) is None
