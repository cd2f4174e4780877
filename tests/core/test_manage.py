"""`manage.py`, as somebody types it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_database_that_does_not_answer_is_told_in_a_line() -> None:
    # Port 1 of loopback: nothing listens there.
    environment = {**os.environ, "DATABASE_URL": "postgis://nobody@127.0.0.1:1/none"}
    done = subprocess.run(
        [sys.executable, "manage.py", "create_admin", "chief"],
        cwd=ROOT,
        env=environment,
        input="a long password 17\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].strip()
    assert "Traceback" not in done.stderr
