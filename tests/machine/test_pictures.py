"""Where the demo's pictures are served: the same port again, none without a demo, and a word where there is no video."""

import pytest
from machine import pictures
from machine.checkout import Home
from machine.envfile import read_env
from machine.pictures import PORT, STREAM, choose_pictures


def test_the_port_stays_and_goes_with_the_demo(home: Home, told: list[str]) -> None:
    first = choose_pictures(home, {}, is_played=True, tell=told.append)
    assert int(first[PORT]) > 1024
    assert choose_pictures(home, {}, is_played=True, tell=told.append) == first
    gone = choose_pictures(home, {}, is_played=False, tell=told.append)
    assert gone == {PORT: "0", STREAM: ""}
    assert read_env(home.environment_file)[PORT] == "0"


def test_what_is_set_stays(home: Home, told: list[str]) -> None:
    given = {PORT: "20123", STREAM: "https://gateway.example/{path}/index.m3u8"}
    assert choose_pictures(home, given, is_played=True, tell=told.append) == {PORT: "20123"}


def test_without_ffmpeg_there_is_no_video_and_it_is_said(
    home: Home, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures.shutil, "which", lambda name: None)
    assert choose_pictures(home, {}, is_played=True, tell=told.append)[STREAM] == ""
    assert "no live video" in told[0]
