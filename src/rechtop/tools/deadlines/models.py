"""The terms that rules set, and the deadlines that follow from them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel import clock, languages
from rechtop.ground.ui import dutch

ACKNOWLEDGEMENT = "acknowledgement"
FEEDBACK = "feedback"
"""The codes of the two terms within which a reporter hears from us."""


class Unit(models.TextChoices):
    """What a term is counted in."""

    DAYS = "days", _("dagen")
    WORKING_DAYS = "working_days", _("werkdagen")
    MONTHS = "months", _("maanden")
    AT_ONCE = "at_once", _("onverwijld")


def within(length: int | None, unit: str) -> str:
    """Say in words how long a term is; one without a length is to be met without delay."""
    if length is None or unit == Unit.AT_ONCE:
        return str(Unit.AT_ONCE.label)
    if unit == Unit.MONTHS:
        text = ngettext("binnen %(n)s maand", "binnen %(n)s maanden", length)
    elif unit == Unit.WORKING_DAYS:
        text = ngettext("binnen %(n)s werkdag", "binnen %(n)s werkdagen", length)
    else:
        text = ngettext("binnen %(n)s dag", "binnen %(n)s dagen", length)
    return text % {"n": length}


CHANGES = ("term_paused", "term_resumed", "term_extended")
"""What can happen to a term while it runs, as it is called in the file of its subject."""


def change_in_words(kind: str, told: Mapping[str, Any]) -> str:
    """Say what happened to a term: `told` holds its label, the day, and its last day since."""
    texts = {
        "term_paused": gettext("‘%(term)s’ staat stil vanaf %(on)s."),
        "term_resumed": gettext("‘%(term)s’ loopt weer vanaf %(on)s. De laatste dag is %(until)s."),
        "term_extended": gettext("‘%(term)s’ is verlengd. De laatste dag is %(until)s."),
    }
    return texts[kind] % {
        "term": languages.either(told["term"], told["term_en"]),
        "on": dutch.day(datetime.date.fromisoformat(told["on"])),
        "until": dutch.day(datetime.date.fromisoformat(told["until"])),
    }


class TermRule(models.Model):
    """A term as a rule sets it: how long, counted from what, by which source, valid since when.

    `length` counts calendar days, working days or months; a rule that says "without delay" has
    none. Where the rule says so, its end moves to the next working day, and a term under it may
    stand still or be made longer with a reason.
    """

    code = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120, blank=True)
    length = models.PositiveSmallIntegerField(null=True)
    unit = models.CharField(max_length=12, choices=Unit)
    moves_to_working_day = models.BooleanField(default=False)
    may_pause = models.BooleanField(default=False)
    counted_from = models.CharField(max_length=120)
    is_legal = models.BooleanField()
    source = models.CharField(max_length=300)
    valid_from = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_rule_from_a_day"),
            models.CheckConstraint(
                condition=Q(unit="at_once", length__isnull=True)
                | (~Q(unit="at_once") & Q(length__gt=0)),
                name="a_term_has_a_length_or_is_at_once",
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = [
            "id",
            "code",
            "label",
            "label_en",
            "length",
            "unit",
            "moves_to_working_day",
            "may_pause",
            "counted_from",
            "is_legal",
            "source",
            "valid_from",
        ]
        keep_for = "onbeperkt: regels zijn openbaar"

    def __str__(self) -> str:
        return languages.either(self.label, self.label_en)

    def within(self) -> str:
        """Say in words how long the term is, as in: you hear within seven days."""
        return within(self.length, self.unit)


class Origin(models.TextChoices):
    """By what a day became a holiday for the counting of terms."""

    DECREE = "decree", _("Bij koninklijk besluit gelijkgesteld met een feestdag")
    LAW = "law", _("Door een wet aangewezen")


class Holiday(models.Model):
    """A day that counts as a holiday besides those of every year: by decree (Algemene
    termijnenwet, art. 3, third paragraph) or by a later law. `source` cites it.
    """

    day = models.DateField(unique=True)
    label = models.CharField(max_length=120)
    origin = models.CharField(max_length=8, choices=Origin)
    source = models.CharField(max_length=300)

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "day", "label", "origin", "source")
        keep_for = "onbeperkt: regels zijn openbaar"

    def __str__(self) -> str:
        return f"{self.day} {self.label}"


class Deadline(models.Model):
    """By when something must be done for a subject, and when it was done.

    Where several run under one rule for one subject, `part` tells of which thing in it each is, by
    its number, and is 0 otherwise. Since `paused_on` it stands still; on `resumed_on` it ran again
    the last time, so that no day of standing still counts twice. By `moved_days` its last day is
    later than the rule alone has it, because it stood still or was made longer.
    """

    subject_kind = models.CharField(max_length=40)
    subject_number = models.BigIntegerField()
    rule = models.ForeignKey(TermRule, models.PROTECT, related_name="+", db_index=False)
    part = models.PositiveBigIntegerField(default=0)
    starts_on = models.DateField()
    due_on = models.DateField(null=True)
    met_on = models.DateField(null=True)
    dropped_on = models.DateField(null=True)
    paused_on = models.DateField(null=True)
    resumed_on = models.DateField(null=True)
    moved_days = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["subject_kind", "subject_number", "rule", "part"],
                name="one_deadline_for_each_rule_and_part",
            ),
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | Q(dropped_on__isnull=True),
                name="a_deadline_is_met_or_dropped",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                name="a_deadline_is_due_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(paused_on__isnull=True)
                | Q(
                    met_on__isnull=True,
                    dropped_on__isnull=True,
                    paused_on__gte=F("starts_on"),
                    paused_on__lte=F("due_on"),
                ),
                name="what_stands_still_waits_and_has_a_last_day",
            ),
        )
        indexes = (
            models.Index(
                fields=["subject_kind", "due_on", "subject_number"],
                condition=Q(met_on__isnull=True, dropped_on__isnull=True),
                name="deadline_open",
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = [
            "id",
            "subject_kind",
            "subject_number",
            "rule",
            "part",
            "starts_on",
            "due_on",
            "met_on",
            "dropped_on",
            "paused_on",
            "resumed_on",
            "moved_days",
        ]
        keep_for = "zolang de registratie van het onderwerp"

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_number} {self.due_on}"

    @property
    def is_open(self) -> bool:
        """Say whether this still waits."""
        return self.met_on is None and self.dropped_on is None

    @property
    def is_at_once(self) -> bool:
        """Say whether it is to be met without delay, so that it has no last day."""
        return self.rule.unit == Unit.AT_ONCE

    @property
    def may_change(self) -> bool:
        """Say whether it may stand still, run again or be made longer today."""
        if not self.is_open or self.due_on is None or not self.rule.may_pause:
            return False
        return self.paused_on is not None or self.due_on >= clock.today()
