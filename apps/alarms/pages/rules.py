"""Pages of alarm rules: the list, the form that grows as it is filled in, the trial over past days, the history."""

from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.contrib import messages
from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import Polygon
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from apps.accounts.roles import Can
from apps.alarms import actions, bench
from apps.alarms.models import Rule
from apps.alarms.pages.guard import needs, user_of
from apps.alarms.pages.rule_input import (
    CONDITIONS_AT_MOST,
    Given,
    draft_of,
    empty,
    of_post,
    of_rule,
    typed,
    whole,
)
from apps.alarms.pages.rule_shape import names_for, nothing_chosen, shape_of
from apps.alarms.rules.fields import FIELDS, OPS
from apps.alarms.rules.saying import PARTS, parts_of, sentence
from apps.alarms.words import Trigger
from apps.core.clock import TASHKENT, now
from apps.core.errors import DomainError, InvalidInput
from apps.core.geometry_field import from_text
from apps.regions.models import Region
from apps.regions.scope import Scope

TRIALS: Final = {"yesterday": 1, "week": 7}
LISTED: Final = 100


def _rule(request: HttpRequest, pk: int) -> Rule:
    rules = (
        Rule.objects.in_scope(user_of(request).scope)
        .in_use()
        .select_related("zone")
        .prefetch_related("regions")
    )
    rule = rules.filter(pk=pk).first()
    if rule is None:
        raise Http404
    return rule


@require_safe
@needs(Can.WRITE_RULES)
def rule_list(request: HttpRequest) -> HttpResponse:
    """The rules in scope, each as a sentence."""
    scope = user_of(request).scope
    names = names_for(scope)
    mine = set(Rule.objects.wholly_in(scope).values_list("pk", flat=True))
    rows = (
        Rule.objects.in_scope(scope).in_use().select_related("alarm_type", "zone").prefetch_related("regions")
    )
    listed: list[dict[str, Any]] = [
        {"rule": rule, "sentence": sentence(of_rule(rule), names), "is_mine": rule.pk in mine}
        for rule in rows.order_by("-is_on", "name", "pk")
    ]
    return render(
        request, "alarms/rules.html", {"listed": listed, "on": sum(row["rule"].is_on for row in listed)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.WRITE_RULES)
def new_rule(request: HttpRequest) -> HttpResponse:
    """An empty form, or a copy of a rule; `POST` keeps the rule, which is off."""
    if request.method == "POST":
        return _save(request, None)
    given = empty()
    source = whole(request.GET.get("copy", ""))
    if source is not None:
        rule = _rule(request, source)
        given = of_rule(rule) | {"name": _("%(name)s (copy)") % {"name": rule.name}}
    return _form(request, given, {})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.WRITE_RULES)
def edit_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule: its form, whether it is on, its history; `POST` keeps a new version."""
    rule = _rule(request, pk)
    return _save(request, rule) if request.method == "POST" else _form(request, of_rule(rule), {}, rule)


@require_POST
@needs(Can.WRITE_RULES)
def redraw(request: HttpRequest) -> HttpResponse:
    """The form's inner part for what is filled in now; `do` adds or drops a condition."""
    given = of_post(request.POST)
    _do(given, request.POST.get("do", ""))
    return render(
        request, "alarms/_rule_fields.html", shape_of(given, scope=user_of(request).scope, faults={})
    )


@require_POST
@needs(Can.WRITE_RULES)
def try_rule(request: HttpRequest) -> HttpResponse:
    """What the rule would have raised: tried as it is filled in, and nothing of it is kept."""
    given = of_post(request.POST)
    start, end = _period(request.POST.get("period", ""), now())
    try:
        found = _tried(request, given, start, end)
    except DomainError as refusal:
        context = shape_of(given, scope=user_of(request).scope, faults=_faults(refusal)) | {
            "refusal": refusal
        }
        return render(request, "alarms/_trial.html", context)
    return render(request, "alarms/_trial.html", _result(found, start, end))


