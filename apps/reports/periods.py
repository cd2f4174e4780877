"""Periods of local days, their presets, and what they are compared with: pure, no Django."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

DAY: Final = timedelta(days=1)
PRESETS: Final = (
    "today",
    "yesterday",
    "last_7_days",
    "last_30_days",
    "this_month",
    "last_month",
    "this_quarter",
    "this_year",
)


def local_day(at: datetime, zone: tzinfo) -> date:
    """The day on which `at` falls in `zone`."""
    return at.astimezone(zone).date()


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _months_before(day: date, months: int) -> date:
    """The first day of the month that lies `months` before that of `day`."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from `first` to `last`, both included; raises `ValueError` when they are the wrong way round."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    @classmethod
    def of(cls, first: str, last: str) -> "Period":
        """The period of two ISO dates; raises `ValueError`."""
        return cls(date.fromisoformat(first), date.fromisoformat(last))

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        return (self.first + DAY * n for n in range(self.days))

    @property
    def is_whole_months(self) -> bool:
        """Does it run from the first day of a month to the last of one?"""
        return self.first.day == 1 and self.last == _month_end(self.last)

    def previous(self) -> "Period":
        """The period just before: as many whole months, else as many days."""
        last = self.first - DAY
        if not self.is_whole_months:
            return Period(self.first - DAY * self.days, last)
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return Period(_months_before(self.first, months), last)

    def year_before(self) -> "Period":
        """The same days a year earlier; 29 February becomes the 28th, a month's end stays one."""
        first = (
            self.first.replace(year=self.first.year - 1, day=min(self.first.day, 28))
            if (self.first.month == 2 and self.first.day == 29)
            else self.first.replace(year=self.first.year - 1)
        )
        if self.is_whole_months:
            return Period(first, _month_end(date(self.last.year - 1, self.last.month, 1)))
        return Period(first, first + DAY * (self.days - 1))

    def months_up_to(self, months: int = 12) -> "Period":
        """The `months` calendar months that end with that of the last day."""
        return Period(_months_before(self.last, months - 1), _month_end(self.last))


def months_of(period: Period) -> list[str]:
    """Every month that the period touches: `2026-10`."""
    return sorted({f"{day:%Y-%m}" for day in period})


def preset(name: str, today: date) -> Period:
    """The period of that name, as seen on `today`; raises `KeyError`."""
    month = today.replace(day=1)
    return {
        "today": Period(today, today),
        "yesterday": Period(today - DAY, today - DAY),
        "last_7_days": Period(today - DAY * 6, today),
        "last_30_days": Period(today - DAY * 29, today),
        "this_month": Period(month, today),
        "last_month": Period(_months_before(month, 1), month - DAY),
        "this_quarter": Period(_months_before(month, (month.month - 1) % 3), today),
        "this_year": Period(date(today.year, 1, 1), today),
    }[name]
