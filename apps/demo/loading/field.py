"""The demo's people in the field: inspectors with accounts, units, devices, and where each is at first."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from apps.accounts.models import User
from apps.core.constraints import check_at_once
from apps.core.copying import copy_rows
from apps.demo.accounts import Account, inspector
from apps.demo.geography import Ground
from apps.demo.population import POPULATION_K, share_out
from apps.demo.roster import Person, Team, draw_roster
from apps.demo.seeds import chance, id_at
from apps.inspectors.actions.record_positions import Reading, record_positions
from apps.inspectors.models import Device, Inspector, Unit, UnitStatusEntry
from apps.inspectors.workflow import UnitStatus
from apps.live.epochs import rewriting
from apps.regions.scope import EVERYTHING

DEVICES: Final = "demo-"
_STATUSES: Final = {
    UnitStatus.AVAILABLE: 0.84,
    UnitStatus.OFF_DUTY: 0.08,
    UnitStatus.BUSY: 0.05,
    UnitStatus.OUT_OF_SERVICE: 0.03,
}


@dataclass(frozen=True, slots=True)
class Roster:
    """The teams of one region."""

    region: str
    teams: Sequence[Team]

    def people(self) -> Iterator[Person]:
        """Everybody, in the order of their numbers."""
        for team in self.teams:
            yield from team.people

    def account_of(self, person: Person) -> Account:
        """The account somebody signs in with."""
        return inspector(self.region, person.number, person.name)


def draw_rosters(*, total: int, grounds: Mapping[str, Ground]) -> list[Roster]:
    """`total` inspectors by population; the same ones each time."""
    shares = share_out(total, {code: POPULATION_K[code] for code in grounds})
    return [
        Roster(code, draw_roster(chance("roster", code), ground, people=shares[code]))
        for code, ground in grounds.items()
    ]


def load_field(*, rosters: Sequence[Roster], at: datetime) -> int:
    """Write inspectors, units and devices; answers how many inspectors. Does nothing where the demo has units."""
    if Device.objects.filter(identifier__startswith=DEVICES).exists():
        return 0
    with rewriting() as regions:
        check_at_once()
        for roster in rosters:
            _load(roster, at)
            regions.add(roster.region)
        record_positions(readings=_first_positions(rosters, at), scope=EVERYTHING, at=at)
    return sum(len(team.people) for roster in rosters for team in roster.teams)


def device_of(call_sign: str) -> str:
    """What a unit's device calls itself: `demo-tk-ppx-03`."""
    return f"{DEVICES}{call_sign.lower()}"


def _load(roster: Roster, at: datetime) -> None:
    inspectors = Inspector.objects.bulk_create(_inspectors(roster), batch_size=500)
    by_number = dict(zip((person.number for person in roster.people()), inspectors, strict=True))
    rng = chance("units", roster.region)
    units = Unit.objects.bulk_create([_unit(rng, roster.region, team, at) for team in roster.teams])
    crew = Unit.crew.through
    crew.objects.bulk_create(
        crew(unit_id=unit.pk, inspector_id=by_number[person.number].pk)
        for unit, team in zip(units, roster.teams, strict=True)
        for person in team.people
    )
    Device.objects.bulk_create(Device(identifier=device_of(unit.call_sign), unit=unit) for unit in units)
    copy_rows([entry for unit in units if (entry := _entry(rng, unit))])


def _inspectors(roster: Roster) -> Iterator[Inspector]:
    names = [roster.account_of(person).username for person in roster.people()]
    users = dict(User.objects.filter(username__in=names).values_list("username", "pk"))
    for person, name in zip(roster.people(), names, strict=True):
        yield Inspector(
            full_name=person.name,
            badge=f"{roster.region.removeprefix('UZ-')}-{person.number:04d}",
            region_id=roster.region,
            mahalla=person.mahalla,
            phone=person.phone,
            user_id=users.get(name),
        )


def _unit(rng: random.Random, region: str, team: Team, at: datetime) -> Unit:
    status = rng.choices(list(_STATUSES), list(_STATUSES.values()))[0]
    return Unit(
        call_sign=team.call_sign,
        service=team.service,
        region_id=region,
        vehicle=team.vehicle,
        skills=list(team.skills),
        home_beat=team.beat,
        status=status.value,
        status_changed_at=at - timedelta(minutes=rng.uniform(5, 420)),
    )


def _entry(rng: random.Random, unit: Unit) -> UnitStatusEntry | None:
    """A unit is off duty until it reports; there is no line for that."""
    if unit.status == UnitStatus.OFF_DUTY or unit.status_changed_at is None:
        return None
    return UnitStatusEntry(
        id=id_at(rng, unit.status_changed_at),
        unit=unit,
        at=unit.status_changed_at,
        was=UnitStatus.OFF_DUTY.value,
        status=unit.status,
    )


def _first_positions(rosters: Sequence[Roster], at: datetime) -> list[Reading]:
    """Each unit at its home; positions of somebody off duty are dropped as always."""
    rng = chance("first positions")
    return [
        Reading(
            device=device_of(team.call_sign),
            at=at - timedelta(minutes=1),
            lon=round(team.home.lon, 6),
            lat=round(team.home.lat, 6),
            speed_mps=0.0,
            accuracy_m=round(rng.uniform(3, 12), 1),
            battery=float(rng.randint(45, 100)),
        )
        for roster in rosters
        for team in roster.teams
    ]
