"""How everything is measured: candidate, floor and naive way in turn, three times; medians; as a table and JSON."""

import json
import statistics
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

ROUNDS: Final = 3
VARIANTS: Final = ("candidate", "floor", "naive")
LATEST: Final = Path(__file__).resolve().parents[1] / "var" / "bench" / "latest.json"

Figures = Mapping[str, float]
Note = Callable[[str], None]


def note(line: str) -> None:
    """Progress, apart from the table."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


@dataclass(frozen=True)
class Benchmark:
    """How it is run, and what each of `VARIANTS` is, for the reader of its figures."""

    run: Callable[[Note], list["Row"]]
    ways: Mapping[str, str]


@dataclass(frozen=True)
class Target:
    """What a figure must not exceed: a multiple of the floor's or of the naive way's, or a number."""

    to_floor: float | None = None
    to_naive: float | None = None
    at_most: float | None = None


@dataclass(frozen=True)
class Row:
    """One figure of a benchmark; `to_floor` and `to_naive` are the candidate's share of theirs."""

    bench: str
    unit: str
    candidate: float
    floor: float
    naive: float
    to_floor: float | None
    to_naive: float | None
    ok: bool | None


def interleaved(measure: Mapping[str, Callable[[], Figures]], note: Note) -> dict[str, Figures]:
    """Each variant in turn, `ROUNDS` times over; the median of each figure."""
    rounds: dict[str, list[Figures]] = {name: [] for name in VARIANTS}
    for number in range(1, ROUNDS + 1):
        for name in VARIANTS:
            figures = measure[name]()
            rounds[name].append(figures)
            note(
                f"  round {number} {name}: "
                + ", ".join(f"{unit} {value:.4g}" for unit, value in figures.items())
            )
    return {name: _medians(found) for name, found in rounds.items()}


def _medians(found: list[Figures]) -> Figures:
    return {unit: statistics.median(figures[unit] for figures in found) for unit in found[0]}


def rows(bench: str, medians: Mapping[str, Figures], targets: Mapping[str, Target]) -> list[Row]:
    """A row for each unit."""
    return [
        _row(bench, unit, {name: medians[name][unit] for name in VARIANTS}, targets.get(unit, Target()))
        for unit in medians["candidate"]
    ]


def _row(bench: str, unit: str, figure: Mapping[str, float], target: Target) -> Row:
    candidate = figure["candidate"]
    to_floor = _share(candidate, figure["floor"])
    to_naive = _share(candidate, figure["naive"])
    met = [
        value <= limit
        for value, limit in (
            (to_floor, target.to_floor),
            (to_naive, target.to_naive),
            (candidate, target.at_most),
        )
        if limit is not None and value is not None
    ]
    return Row(bench, unit, **figure, to_floor=to_floor, to_naive=to_naive, ok=all(met) if met else None)


def _share(candidate: float, other: float) -> float | None:
    return round(candidate / other, 4) if other else None


def write(found: list[Row]) -> None:
    """Keep the figures for whoever compares."""
    LATEST.parent.mkdir(parents=True, exist_ok=True)
    LATEST.write_text(json.dumps([asdict(row) for row in found], indent=1) + "\n")


def print_table(found: list[Row]) -> None:
    """The figures for whoever reads."""
    head = ("benchmark", "unit", "candidate", "floor", "naive", "to floor", "to naive", "target")
    lines = [head, *(_cells(row) for row in found)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = [line[0].ljust(widths[0]), line[1].ljust(widths[1])]
        cells += [cell.rjust(width) for cell, width in zip(line[2:], widths[2:], strict=True)]
        sys.stdout.write("  ".join(cells).rstrip() + "\n")


def print_ways(name: str, ways: Mapping[str, str]) -> None:
    """What the columns of a benchmark's figures are."""
    sys.stdout.write(f"\n{name}\n")
    for variant in VARIANTS:
        sys.stdout.write(f"  {variant.ljust(9)}  {ways[variant]}\n")


def _cells(row: Row) -> tuple[str, ...]:
    def told(value: float | None) -> str:
        return "" if value is None else f"{value:.4g}"

    verdict = {True: "met", False: "MISSED", None: ""}[row.ok]
    figures = (row.candidate, row.floor, row.naive, row.to_floor, row.to_naive)
    return (row.bench, row.unit, *(told(value) for value in figures), verdict)
