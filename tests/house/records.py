"""A real record of every kind that an address takes, and which address takes which."""

from __future__ import annotations

import datetime
from typing import Any

from allauth.mfa.models import Authenticator

from rechtop.ground.kernel import clock, words
from rechtop.ground.vault import keyrings, trust
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.models import Kept
from rechtop.overview.calendar import operations as calendar
from rechtop.overview.keeping import operations as keeping
from rechtop.overview.keeping import queries as kept
from rechtop.overview.keeping.tests.making import adopt, closed
from rechtop.overview.trail.models import Removal
from rechtop.overview.year_import import operations as year_import
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation.models import Card, CutShort, Duty, Kind
from rechtop.people.personnel import operations as personnel
from rechtop.people.personnel.models import About, Employment
from rechtop.people.personnel.tests.test_import import invented
from rechtop.people.recovery.models import Notice, Recovery, Use
from rechtop.people.reviews import operations as reviews
from rechtop.tools.action_points import operations as action_points
from rechtop.tools.deadlines import operations as deadlines
from rechtop.tools.deadlines import queries as terms
from rechtop.tools.deadlines.rules import next_working_day
from rechtop.tools.figures import operations as figures
from rechtop.tools.policies import operations as policies
from rechtop.tools.policies import queries as policies_now
from rechtop.tools.policies.models import Policy
from rechtop.tools.procedures import operations as procedures
from rechtop.tools.saved_lists import operations as lists
from rechtop.tools.saved_lists.models import SavedList
from rechtop.tools.toolbox import operations as toolbox
from rechtop.tools.toolbox.models import Instrument
from rechtop.tools.toolbox.tests.test_toolbox import told, written
from rechtop.work.activities import operations as activities
from rechtop.work.activities.models import Gathering
from rechtop.work.cases import operations as cases
from rechtop.work.cases import publishing
from rechtop.work.cases.tests.test_attachments import on_disk, photo, seen
from rechtop.work.cases.tests.test_dossiers import TEXTS
from rechtop.work.cases.tests.test_registrations import taken_over
from rechtop.work.confidants import operations as confidants
from rechtop.work.confidants.tests.test_confidants import Conversation
from rechtop.work.good_conversations import operations as good_conversations
from rechtop.work.good_conversations import queries as good_conversations_now
from rechtop.work.good_conversations.models import GoodConversation
from rechtop.work.identities.tests import test_demands, test_identities
from rechtop.work.investigations import dossiers, hearing
from rechtop.work.investigations.tests.test_deciding import running
from rechtop.work.investigations.tests.test_drafts import sent
from rechtop.work.investigations.tests.test_hearing import heard, said
from rechtop.work.oath import holding
from rechtop.work.oath import operations as oath
from rechtop.work.oath.models import Invitation
from rechtop.work.oath.states import Why
from rechtop.work.oath.tests.making import rules_since, took, works
from rechtop.work.oath.tests.test_sessions import FACTS
from rechtop.work.oath.tests.test_signed_lists import PNG
from rechtop.work.programme import operations as programme
from rechtop.work.requests import operations as requests
from rechtop.work.requests.models import Request
from rechtop.work.requests.states import quarter_of
from rechtop.work.risks.models import Risk
from rechtop.work.signpost import layout
from rechtop.work.signpost import operations as signpost
from rechtop.work.spoken.tests.test_spoken import spoken
from rechtop.work.training import operations as training
from tests.desk import by_name, with_open_vault
from tests.people import acting, person, report, reporter
from tests.trail import seal_committed

TODAY = clock.today()
A_WEEK = datetime.timedelta(days=7)
LONG_AGO = datetime.date(2021, 2, 1)
LATER = TODAY + 3 * A_WEEK

Made = dict[str, Any]


def make() -> Made:
    """Make a record of every kind; give what stands in an address for each, and the words with
    which Anna reads her mailbox."""
    made: Made = {"year": TODAY.year, "month": TODAY.month, "sheet": "xlsx", "one": 1, "two": 2}
    for room in (
        _destruction,
        _case,
        _investigation,
        _other_cases,
        _people,
        _keys,
        _at_work,
        _oath,
        _conversations,
        _texts,
        _plans,
        _trail_and_years,
    ):
        made |= room(made)
    return made


def _destruction(_made: Made) -> Made:
    """Of a case that closed so long ago that it may go; that year was adopted."""
    closed(closed_on=LONG_AGO)
    adopt(LONG_AGO.year)
    proposed = keeping.propose(by=acting("fenna"))
    line = kept.lines(proposed, ["waiting"])[0]
    return {"destruction": proposed.number, "line": line.number}


