"""Write a rule, switch it on and off, retire it: each change of what it says is a version that stays."""

from datetime import datetime

from apps.alarms.models import AlarmType, Rule, RuleVersion, Wait, Zone
from apps.alarms.refusals import RuleInvalid, RuleOutOfScope, RuleVersionIsOld
from apps.alarms.rules.checking import TEXT_AT_MOST, Faults, check, note
from apps.alarms.rules.drafts import RuleDraft, definition_of
from apps.alarms.rules.projecting import project
from apps.alarms.workflow import PRIORITIES
from apps.core.errors import NotFound
from apps.incidents.models import IncidentType
from apps.incidents.people import Principal, signature
from apps.live.feed import change
from apps.regions.models import Region
from apps.regions.scope import EVERYTHING


def save_rule(
    *,
    draft: RuleDraft,
    by: Principal | None,
    at: datetime,
    rule_id: int | None = None,
    version: int | None = None,
) -> Rule:
    """Write a new rule, which is off, or change one.

    Raises `RuleInvalid` with every fault, `RuleOutOfScope` where a region of it is not the author's,
    `RuleVersionIsOld`, and `NotFound` for one that is retired.
    """
    with change(at=at):
        rule = Rule() if rule_id is None else _locked(rule_id, by, version)
        _check(draft, by)
        _fill(rule, draft)
        if rule_id is not None:
            rule.version += 1
        rule.save()
        rule.regions.set(Region.objects.filter(pk__in=draft.regions))
        _keep_version(rule, draft.regions, by, at)
        project(rule, draft.regions, by=by, at=at)
    return rule


def switch_rule(
    *, rule_id: int, is_on: bool, by: Principal | None, at: datetime, version: int | None = None
) -> Rule:
    """Switch a rule on or off: its limits are set at the sensors, or taken away."""
    with change(at=at):
        rule = _locked(rule_id, by, version)
        if rule.is_on != is_on:
            rule.is_on = is_on
            rule.save(update_fields=["is_on"])
            project(rule, _regions_of(rule), by=by, at=at)
            if not is_on:
                Wait.objects.filter(rule=rule).delete()
    return rule


def retire_rule(*, rule_id: int, by: Principal | None, at: datetime, version: int | None = None) -> Rule:
    """Take a rule out of use for good; the alarms that it raised still show it."""
    with change(at=at):
        rule = switch_rule(rule_id=rule_id, is_on=False, by=by, at=at, version=version)
        rule.retired_at = at
        rule.save(update_fields=["retired_at"])
    return rule


def renew_rules_of_zone(*, zone: Zone, by: Principal | None, at: datetime) -> None:
    """The zone has another shape: each rule of it has a new version."""
    with change(at=at):
        for rule in Rule.objects.in_use().filter(zone=zone).select_for_update(of=("self",)).order_by("pk"):
            rule.version += 1
            rule.save(update_fields=["version"])
            _keep_version(rule, _regions_of(rule), by, at)


def _locked(rule_id: int, by: Principal | None, version: int | None) -> Rule:
    rule = Rule.objects.locked(rule_id)
    if rule.retired_at is not None:
        raise NotFound
    if by is not None and not by.scope.is_national and _regions_of(rule) - by.scope.codes:
        raise RuleOutOfScope
    if version is not None and version != rule.version:
        raise RuleVersionIsOld(fields={"version": rule.version})
    return rule


def _regions_of(rule: Rule) -> frozenset[str]:
    return frozenset(rule.regions.values_list("pk", flat=True))


def _check(draft: RuleDraft, by: Principal | None) -> None:
    if by is not None and not by.scope.is_national and draft.regions - by.scope.codes:
        raise RuleOutOfScope
    faults: Faults = {}
    if len(draft.name) > TEXT_AT_MOST:
        note(faults, "name", "too_long")
    if draft.priority not in PRIORITIES:
        note(faults, "priority", "not_a_choice")
    known = Region.objects.filter(pk__in=draft.regions).count()
    if not draft.regions or known != len(draft.regions):
        note(faults, "regions", "unknown" if draft.regions else "needed")
    if not AlarmType.objects.filter(pk=draft.alarm_type, is_active=True).exists():
        note(faults, "alarm_type", "unknown")
    if draft.opens_incident and not _opens(draft.opens_incident):
        note(faults, "opens_incident", "unknown")
    _check_zone(draft, by, faults)
    try:
        check(
            trigger=draft.trigger,
            settings=draft.settings,
            conditions=draft.conditions,
            schedule=draft.schedule,
            needs_clearing=draft.needs_clearing,
        )
    except RuleInvalid as invalid:
        raise RuleInvalid(fields=faults | invalid.fields) from None
    if faults:
        raise RuleInvalid(fields=faults)


def _opens(code: str) -> bool:
    return IncidentType.objects.filter(pk=code, is_active=True).exists()


def _check_zone(draft: RuleDraft, by: Principal | None, faults: Faults) -> None:
    if draft.zone is None:
        return
    zone = Zone.objects.in_scope(EVERYTHING if by is None else by.scope).filter(pk=draft.zone).first()
    if zone is None:
        note(faults, "zone", "unknown")
    elif zone.region_id not in draft.regions:
        note(faults, "zone", "zone_elsewhere")


def _fill(rule: Rule, draft: RuleDraft) -> None:
    rule.name = draft.name
    rule.trigger = draft.trigger.value
    rule.settings = draft.settings
    rule.match = draft.match
    rule.conditions = draft.conditions
    rule.schedule = draft.schedule
    rule.zone = Zone.objects.get(pk=draft.zone) if draft.zone else None
    rule.alarm_type_id = draft.alarm_type
    rule.priority = draft.priority
    rule.escalate_after_s = draft.escalate_after_s
    rule.opens_incident_id = draft.opens_incident or None
    rule.needs_clearing = draft.needs_clearing


def _keep_version(rule: Rule, regions: frozenset[str], by: Principal | None, at: datetime) -> None:
    RuleVersion.objects.create(
        rule=rule,
        number=rule.version,
        name=rule.name,
        definition=definition_of(rule, regions),
        at=at,
        **signature(by),
    )
