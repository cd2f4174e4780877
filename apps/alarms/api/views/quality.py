"""Alarm quality over the API: the same figures as the page's."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.alarms.api.views.base import AlarmsView
from apps.alarms.quality import Quality, measured
from apps.alarms.quality_form import QualityForm
from apps.core.clock import iso, now
from apps.core.errors import InvalidInput


class AckTimes(serializers.Serializer):
    """Seconds from an alarm to its acknowledgement."""

    count = serializers.IntegerField()
    median_s = serializers.FloatField(allow_null=True)
    p90_s = serializers.FloatField(allow_null=True)
    p95_s = serializers.FloatField(allow_null=True)
    longest_s = serializers.FloatField(allow_null=True)


class AlarmSourceCount(serializers.Serializer):
    source = serializers.CharField()  # type: ignore[assignment]
    name = serializers.CharField()
    count = serializers.IntegerField()


class QualityItem(serializers.Serializer):
    """The measures of one region."""

    region = serializers.CharField()
    alarms = serializers.IntegerField()
    occurrences = serializers.IntegerField()
    per_operator_10min = serializers.FloatField()
    floods = serializers.IntegerField()
    flood_share = serializers.FloatField(help_text="Of the period, from 0 to 1.")
    priorities = serializers.DictField(child=serializers.IntegerField())
    chattering = serializers.IntegerField()
    standing = serializers.IntegerField(help_text="Open for more than 24 hours.")
    unacknowledged = serializers.IntegerField()
    false = serializers.IntegerField()
    acknowledged = AckTimes()
    sources = AlarmSourceCount(many=True)


class QualityAnswer(serializers.Serializer):
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    operators = serializers.IntegerField()
    regions = QualityItem(many=True)


class QualityView(AlarmsView):
    """The measures of each region in scope; `first` and `last` are local days, both included."""

    @extend_schema(
        responses=QualityAnswer,
        parameters=[
            OpenApiParameter("first", str, description="ISO date; without it seven days before the last."),
            OpenApiParameter("last", str, description="ISO date; without it today."),
            OpenApiParameter("region", str),
            OpenApiParameter("operators", int, description="How many share the alarms of a region."),
        ],
    )
    def get(self, request: Request) -> Response:
        form = QualityForm(request.query_params, scope=self.scope, at=now())
        if not form.is_valid():
            raise InvalidInput(
                fields={name: [str(text) for text in texts] for name, texts in form.errors.items()}
            )
        asked = form.asked()
        rows = measured(asked.codes, asked.start, asked.end, operators=asked.operators)
        return Response(
            {
                "start": iso(asked.start),
                "end": iso(asked.end),
                "operators": asked.operators,
                "regions": [_item(row) for row in rows],
            }
        )


def _item(row: Quality) -> dict[str, Any]:
    sources = [{"source": source, "name": name, "count": count} for source, name, count in row.sources]
    priorities = {str(priority): count for priority, count in row.priorities.items()}
    return asdict(row) | {"priorities": priorities, "sources": sources}