def _case(_made: Made) -> Made:
    """Of Anna, named, handled by Bram, with a file, a question for her name and a demand for it."""
    seven = words.draw()
    case = report(name="Anna de Vries", seven=seven)
    attached = on_disk(photo("Anna"), "foto.jpg")
    cases.add_files_as_reporter(case, attachments=[attached], by=reporter(seven))
    cases.assign(case, to=person("bram"), by=acting("fenna"))
    case.refresh_from_db()
    regime = {"regime": "zakelijk", "is_wrongdoing": None, "is_union_law_breach": None}
    cases.register(case, by=acting("bram"), **regime)
    file = seen(case, "bram")[0].id
    with_open_vault("bram").get(f"/desk/zaken/{case.number}/bestanden/{file}/")  # makes the copy
    lists.keep(name="cases", query="state=open", by=by_name("bram"))
    return {
        "case": case.number,
        "case_itself": case,
        "words": seven,
        "file": file,
        "term": terms.of(case.ref)[0].pk,
        "question": test_identities.ask(case).number,
        "demand": test_demands.announce(case).number,
        "saved_list": SavedList.objects.latest("pk").pk,
    }


def _investigation(made: Made) -> Made:
    """Of that case, decided on by Gijs, done by Ivo, with someone heard who reads a draft."""
    one, ivo = running(made["case_itself"]), acting("ivo")
    who = heard(one)
    said(one, who)
    letter = hearing.invite(one, person=who, on=LATER, time="10.00", place="Zaal 1", by=ivo)
    letter_words = words.draw()
    sent(one, letter_words, who)
    draft = dossiers.read(one, ivo).all("draft")[0]
    return {
        "investigation": one.number,
        "heard": who,
        "letter": letter,
        "draft": draft.id,
        "letter_words": letter_words,
    }


def _other_cases(_made: Made) -> Made:
    """One told by telephone, one that was taken over from before, and one with a row to read."""
    told_by_telephone, _words = spoken(consent="recording")
    case = report()
    row = publishing.propose_row(case, texts=TEXTS, reader=person("gijs"), by=acting("bram"))
    return {
        "spoken": told_by_telephone.number,
        "registration": taken_over().number,
        "row": row.number,
    }


def _people(_made: Made) -> Made:
    """Eva works here under Daan; she is to have a duty again, and says that something is wrong."""
    works("eva", start=TODAY - 8 * A_WEEK)
    eva, hanna = person("eva"), by_name("hanna")
    past = Duty.objects.create(
        person=eva, kind=Kind.CONFIDANT, from_date=LONG_AGO, until_date=TODAY - A_WEEK
    )
    CutShort.objects.create(duty=past, until_date=None)
    propose = personnel.propose_correction
    return {
        "person": person("bram").pk,
        "duty": Duty.objects.get(person=person("bram")).pk,
        "cut_short": past.pk,
        "card": Card.objects.get(person=person("carla")).pk,
        "people_file": personnel.bring(name="x.csv", content=invented(3), by=hanna).pk,
        "correction": propose(eva, text="Mijn functie.", by=by_name("eva")).pk,
        "correction_of_a_room": propose(
            eva, text="Ik was er.", about=About.ATTENDEE, by=by_name("eva")
        ).pk,
        "review": reviews.start(by=by_name("fenna")).pk,
        "group": "eed",
        "unknown_word": "een-woord-dat-niemand-kreeg",
    }


def _keys(_made: Made) -> Made:
    """Bram's key, something he typed that was kept, his passkey, and a roster to sign."""
    bram = acting("bram")
    holder = vault.holder_of(person("bram").pk)
    assert holder is not None
    key = bram.keyring.key("cases") if bram.keyring else None
    assert key is not None
    sealed = keyrings.sealed_to(key.private.public, holder.pk, [("text", "Getypt")], "/desk/")
    roster = organisation.propose_roster(
        name=trust.INTAKE, members=[holder.pk, acting("fenna").holder or 0], by=bram
    )
    passkey = Authenticator.objects.create(
        user=person("bram"),
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Sleutel", "credential": {}},
    )
    recovery = Recovery.objects.create(
        use=Use.objects.latest("pk"),
        cause="lost-passphrase",
        sphere="cases",
        receiver=person("bram"),
        former=person("bram"),
    )
    return {
        "holder": holder.pk,
        "typed": Kept.objects.create(holder=holder, sealed=sealed, at=clock.now()).pk,
        "roster_name": trust.INTAKE,
        "roster": roster.pk,
        "passkey": passkey.pk,
        "cause": "lost-passphrase",
        "sphere": "cases",
        "notice": Notice.objects.create(recovery=recovery, person=person("bram")).pk,
    }


