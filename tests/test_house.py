"""The order of the rooms, where import-linter cannot see it: relations between models, dependencies of migrations."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

ROOMS = (
    {"core"},
    {"regions"},
    {"accounts"},
    {"live"},
    {"incidents", "cameras", "sensors"},
    {"inspectors"},
    {"alarms", "interchange"},
    {"map", "reports"},
    {"demo"},
)
FLOOR = {room: height for height, rooms in enumerate(ROOMS) for room in rooms}
FORBIDDEN = {"utils", "helpers", "common", "services", "managers", "signals", "mixins"}
APPS = Path(__file__).resolve().parents[1] / "apps"


def is_below_or_same(lower: str, upper: str) -> bool:
    return lower == upper or FLOOR[lower] < FLOOR[upper]


def ours() -> list[str]:
    return [config.label for config in apps.get_app_configs() if config.name.startswith("apps.")]


def test_every_room_has_its_floor():
    assert set(ours()) == set(FLOOR)


def test_models_point_down():
    wrong = []
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.app_label
        if label not in FLOOR:
            continue
        for field in model._meta.get_fields():
            other = getattr(field, "related_model", None)
            if other is None or field.auto_created or isinstance(other, str):
                continue
            target = other._meta.app_label
            if target in FLOOR and not is_below_or_same(target, label):
                wrong.append(f"{label}.{model.__name__}.{field.name} -> {target}")
    assert wrong == []


def test_migrations_depend_downward():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    wrong = [
        f"{label}.{name} -> {target}"
        for (label, name), migration in loader.disk_migrations.items()
        if label in FLOOR
        for target, _ in migration.dependencies
        if target in FLOOR and not is_below_or_same(target, label)
    ]
    assert wrong == []


def test_every_migration_can_be_undone():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    wrong = [
        f"{label}.{name}: {operation}"
        for (label, name), migration in loader.disk_migrations.items()
        if label in FLOOR
        for operation in migration.operations
        if not operation.reversible
    ]
    assert wrong == []


@pytest.mark.parametrize("path", sorted(APPS.rglob("*.py")), ids=lambda p: str(p.relative_to(APPS)))
def test_every_module_can_name_its_room_and_has_no_catch_all_name(path):
    assert path.stem not in FORBIDDEN
    if path.stat().st_size and "migrations" not in path.parts:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), "opens with a sentence"
