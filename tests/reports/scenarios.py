"""Why the actions of reports are on no live screen: see `tests/flows/test_every_action_feeds_the_screen.py`."""

OFF_SCREEN = {
    "request_run": "reports have their own page, which asks for the progress",
    "cancel_run": "reports have their own page, which asks for the progress",
    "requeue_runs": "reports have their own page, which asks for the progress",
}
