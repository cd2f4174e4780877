"""Which encoding of content a client takes (RFC 9110 section 12.5.3)."""


def takes_gzip(accept_encoding: str) -> bool:
    """Does this `Accept-Encoding` take gzip? `gzip;q=0` does not, `*` does, none at all does not."""
    weights = dict(_weighed(item) for item in accept_encoding.lower().split(",") if item.strip())
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def _weighed(item: str) -> tuple[str, float]:
    name, _, parameter = item.partition(";")
    key, _, value = parameter.partition("=")
    try:
        weight = float(value) if key.strip() == "q" else 1.0
    except ValueError:
        weight = 0.0
    return name.strip(), weight