def _at_work(_made: Made) -> Made:
    """A gathering, a training that is required, a risk, an action point and what managers are
    asked."""
    fenna = by_name("fenna")
    gathering = Gathering.objects.filter(kind="training").latest("pk")
    activities.set_sign_up(gathering, takes_sign_ups=True, places=12, by=fenna)
    needed = training.require(
        gathering, title="Training", whom="everybody", from_date=TODAY, due_on=LATER, by=fenna
    )
    point = action_points.open_point(
        report_year=TODAY.year, title="Iets doen", owner=person("daan"), by=fenna
    )
    asked = requests.open_round(over=quarter_of(), due_on=LATER, by=acting("fenna"))
    activity = {"kind": "dilemmaspel", "name": "Spel", "meetings": 3, "participants": None}
    programme.write_text(year=TODAY.year, body="Een rustig jaar.", by=fenna)
    kept = programme.keep_activity(year=TODAY.year, remark="", by=fenna, **activity)
    return {
        "gathering": gathering.pk,
        "requirement": needed.pk,
        "point": point.number,
        "round_year": asked.year,
        "round_quarter": asked.quarter,
        "request": Request.objects.get(round=asked, person=person("daan")).number,
        "risk": Risk.objects.latest("pk").pk,
        "part": "activiteit",
        "activity": kept.pk,
    }


def _oath(_made: Made) -> Made:
    """A session of today to which Carla is invited and where Eva took it; Jet is exempt."""
    rules_since()
    bram, fenna = by_name("bram"), by_name("fenna")
    session = holding.plan(day=TODAY, by=bram, **FACTS)
    eva = Employment.objects.get(person=person("eva"))
    taken = took(eva)
    carla, jet = works("carla"), works("jet")
    holding.invite_one(session, who=person("carla").name, by=bram)
    oath.exempt(jet, why=Why.REFUSED, reason="Zie dossier.", by=bram)
    oath.write_words(
        form="oath", body="Ik zweer.", decree="Besluit 7", from_date=LATER, edition=0, by=fenna
    )
    return {
        "session": session.pk,
        "signed_list": holding.keep_list(session, content=PNG, by=fenna).pk,
        "invitation": Invitation.objects.get(session=session, person=carla.person).pk,
        "employment": eva.pk,
        "exempt": jet.pk,
        "registration_of_oath": taken.pk,
        "form": "oath",
        "official": oath.set_official(label="de voorzitter", from_date=TODAY, by=fenna).pk,
    }


def _conversations(_made: Made) -> Made:
    """What Carla wrote down, and what Daan ticked and noted."""
    carla, daan = acting("carla"), acting("daan")
    conversation = Conversation("integriteit", TODAY, "Een gesprek.")
    confidants.keep(conversation, by=carla)
    tick = good_conversations.tick
    tick(people=[person("eva").pk], year=TODAY.year, held_on=TODAY, by=daan)
    unit = good_conversations_now.units_of(daan)[0].pk
    meeting = good_conversations.note_meeting(unit=unit, held_on=TODAY, by=daan)
    return {
        "conversation": conversation.id,
        "tick": GoodConversation.objects.get(person=person("eva")).number,
        "meeting": meeting.number,
    }


def _texts(_made: Made) -> Made:
    """A policy people are asked to read, with a draft; procedure and signpost in writing; an
    instrument, and a file with others."""
    fenna = by_name("fenna")
    policy = Policy.objects.get(slug="gedragscode")
    current = policies_now.in_force(policy)
    assert current is not None
    asked = policies.ask(current, unit=None, due_on=LATER, by=fenna)
    policies.begin(policy, by=fenna)
    procedures.begin(code="misstand", by=fenna)
    edition = signpost.begin(by=fenna)
    brought = toolbox.bring(name="toolbox.json", content=written(told()), by=fenna)
    return {
        "policy": policy.slug,
        "version": current.number,
        "reading_round": asked.pk,
        "procedure": "misstand",
        "step": "register",
        "place": layout.read(edition.content).first,
        "edition": 1,
        "instrument": Instrument.objects.latest("pk").key,
        "brought_toolbox": brought.pk,
    }


def _plans(_made: Made) -> Made:
    """A holiday and the addresses of two calendars."""
    fenna = by_name("fenna")
    day = next_working_day(TODAY + A_WEEK)
    holiday = deadlines.enter_holiday(
        day=day, label="Vrij", origin="decree", source="Stb. 1", by=fenna
    )
    return {
        "holiday": holiday.pk,
        "feed": str(calendar.make_feed(language="nl", by=acting("bram"))),
        "feed_of_activities": str(activities.make_feed(language="nl", by=by_name("bram"))),
    }


def _trail_and_years(_made: Made) -> Made:
    """A month of the trail that may go, the sheet of now, a year that waits for a yes."""
    entered = figures.enter(
        year=TODAY.year,
        name="eed.afgelegd",
        value=3,
        source="Lijst",
        known={"eed.afgelegd"},
        by=by_name("fenna"),
    )
    removal = Removal.objects.create(
        month=LONG_AGO,
        first_position=1,
        last_position=2,
        proposed_by=person("lotte"),
        proposed_at=clock.now(),
    )
    seal_committed()
    delivery = year_import.bring(name="jaar.xlsx", year=2019, records={}, by=by_name("fenna"))
    return {
        "figure": entered.name,
        "week": "nu",
        "removal": removal.pk,
        "delivery": delivery.pk,
    }
