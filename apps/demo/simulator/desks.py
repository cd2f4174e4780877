"""The desks of the regions: colleagues at the next table, and supervisors, each signed in when first needed."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import structlog

from apps.demo.accounts import colleague_of, supervisor_of
from apps.demo.simulator.portal import Portal, PortalRefused
from apps.demo.simulator.screens import Screen

log = structlog.get_logger(__name__)
_SIGNED_OUT: Final = frozenset({401, 403})
_NOT_OURS: Final = frozenset({"needs_supervisor", "permission_denied"})


class Desks:
    """Acts as a person of a region; as the API client where that person cannot sign in."""

    def __init__(self, portal: Portal, passwords: Mapping[str, str]) -> None:
        self._client = portal
        self._passwords = passwords
        self._signed_in: dict[str, Portal] = {}
        self._screens: dict[str, Screen] = {}
        self._locked_out: set[str] = set()

    def operator_posts(self, region: str, path: str, body: Mapping[str, object]) -> Any:
        """Post as the simulated operator of a region."""
        return self._post(colleague_of(region), path, body)

    def supervisor_posts(self, region: str, path: str, body: Mapping[str, object]) -> Any:
        """Post as the supervisor of a region."""
        return self._post(supervisor_of(region), path, body)

    def operator_gets(self, region: str, path: str, **query: object) -> Any:
        """Get as the simulated operator of a region."""
        return self._portal_of(colleague_of(region)).get(path, **query)

    def man_one_more(self, regions: Iterable[str]) -> None:
        """Sign in at one desk that is still empty, and keep the screens of all the others open.

        One after another: at once, so many sign-ins from one place would be refused.
        """
        for gone in [name for name, screen in self._screens.items() if not screen.is_open()]:
            self._screens.pop(gone).close()
            # Perhaps the session has ended.
            self._signed_in.pop(gone, self._client).close()
        absent = (name for name in map(colleague_of, regions) if name not in self._screens)
        username = next((name for name in absent if name in self._passwords.keys() - self._locked_out), None)
        if username and (portal := self._portal_of(username)) is not self._client:
            self._screens[username] = Screen(portal)

    def close(self) -> None:
        """Let go of every connection. Nobody signs out: their incidents would ring anew."""
        for screen in self._screens.values():
            screen.close()
        for portal in self._signed_in.values():
            portal.close()

    def _post(self, username: str, path: str, body: Mapping[str, object]) -> Any:
        try:
            return self._portal_of(username).post(path, body)
        except PortalRefused as refusal:
            if refusal.status not in _SIGNED_OUT or refusal.code in _NOT_OURS:
                raise
        # The session ended meanwhile.
        self._signed_in.pop(username, self._client).close()
        return self._portal_of(username).post(path, body)

    def _portal_of(self, username: str) -> Portal:
        if username in self._signed_in:
            return self._signed_in[username]
        password = self._passwords.get(username)
        if password is None or username in self._locked_out:
            return self._client
        portal = Portal(self._client.host, self._client.port)
        try:
            portal.sign_in(username, password)
        except PortalRefused:
            # The password was changed. More tries would only lock the account.
            log.warning("demo_account_does_not_sign_in", username=username)
            self._locked_out.add(username)
            portal.close()
            return self._client
        self._signed_in[username] = portal
        return portal
