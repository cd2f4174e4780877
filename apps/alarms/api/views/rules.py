"""Rules over the API: written, switched, tried over a time that has passed, retired."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.roles import Can
from apps.alarms import actions, bench
from apps.alarms.api.rule_serializers import (
    BenchInput,
    BenchResult,
    RuleEdit,
    RuleFields,
    RuleInput,
    RuleItem,
    RuleVersionItem,
    draft_of,
    input_of,
)
from apps.alarms.api.views.alarms import WholePages
from apps.alarms.api.views.base import AlarmsView
from apps.alarms.models import Rule, RuleVersion
from apps.alarms.querysets import RuleQuerySet
from apps.alarms.rules.fields import described
from apps.core.api.shapes import ErrorSerializer
from apps.core.clock import iso, now
from apps.core.errors import NotFound, Sought

STEP: Final = {200: RuleItem, 409: ErrorSerializer}
DAY: Final = timedelta(hours=24)
SHOWN: Final = 500
SOURCES: Final = 20


class RulesView(AlarmsView):
    """Base: rules are read and written by those who may write them; they may name plates that are looked for."""

    may_read = Can.WRITE_RULES
    may_write = Can.WRITE_RULES

    def rules(self) -> RuleQuerySet:
        """The rules in scope that are in use."""
        return Rule.objects.in_scope(self.scope).in_use()

    def rule(self) -> Rule:
        """The rule in the address; raises `NotFound`."""
        found = self.rules().select_related("zone").filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound(Sought(Rule, "pk", self.kwargs["pk"]))
        return found

    def items(self, rules: Iterable[Rule]) -> list[dict[str, Any]]:
        """Rules as JSON."""
        return [self._item(rule) for rule in rules]

    def _item(self, rule: Rule) -> dict[str, Any]:
        codes = sorted(region.pk for region in rule.regions.all())
        return input_of(rule) | {
            "id": rule.pk,
            "regions": codes,
            "zone": rule.zone and {"id": rule.zone.pk, "name": rule.zone.name},
            "is_on": rule.is_on,
            "version": rule.version,
            "is_mine": all(self.scope.covers(code) for code in codes),
        }


class RuleListView(RulesView):
    """The rules in scope, by name; `POST` writes a new one, which is off."""

    pagination_class = WholePages

    @extend_schema(responses=RuleItem(many=True))
    def get(self, request: Request) -> Response:
        rules = self.rules().select_related("zone").prefetch_related("regions").order_by("name", "pk")
        page: Any = self.paginate_queryset(rules)
        return self.get_paginated_response(self.items(page))

    @extend_schema(request=RuleInput, responses={201: RuleItem})
    def post(self, request: Request) -> Response:
        rule = actions.save_rule(draft=self.checked(RuleInput).draft(), by=self.who, at=now())
        return Response(self._item(rule), status=201)


class RuleView(RulesView):
    """One rule; `PATCH` changes what is given, `is_on` switches it; `DELETE` retires it."""

    @extend_schema(responses=RuleItem)
    def get(self, request: Request, pk: int) -> Response:
        return Response(self._item(self.rule()))

    @extend_schema(request=RuleEdit(partial=True), responses=STEP)
    def patch(self, request: Request, pk: int) -> Response:
        rule = self.rule()
        edit = RuleEdit(data=request.data, partial=True)
        edit.is_valid(raise_exception=True)
        given = dict(edit.validated_data)
        is_on, version = given.pop("is_on", None), given.pop("version", None)
        if given:
            draft = draft_of(input_of(rule) | given)
            rule = actions.save_rule(draft=draft, by=self.who, at=now(), rule_id=rule.pk, version=version)
            version = rule.version
        if is_on is not None:
            rule = actions.switch_rule(rule_id=rule.pk, is_on=is_on, by=self.who, at=now(), version=version)
        return Response(self._item(self.rule()))

    @extend_schema(responses=STEP)
    def delete(self, request: Request, pk: int) -> Response:
        rule = actions.retire_rule(rule_id=self.rule().pk, by=self.who, at=now())
        return Response(self._item(rule))


class RuleVersionListView(RulesView):
    """Every version of a rule, the newest first."""

    pagination_class = WholePages

    @extend_schema(responses=RuleVersionItem(many=True))
    def get(self, request: Request, pk: int) -> Response:
        versions: Any = RuleVersion.objects.filter(rule=self.rule()).order_by("-number")
        page: Any = self.paginate_queryset(versions)
        return self.get_paginated_response([_version(version) for version in page])


def _version(version: RuleVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "name": version.name,
        "at": iso(version.at),
        "by": version.by_name,
        "definition": version.definition,
    }


class RuleFieldsView(RulesView):
    """What each kind of rule is made of, in the user's language: the form is drawn from it."""

    @extend_schema(responses=RuleFields)
    def get(self, request: Request) -> Response:
        return Response({"triggers": described()})


class BenchView(RulesView):
    """`POST`: the alarms that the rule would have raised, the last 24 hours unless told."""

    @extend_schema(operation_id="alarm_rules_bench", request=BenchInput, responses=BenchResult)
    def post(self, request: Request, pk: int) -> Response:
        given = self.checked(BenchInput).validated_data
        end = given.get("end") or now()
        start = given.get("start") or end - DAY
        found = bench.run_over(self.rule(), start, end, self.scope)
        return Response(_result(found, start, end))


def _result(found: list[bench.WouldBe], start: datetime, end: datetime) -> dict[str, Any]:
    hours = Counter(alarm.raised_at.replace(minute=0, second=0, microsecond=0) for alarm in found)
    sources = Counter((alarm.source, alarm.source_name or alarm.source_code) for alarm in found)
    return {
        "start": iso(start),
        "end": iso(end),
        "count": len(found),
        "occurrences": sum(alarm.occurrences for alarm in found),
        "hours": [{"at": iso(at), "count": count} for at, count in sorted(hours.items())],
        "sources": [
            {"source": source, "name": name, "count": count}
            for (source, name), count in sources.most_common(SOURCES)
        ],
        "alarms": [_would_be(alarm) for alarm in found[:SHOWN]],
    }


def _would_be(alarm: bench.WouldBe) -> dict[str, Any]:
    return {
        "region": alarm.region,
        "source": alarm.source,
        "source_code": alarm.source_code,
        "source_name": alarm.source_name,
        "priority": alarm.priority,
        "raised_at": iso(alarm.raised_at),
        "ended_at": iso(alarm.ended_at),
        "occurrences": alarm.occurrences,
        "facts": alarm.facts,
    }
