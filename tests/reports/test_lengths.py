"""Counts per length lose nothing: not when packed, not when laid together, not when asked for percentiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.reports import lengths as module
from apps.reports.lengths import SHARES, lengths_of, merged, packed_all, unpacked
from tests.reports.brute_force import percentile

whole_seconds = st.integers(0, 20_000).map(lambda seconds: seconds * 1_000_000)
several = st.lists(whole_seconds | st.integers(0, 10**13), max_size=40)


@given(st.lists(several, max_size=6))
def test_what_is_packed_comes_back(groups: list[list[int]]) -> None:
    body = packed_all(lengths_of(group) for group in groups)
    found = [one.in_us.repeat(one.counts).tolist() for one in unpacked(body)]
    assert found == [sorted(group) for group in groups]


@pytest.mark.parametrize("table_from", [0, 20_000])
@given(st.lists(several, min_size=1, max_size=6), st.integers(0, 10**13))
def test_parts_together_are_as_all_of_them(table_from: int, groups: list[list[int]], limit: int) -> None:
    module.WORTH_A_TABLE, kept = table_from, module.WORTH_A_TABLE  # type: ignore[misc]
    try:
        together = merged([lengths_of(group) for group in groups])
    finally:
        module.WORTH_A_TABLE = kept  # type: ignore[misc]
    values = [value for group in groups for value in group]
    assert together.n == len(values)
    assert together.within(limit) == sum(value <= limit for value in values)
    wanted = [percentile([float(value) for value in values], share) for share in SHARES] if values else []
    assert together.percentiles() == pytest.approx(wanted, rel=1e-12, abs=1e-6)


def test_whole_seconds_take_few_bytes_and_fractions_are_kept() -> None:
    whole = packed_all([lengths_of([second * 1_000_000 for second in range(100, 400)])])
    assert len(whole) < 2 * 300 + 20
    [found] = unpacked(packed_all([lengths_of([1_234_567, 2_000_000])]))
    assert found.in_us.tolist() == [1_234_567, 2_000_000]
