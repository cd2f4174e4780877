"""Every write of this room that is more than a form."""

from apps.accounts.actions.choose_language import choose_language
from apps.accounts.actions.create_admin import create_admin
from apps.accounts.actions.issue_key import issue_key
from apps.accounts.actions.revoke_key import revoke_key

__all__ = ["choose_language", "create_admin", "issue_key", "revoke_key"]
