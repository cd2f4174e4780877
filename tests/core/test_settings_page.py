"""docs/settings.md names every setting that the code reads."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""["'$\{]((?:SAFECITY|DJANGO)_[A-Z_]+)["':\s\}-]""")
# Set by the commands themselves, for the processes they start.
OWN = {"SAFECITY_DATA", "SAFECITY_TEST_DB"}


def test_every_setting_is_on_the_page_of_settings() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    sources = [
        *(ROOT / "safecity_portal" / "settings").glob("*.py"),
        *(ROOT / "bin" / "machine").glob("*.py"),
    ]
    named = {name for path in sources for name in READ.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 15
    assert sorted(name for name in named - OWN if f"`{name}`" not in page and f"`{name} " not in page) == []
