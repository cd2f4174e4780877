"""Users with a role and regions, API clients with keys, and the audit trail's own rows."""

from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import GRANTS, Can, Role
from apps.core.clock import told
from apps.core.models import UUIDModel
from apps.regions.models import NATIONAL, Region
from apps.regions.scope import NOTHING, Scope

NO_GRANTS: frozenset[Can] = frozenset()
ROLE_NAMES = {
    Role.OPERATOR: _("operator"),
    Role.SUPERVISOR: _("supervisor"),
    Role.CHIEF: _("chief"),
    Role.DUTY_OFFICER: _("duty officer"),
    Role.INSPECTOR: _("inspector"),
    Role.ADMIN: _("admin"),
    Role.AUDITOR: _("auditor"),
    Role.DISPLAY: _("display"),
}


class UserManager(DjangoUserManager["User"]):
    """Django's manager; Django's "superuser" is an admin of the whole nation."""

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra: Any
    ) -> "User":
        extra = {"role": Role.ADMIN, "is_national": True, **extra}
        return super().create_superuser(username, email, password, **extra)


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractUser):
    """Somebody who signs in. No region means that he or she sees nothing; `is_national` is an explicit flag.

    `is_staff` and `is_superuser` follow from the role: set the role and `is_national`, never these.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    role = models.CharField(_("role"), max_length=20, choices=[(r.value, ROLE_NAMES[r]) for r in Role])
    regions = models.ManyToManyField(Region, blank=True, related_name="users", verbose_name=_("regions"))
    is_national = models.BooleanField(_("whole nation"), default=False)
    language = models.CharField(
        _("language"),
        max_length=5,
        default="uz",
        choices=[("uz", "Oʻzbekcha"), ("ru", "Русский"), ("en", "English")],
    )
    full_name = models.CharField(_("full name"), max_length=150, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ("username",)
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="user_role_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(role=Role.ADMIN.value, is_staff=True)
                | (~models.Q(role=Role.ADMIN.value) & models.Q(is_staff=False)),
                name="user_is_staff_when_admin",
            ),
            models.CheckConstraint(
                condition=models.Q(is_superuser=False) | models.Q(role=Role.ADMIN.value, is_national=True),
                name="user_is_superuser_only_as_national_admin",
            ),
        ]

    def follow_role(self) -> None:
        """Django's own two flags are what the role says."""
        self.is_staff = self.role == Role.ADMIN
        self.is_superuser = self.is_staff and self.is_national

    def clean(self) -> None:
        self.follow_role()
        super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.follow_role()
        if (fields := kwargs.get("update_fields")) is not None and {"role", "is_national"} & set(fields):
            kwargs["update_fields"] = {*fields, "is_staff", "is_superuser"}
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.actor_name

    def get_short_name(self) -> str:
        return self.actor_name

    @property
    def actor_kind(self) -> str:
        return "user"

    @property
    def actor_name(self) -> str:
        return self.full_name or self.username

    @property
    def scope(self) -> Scope:
        """The regions this user may see; read once per instance."""
        if not self.is_active:
            return NOTHING
        if not hasattr(self, "_scope"):
            codes = frozenset(self.regions.values_list("code", flat=True))
            self._scope = Scope(codes, is_national=self.is_national)
        return self._scope

    def may(self, permission: Can) -> bool:
        """Does the role grant this?"""
        return self.is_active and permission in GRANTS.get(self.role, NO_GRANTS)

    @property
    def administers(self) -> bool:
        """May this user open the admin?"""
        return self.may(Can.ADMINISTER)

    @property
    def reads_audit(self) -> bool:
        """May this user read the audit trail? Auditors may, and admins of the whole nation."""
        return self.may(Can.READ_AUDIT) or (self.administers and self.is_national)


@pghistory.track(obj_field=None)
class UserRegion(User.regions.through):  # type: ignore[name-defined]
    """A region of a user, as the history sees it: a row added, a row removed."""

    class Meta:
        proxy = True
        verbose_name = _("region of a user")
        verbose_name_plural = _("regions of users")


