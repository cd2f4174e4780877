"""A live screen as a client holds it: a snapshot, and the events that came after."""

import json
from copy import deepcopy
from typing import Any

from apps.live.models import Event
from apps.live.snapshot import LISTS, compose
from apps.live.topics import all_topics
from apps.regions.scope import Scope

Held = dict[str, dict[str, dict[str, Any]]]


def _by_id(snapshot: dict[str, Any]) -> Held:
    names = {*LISTS, *(topic.name for topic in all_topics())}
    return {name: {str(item["id"]): item for item in snapshot.get(name, [])} for name in names}


class Screen:
    """What somebody with this scope sees; `redacted` for a wall display."""

    def __init__(self, scope: Scope, *, redacted: bool = False) -> None:
        self.scope, self.redacted = scope, redacted
        self.load()

    def load(self) -> None:
        """Read the snapshot."""
        topics = {topic.name for topic in all_topics()}
        snapshot = compose(self.scope, redacted=self.redacted, topics=topics)
        snapshot = json.loads(json.dumps(snapshot, default=str))
        self.epoch, self.seq, self.held = snapshot["epoch"], snapshot["seq"], _by_id(snapshot)
        # The regions whose feed shows an object; it goes when the last one takes it back.
        self.via = {
            (topic, key): {item["region"]} & set(self.seq)
            for topic, items in self.held.items()
            for key, item in items.items()
        }

    def follow(self, *, backwards: bool = False) -> int:
        """Apply the events after the snapshot, region by region in either order; answers how many."""
        count = 0
        for code in sorted(self.seq, reverse=backwards):
            for event in Event.objects.filter(region=code, seq__gt=self.seq[code]).order_by("seq"):
                assert event.seq == self.seq[code] + 1, "a gap"
                self.seq[code] = event.seq
                text = event.redacted if self.redacted else event.payload
                if text is not None:
                    self._apply(json.loads(text))
                    count += 1
        return count

    def _apply(self, event: dict[str, Any]) -> None:
        shelf, via = self.held[event["topic"]], self.via.setdefault((event["topic"], event["id"]), set())
        known, data = shelf.get(event["id"]), event["data"]
        if data is None:
            via.discard(event["region"])
            if not via:
                shelf.pop(event["id"], None)
        elif data.get("open") is False:
            via.clear()
            shelf.pop(event["id"], None)
        elif not known or data.get("version", 0) >= known.get("version", 0):
            via.add(event["region"])
            shelf[event["id"]] = data

    def copy(self) -> "Screen":
        """The same screen, to be led another way."""
        return deepcopy(self)
