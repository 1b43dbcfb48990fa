"""Who may sign in."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person with an account. Visitors read the approved plan without one."""

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
