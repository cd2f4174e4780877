"""Old snapshot + events = new snapshot, for every action that there is.

The actions are discovered: each public function of `apps/<room>/actions/` that takes keywords
alone, `at` among them. One that has no scenario in `tests/<room>/scenarios.py` fails. A scenario prepares what the action
needs, and answers a function that calls it:

    SCENARIOS = {"close_incident": [lambda: partial(close_incident, incident_id=…, …)]}
    OFF_SCREEN = {"issue_key": "keys are on no live screen"}
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import product
from typing import Any

import pytest

import apps
from apps.regions.scope import EVERYTHING, Scope
from tests.flows.screen import Screen
from tests.regions.factories import RegionFactory

REGIONS = ("UZ", "UZ-TK", "UZ-TO")
SCOPES = {
    "the nation": EVERYTHING,
    "UZ-TK": Scope(frozenset({"UZ-TK"})),
    "UZ-TO": Scope(frozenset({"UZ-TO"})),
    "UZ-TK and UZ-TO": Scope(frozenset({"UZ-TK", "UZ-TO"})),
}
Scenario = Callable[[], Callable[[], Any]]


def _is_action(module: Any, thing: Any) -> bool:
    if not inspect.isfunction(thing) or thing.__module__ != module.__name__ or thing.__name__[0] == "_":
        return False
    parameters = inspect.signature(thing).parameters
    return "at" in parameters and all(given.kind == given.KEYWORD_ONLY for given in parameters.values())


def _modules(room: str) -> Iterator[Any]:
    if find_spec(f"apps.{room}.actions") is None:
        return
    package = importlib.import_module(f"apps.{room}.actions")
    yield package
    for found in pkgutil.iter_modules(getattr(package, "__path__", [])):
        yield importlib.import_module(f"{package.__name__}.{found.name}")


def _discovered() -> list[tuple[str, str]]:
    return [
        (room.name, name)
        for room in pkgutil.iter_modules(apps.__path__)
        for module in _modules(room.name)
        for name, thing in vars(module).items()
        if _is_action(module, thing)
    ]


def _told(room: str) -> tuple[dict[str, list[Scenario]], dict[str, str]]:
    if find_spec(f"tests.{room}.scenarios") is None:
        return {}, {}
    told = importlib.import_module(f"tests.{room}.scenarios")
    return getattr(told, "SCENARIOS", {}), getattr(told, "OFF_SCREEN", {})


def _cases() -> list[Any]:
    cases = []
    for room, name in _discovered():
        scenarios = _told(room)[0].get(name, [])
        for number, scenario in enumerate(scenarios):
            cases.append(pytest.param(scenario, id=f"{room}.{name}-{number}"))
    return cases


@pytest.mark.parametrize(("room", "name"), _discovered())
def test_every_action_has_a_scenario_or_says_why_it_is_off_screen(room: str, name: str) -> None:
    scenarios, off_screen = _told(room)
    assert scenarios.get(name) or off_screen.get(name), f"tests/{room}/scenarios.py knows nothing of {name}"


@pytest.mark.django_db
@pytest.mark.parametrize("scenario", _cases())
def test_the_old_snapshot_and_the_events_give_the_new_snapshot(scenario: Scenario) -> None:
    for code in REGIONS:
        RegionFactory(code=code)
    act = scenario()
    screens = {
        (who, redacted): Screen(scope, redacted=redacted)
        for (who, scope), redacted in product(SCOPES.items(), (False, True))
    }
    act()
    for (who, redacted), screen in screens.items():
        fresh = Screen(SCOPES[who], redacted=redacted)
        for backwards in (False, True):
            led = screen.copy()
            led.follow(backwards=backwards)
            assert led.seq == fresh.seq
            same = [code for code in fresh.epoch if fresh.epoch[code] == led.epoch[code]]
            if len(same) == len(fresh.epoch):
                # Else history was rewritten, and the screen is told to load again.
                assert led.held == fresh.held, (who, redacted, backwards)
