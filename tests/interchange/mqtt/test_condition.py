"""How the intake over MQTT is doing is told plainly: never a listener that is gone as one that listens."""

from typing import Any

import pytest
from django.utils import translation

from apps.core.conditions import Condition
from apps.interchange.mqtt.condition import mqtt_condition
from apps.interchange.mqtt.figures import Figures, State
from apps.interchange.mqtt.tally import Tally
from apps.live.processes import SILENT_AFTER_S, end, report
from tests.live.test_processes import let_pass

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _with_a_broker(settings: Any) -> None:
    settings.SAFECITY_MQTT_URL = "mqtt://broker.example"


def said(holder: str, state: State, *, quiet_s: float = 0) -> None:
    report("mqtt", holder=holder, state=state, figures={"quiet_s": quiet_s, "last_message_at": None})


def condition() -> Condition:
    found = mqtt_condition()
    assert found is not None
    return found


def test_without_a_broker_there_is_nothing_to_say(settings: Any) -> None:
    settings.SAFECITY_MQTT_URL = ""
    assert mqtt_condition() is None


def test_a_broker_without_a_process_is_a_trouble() -> None:
    assert (condition().word, condition().is_trouble) == ("not_running", True)
    said("a", State.LISTENING)
    end("mqtt", holder="a")
    assert condition().word == "not_running"


@pytest.mark.parametrize("state", list(State))
def test_each_state_has_a_sentence_in_three_languages(state: State) -> None:
    said("a", state)
    sentences = set()
    for language in ("uz", "ru", "en"):
        with translation.override(language):
            sentences.add(str(condition().says))
    assert len(sentences) == 3
    assert condition().is_trouble == (state not in {State.LISTENING, State.CONNECTING})


def test_of_several_processes_the_one_that_listens_speaks() -> None:
    said("second", State.WAITING)
    said("first", State.LISTENING)
    assert (condition().word, condition().figures["processes"]) == ("listening", 2)


def test_a_listener_that_died_leaves_silence_and_not_its_last_word() -> None:
    said("a", State.LISTENING)
    let_pass(SILENT_AFTER_S + 1)
    assert (condition().word, condition().is_trouble) == ("silent", True)


def test_no_message_for_longer_than_set_is_a_trouble(settings: Any) -> None:
    settings.SAFECITY_MQTT_QUIET_S = 600
    said("a", State.LISTENING, quiet_s=599)
    assert condition().word == "listening"
    let_pass(5)
    assert (condition().word, condition().is_trouble) == ("quiet", True)
    settings.SAFECITY_MQTT_QUIET_S = 0
    assert condition().word == "listening"


def test_figures_add_up_batches_and_keep_the_codes_of_refusals() -> None:
    figures = Figures("broker.example:1883")
    for _ in range(2):
        batch = Tally(3)
        batch.refuse("not_json", "frigate/events")
        batch.taken["detections"] += 2
        figures.add(batch)
    told = figures.told(waiting=1, dropped=4)
    assert (told["received"], told["refused"], told["stored"]) == (6, {"not_json": 2}, {"detections": 4})
    assert (told["waiting"], told["dropped"]) == (1, 4)
