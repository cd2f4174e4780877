"""The broker's address."""

import pytest

from apps.interchange.mqtt.broker import Broker, NotABroker, broker_of


def test_an_address_names_host_port_and_login() -> None:
    assert broker_of("mqtt://me:p%40ss@broker.example") == Broker("broker.example", 1883, "me", "p@ss")
    assert broker_of("mqtts://broker.example", authorities="/ca.pem") == Broker(
        "broker.example", 8883, None, None, is_encrypted=True, authorities="/ca.pem"
    )
    assert broker_of("mqtt://[::1]:5000").port == 5000


def test_the_password_is_in_no_text_of_it() -> None:
    broker = broker_of("mqtt://me:confidential@broker.example")
    assert "confidential" not in f"{broker} {broker!r}"


@pytest.mark.parametrize(
    "url",
    ["broker.example", "http://broker.example", "mqtt://", "mqtt://b:port", "mqtt://b/topic", "mqtt://b?x=1"],
)
def test_what_is_no_broker_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(NotABroker) as refused:
        broker_of(url.replace("://", "://me:confidential@"))
    assert "confidential" not in str(refused.value)
