"""What triggers record, and that nobody can take it back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from pghistory.models import Context

from apps.accounts.audit import acting, record
from apps.accounts.models import ApiClient, AuditEntry, AuditKind, User, UserRegion
from apps.accounts.roles import Role
from apps.accounts.trail.sources import event_models
from apps.core.clock import now
from tests.accounts.factories import ApiClientFactory, UserFactory
from tests.regions.factories import RegionFactory

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Any], Client]
UserEvent = User.events.rel.related_model
UserRegionEvent = UserRegion.pgh_event_models["insert"]


def refused_by_the_database(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return "append-only" in str(error) or "Cannot update or delete" in str(error)
    return False


def test_entries_of_the_trail_can_be_neither_changed_nor_deleted() -> None:
    record(AuditKind.EXPORT, at=now())
    assert refused_by_the_database("UPDATE accounts_auditentry SET name = 'nobody'")
    assert refused_by_the_database("DELETE FROM accounts_auditentry")
    assert AuditEntry.objects.count() == 1


def test_events_of_every_room_can_be_neither_changed_nor_deleted() -> None:
    tables = {model._meta.db_table for model in event_models().values()}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE NOT t.tgisinternal AND t.tgname LIKE 'pgtrigger_append_only%'
            """
        )
        guarded = {row[0] for row in cursor.fetchall()}
    assert tables - guarded == set()
    UserFactory()
    assert refused_by_the_database("UPDATE accounts_userevent SET role = 'admin'")
    assert refused_by_the_database("DELETE FROM accounts_userevent")


def test_the_context_of_a_change_cannot_be_deleted_and_is_sealed_after_an_hour() -> None:
    with acting(command="test"):
        UserFactory()
    assert refused_by_the_database("DELETE FROM pghistory_context")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE pghistory_context DISABLE TRIGGER USER")
        cursor.execute("UPDATE pghistory_context SET created_at = now() - interval '2 hours'")
        cursor.execute("ALTER TABLE pghistory_context ENABLE TRIGGER USER")
    Context.objects.update(metadata={"user": 1})
    assert Context.objects.get().metadata["command"] == "test"


def test_a_change_in_the_admin_is_recorded_with_user_request_and_both_states(browser_of: BrowserOf) -> None:
    admin = UserFactory(role=Role.ADMIN, is_national=True)
    user = UserFactory(role=Role.OPERATOR, regions=["UZ-TK"])
    form = {
        "username": user.username,
        "role": Role.SUPERVISOR,
        "regions": ["UZ-TK"],
        "language": "ru",
        "is_active": "on",
    }
    address = f"/admin/accounts/user/{user.pk}/change/"
    answer = browser_of(admin).post(address, form, headers={"X-Request-ID": "request-1234"})
    assert answer.status_code == 302
    before, after = (
        user.events.order_by("-pgh_id")[1::-1] if False else list(user.events.order_by("pgh_id"))[-2:]
    )
    assert (before.role, after.role) == (Role.OPERATOR, Role.SUPERVISOR)
    assert after.pgh_context.metadata == {
        "user": admin.pk,
        "url": address,
        "address": "127.0.0.1",
        "request_id": "request-1234",
    }


def test_regions_given_and_taken_are_recorded() -> None:
    user = UserFactory(regions=["UZ-TK"])
    other = RegionFactory(code="UZ-SA")
    with acting(user):
        user.regions.set([other])
    told = [
        (event.pgh_label, event.region_id)
        for event in UserRegionEvent.objects.filter(user=user).order_by("pgh_id")
    ]
    assert told[0] == ("insert", "UZ-TK")
    assert set(told[1:]) == {("delete", "UZ-TK"), ("insert", "UZ-SA")}
    assert UserRegionEvent.objects.filter(pgh_context__metadata__user=user.pk).count() == 2


def test_a_change_by_a_key_names_the_client_and_not_the_user_with_the_same_number() -> None:
    client = ApiClientFactory()
    with acting(client):
        UserFactory(regions=[])
    metadata = UserEvent.objects.get().pgh_context.metadata
    assert (metadata["client"], metadata["user"]) == (client.pk, None)


def test_passwords_and_hashes_of_keys_never_reach_the_history() -> None:
    columns = {field.name for field in UserEvent._meta.get_fields()}
    assert "password" not in columns
    key_event = ApiClient.keys.rel.related_model.pgh_event_models["insert"]
    assert "digest" not in {field.name for field in key_event._meta.get_fields()}


def test_the_admins_flags_follow_the_role_and_the_database_insists() -> None:
    user = UserFactory(role=Role.ADMIN, is_national=True)
    assert (user.is_staff, user.is_superuser) == (True, True)
    user.role = Role.OPERATOR
    user.save(update_fields=["role"])
    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser) == (False, False)
    with pytest.raises(IntegrityError, match="user_is_staff_when_admin"), transaction.atomic():
        User.objects.update(is_staff=True)
    with (
        pytest.raises(IntegrityError, match="user_is_superuser_only_as_national_admin"),
        transaction.atomic(),
    ):
        User.objects.update(is_superuser=True)
    with pytest.raises(IntegrityError, match="user_role_is_known"), transaction.atomic():
        User.objects.update(role="tsar")
