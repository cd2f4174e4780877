"""Are the translations complete? Fails on missing, fuzzy, stale, wrong placeholders, and unlisted untranslated copies.

Extracts the strings anew into a scratch copy of `locale/` and compares: a string that the code has and a catalogue lacks
is missing. `locale/same.txt` lists the texts that are rightly the same in another language (names, abbreviations).
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("uz", "ru")
DOMAINS = ("django", "djangojs")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}")
LETTER = re.compile(r"[A-Za-zА-Яа-я]")
SOURCES = ("apps", "safecity_portal", "templates", "static/src", "manage.py")


def extracted(scratch: Path) -> dict[tuple[str, str], polib.POFile]:
    """The catalogues of the strings as they stand in the code now."""
    for source in SOURCES:
        here = ROOT / source
        if here.is_dir():
            shutil.copytree(here, scratch / source, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        elif here.exists():
            shutil.copy(here, scratch / source)
    for language in LANGUAGES:
        (scratch / "locale" / language / "LC_MESSAGES").mkdir(parents=True)
    base = [sys.executable, "-m", "django", "makemessages", "--no-location", "--no-wrap", "--keep-pot", "-v0"]
    languages = [part for language in LANGUAGES for part in ("-l", language)]
    subprocess.run([*base, *languages, "-d", "django", "-e", "py,html,txt"], cwd=scratch, check=True)
    subprocess.run([*base, *languages, "-d", "djangojs", "-e", "ts"], cwd=scratch, check=True)
    return {
        (language, domain): polib.pofile(str(scratch / "locale" / language / "LC_MESSAGES" / f"{domain}.po"))
        for language in LANGUAGES
        for domain in DOMAINS
    }


def translations(entry: polib.POEntry) -> list[str]:
    """All texts of an entry, with its plurals."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def problems_of(entry: polib.POEntry, same: set[str]) -> list[str]:
    """What is wrong with one entry of a catalogue."""
    texts = translations(entry)
    if "fuzzy" in entry.flags:
        return ["is fuzzy"]
    if not all(texts):
        return ["is not translated"]
    found = []
    wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
    for text in texts:
        given = set(PLACEHOLDER.findall(text))
        # A plural form may leave the number out ("one unit"), never add a place.
        if given - wanted or (not entry.msgid_plural and given != wanted):
            found.append(f"has other placeholders: {sorted(wanted)} against {sorted(given)}")
    if entry.msgid in texts and LETTER.search(PLACEHOLDER.sub("", entry.msgid)) and entry.msgid not in same:
        found.append("is an untranslated copy that locale/same.txt does not list")
    return found


def check() -> list[str]:
    """Every problem as a sentence; empty when all is well."""
    same_file = ROOT / "locale" / "same.txt"
    same = set(same_file.read_text(encoding="utf-8").splitlines()) if same_file.exists() else set()
    problems = []
    with tempfile.TemporaryDirectory() as scratch:
        for (language, domain), wanted in extracted(Path(scratch)).items():
            path = ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
            held = polib.pofile(str(path)) if path.exists() else polib.POFile()
            have = {(e.msgctxt, e.msgid): e for e in held if not e.obsolete}
            counts = Counter((e.msgctxt, e.msgid) for e in held if not e.obsolete)
            problems += [f"{language}/{domain}: “{k[1]}” stands twice" for k, n in counts.items() if n > 1]
            for entry in wanted:
                key = (entry.msgctxt, entry.msgid)
                if key not in have:
                    problems.append(f"{language}/{domain}: “{entry.msgid}” is missing")
                    continue
                problems += [
                    f"{language}/{domain}: “{entry.msgid}” {p}" for p in problems_of(have[key], same)
                ]
            known = {(e.msgctxt, e.msgid) for e in wanted}
            problems += [
                f"{language}/{domain}: “{k[1]}” is no longer in the code" for k in have if k not in known
            ]
    return problems


if __name__ == "__main__":
    found = check()
    print("\n".join(found[:60]))
    if len(found) > 60:
        print(f"… and {len(found) - 60} more")
    sys.exit(1 if found else 0)
