"""What people do with views and displays: a verb a file, each in one transaction."""

from apps.map.actions.admit_display import admit_display
from apps.map.actions.issue_token import issue_token, revoke_token
from apps.map.actions.save_view import Drawn, delete_view, save_view

__all__ = ["Drawn", "admit_display", "delete_view", "issue_token", "revoke_token", "save_view"]
