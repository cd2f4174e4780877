"""What the page of response times is filled with: the same for today's facts and for a run's stored result."""

from typing import Any

from django.utils.dateparse import parse_datetime

from apps.core.clock import TASHKENT
from apps.reports import presenting
from apps.reports.boundaries import outline
from apps.reports.questions import Question
from apps.reports.words import BREAKDOWN_NAMES


def shown(question: Question, result: dict[str, Any], *, links: bool) -> dict[str, Any]:
    """The context of `reports/response_times.html`; `links` lead from the map to each region."""
    rows = presenting.rows(question, result)
    breakdown = result["breakdowns"][question.by]
    as_of = parse_datetime(result["as_of"])
    return {
        "result": result,
        "cards": presenting.cards(result),
        "compared": presenting.compared_name(result),
        "rows": rows,
        "by_name": BREAKDOWN_NAMES[question.by],
        "interval_name": presenting.interval_name(question.interval.value),
        "notices": presenting.notices(question, result),
        "as_of": as_of.astimezone(TASHKENT) if as_of else None,
        "heat": presenting.heat(result),
        "is_empty": not result["total"]["incidents"] and not result["total"]["intervals"]["answering"]["n"],
        "charts": {
            "outline": outline().as_json(),
            "map": presenting.map_values(question, result, links=links),
            "trend": breakdown["trend"],
            "heat": presenting.heat(result),
            "line": presenting.points(question, result),
            "target": result["total"]["intervals"][question.interval.value]["target_s"],
        },
    }
