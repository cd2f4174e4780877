"""The reports that there are: a name, what it tells, and how it is built and put into files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.errors import NotFound
from apps.reports.builders import response_times, response_times_tables
from apps.reports.builders.response_times import Step
from apps.reports.questions import Question
from apps.reports.tables import Table


class Build(Protocol):
    """Computes a report's result as plain JSON values."""

    def __call__(self, question: Question, *, as_of: Any, step: Step) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Report:
    """`everything` is one table for scripts, `for_people` the sheets of a workbook; `page` names its address."""

    name: str
    title: Promise
    description: Promise
    page: str
    build: Build
    everything: Callable[[Mapping[str, Any]], Table]
    for_people: Callable[[Mapping[str, Any]], Sequence[Table]]


_ALL: Final = (
    Report(
        name=response_times.NAME,
        title=_("Response times"),
        description=_(
            "How quickly calls are answered, units sent and people reached: percentiles, targets, completeness, "
            "by region, district, type, priority, day and month."
        ),
        page="reports:response_times",
        build=response_times.build,
        everything=response_times_tables.everything,
        for_people=response_times_tables.for_people,
    ),
)
REPORTS: Final[dict[str, Report]] = {report.name: report for report in _ALL}


def report_named(name: str) -> Report:
    """The report of that name; raises `NotFound`."""
    try:
        return REPORTS[name]
    except KeyError:
        raise NotFound from None
