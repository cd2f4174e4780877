"""Who may see which regions, as the lower rooms know it: two protocols that `accounts` fulfils."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Scope:
    """The regions somebody may read or write. No region means nothing, not everything.

    `codes` are ISO codes (`UZ-TK`, and `UZ` for the national queue); `is_national` covers every region.
    """

    codes: frozenset[str]
    is_national: bool = False

    def covers(self, code: str) -> bool:
        """Is this region in the scope?"""
        return self.is_national or code in self.codes

    def narrowed_to(self, codes: frozenset[str]) -> "Scope":
        """The part of this scope within `codes`."""
        return Scope(codes if self.is_national else self.codes & codes)


NOTHING = Scope(frozenset())
EVERYTHING = Scope(frozenset(), is_national=True)


class Actor(Protocol):
    """Whoever does something: a user, or an API client; `None` stands for the portal itself."""

    pk: object

    @property
    def actor_kind(self) -> str:
        """`user` or `client`."""

    @property
    def actor_name(self) -> str:
        """What history and timelines show."""
