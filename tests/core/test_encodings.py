"""Who takes gzip."""

import pytest

from apps.core.encodings import takes_gzip


@pytest.mark.parametrize(
    "header", ["gzip", "GZIP", "br, gzip;q=0.5", "*", "x-gzip", "gzip; q=1.0", "*;q=0, gzip"]
)
def test_who_names_it_takes_it(header: str) -> None:
    assert takes_gzip(header)


@pytest.mark.parametrize(
    "header", ["", "br", "identity", "gzip;q=0", "gzip;q=0, *", "*;q=0", "gzip;q=word", "gzipped"]
)
def test_who_does_not_name_it_or_refuses_it_does_not(header: str) -> None:
    assert not takes_gzip(header)
