"""Users of the demo, with random passwords that are written to a file and nowhere else."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import transaction

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.core.constraints import check_at_once
from apps.demo.accounts import Account
from apps.demo.secret_files import new_password, read_credentials, write_credentials

# A password of 79 random bits needs no slow hash (compare API keys), and five hundred slow ones would take minutes.
# Django hashes it again with its own count when it is first used.
ITERATIONS: Final = 1_000


def load_users(accounts: Sequence[Account]) -> int:
    """Make the accounts that are missing; answers how many.

    The file of passwords is written first: an account without a known password would be of no use. An account that
    exists and is not in the file (the file was lost) gets a new password.
    """
    known = read_credentials()
    passwords = {a.username: known.get(a.username) or new_password() for a in accounts}
    write_credentials(known | passwords)
    with transaction.atomic():
        check_at_once()
        return _write(accounts, passwords, forgotten=passwords.keys() - known.keys())


def _write(accounts: Sequence[Account], passwords: dict[str, str], forgotten: Iterable[str]) -> int:
    wanted = [account.username for account in accounts]
    existing = {user.username: user for user in User.objects.filter(username__in=wanted)}
    lost = [existing[name] for name in forgotten if name in existing]
    for user in lost:
        user.password = quick_hash(passwords[user.username])
    User.objects.bulk_update(lost, ["password"], batch_size=500)
    missing = [account for account in accounts if account.username not in existing]
    users = User.objects.bulk_create(
        [_user(account, passwords[account.username]) for account in missing], batch_size=500
    )
    _give_regions(users, missing)
    return len(users)


def _user(account: Account, password: str) -> User:
    is_admin = account.role is Role.ADMIN
    return User(
        username=account.username,
        full_name=account.full_name,
        role=account.role.value,
        is_national=account.is_national,
        is_staff=is_admin,
        is_superuser=is_admin,
        password=quick_hash(password),
    )


def _give_regions(users: Sequence[User], accounts: Sequence[Account]) -> None:
    through = User.regions.through
    through.objects.bulk_create(
        [
            through(user_id=user.pk, region_id=account.region)
            for user, account in zip(users, accounts, strict=True)
            if account.region
        ],
        batch_size=1000,
    )


def quick_hash(password: str) -> str:
    """Django's own format with fewer rounds; for passwords made by `new_password` alone."""
    hasher = PBKDF2PasswordHasher()
    return hasher.encode(password, hasher.salt(), iterations=ITERATIONS)
