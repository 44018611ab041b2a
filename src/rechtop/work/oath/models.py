"""Who took the oath or promise or signed the statement, before whom, and in which words."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from rechtop.ground.kernel import languages
from rechtop.people.identity.models import Person
from rechtop.people.organisation.models import Unit
from rechtop.work.oath.states import Form, Manner, Scan, Why

_KEPT = "zolang iemand hier werkt, en daarna zeven jaar"


class OathTerm(models.Model):
    """Within how many months of starting, for who starts from a day on.

    `remind_days` before the last day they are reminded; with 0 only after it.
    """

    months = models.PositiveSmallIntegerField()
    remind_days = models.PositiveSmallIntegerField(default=14)
    from_date = models.DateField(unique=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=24), name="a_term_of_the_oath_can_be_met"
            ),
            models.CheckConstraint(
                condition=Q(remind_days__lte=90), name="a_reminder_of_the_oath_is_near_its_day"
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "months", "remind_days", "from_date")
        keep_for = "onbeperkt: welke regels golden, hoort bij de verantwoording"

    def __str__(self) -> str:
        return f"{self.months} {self.from_date}"


class Official(models.Model):
    """Before whom the oath is taken, from one day until, and not on, another.

    `words` holds words of functions, with commas between them; without any it is for everybody.
    """

    label = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=300, blank=True)
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("from_date")),
                name="an_official_ends_after_beginning",
            ),
        )

    class Privacy:
        personal = ()
        sealed = ()
        open = ("id", "label", "label_en", "words", "from_date", "until_date")
        keep_for = "onbeperkt: welke regels golden, hoort bij de verantwoording"

    def __str__(self) -> str:
        return languages.either(self.label, self.label_en)


class Wording(models.Model):
    """The words of the oath, the promise or the statement, from a day on.

    One without a day of adoption is still being written. What was adopted never changes. Words
    that came with the product have no author. `edition` counts how often it was written.
    """

    form = models.CharField(max_length=9, choices=Form)
    body = models.TextField(max_length=4_000)
    decree = models.CharField(max_length=200)
    from_date = models.DateField()
    edition = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    adopter = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    adopted_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["form"], condition=Q(adopted_on=None), name="one_wording_in_writing"
            ),
            models.UniqueConstraint(
                fields=["form", "from_date"],
                condition=Q(adopted_on__isnull=False),
                name="one_wording_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(adopted_on=None, adopter=None)
                | Q(adopted_on__isnull=False, author=None)
                | Q(adopted_on__isnull=False, adopter__isnull=False) & ~Q(adopter=F("author")),
                name="another_adopts_the_words_of_the_oath",
            ),
        )

    class Privacy:
        personal = ("author", "adopter")
        sealed = ()
        open = ("id", "form", "body", "decree", "from_date", "edition", "adopted_on")
        keep_for = "onbeperkt: welke regels golden, hoort bij de verantwoording"

    def __str__(self) -> str:
        return f"{self.form} {self.from_date}"


class Session(models.Model):
    """A meeting at which people take the oath or promise. `programme` has one item a line.

    Before whom it is and who is the witness can be said for all who come; where it is not, it
    follows for each from the rules. A witness who is known here stands there as a person too.
    """

    day = models.DateField()
    begins_at = models.TimeField()
    ends_at = models.TimeField()
    manner = models.CharField(max_length=8, choices=Manner)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=300, blank=True)
    programme = models.TextField(max_length=2_000, blank=True)
    official = models.CharField(max_length=120, blank=True)
    witness = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    witness_name = models.CharField(max_length=120, blank=True)
    edition = models.PositiveIntegerField(default=1)
    called_off_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(witness=None) | ~Q(witness_name=""),
                name="a_witness_of_a_session_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="a_session_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(link=""), name="a_session_is_somewhere"
            ),
        )

    class Privacy:
        personal = ("witness", "witness_name")
        sealed = ()
        open = [
            "id",
            "day",
            "begins_at",
            "ends_at",
            "manner",
            "place",
            "link",
            "programme",
            "official",
            "edition",
            "called_off_on",
        ]
        keep_for = (
            "onbeperkt; wie er getuige was, tot van de laatste die er de eed aflegde, die "
            "registratie weg is, en anders zeven jaar"
        )

    def __str__(self) -> str:
        return f"{self.day} {self.begins_at}"


class Invitation(models.Model):
    """That someone is invited to a session."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    invited_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "person"], name="invited_once_to_a_session"),
        )

    class Privacy:
        personal = ("person",)
        sealed = ()
        open = ("id", "session", "invited_on")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.session_id} {self.person_id}"


