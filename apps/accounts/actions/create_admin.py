"""The first admin of a portal."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from apps.accounts.models import User
from apps.accounts.roles import Role


@transaction.atomic
def create_admin(*, username: str, password: str, language: str = "uz") -> User:
    """A new admin of the whole nation.

    Raises Django's `ValidationError` for a name that is taken or no name, and for a weak password.
    """
    user = User(username=username, role=Role.ADMIN, is_national=True, language=language)
    user.full_clean(exclude=["password"])
    validate_password(password, user)
    user.set_password(password)
    user.save()
    return user
