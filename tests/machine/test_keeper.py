"""Children that end are named, and started again."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from machine import keeper as keeper_module
from machine.checkout import Home
from machine.child import Program
from machine.failure import CannotRunError
from machine.interrupts import StopRequested
from machine.keeper import Keeper, delay_before_restart
from machine.ledger import Ledger, start_of


def python(home: Home, name: str, code: str, *, log: bool = True) -> Program:
    return Program(
        name,
        (sys.executable, "-c", code),
        home.logs / f"{name}.log" if log else None,
        home.root,
        patience_s=5,
    )


def eventually(keeper: Keeper, so: object, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not so():  # type: ignore[operator]
        assert time.monotonic() < deadline
        keeper.tend()
        time.sleep(0.02)


def test_the_delay_before_a_restart_doubles_up_to_half_a_minute() -> None:
    assert [delay_before_restart(n) for n in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]


def test_a_child_that_dies_is_named_with_its_last_words_and_started_again(
    home: Home, keeper: Keeper, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "delay_before_restart", lambda failures: 0.1)
    keeper.gives_up = False
    code = "import time; print('so long', flush=True); time.sleep(60)"
    first = keeper.start(python(home, "worker", code))
    eventually(keeper, lambda: "so long" in (home.logs / "worker.log").read_text())
    os.kill(first.pid, signal.SIGKILL)
    eventually(keeper, lambda: told)
    assert "worker ended" in told[0]
    assert "killed by SIGKILL" in told[0]
    assert "so long" in told[0]
    eventually(keeper, lambda: (home.logs / "worker.log").read_text().count("so long") == 2)


def test_a_child_that_was_started_again_and_lives_is_said_to_run(
    home: Home, keeper: Keeper, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "delay_before_restart", lambda failures: 0)
    monkeypatch.setattr(keeper_module, "RUNS_AGAIN_AFTER_S", 0)
    keeper.gives_up = False
    first = keeper.start(python(home, "worker", "import time; time.sleep(60)"))
    os.kill(first.pid, signal.SIGKILL)
    eventually(keeper, lambda: told and told[-1] == "worker runs again.")


def test_before_the_portal_is_ready_a_child_that_keeps_dying_ends_the_start(
    home: Home, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "delay_before_restart", lambda failures: 0)
    keeper.start(python(home, "web", "raise SystemExit('no such setting')"))
    with pytest.raises(CannotRunError, match="web ended 3 times") as failure:
        eventually(keeper, lambda: False)
    assert "no such setting" in str(failure.value)


def test_once_the_portal_is_ready_no_child_is_given_up(
    home: Home, keeper: Keeper, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "delay_before_restart", lambda failures: 0)
    keeper.gives_up = False
    keeper.start(python(home, "beat", "raise SystemExit(3)"))
    eventually(keeper, lambda: len(told) == 4)


def test_the_children_of_a_child_end_with_it(home: Home, keeper: Keeper) -> None:
    code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen(['sleep', '600'])\n"
        "print(child.pid, flush=True)\n"
        "child.wait()"
    )
    keeper.start(python(home, "web", code))
    log = home.logs / "web.log"
    eventually(keeper, lambda: log.read_text().endswith("\n"))
    grandchild = int(log.read_text())
    assert start_of(grandchild) is not None
    keeper.stop_all()
    deadline = time.monotonic() + 5
    while start_of(grandchild) is not None:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_child_that_ignores_the_request_is_killed_after_its_patience(home: Home, keeper: Keeper) -> None:
    code = (
        "import signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('deaf', flush=True)\n"
        "time.sleep(60)"
    )
    program = Program("deaf", (sys.executable, "-c", code), home.logs / "deaf.log", home.root, patience_s=0.2)
    child = keeper.start(program)
    eventually(keeper, lambda: "deaf" in program_log(program))
    keeper.stop_all()
    assert start_of(child.pid) is None


def program_log(program: Program) -> str:
    assert program.log is not None
    return program.log.read_text()


def test_a_stop_ends_the_command_that_runs_and_reports_nothing_as_its_status(
    home: Home, keeper: Keeper
) -> None:
    keeper.interrupts.count = 1
    with pytest.raises(StopRequested):
        keeper.run(python(home, "prepare", "import time; time.sleep(60)", log=False))
    assert Ledger(home.ledger).read() == {}


def test_a_command_gives_its_exit_status(home: Home, keeper: Keeper) -> None:
    assert keeper.run(python(home, "prepare", "raise SystemExit(7)", log=False)) == 7


def test_children_end_when_their_keeper_is_killed_without_a_chance_to_stop_them(
    home: Home, tmp_path: Path
) -> None:
    """The kernel tells them: nothing is left after `kill -9`."""
    code = (
        "import sys, time\n"
        f"sys.path.insert(0, {str(Path(keeper_module.__file__).parents[1])!r})\n"
        "from pathlib import Path\n"
        "from machine.child import Child, Program\n"
        f"child = Child(Program('sleeper', ('sleep', '600'), Path({str(tmp_path / 'log')!r}), Path('/')))\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(600)"
    )
    program = python(home, "keeper", code)
    keeper = Keeper(ledger=Ledger(home.ledger), interrupts=keeper_module.Interrupts(), tell=print)
    parent = keeper.start(program)
    eventually(keeper, lambda: program_log(program).endswith("\n"))
    grandchild = int(program_log(program))
    os.kill(parent.pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while start_of(grandchild) is not None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    parent.exit_status()
    keeper.drop(parent)
