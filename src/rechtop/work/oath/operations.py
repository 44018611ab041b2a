"""Register oaths, promises and statements, and keep the rules they follow.

A registration never changes: one that is wrong is withdrawn, as long as the account of its year
was not adopted, and made again.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rechtop.ground.audit.operations import operation
from rechtop.ground.kernel import clock, records
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.ui import dutch
from rechtop.ground.vault import server_boxes
from rechtop.people.personnel.models import Employment, Kind
from rechtop.tools.deadlines.rules import months_later
from rechtop.tools.figures import queries as figures
from rechtop.work.oath import proposing, queries, rules
from rechtop.work.oath.models import (
    Exemption,
    OathTerm,
    Official,
    Preference,
    Registration,
    Reminder,
    Session,
    Wording,
)
from rechtop.work.oath.states import SPOKEN, Form, Why


@operation("oath.registered", allowed=rules.may_register)
def register(
    employment: Employment,
    *,
    form: str,
    taken_on: datetime.date,
    official: str = "",
    witness: str = "",
    session: Session | None = None,
    by: Actor,
) -> Registration:
    """Register that someone took the oath or promise, or signed the statement on paper.

    Where not told, it was as said for all at the session; else before who is proposed for that
    day, with the line manager as witness where that one worked here then. Raises Invalid for what
    cannot be, for a session of another day or one called off, and where it was registered before.
    """
    if session is not None:
        session = _held(session, taken_on)
    _check_fits(employment, form)
    _check_day(employment, form, taken_on)
    return _write(
        employment, form, taken_on, official=official, witness=witness, session=session, by=by
    )


@operation("oath.statement_signed", allowed=rules.may_sign)
def sign(employment: Employment, *, wording: int, by: Actor) -> Registration:
    """Sign the integrity statement oneself, in the words one read.

    Raises Invalid where other words are in force by now, and for who must take the oath.
    """
    _check_fits(employment, Form.STATEMENT)
    now = queries.in_force(Form.STATEMENT, clock.today())
    if now is None or now.pk != wording:
        raise Invalid(read=_("De tekst is net veranderd. Lees hem nog een keer."))
    _check_day(employment, Form.STATEMENT, clock.today())
    return _write(employment, Form.STATEMENT, clock.today(), by=by)


def _held(session: Session, day: datetime.date) -> Session:
    """Hold the session as it stands: it is not called off or put on another day underneath."""
    held = Session.objects.select_for_update().get(pk=session.pk)
    if held.called_off_on is not None:
        raise Invalid(session=_("Deze bijeenkomst ging niet door. Kies een andere, of geen."))
    if held.day != day:
        text = _("Deze bijeenkomst was op %(day)s. Kies die dag, of kies geen bijeenkomst.")
        raise Invalid(session=text % {"day": dutch.day(held.day)})
    return held


def _check_fits(employment: Employment, form: str) -> None:
    if employment.kind == Kind.EXTERNAL and form != Form.STATEMENT:
        raise Invalid(form=_("Wie extern is, tekent de integriteitsverklaring."))
    if employment.kind != Kind.EXTERNAL and form not in SPOKEN:
        raise Invalid(form=_("Wie hier in dienst is, legt de eed of de belofte af."))


def _check_day(employment: Employment, form: str, day: datetime.date) -> None:
    if day > clock.today():
        raise Invalid(taken_on=_("Deze dag moet nog komen."))
    if form in SPOKEN and day < employment.start_date:
        raise Invalid(
            taken_on=_("Dit is voor de eerste werkdag: %(day)s.")
            % {"day": dutch.day(employment.start_date)}
        )
    if employment.end_date is not None and day >= employment.end_date:
        raise Invalid(taken_on=_("Op deze dag werkte deze persoon hier niet meer."))
    if figures.adopted_among({day.year}):
        raise Invalid(taken_on=_("Dit jaar is vastgesteld: er komt niets meer bij."))
    before = queries.met_by(employment, form == Form.STATEMENT)
    if before is not None:
        raise Invalid(
            taken_on=_("Dit staat er al, op %(day)s.") % {"day": dutch.day(before.taken_on)}
        )


def _write(
    employment: Employment,
    form: str,
    day: datetime.date,
    *,
    official: str = "",
    witness: str = "",
    session: Session | None = None,
    by: Actor,
) -> Registration:
    words = queries.in_force(form, day)
    if words is None:
        raise Invalid(taken_on=_("Op deze dag gold nog geen vastgestelde tekst."))
    registration = Registration(
        person_id=employment.person_id,
        start_date=employment.start_date,
        form=form,
        is_statement=form == Form.STATEMENT,
        taken_on=day,
        due_on=_due_on(employment),
        wording=words,
        session=session,
        unit_id=queries.unit_of(employment.person_id, max(day, employment.start_date)),
        registered_by=by.number or 0,
    )
    if form in SPOKEN:
        _put_who_was_there(registration, employment, official, witness)
    records.check(registration)
    registration.save()
    Preference.objects.filter(person=employment.person_id).delete()
    Reminder.objects.filter(person=employment.person_id).delete()
    return registration


def _due_on(employment: Employment) -> datetime.date:
    """Give the day by which it had to be done: that of the list, or as it would have been."""
    listed = queries.one_owing(employment.pk)
    if listed is not None:
        last: datetime.date = listed.last_day
        return last
    if employment.kind == Kind.EXTERNAL:
        return employment.start_date - queries.DAY
    term = queries.terms().last()
    return months_later(employment.start_date, term.months if term else 1)


def _put_who_was_there(
    registration: Registration, employment: Employment, official: str, witness: str
) -> None:
    proposed = proposing.for_one(employment, registration.taken_on, registration.session)
    registration.official = official.strip() or proposed.official
    if not registration.official:
        raise Invalid(official=_("Schrijf op bij wie het was."))
    seen, name = proposed.witness, proposed.witness_name
    if witness.strip():
        found = queries.called(witness)
        seen = found[0] if len(found) == 1 else None
        name = seen.name if seen else witness.strip()
    if seen is not None and seen.pk == registration.person_id:
        raise Invalid(witness=_("De getuige is een ander dan wie de eed of belofte aflegt."))
    registration.witness, registration.witness_name = seen, name


@operation("oath.withdrawn", allowed=rules.may_withdraw)
def withdraw(registration: Registration, *, by: Actor) -> None:
    """Take a registration back that was made by mistake."""
    Registration.objects.filter(pk=registration.pk).delete()


@operation("oath.exempted", allowed=rules.may_exempt)
def exempt(
    employment: Employment,
    *,
    why: str,
    reason: str,
    until_date: datetime.date | None = None,
    by: Actor,
) -> Exemption:
    """Note why someone does not take it, or takes it later; with a day it is only postponed.

    Raises Invalid without a reason, for leave without a day, for a day that is no later than the
    one it had to be done by, and where something else stands already.
    """
    if not reason.strip():
        raise Invalid(reason=_("Schrijf op waarom."))
    if why == Why.LEAVE and until_date is None:
        raise Invalid(until_date=_("Bij verlof of ziekte: kies tot wanneer het mag."))
    if why == Why.REFUSED and until_date is not None:
        raise Invalid(until_date=_("Wie weigert, krijgt geen latere dag. Laat dit leeg."))
    if until_date is not None and until_date <= _due_on(employment):
        raise Invalid(until_date=_("Kies een latere dag dan die waarop het nu moet."))
    if queries.met_by(employment, employment.kind == Kind.EXTERNAL) is not None:
        raise Invalid(why=_("Dit is al gedaan."))
    if queries.exemption_of(employment.person_id) is not None:
        raise Invalid(why=_("Er staat al een uitzondering. Hef die eerst op."))
    exemption = Exemption(
        person_id=employment.person_id,
        why=why,
        reason=server_boxes.close(reason.strip(), use=queries.REASON),
        until_date=until_date,
        decided_on=clock.today(),
        decided_by=by.number or 0,
    )
    records.check(exemption)
    exemption.save()
    return exemption


@operation("oath.exemption_lifted", allowed=rules.may_lift)
def lift(exemption: Exemption, *, by: Actor) -> None:
    """Let an exemption no longer stand."""
    exemption.lifted_on = clock.today()
    exemption.save(update_fields=["lifted_on"])


@operation("oath.form_chosen", allowed=rules.may_choose)
def choose(employment: Employment, *, form: str, by: Actor) -> None:
    """Choose the oath or the promise beforehand; one may choose again until the day itself."""
    _check_fits(employment, form)
    Preference.objects.update_or_create(
        person_id=employment.person_id, defaults={"form": form, "chosen_on": clock.today()}
    )


# The rules and the words


@operation("oath.words_written", allowed=rules.may_arrange)
def write_words(
    *, form: str, body: str, decree: str, from_date: datetime.date, edition: int, by: Actor
) -> Wording:
    """Write the next words of a form; another adopts them.

    `edition` is the one the writer began from, 0 where there was none. Raises Invalid where
    another wrote meanwhile, and for a day that is not after that of the words in force or is too
    far off.
    """
    held = Wording.objects.select_for_update().filter(form=form, adopted_on=None).first()
    body = body.replace("\r\n", "\n")
    told = {"body": body, "decree": decree, "from_date": from_date, "author_id": by.number}
    if held and records.holds(held, **told):  # sent twice
        return held
    if (held.edition if held else 0) != edition:
        raise Invalid(body=_("Een ander schreef intussen ook aan deze tekst."))
    _check_from(form, from_date)
    words = held or Wording(form=form, edition=0)
    words.body, words.decree, words.from_date = body, decree, from_date
    words.author_id, words.edition = by.number, words.edition + 1
    records.check(words)
    try:
        with transaction.atomic():
            words.save()
    except IntegrityError as error:  # another began at this same moment
        raise Invalid(body=_("Een ander schreef intussen ook aan deze tekst.")) from error
    return words


@operation("oath.words_adopted", allowed=rules.may_adopt_words)
def adopt_words(words: Wording, *, edition: int, by: Actor) -> None:
    """Adopt the words another wrote. Raises Invalid where one read another edition."""
    if edition != words.edition:
        raise Invalid(edition=_("De tekst is intussen veranderd. Lees hem nog een keer."))
    _check_from(words.form, words.from_date)
    words.adopter_id, words.adopted_on = by.number, clock.today()
    words.save(update_fields=["adopter", "adopted_on"])


@operation("oath.words_thrown_away", allowed=rules.may_write_words)
def throw_words_away(words: Wording, *, by: Actor) -> None:
    """Throw the words away that were not adopted; those in force stay."""
    Wording.objects.filter(pk=words.pk).delete()


def _check_from(form: str, day: datetime.date) -> None:
    last = queries.wordings(form).first()
    if last is not None and day <= last.from_date:
        raise Invalid(from_date=_("Kies een dag na die waarop de vorige tekst inging."))
    if last is not None and day < clock.today():
        raise Invalid(from_date=_("Kies vandaag of een latere dag."))
    records.see_that_it_is_near(from_date=day)


@operation("oath.term_set", allowed=rules.may_arrange)
def set_term(
    *, months: int, from_date: datetime.date, remind_days: int = 14, by: Actor
) -> OathTerm:
    """Say within how many months it must be done by who starts from a day on, and how many days
    before the last one they are reminded.

    Raises Invalid for a day that has a term already.
    """
    term = OathTerm(months=months, remind_days=remind_days, from_date=from_date)
    records.check(term)
    try:
        with transaction.atomic():
            term.save()
    except IntegrityError as error:
        raise Invalid(from_date=_("Voor deze dag staat er al een termijn.")) from error
    return term


@operation("oath.official_set", allowed=rules.may_arrange)
def set_official(*, by: Actor, **facts: Any) -> Official:
    """Say before whom the oath is taken, by whom, and from when until when."""
    official = Official(**facts)
    if official.until_date is not None and official.until_date < official.from_date:
        raise Invalid(until_date=_("Deze dag ligt voor het begin."))
    records.check(official)
    official.save()
    return official


@operation("oath.official_ended", allowed=rules.may_arrange)
def end_official(official: Official, *, until_date: datetime.date, by: Actor) -> None:
    """Say until when the oath is taken before someone."""
    if until_date < official.from_date:
        raise Invalid(until_date=_("Deze dag ligt voor het begin."))
    official.until_date = until_date
    official.save(update_fields=["until_date"])


@operation("oath.rules_adopted", allowed=rules.may_arrange)
def take_in(*, listed: Mapping[str, list[dict[str, Any]]], by: Actor) -> None:
    """Give an installation the rules and words to begin with, where it has none of a kind.

    Terms hold for who starts from the first day of this year on: who came long before took the
    oath where it is not known here.
    """
    first_day = clock.today().replace(month=1, day=1)
    if not OathTerm.objects.exists():
        OathTerm.objects.bulk_create(OathTerm(**one, from_date=first_day) for one in listed["term"])
    if not Official.objects.exists():
        Official.objects.bulk_create(Official(**one) for one in listed["official"])
    for one in listed["wording"]:
        if not Wording.objects.filter(form=one["form"]).exists():
            Wording.objects.create(adopted_on=clock.today(), **one)
