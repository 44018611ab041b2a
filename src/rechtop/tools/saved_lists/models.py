"""Lists people come back to: which one, and what it is narrowed down to."""

from __future__ import annotations

from django.db import models

from rechtop.people.identity.models import Person

LONGEST = 400
"""How many letters of a query are kept at most."""


class SavedList(models.Model):
    """A list as someone wants to see it again. `query` holds codes of filters and no words of
    their own: what it is called follows from these."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=20)
    query = models.CharField(max_length=LONGEST)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "name", "query"], name="a_list_is_saved_once"
            ),
        )

    class Privacy:
        personal = ("person",)
        sealed = ()
        open = ("id", "name", "query")
        keep_for = "tot de persoon het weghaalt"

    def __str__(self) -> str:
        return f"{self.name}?{self.query}"