@pghistory.track()
class ApiClient(models.Model):
    """Another system: its scopes (words of `Can`) and its regions."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    regions = models.ManyToManyField(
        Region, blank=True, related_name="api_clients", verbose_name=_("regions")
    )
    is_national = models.BooleanField(_("whole nation"), default=False)
    scopes = ArrayField(models.CharField(max_length=40), default=list, verbose_name=_("scopes"))
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        ordering = ("name",)
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")

    def __str__(self) -> str:
        return self.name

    @property
    def actor_kind(self) -> str:
        return "client"

    @property
    def actor_name(self) -> str:
        return self.name

    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def scope(self) -> Scope:
        """The regions this client may read and write."""
        if not self.is_active:
            return NOTHING
        if not hasattr(self, "_scope"):
            codes = frozenset(self.regions.values_list("code", flat=True))
            self._scope = Scope(codes, is_national=self.is_national)
        return self._scope

    def may(self, permission: Can) -> bool:
        """Does one of the client's scopes grant this?"""
        return self.is_active and permission.value in self.scopes


@pghistory.track(obj_field=None)
class ApiClientRegion(ApiClient.regions.through):  # type: ignore[name-defined]
    """A region of an API client, as the history sees it."""

    class Meta:
        proxy = True
        verbose_name = _("region of an API client")
        verbose_name_plural = _("regions of API clients")


@pghistory.track(exclude=["digest", "last_used_at"])
class ApiKey(models.Model):
    """A key of a client. Only its SHA-256 is kept (the key has 256 random bits: no slow hash is needed)."""

    client = models.ForeignKey(ApiClient, models.PROTECT, related_name="keys", verbose_name=_("API client"))
    prefix = models.CharField(_("first characters"), max_length=8)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.prefix}…"


class AuditKind(models.TextChoices):
    """What an audit row tells, besides the changes that triggers record."""

    SIGN_IN = "sign_in", _("sign-in")
    SIGN_OUT = "sign_out", _("sign-out")
    SIGN_IN_FAILED = "sign_in_failed", _("failed sign-in")
    LOCKED_OUT = "locked_out", _("lock-out")
    PASSWORD_CHANGED = "password_changed", _("change of a password")
    UNLOCKED = "unlocked", _("lifting of a lock-out")
    REFUSED = "refused", _("refusal")
    EXPORT = "export", _("export")
    PERSONAL_DATA = "personal_data", _("reading of personal data")
    VIEWING = "viewing", _("viewing of a camera")
    VIEWING_ENDED = "viewing_ended", _("end of a viewing")


class AuditEntry(UUIDModel):
    """One line of the audit trail. Append-only: a trigger refuses changes and deletion."""

    at = models.DateTimeField(_("at"), db_index=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AuditKind.choices)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("user")
    )
    client = models.ForeignKey(
        ApiClient, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("API client")
    )
    name = models.CharField(_("name as given"), max_length=150, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True, blank=True)
    request_id = models.CharField(_("request"), max_length=64, blank=True)
    path = models.CharField(_("path"), max_length=300, blank=True)
    object_type = models.CharField(_("type of object"), max_length=60, blank=True)
    object_id = models.CharField(_("object"), max_length=60, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    detail = models.JSONField(_("detail"), default=dict, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        triggers = [
            pgtrigger.Protect(name="audit_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {told(self.at)}"


class Knock(models.Model):
    """How often a network was refused without a valid key within a minute: the trail gets two rows of it, not each."""

    network = models.CharField(_("network"), max_length=43)
    minute = models.DateTimeField(_("minute"))
    count = models.PositiveIntegerField(_("count"), default=1)

    class Meta:
        verbose_name = _("refusals of strangers")
        verbose_name_plural = _("refusals of strangers")
        constraints = [
            models.UniqueConstraint(fields=["network", "minute"], name="knock_is_one_per_network_and_minute"),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.minute:%Y-%m-%d %H:%M} × {self.count}"


class KeptAnswer(models.Model):
    """What a write that came with an `Idempotency-Key` was answered: the same request again gets the same."""

    owner = models.CharField(_("owner"), max_length=40)
    key = models.CharField(_("key"), max_length=200)
    request = models.CharField(_("digest of the request"), max_length=64)
    rights = models.CharField(_("digest of the regions"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"), default=0)
    body = models.TextField(_("answer"), default="", blank=True)
    at = models.DateTimeField(_("at"), db_index=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="kept_answer_is_one_per_owner_and_key")
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"


__all__ = ["NATIONAL", "ApiClient", "ApiKey", "AuditEntry", "AuditKind", "KeptAnswer", "User"]
