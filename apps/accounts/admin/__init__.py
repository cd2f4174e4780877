"""The admins' edge: people, API clients with their keys, and the trail's own rows."""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from pghistory.models import Events

from apps.accounts.admin.audit import AuditEntryAdmin
from apps.accounts.admin.clients import ApiClientAdmin, ApiKeyAdmin
from apps.accounts.admin.users import UserAdmin

__all__ = ["ApiClientAdmin", "ApiKeyAdmin", "AuditEntryAdmin", "UserAdmin"]

# The role decides, not groups; nobody is written to; the trail has a page of its own.
for _unused in (Group, EmailAddress, Events):
    if admin.site.is_registered(_unused):
        admin.site.unregister(_unused)
