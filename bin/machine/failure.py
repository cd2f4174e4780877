"""How a command ends when it cannot go on: what failed, and what to do."""


class CannotRunError(Exception):
    """Something on this machine is in the way; `advice` is for the person who typed the command."""

    def __init__(self, what: str, *advice: str) -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return "\n".join([f"Failed: {self.what}", *(f"  {line}" for line in self.advice)])
