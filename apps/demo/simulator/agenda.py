"""What is to be done when: a heap of calls by the seconds of a steady clock. Pure."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

Deed = Callable[[], None]


@dataclass(slots=True)
class Agenda:
    """Things to do, the next first; those of one moment in the order they were noted."""

    now_s: float = 0.0
    _heap: list[tuple[float, int, Deed]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    def __len__(self) -> int:
        return len(self._heap)

    def after(self, seconds: float, deed: Deed) -> None:
        """Do this in so many seconds."""
        heapq.heappush(self._heap, (self.now_s + max(seconds, 0.0), next(self._order), deed))

    def wait_s(self, *, at_most: float) -> float:
        """How long nothing is due."""
        if not self._heap:
            return at_most
        return min(at_most, max(self._heap[0][0] - self.now_s, 0.0))

    def due(self, now_s: float) -> Deed | None:
        """Take the next thing that is due at `now_s`."""
        self.now_s = max(self.now_s, now_s)
        if self._heap and self._heap[0][0] <= self.now_s:
            return heapq.heappop(self._heap)[2]
        return None
