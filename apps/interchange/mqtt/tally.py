"""What became of messages: counted, and told in the log without repeating itself."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import structlog

log = structlog.get_logger(__name__)

# refusals that are told one by one between two tallies
MOST_TOLD: Final = 100
# topics that are counted apart between two tallies; of further ones the code alone, or invented ones would fill the memory
MOST_TOPICS: Final = 2_000
OTHER: Final = "…"


@dataclass(slots=True)
class Tally:
    """How many messages came, by family too; what they said by kind, and how much was refused by code and topic.

    `aside` is what was understood and says nothing that the portal keeps, by reason.
    """

    messages: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    last_at: dict[str, datetime] = field(default_factory=dict)

    def hear(self, family: str, at: datetime) -> None:
        """Count a message of a family of topics."""
        self.families[family] += 1
        self.last_at[family] = at

    def refuse(self, code: str, topic: str, number: int = 1) -> None:
        """Count what is not taken."""
        key = code, topic[:120]
        if key not in self.refused and len(self.refused) >= MOST_TOPICS:
            key = code, OTHER
        self.refused[key] += number

    def add(self, other: "Tally") -> None:
        """Count what another has counted too."""
        self.messages += other.messages
        self.taken.update(other.taken)
        self.aside.update(other.aside)
        self.families.update(other.families)
        self.last_at.update(other.last_at)
        for (code, topic), number in other.refused.items():
            self.refuse(code, topic, number)

    @property
    def codes(self) -> dict[str, int]:
        """How often each code was the answer."""
        counted: Counter[str] = Counter()
        for (code, _), number in self.refused.items():
            counted[code] += number
        return dict(counted)

    def take_over(self, other: "Tally") -> None:
        """Add what another has counted, and tell of each code and topic that is refused for the first time."""
        for code, topic in other.refused.keys() - self.refused.keys():
            if len(self.refused) < MOST_TOLD:
                log.warning("mqtt_refused", code=code, topic=topic)
        self.add(other)

    def tell(self, **more: object) -> None:
        """One line of all of it, if there is anything, and begin anew."""
        if self.messages or self.refused:
            log.info(
                "mqtt_tally",
                messages=self.messages,
                taken=dict(self.taken),
                aside=dict(self.aside),
                refused=self.codes,
                **more,
            )
        self.messages = 0
        for counted in (self.taken, self.aside, self.refused, self.families):
            counted.clear()
