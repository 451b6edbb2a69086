"""A person with an account. What they may do is told by memberships, one floor up."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thuisgevers.common.encryption import EncryptedTextField
from thuisgevers.common.ids import uuid7


def normal_email(email: str) -> str:
    """One spelling per mailbox: without outer spaces, in lower case. Nobody's provider tells `Anna@` from `anna@`."""
    return email.strip().lower()


def shown_name(user: User) -> str:
    """The name in allauth's messages and in the list of a passkey's owner; the address where there is no name yet."""
    return user.display_name or user.email


class UserManager(BaseUserManager["User"]):
    """Makes people without a password: they sign in with a code by mail, a passkey or their municipality."""

    use_in_migrations = True

    def create_user(self, *, email: str, display_name: str = "", **facts: Any) -> User:
        if not email.strip():
            raise ValueError("an account needs an e-mail address")
        user = self.model(email=normal_email(email), display_name=display_name, **facts)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, *, email: str, **facts: Any) -> User:
        """For Django's `createsuperuser`. Opens the admin only; no tenant trusts the flag."""
        facts.pop("password", None)
        return self.create_user(email=email, is_staff=True, is_superuser=True, **facts)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=normal_email(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """The person. `public_id` is what leaves the database; the number stays inside.

    A closed account stays as an empty shell (`closed_at`, no name, no address), because events, decisions and signatures
    refer to it: see `services.close.close_account`.
    """

    id = models.BigAutoField(primary_key=True)
    public_id = models.UUIDField(_("openbaar nummer"), default=uuid7, unique=True, editable=False)
    email = models.EmailField(_("e-mailadres"), unique=True)
    display_name = models.CharField(_("naam"), max_length=150, blank=True)
    phone = EncryptedTextField(_("telefoonnummer"), row="public_id", blank=True, default="")
    is_active = models.BooleanField(_("actief"), default=True)
    is_staff = models.BooleanField(_("mag in het beheerscherm"), default=False)
    date_joined = models.DateTimeField(_("sinds"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("opgeheven op"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="accounts_user_email_is_lower"),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | models.Q(is_active=False),
                name="accounts_user_closed_is_inactive",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or gettext("Opgeheven account")

    def clean(self) -> None:
        super().clean()
        self.email = normal_email(self.email)

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name.split(" ")[0]


class FactorReset(models.Model):
    """Somebody lost phone and recovery codes: one person asks, another one agrees, only then the factors go.

    Which people may ask and agree is decided a few floors up, where roles are known; that they are two, and neither of them
    the person concerned, is held by the database.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="factor_resets")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("gevraagd op"), default=timezone.now)
    reason = models.TextField(_("reden"), max_length=1000)
    expires_at = models.DateTimeField(_("verloopt op"))
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("beantwoord op"), null=True, blank=True)
    is_approved = models.BooleanField(_("akkoord"), null=True, blank=True)

    class Meta:
        verbose_name = _("herstel van de tweede stap")
        verbose_name_plural = _("herstel van de tweede stap")
        ordering = ("requested_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(answered_at__isnull=True),
                name="accounts_factorreset_one_open",
                violation_error_message=_("Er loopt al een verzoek voor deze persoon."),
            ),
            models.CheckConstraint(
                condition=~models.Q(requested_by=models.F("user"))
                & ~models.Q(answered_by=models.F("user"), is_approved=True)
                & ~models.Q(answered_by=models.F("requested_by"), is_approved=True),
                name="accounts_factorreset_two_others",
                violation_error_message=_("Vragen en akkoord geven doen twee verschillende collega's."),
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answered_by__isnull=True, is_approved__isnull=True)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False, is_approved__isnull=False),
                name="accounts_factorreset_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.requested_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.expires_at > timezone.now()
