"""What became of messages: counted, and told in the log without repeating itself."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import structlog

log = structlog.get_logger(__name__)

# refusals that are told one by one between two tallies
MOST_TOLD: Final = 100


@dataclass(slots=True)
class Tally:
    """How many messages came, what they said by kind, and how many of that was refused by code and topic."""

    messages: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def refuse(self, code: str, topic: str, number: int = 1) -> None:
        """Count what is not taken."""
        key = code, topic[:120]
        self.refused[key] += number

    def add(self, other: "Tally") -> None:
        """Count what another has counted too."""
        self.messages += other.messages
        self.taken.update(other.taken)
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
            log.info("mqtt_tally", messages=self.messages, taken=dict(self.taken), refused=self.codes, **more)
        self.messages = 0
        self.taken.clear()
        self.refused.clear()
