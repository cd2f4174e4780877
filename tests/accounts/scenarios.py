"""Why the actions of accounts are on no live screen: see `tests/flows/test_every_action_feeds_the_screen.py`."""

OFF_SCREEN = {
    "issue_key": "keys are on no live screen",
    "revoke_key": "keys are on no live screen",
}
