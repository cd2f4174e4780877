"""Personal data as it is shown where nobody needs to read it in full."""


def masked(text: str) -> str:
    """All but the last two characters hidden; what is no longer than those is hidden whole."""
    kept = text[-2:] if len(text) > 2 else ""
    return f"{'•' * (len(text) - len(kept))}{kept}"
