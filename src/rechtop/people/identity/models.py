"""Who signs in."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

_LONGEST_NAME = 120


def sort_key(name: str) -> str:
    """Give a name as it is sorted: without accents, capitals, or the database's opinion."""
    if name.isascii():
        return name.casefold()
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def in_one_form(name: str, email: str) -> tuple[str, str, str]:
    """Give name, sort key and address in the one form in which they are stored."""
    # Without its marks a name can be longer: an ß becomes ss.
    return name, sort_key(name)[:_LONGEST_NAME], email.casefold()


class People(BaseUserManager):  # type: ignore[type-arg]  # not a generic when it runs
    """Find people by what they sign in with."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Give the person with this e-mail address, however it is written."""
        found: Person = self.get(email=(username or "").casefold())
        return found


class Person(AbstractBaseUser):
    """Someone who works at or for the authority and may sign in."""

    name = models.CharField(_("naam"), max_length=_LONGEST_NAME)
    sort_name = models.CharField(max_length=_LONGEST_NAME, editable=False)
    email = models.EmailField(_("e-mailadres"), unique=True)
    is_active = models.BooleanField(default=True)
    must_choose_password = models.BooleanField(default=True)
    has_kept_codes = models.BooleanField(default=False)
    renewed_at = models.DateTimeField(null=True)
    has_seen_renewal = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = People()

    class Privacy:
        personal = ("name", "sort_name", "email", "last_login")
        sealed = ("password",)
        open = [
            "id",
            "is_active",
            "must_choose_password",
            "has_kept_codes",
            "renewed_at",
            "has_seen_renewal",
        ]
        keep_for = "zolang iemand hier werkt, en daarna zolang een dossier de naam nodig heeft"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the address and the sort key in their one form."""
        self.name, self.sort_name, self.email = in_one_form(self.name, self.email)
        super().save(*args, **kwargs)


class SignedIn(models.Model):
    """A browser someone is signed in with. Without this row its session ends at once.

    Days alone, no hours and no address: of a confidant these would tell who came by.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    browser = models.CharField(max_length=60)
    since_on = models.DateField()
    seen_on = models.DateField()

    class Privacy:
        personal = ("person", "browser", "since_on", "seen_on")
        sealed = ()
        open = ("id",)
        keep_for = "tot iemand zich daar afmeldt, en hoogstens een week na de laatste dag"

    def __str__(self) -> str:
        return f"{self.person_id} {self.since_on}"


class Remembered(models.Model):
    """What is remembered for a while: used codes, failed tries, forms that were sent.

    The key is a keyed digest, so that no address and no name stands here. The value is JSON: who
    writes to the database runs nothing by it.
    """

    key = models.BinaryField(primary_key=True)
    value = models.JSONField()
    until = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["until"], name="remembered_until"),)

    class Privacy:
        personal = ()
        sealed = ()
        open = ("key", "value", "until")
        keep_for = "pogingen een uur, verstuurde formulieren acht dagen"

    def __str__(self) -> str:
        return f"{self.until:%Y-%m-%d %H:%M}"
