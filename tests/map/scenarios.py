"""Why the actions of the map are on no live screen: see `tests/flows/test_every_action_feeds_the_screen.py`."""

OFF_SCREEN = {
    "admit_display": "a display has no sessions of others on it",
    "issue_token": "addresses of displays are in the admin alone",
    "revoke_token": "a display whose address was revoked is signed out, and its socket closed",
    "save_view": "saved views are asked for by those who open them",
}
