"""The settings of `make up` that this package itself reads; the rest are Django's."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from machine.checkout import Home
from machine.envfile import read_env, write_env
from machine.failure import CannotRunError


@dataclass(frozen=True)
class Settings:
    """Where to listen and what to start."""

    bind: str
    port: int
    workers: int
    demo: bool
    simulate: bool
    given: frozenset[str]
    hosts: tuple[str, ...]

    @property
    def url(self) -> str:
        """The address for a person on this machine."""
        return f"http://{self._bracketed(self.local_address)}:{self.port}"

    @property
    def local_address(self) -> str:
        """Where this machine reaches the portal: the bound address, or loopback when it listens on all."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.bind, self.bind)

    @property
    def host_header(self) -> str:
        """A host that Django allows: the address itself, unless the user's list lacks it."""
        if not self.hosts or "*" in self.hosts or self.local_address in self.hosts:
            return f"{self._bracketed(self.local_address)}:{self.port}"
        return self.hosts[0].lstrip(".")

    @staticmethod
    def _bracketed(address: str) -> str:
        return f"[{address}]" if ":" in address else address


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings, or `CannotRunError` with the name of the one that makes no sense."""
    return Settings(
        bind=environment.get("SAFECITY_BIND") or "127.0.0.1",
        port=_number(environment, "SAFECITY_PORT", 8000, least=1, most=65_535),
        workers=_number(environment, "SAFECITY_WORKERS", min(2, os.cpu_count() or 1), least=1, most=64),
        demo=_switch(environment, "SAFECITY_DEMO"),
        simulate=_switch(environment, "SAFECITY_SIMULATE"),
        given=frozenset(name for name in ("DATABASE_URL", "REDIS_URL") if environment.get(name)),
        hosts=tuple(
            host.strip() for host in environment.get("DJANGO_ALLOWED_HOSTS", "").split(",") if host.strip()
        ),
    )


def keep_secret_key(home: Home) -> str:
    """Django's secret key of this checkout: random, made once, kept beside the servers' passwords."""
    kept = read_env(home.environment_file)
    if "DJANGO_SECRET_KEY" not in kept:
        kept["DJANGO_SECRET_KEY"] = secrets.token_urlsafe(48)
        write_env(home.environment_file, kept, comment="Written by 'make up'.")
    return kept["DJANGO_SECRET_KEY"]


def _number(environment: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise CannotRunError(
            f"{name}={text} is not a number from {least} to {most}", f"Unset it for the default, {default}."
        )
    return int(text)


def _switch(environment: Mapping[str, str], name: str) -> bool:
    text = (environment.get(name) or "1").lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    raise CannotRunError(f"{name}={text} is neither 1 nor 0")
