"""Entity tags by content (RFC 9110 section 8.8.3)."""

import hashlib


def etag_of(body: bytes) -> str:
    """A strong ETag of these bytes, quoted."""
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
