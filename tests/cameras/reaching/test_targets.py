"""Which addresses are asked at all."""

import pytest

from apps.cameras.reaching import NotReached, Why, checked_address
from apps.cameras.reaching.targets import port_of


@pytest.mark.parametrize(
    "text",
    [
        "", "camera", "//10.0.0.1/", "http://", "http:///snap", "ftp://10.0.0.1/", "file:///etc/passwd",
        "gopher://10.0.0.1/", "HTTP+UNIX://x/", "javascript:alert(1)", "http://user:secret@10.0.0.1/",
        "rtsp://user@10.0.0.1/", "http://10.0.0.1:0/", "http://10.0.0.1:99999/", "http://10.0.0.1:x/",
        "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://127.1/",
        "http://127.0.0.1./", "http://10.0.0.01/", "http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/",
        "http://10.0.0.1/a b", "http://10.0.0.1/\r\nHost: x", "rtsp://10.0.0.1/\n", "http://10.0.0.1\\@evil/",
        "http://[::1", "http://" + "a" * 3000,
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_camera_is_refused(text: str) -> None:
    with pytest.raises(NotReached) as refused:
        checked_address(text)
    assert refused.value.code == Why.ADDRESS


@pytest.mark.parametrize(
    ("text", "port"),
    [
        ("http://10.0.0.1/snap.jpg?channel=1", 80),
        ("https://cam-7.example.uz:8443/", 8443),
        ("rtsp://10.0.0.1/Streaming/Channels/101", 554),
        ("rtsps://[2001:db8::5]/live", 322),
        ("RTSP://Camera7.local/live", 554),
        ("http://7.cameras.local/", 80),
        ("http://deadbeef.local/", 80),
    ],
)
def test_addresses_of_cameras_are_taken_with_their_port(text: str, port: int) -> None:
    assert port_of(checked_address(text)) == port
