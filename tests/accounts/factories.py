"""People of each role, and other systems."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from apps.accounts.keys import digest_of, new_key
from apps.accounts.models import ApiClient, ApiKey, User
from apps.accounts.roles import Role
from apps.core.clock import now
from tests.regions.factories import RegionFactory


class UserFactory(DjangoModelFactory):
    """`UserFactory(role=Role.SUPERVISOR, regions=["UZ-TK"])`; the default is an operator of UZ-TK."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    role = Role.OPERATOR
    language = "en"

    @factory.post_generation
    def regions(self: Any, create: bool, codes: list[str] | None, **_: Any) -> None:
        chosen = ["UZ-TK"] if codes is None and not self.is_national else codes or []
        if create:
            self.regions.set([RegionFactory(code=code) for code in chosen])


class ApiClientFactory(DjangoModelFactory):
    """`ApiClientFactory(scopes=["incidents:write"], regions=["UZ-TK"])`."""

    class Meta:
        model = ApiClient
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"system {n}")
    created_at = factory.LazyFunction(now)

    @factory.post_generation
    def regions(self: Any, create: bool, codes: list[str] | None, **_: Any) -> None:
        if create:
            self.regions.set([RegionFactory(code=code) for code in codes or ["UZ-TK"]])


def key_of(client: ApiClient) -> str:
    """A fresh key of this client, as its owner holds it."""
    key = new_key()
    ApiKey.objects.create(client=client, prefix=key[:8], digest=digest_of(key), created_at=now())
    return key
