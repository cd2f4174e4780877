"""Things are done when they are due, in order."""

from functools import partial

from apps.demo.simulator.agenda import Agenda


def test_what_is_due_first_is_done_first() -> None:
    agenda, done = Agenda(), list[str]()
    agenda.after(5, partial(done.append, "later"))
    agenda.after(1, partial(done.append, "sooner"))
    while deed := agenda.due(10):
        deed()
    assert done == ["sooner", "later"]


def test_what_is_due_together_is_done_in_the_order_it_was_noted() -> None:
    agenda, done = Agenda(), list[str]()
    for word in ("a", "b", "c"):
        agenda.after(1, partial(done.append, word))
    while deed := agenda.due(1):
        deed()
    assert done == ["a", "b", "c"]


def test_nothing_is_done_before_its_time() -> None:
    agenda = Agenda()
    agenda.after(5, list)
    assert agenda.due(4.9) is None
    assert agenda.wait_s(at_most=60) < 0.11


def test_the_wait_is_never_longer_than_asked() -> None:
    assert Agenda().wait_s(at_most=0.3) == 0.3
