"""One person who signs in, as the identity provider names them."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, email: str = "", display_name: str = "", language: str = "") -> "User":
        """An account without a password: identity is the provider's business."""
        user = self.model(email=self.normalize_email(email), display_name=display_name, language=language)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Known to the provider by its subject (allauth's SocialAccount.uid) and to the dossier by `key` alone.

    E-mail addresses are not unique: colleagues share one. No permissions here: `applications.policies` decides from
    the capacity in which somebody acts.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("E-mail address"), blank=True)
    display_name = models.CharField(_("Name"), max_length=200, blank=True)
    language = models.CharField(_("Language"), max_length=2, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "key"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.display_name or self.email or str(self.key)

    def get_full_name(self) -> str:
        return str(self)