class Preference(models.Model):
    """Which of oath and promise someone chose beforehand. It tells of belief: few may see it."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="+")
    form = models.CharField(max_length=9, choices=Form)
    chosen_on = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(form=Form.STATEMENT), name="a_preference_is_of_oath_or_promise"
            ),
        )

    class Privacy:
        personal = ("person", "form", "chosen_on")
        sealed = ()
        open = ("id",)
        keep_for = "tot iemand de eed of belofte heeft afgelegd"

    def __str__(self) -> str:
        return f"{self.person_id} {self.chosen_on}"


class Registration(models.Model):
    """That someone took the oath or promise or signed the statement, with what held on that day.

    It is of one time of working here: who comes back later, takes it again. `due_on` is the day
    by which it had to be done, as it stood then.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    start_date = models.DateField()
    form = models.CharField(max_length=9, choices=Form)
    is_statement = models.BooleanField()
    taken_on = models.DateField(db_index=True)
    due_on = models.DateField()
    official = models.CharField(max_length=120, blank=True)
    witness = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    witness_name = models.CharField(max_length=120, blank=True)
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    registered_by = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "start_date", "is_statement"], name="taken_once_each_time_here"
            ),
            models.CheckConstraint(
                condition=Q(form=Form.STATEMENT, is_statement=True)
                | ~Q(form=Form.STATEMENT) & Q(is_statement=False),
                name="a_statement_is_called_one",
            ),
            models.CheckConstraint(
                condition=Q(is_statement=True) | Q(taken_on__gte=F("start_date")),
                name="no_oath_before_the_start",
            ),
            models.CheckConstraint(
                condition=Q(is_statement=True) | ~Q(official=""),
                name="an_oath_is_taken_before_someone",
            ),
        )

    class Privacy:
        personal = (
            "person",
            "start_date",
            "form",
            "taken_on",
            "due_on",
            "witness",
            "witness_name",
            "unit",
            "registered_by",
        )
        sealed = ()
        open = ("id", "is_statement", "official", "wording", "session")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.person_id} {self.taken_on}"

    @property
    def is_on_time(self) -> bool:
        """Say whether it was done by its day."""
        return self.taken_on <= self.due_on


class SignedList(models.Model):
    """The list of a session as people signed it on paper: the scan, as it was brought.

    It is closed with a key outside the database. A later one stands beside the one it replaces,
    with why. Of one that was removed the content is gone; who removed it and why stays.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=Scan)
    size = models.PositiveIntegerField()
    content = models.BinaryField(null=True)
    why = models.TextField(blank=True)
    kept_on = models.DateField()
    kept_by = models.BigIntegerField()
    removed_on = models.DateField(null=True)
    removed_by = models.BigIntegerField(null=True)
    removed_why = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(content__isnull=False, removed_on=None, removed_by=None, removed_why="")
                | Q(content=None, removed_on__isnull=False, removed_by__isnull=False)
                & ~Q(removed_why=""),
                name="a_signed_list_is_there_or_removed",
            ),
        )

    class Privacy:
        personal = ("kept_by", "removed_by")
        sealed = ("content", "why", "removed_why")
        open = ("id", "session", "kind", "size", "kept_on", "removed_on")
        keep_for = (
            "tot van de laatste die bij de bijeenkomst de eed aflegde, die registratie weg is"
        )

    def __str__(self) -> str:
        return f"{self.session_id} {self.kept_on}"


class Exemption(models.Model):
    """Why someone does not take it, or may take it until a later day.

    The reason is closed with a key outside the database: it can tell of health or belief.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    why = models.CharField(max_length=7, choices=Why)
    reason = models.TextField()
    until_date = models.DateField(null=True)
    decided_on = models.DateField()
    decided_by = models.BigIntegerField()
    lifted_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_on=None), name="one_exemption_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(why=Why.LEAVE) | Q(until_date__isnull=False),
                name="leave_only_postpones",
            ),
        )

    class Privacy:
        personal = ("person", "why", "until_date", "decided_by")
        sealed = ("reason",)
        open = ("id", "decided_on", "lifted_on")
        keep_for = _KEPT

    def __str__(self) -> str:
        return f"{self.person_id} {self.decided_on}"


class Reminder(models.Model):
    """When someone who has it still to do was reminded last."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    sent_on = models.DateField()

    class Privacy:
        personal = ("person",)
        sealed = ()
        open = ("id", "sent_on")
        keep_for = "tot iemand het heeft gedaan"

    def __str__(self) -> str:
        return f"{self.person_id} {self.sent_on}"
