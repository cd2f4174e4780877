"""What the JSON edge takes and tells."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.incidents.words import INTERVALS
from apps.incidents.workflow import PRIORITIES
from apps.reports.models import ReportRun
from apps.reports.periods import Period
from apps.reports.questions import COMPARISONS

# `from` is a keyword of Python, so the class is made by its fields.
PeriodSerializer = type(
    "PeriodSerializer",
    (serializers.Serializer,),
    {
        "__doc__": "Local days, both included.",
        "from": serializers.DateField(),
        "to": serializers.DateField(),
    },
)


class RunRequestSerializer(serializers.Serializer[Any]):
    """What a run is asked for. No regions: all of the caller's scope."""

    period = PeriodSerializer()
    regions = serializers.ListField(child=serializers.CharField(max_length=5), required=False, max_length=20)
    priorities = serializers.ListField(
        child=serializers.ChoiceField(choices=PRIORITIES), required=False, max_length=5
    )
    types = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=200)
    interval = serializers.ChoiceField(choices=INTERVALS, required=False)
    compare = serializers.ChoiceField(choices=COMPARISONS, required=False)

    def validate_period(self, value: dict[str, Any]) -> dict[str, Any]:
        try:
            Period(value["from"], value["to"])
        except ValueError:
            raise serializers.ValidationError({"to": [_("The period ends before it begins.")]}) from None
        return value

    def as_values(self) -> dict[str, list[str]]:
        """The same as the parameters of an address."""
        given = self.validated_data
        several = {"region": "regions", "priority": "priorities", "type": "types"}
        values = {name: [str(one) for one in given.get(key, ())] for name, key in several.items()}
        single = {name: [given[name]] for name in ("interval", "compare") if name in given}
        return values | single | {name: [str(given["period"][name])] for name in ("from", "to")}


class RunListSerializer(serializers.ModelSerializer[ReportRun]):
    """A run with the addresses of its files, without its result."""

    period = serializers.SerializerMethodField()
    regions = serializers.SerializerMethodField(help_text="null: the whole nation")
    files = serializers.SerializerMethodField()

    class Meta:
        model = ReportRun
        fields = (
            "id",
            "name",
            "status",
            "progress",
            "stage",
            "error",
            "period",
            "regions",
            "params",
            "requested_at",
            "started_at",
            "finished_at",
            "files",
        )
        read_only_fields: tuple[str, ...] = fields

    @extend_schema_field(PeriodSerializer)
    def get_period(self, run: ReportRun) -> dict[str, str]:
        return {"from": run.period_from.isoformat(), "to": run.period_to.isoformat()}

    def get_regions(self, run: ReportRun) -> list[str] | None:
        return None if run.is_national else run.regions

    def get_files(self, run: ReportRun) -> dict[str, str]:
        kinds = run.files.values_list("kind", flat=True)
        return {kind: reverse("report-run-file", args=[run.pk, kind]) for kind in kinds}


class RunSerializer(RunListSerializer):
    """A run with its result."""

    class Meta(RunListSerializer.Meta):
        fields = (*RunListSerializer.Meta.fields, "result")  # type: ignore[assignment]
        read_only_fields = fields


class ReportSerializer(serializers.Serializer[Any]):
    """A report of the catalogue, in the caller's language."""

    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()


class FiguresSerializer(serializers.Serializer[Any]):
    """The figures of an interval; lengths in seconds, shares from 0 to 1, null where there is nothing to tell of."""

    n = serializers.IntegerField()
    completeness = serializers.FloatField(allow_null=True)
    median_s = serializers.FloatField(allow_null=True)
    mean_s = serializers.FloatField(allow_null=True)
    p90_s = serializers.FloatField(allow_null=True)
    p95_s = serializers.FloatField(allow_null=True)
    within_target = serializers.FloatField(allow_null=True)
    missed_open = serializers.IntegerField()
    excluded = serializers.DictField(child=serializers.IntegerField())
    judged = serializers.IntegerField()
    target_s = serializers.IntegerField(allow_null=True)
    target_share = serializers.FloatField(allow_null=True)


class GroupSerializer(serializers.Serializer[Any]):
    """`key` holds a value for each word of `group_by`; `intervals` every interval by its name."""

    key = serializers.DictField()
    incidents = serializers.IntegerField()
    intervals = serializers.DictField(child=FiguresSerializer())


class ResponseTimesSerializer(serializers.Serializer[Any]):
    as_of = serializers.DateTimeField()
    groups = GroupSerializer(many=True)
