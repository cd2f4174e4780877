"""Who sat at the desks of a region: two operators in turn, and a supervisor."""

import random
from dataclasses import dataclass

from apps.accounts.models import User
from apps.demo.accounts import colleague_of, operator_of, supervisor_of


@dataclass(frozen=True, slots=True)
class Desk:
    """The people of one region's centre."""

    operators: tuple[User, ...]
    supervisor: User

    def operator(self, rng: random.Random) -> User:
        """Whoever took this one."""
        return rng.choice(self.operators)


def desk_of(region: str) -> Desk:
    """The region's demo accounts; raises `User.DoesNotExist` where they are missing."""
    operators = tuple(User.objects.get(username=name) for name in (operator_of(region), colleague_of(region)))
    return Desk(operators, User.objects.get(username=supervisor_of(region)))
