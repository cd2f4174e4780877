"""What an accident left is found and ended, and strangers are left alone."""

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from machine.ledger import Ledger, start_of


@pytest.fixture
def sleeper() -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(["sleep", "600"], start_new_session=True)
    yield process
    process.kill()
    process.wait()


def test_a_process_that_an_earlier_command_left_is_ended(
    tmp_path: Path, sleeper: "subprocess.Popen[bytes]"
) -> None:
    ledger = Ledger(tmp_path / "up.json")
    ledger.enter("worker", sleeper.pid, signal.SIGTERM)
    assert ledger.end_leftovers(patience_s=5) == ["worker"]
    assert sleeper.wait() == -signal.SIGTERM
    assert ledger.end_leftovers() == []


def test_a_stranger_that_was_given_the_same_process_id_is_left_alone(
    tmp_path: Path, sleeper: "subprocess.Popen[bytes]"
) -> None:
    ledger = Ledger(tmp_path / "up.json")
    ledger.enter("worker", sleeper.pid, signal.SIGTERM)
    text = ledger.path.read_text().replace(f'"started": {start_of(sleeper.pid)}', '"started": 1')
    ledger.path.write_text(text)
    assert ledger.end_leftovers() == []
    assert sleeper.poll() is None


def test_a_ledger_that_was_cut_off_counts_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "up.json"
    path.write_text('{"worker": {"pid": 1')
    assert Ledger(path).read() == {}
