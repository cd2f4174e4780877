"""The world is what the feed says."""

from typing import Any

from apps.demo.simulator.world import World


def incident(**given: Any) -> dict[str, Any]:
    stamps = ("acknowledged_at", "dispatched_at", "en_route_at", "on_scene_at", "resolved_at")
    item: dict[str, Any] = {
        "id": "i1",
        "region": "UZ-TK",
        "type": "theft",
        "priority": 3,
        "status": "reported",
        "needs_ack": True,
        "location": {"type": "Point", "coordinates": [69.2, 41.3]},
        "source_ref": "demo-1",
        "handler": None,
        "units": [],
        "version": 1,
        "open": True,
        "reported_at": "2026-10-01T07:00:00.000Z",
    }
    return item | dict.fromkeys(stamps) | given


def unit(**given: Any) -> dict[str, Any]:
    item = {
        "id": 7,
        "call_sign": "TK-PPX-01",
        "service": "patrol",
        "region": "UZ-TK",
        "status": "available",
        "location": {"type": "Point", "coordinates": [69.2, 41.3]},
        "open": True,
    }
    return item | given


def event(topic: str, data: dict[str, Any] | None, *, region: str = "UZ-TK") -> dict[str, Any]:
    object_id = str(data["id"]) if data else {"incidents": "i1", "units": "7"}[topic]
    return {"type": "event", "topic": topic, "region": region, "id": object_id, "data": data}


def world(*incidents: dict[str, Any]) -> World:
    return World.of_snapshot({"incidents": incidents, "units": [unit(), unit(id=8)]}, ours=frozenset({7}))


def test_a_new_incident_is_known() -> None:
    found = world()
    found.hear(event("incidents", incident()))
    assert found.incidents["i1"].rings


def test_an_incident_that_ended_is_forgotten() -> None:
    found = world(incident())
    found.hear(event("incidents", incident(status="closed", open=False)))
    assert not found.incidents


def test_leaving_one_region_does_not_lose_an_incident_that_came_to_another() -> None:
    found = world(incident())
    found.hear(event("incidents", incident(region="UZ-TO"), region="UZ-TO"))
    found.hear(event("incidents", None, region="UZ-TK"))
    assert found.incidents["i1"].region == "UZ-TO"


def test_units_of_others_are_left_alone() -> None:
    found = world()
    found.hear(event("units", unit(id=8, status="busy")))
    assert set(found.units) == {7}


def test_only_units_on_duty_with_a_place_are_free() -> None:
    found = world()
    assert [each.id for each in found.free_units("UZ-TK")] == [7]
    found.hear(event("units", unit(status="en_route")))
    assert found.free_units("UZ-TK") == []


def test_the_nearest_open_incident_is_found_within_a_distance() -> None:
    found = world(incident())
    assert found.open_near((69.201, 41.3), within_m=200) is not None
    assert found.open_near((69.3, 41.3), within_m=200) is None


def test_whose_incident_it_is_shows_in_its_reference() -> None:
    assert world(incident()).incidents["i1"].is_ours
    assert not world(incident(source_ref="")).incidents["i1"].is_ours