@require_POST
@needs(Can.WRITE_RULES)
def switch_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch the rule on or off."""
    rule, is_on = _rule(request, pk), request.POST.get("on") == "1"
    try:
        actions.switch_rule(
            rule_id=rule.pk,
            is_on=is_on,
            by=user_of(request),
            at=now(),
            version=whole(request.POST.get("version", "")),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        told = _("“%(name)s” is on.") if is_on else _("“%(name)s” is off.")
        messages.success(request, told % {"name": rule.name})
    return redirect("alarm_rule", pk=pk) if request.POST.get("back") == "rule" else redirect("alarm_rules")


@require_POST
@needs(Can.WRITE_RULES)
def retire_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the rule out of use for good."""
    rule = _rule(request, pk)
    try:
        actions.retire_rule(rule_id=rule.pk, by=user_of(request), at=now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("alarm_rule", pk=pk)
    messages.success(request, _("“%(name)s” is out of use.") % {"name": rule.name})
    return redirect("alarm_rules")


def _form(request: HttpRequest, given: Given, faults: Any, rule: Rule | None = None) -> HttpResponse:
    scope = user_of(request).scope
    context = shape_of(given, scope=scope, faults=faults, rule=rule)
    is_mine = rule is None or Rule.objects.wholly_in(scope).filter(pk=rule.pk).exists()
    history = _history(rule, request) if rule else []
    shown = {"is_mine": is_mine, "history": history, "bounds": _bounds(scope)}
    return render(request, "alarms/rule.html", context | shown)


def _bounds(scope: Scope) -> str:
    """West, south, east and north of the regions in scope, for the map that zones are drawn on."""
    box = Region.objects.in_scope(scope).aggregate(box=Extent("boundary"))["box"]
    return ",".join(f"{edge:.4f}" for edge in box) if box else ""


def _save(request: HttpRequest, rule: Rule | None) -> HttpResponse:
    """Keep it and go to its page; what is wrong comes back beside its inputs, in place of the fields."""
    given = of_post(request.POST)
    try:
        kept = _kept(request, given, rule, whole(request.POST.get("version", "")))
    except DomainError as refusal:
        context = shape_of(given, scope=user_of(request).scope, faults=_faults(refusal), rule=rule)
        return render(request, "alarms/_rule_fields.html", context | {"refusal": refusal})
    told = _("The rule is kept and goes on.")
    if not kept.is_on:
        told = _("The rule is kept. Switch it on when the trial looks right.")
    messages.success(request, told)
    return HttpResponseClientRedirect(f"/alarms/rules/{kept.pk}/")


def _kept(request: HttpRequest, given: Given, rule: Rule | None, version: int | None) -> Rule:
    if not given["trigger"]:
        raise InvalidInput(fields=nothing_chosen())
    if not given["name"]:
        raise InvalidInput(fields={"name": [_("Give the rule a name.")]})
    if given["priority"] is None:
        raise InvalidInput(fields={"priority": [_("Choose how urgent the alarm is.")]})
    if isinstance(given["escalate_after_s"], str):
        raise InvalidInput(fields={"escalate_after_s": [_("A number of minutes is needed.")]})
    user, at = user_of(request), now()
    with transaction.atomic():
        zone = _drawn_zone(request, given)
        draft = draft_of(given | {"zone": zone or given["zone"]})
        return actions.save_rule(
            draft=draft, by=user, at=at, rule_id=rule.pk if rule else None, version=version
        )


def _drawn_zone(request: HttpRequest, given: Given) -> int | None:
    """The zone that was drawn with the rule, kept in the rule's first region; None where none was drawn."""
    sent = typed(request.POST)
    text = sent.get("zone_area", "").strip()
    if not text:
        return None
    try:
        area = from_text(text)
    except ValueError:
        area = None
    if not isinstance(area, Polygon):
        raise InvalidInput(fields={"zone": [_("Draw the zone as an area on the map.")]})
    name = sent.get("zone_name", "").strip()
    if not name:
        raise InvalidInput(fields={"zone": [_("Give the zone a name.")]})
    if not given["regions"]:
        raise InvalidInput(fields={"regions": [_("Choose a region first.")]})
    return actions.save_zone(
        name=name, region=sorted(given["regions"])[0], area=area, by=user_of(request), at=now()
    ).pk


def _do(given: Given, what: str) -> None:
    word, _colon, place = what.partition(":")
    rows, row = given["conditions"], whole(place)
    if word == "add" and given["trigger"] and len(rows) < CONDITIONS_AT_MOST:
        first = FIELDS[Trigger(given["trigger"])][0]
        rows.append({"field": first.name, "op": OPS[first.type][0].value, "value": None})
    if word == "drop" and row is not None and row < len(rows):
        del rows[row]


def _tried(request: HttpRequest, given: Given, start: datetime, end: datetime) -> list[Any]:
    """The alarms of the period, with the rule kept for just as long as the trial lasts."""
    with transaction.atomic():
        kept = _kept(request, given | {"name": given["name"] or _("trial")}, None, None)
        found = bench.run_over(kept, start, end, user_of(request).scope)
        transaction.set_rollback(True)
    return found


def _period(word: str, at: datetime) -> tuple[datetime, datetime]:
    """Whole local days that end today at midnight; without a word the last 24 hours."""
    days = TRIALS.get(word)
    if days is None:
        return at - timedelta(days=1), at
    midnight = datetime.combine(at.astimezone(TASHKENT).date(), time(0), TASHKENT)
    return midnight - timedelta(days=days), midnight


def _result(found: list[Any], start: datetime, end: datetime) -> dict[str, Any]:
    hours = Counter(
        alarm.raised_at.astimezone(TASHKENT).replace(minute=0, second=0, microsecond=0) for alarm in found
    )
    most = max(hours.values(), default=1)
    sources = Counter(f"{alarm.source_code} {alarm.source_name}".strip() for alarm in found)
    return {
        "count": len(found),
        "occurrences": sum(alarm.occurrences for alarm in found),
        "hours": [(at, count, most) for at, count in sorted(hours.items())],
        "sources": sources.most_common(10),
        "alarms": found[:LISTED],
        "start": start,
        "end": end,
        "is_much": len(found) > 144 * max((end - start).days, 1),
    }


def _faults(refusal: DomainError) -> dict[str, Any]:
    return dict(refusal.fields)


def _history(rule: Rule, request: HttpRequest) -> list[dict[str, Any]]:
    """Each version: who, when, and which parts of the rule it changed."""
    names = names_for(user_of(request).scope)
    versions = list(rule.versions.order_by("number"))
    said = [parts_of(version.definition, names) | {"name": version.name} for version in versions]
    labels = {**PARTS, "name": _("Name")}
    rows = []
    for at, version in enumerate(versions):
        before = said[at - 1] if at else {}
        changed = [
            (labels[key], before.get(key, ""), said[at].get(key, ""))
            for key in labels
            if at and before.get(key) != said[at].get(key)
        ]
        rows.append({"version": version, "changed": changed, "is_first": at == 0})
    return rows[::-1]
