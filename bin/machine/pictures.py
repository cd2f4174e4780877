"""Where the demo's drawn pictures are served, and whether there is live video of them."""

import shutil
from collections.abc import Callable, Mapping
from typing import Final

from machine.checkout import Home
from machine.envfile import read_env, write_env
from machine.ports import choose_port

PORT: Final = "SAFECITY_DEMO_PICTURES_PORT"
STREAM: Final = "SAFECITY_STREAM_URL"


def choose_pictures(
    home: Home, environment: Mapping[str, str], *, is_played: bool, tell: Callable[[str], None]
) -> dict[str, str]:
    """The variables of the pictures' server; the same port as last time, so that cameras keep their addresses.

    What is set already stays. Where no demo is played the port is 0, and no address is left of an earlier one.
    """
    kept = read_env(home.environment_file)
    last = kept.pop(PORT, "")
    kept.pop(STREAM, None)
    chosen = {PORT: environment.get(PORT) or _port(last) if is_played else "0"}
    if not environment.get(STREAM):
        chosen[STREAM] = _stream(chosen[PORT], tell)
    write_env(home.environment_file, {**kept, **chosen}, comment="Written by 'make up'.")
    return chosen


def _port(last: str) -> str:
    return str(choose_port(preferred=int(last) if last.isdecimal() and last != "0" else None))


def _stream(port: str, tell: Callable[[str], None]) -> str:
    if port == "0":
        return ""
    if not shutil.which("ffmpeg"):
        tell(
            "There is no ffmpeg here: the demo's cameras show pictures and no live video (apt-get install ffmpeg)."
        )
        return ""
    return f"http://127.0.0.1:{port}/{{path}}/index.m3u8"
