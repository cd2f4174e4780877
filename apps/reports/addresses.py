"""The address that asks the same question again, with something changed."""

from typing import Any
from urllib.parse import urlencode

from apps.incidents.workflow import Interval
from apps.reports.questions import Question


def parameters(question: Question, **changed: Any) -> dict[str, Any]:
    """The parameters of a question; `changed` replaces some, and None leaves one out."""
    asked: dict[str, Any] = {
        "region": list(question.regions),
        "priority": [str(one) for one in question.priorities],
        "type": list(question.types),
    }
    if question.preset:
        asked["period"] = question.preset
    else:
        asked |= {"from": question.period.first.isoformat(), "to": question.period.last.isoformat()}
    defaults = {"interval": Interval.TOTAL_RESPONSE.value, "compare": "previous", "by": question.default_by}
    chosen = {"interval": question.interval.value, "compare": question.compare, "by": question.by}
    asked |= {name: value for name, value in chosen.items() if value != defaults[name]}
    asked |= changed
    return {name: value for name, value in asked.items() if value not in (None, [], "")}


def query(question: Question, **changed: Any) -> str:
    """`?from=2026-10-01&…` of `parameters`."""
    return f"?{urlencode(parameters(question, **changed), doseq=True)}"


def period(first: str, last: str) -> dict[str, Any]:
    """What asks for these days instead."""
    return {"period": None, "from": first, "to": last}
