"""What must be settled before somebody signs out: rooms above name the page that asks."""

from collections.abc import Callable
from typing import Final

from apps.accounts.models import User

# Answers the path of a page, or None when the room has nothing to ask.
Question = Callable[[User], str | None]
_QUESTIONS: Final[list[Question]] = []


def ask_before_leaving(question: Question) -> None:
    """Put `question` to each user who signs out. Called from `AppConfig.ready`."""
    if question not in _QUESTIONS:
        _QUESTIONS.append(question)


def unsettled(user: object) -> str | None:
    """The page that asks first; None when the user may go."""
    if not isinstance(user, User):
        return None
    return next((page for question in _QUESTIONS if (page := question(user))), None)
