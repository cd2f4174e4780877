"""The text that a search looks in, folded so that scripts and apostrophes do not matter."""

from apps.regions.folding import fold


def search_text(*parts: str) -> str:
    """What is searched of an incident: number, title and address."""
    return fold(" ".join(part for part in parts if part))
