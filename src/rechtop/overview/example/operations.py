"""Fill a new database: with what every authority needs, or with an example province."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

from django.db import transaction

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND, Actor, Kind, Origin
from rechtop.ground.vault import keyrings, trust
from rechtop.ground.vault import queries as vault_queries
from rechtop.ground.vault import recovery as keys
from rechtop.ground.vault.models import KeyHolder
from rechtop.overview.example.cast import (
    CAST,
    LEADS,
    LEFT,
    NEW,
    OFFICERS,
    PROVINCE,
    SWORE,
    ExampleAuthority,
    Member,
)
from rechtop.people.identity import operations as identity
from rechtop.people.identity.models import Person
from rechtop.people.organisation import operations as organisation
from rechtop.people.organisation import queries as people
from rechtop.people.organisation import rules as organisation_rules
from rechtop.people.organisation.models import Kind as Duty
from rechtop.people.organisation.models import Unit
from rechtop.people.personnel import operations as personnel
from rechtop.people.personnel.models import Kind as WorksAs
from rechtop.people.personnel.queries import Row, Told
from rechtop.people.recovery import operations as recovery
from rechtop.people.recovery.operations import Drawn
from rechtop.tools.action_points import operations as action_points
from rechtop.tools.deadlines import operations as deadlines
from rechtop.tools.lists import operations as lists
from rechtop.tools.lists import queries as list_values
from rechtop.tools.policies import operations as policies
from rechtop.tools.policies import queries as policies_now
from rechtop.tools.policies.models import Policy
from rechtop.tools.procedures import operations as procedures
from rechtop.tools.retention import operations as retention
from rechtop.tools.toolbox import operations as toolbox
from rechtop.tools.toolbox.operations import Facts as Instrument
from rechtop.work.activities import operations as activities
from rechtop.work.activities.models import Gathering
from rechtop.work.cases import operations as cases
from rechtop.work.good_conversations import operations as good_conversations
from rechtop.work.investigations import operations as investigations
from rechtop.work.oath import holding
from rechtop.work.oath import operations as oath
from rechtop.work.oath import queries as oath_now
from rechtop.work.oath.states import Form, Manner
from rechtop.work.requests import operations as requests
from rechtop.work.risks import operations as risks
from rechtop.work.risks.operations import Facts as Risk
from rechtop.work.signpost import operations as signpost
from rechtop.work.training import operations as training
from rechtop.work.training.states import Whom
from rechtop.work.triage import operations as triage

_ROOMS_WITH_LISTS = (
    "rechtop.work.cases",
    "rechtop.work.identities",
    "rechtop.work.investigations",
    "rechtop.work.programme",
    "rechtop.work.triage",
)
_SINCE = datetime.date(2021, 1, 1)
_WEEK = datetime.timedelta(days=7)
_A_MONTH = datetime.timedelta(days=30)
_SINCE_LONG = datetime.date(2019, 1, 1)


@transaction.atomic
def furnish(
    *,
    own_lists: str,
    own_procedures: str = "",
    own_triage: str = "",
    own_oath: str = "",
    **details: object,
) -> None:
    """Give a new installation its authority, lists and rules.

    `own_lists` names the file with the values an authority of this kind starts with, and
    `own_procedures`, `own_triage` and `own_oath` those with its procedures, questions and before
    whom the oath is taken, where it has any.
    """
    organisation.describe_authority(by=COMMAND, **details)
    adopt_lists(own_procedures=own_procedures, own_triage=own_triage, own_oath=own_oath)
    own = _data(__package__, own_lists)
    organisation.adopt_positions(listed=own.pop("position"), by=COMMAND)
    lists.adopt(lists=own, valid_from=_SINCE_LONG, by=COMMAND)
    deadlines.adopt_rules(listed=_data("rechtop.tools.deadlines"), by=COMMAND)


def adopt_lists(*, own_procedures: str = "", own_triage: str = "", own_oath: str = "") -> None:
    """Give an installation the values it lacks of the lists that are the same everywhere, and the
    schedule, signpost, procedures and questions to begin with: its own before those of all."""
    positions = _data("rechtop.people.organisation")["position"]
    organisation.adopt_positions(listed=positions, by=COMMAND)
    retention.adopt(listed=_data("rechtop.tools.retention"), by=COMMAND)
    investigations.adopt_secrecy_texts(
        listed=_data("rechtop.work.investigations", "secrecy.json"), by=COMMAND
    )
    signpost.take_in(listed=_data("rechtop.work.signpost"), by=COMMAND)
    requests.take_in_question(listed=_data("rechtop.work.requests"), by=COMMAND)
    good_conversations.take_in_points(listed=_data("rechtop.work.good_conversations"), by=COMMAND)
    if own_procedures:
        procedures.take_in(listed=_data(__package__, own_procedures), by=COMMAND)
    procedures.take_in(listed=_data("rechtop.tools.procedures"), by=COMMAND)
    if own_triage:
        triage.adopt(**_data(__package__, own_triage), by=COMMAND)
    triage.adopt(**_data("rechtop.work.triage", "questions.json"), by=COMMAND)
    deadlines.adopt_rules(listed=_data("rechtop.work.protection"), by=COMMAND)
    terms = _data("rechtop.work.investigations", "terms.json")
    deadlines.adopt_rules(listed=terms, by=COMMAND)
    if own_oath:
        oath.take_in(listed=_data(__package__, own_oath), by=COMMAND)
    oath.take_in(listed=_data("rechtop.work.oath"), by=COMMAND)
    for room in _ROOMS_WITH_LISTS:
        lists.adopt(lists=_data(room), valid_from=_SINCE_LONG, by=COMMAND)


def _data(room: str, name: str = "netherlands.json") -> Any:
    return json.loads(resources.files(room).joinpath("data", name).read_text("utf-8"))


@transaction.atomic
def make_example(authority: ExampleAuthority = PROVINCE) -> Drawn:
    """Make an example authority with its cast, their keys and who receives; give the sheets of its
    recovery key, once."""
    furnish(
        own_lists=authority.lists,
        own_procedures=authority.procedures,
        own_triage=authority.triage,
        own_oath=authority.oath,
        **authority.details,
        is_example=True,
    )
    drawn = recovery.hold_ceremony(officers=OFFICERS, needed=2, by=COMMAND)
    units = _units(authority)
    for member in CAST:
        _make(member, units[authority.unit_of(member.first_name)])
    _confirm(drawn)
    _make_rosters()
    _make_card()
    _make_cases()
    _make_activities()
    if authority.policies:
        _make_policies(authority.policies)
    if authority.risks:
        _make_risks(authority.risks, units)
    if authority.toolbox:
        _make_instruments(authority.toolbox)
    return drawn


@transaction.atomic
def employ(authority: ExampleAuthority = PROVINCE) -> None:
    """Let a personnel system tell who leads whom, one manager tick a conversation, and in the
    province one take the promise and one leave.

    Tests that need no people of a personnel system do without.
    """
    led = {name: lead for lead, names in LEADS.items() for name in names}
    names = [*LEADS, *(name for name in led if name not in LEADS)]
    numbers = {name: f"{1001 + place}" for place, name in enumerate(names)}
    rows = [
        Row(place, _told(authority, name, led.get(name, ""), numbers))
        for place, name in enumerate(names, start=2)
    ]
    personnel.import_people(rows=rows, by=COMMAND)
    lotte = Person.objects.get(email="lotte@voorbeeld.example")
    today, petra = clock.today(), acting("petra")
    good_conversations.tick(people=[lotte.pk], year=today.year, held_on=today, by=petra)
    if authority.policies:
        points = _data(__package__, "province-points.json")
        good_conversations.write_points(**points, valid_from=today, by=acting("fenna"))
    _require_of_newcomers()
    if authority.oath:
        _make_session()
    if authority.policies:
        told = _told(authority, LEFT, led[LEFT], numbers)
        _let_leave(Row(2, told._replace(end=today - _WEEK)))


def _make_session() -> None:
    """Let one take the promise on a Thursday some weeks ago, and keep the list that was signed."""
    fenna, ago = acting("fenna"), clock.now() - 2 * _WEEK
    past_thursday = (clock.day_of(ago).weekday() - 3) % 7
    with clock.standing_at(ago - datetime.timedelta(days=past_thursday)):
        session = holding.plan(
            day=clock.today(),
            begins_at=datetime.time(10),
            ends_at=datetime.time(12),
            manner=Manner.PHYSICAL,
            place="Statenzaal",
            programme="Integriteit\nVertrouwenspersonen\nDilemmaspel",
            by=fenna,
        )
        holding.invite_one(session, who=SWORE, by=fenna)
        holding.attend(oath_now.invitations(session).get(), form=Form.PROMISE, by=fenna)
        scan = resources.files(__package__).joinpath("data", "signed-list.png").read_bytes()
        holding.keep_list(session, content=scan, by=fenna)


def _let_leave(row: Row) -> None:
    """Let someone leave who was still to do something and looked after a policy."""
    fenna, today = acting("fenna"), clock.today()
    person = Person.objects.get(email=row.told.email)
    action_points.open_point(
        report_year=today.year - 1,
        title="Gesprek over druk van buiten in elk team",
        owner=person,
        due_on=today + 3 * _WEEK,
        by=fenna,
    )
    policies.give(Policy.objects.get(slug="nota-integriteit"), owner=person, by=fenna)
    personnel.import_people(rows=[row], by=COMMAND)


def _require_of_newcomers() -> None:
    """Require the training of who began not long ago."""
    training.require(
        Gathering.objects.filter(kind="training").latest("pk"),
        title="Weerbaar op de werkvloer",
        whom=Whom.STAFF,
        from_date=clock.today() - _A_MONTH,
        months=3,
        by=acting("fenna"),
    )


def _told(authority: ExampleAuthority, name: str, lead: str, numbers: Mapping[str, str]) -> Told:
    member = next((one for one in CAST if one.first_name == name), None)
    above = dict(authority.units)
    path: tuple[str, ...] = ()
    unit = "" if member else authority.unit_of(lead)
    while unit:
        path, unit = (unit, *path), above[unit]
    return Told(
        number=numbers[name],
        name=member.name if member else name,
        email=member.email if member else f"{name.split()[0].casefold()}@voorbeeld.example",
        kind=WorksAs.STAFF if lead else WorksAs.DIRECTOR,
        unit=path,
        function="",
        scale="",
        manager=numbers.get(lead, ""),
        start=clock.today() - _WEEKS_HERE[name] * _WEEK if name in _WEEKS_HERE else _SINCE,
        end=None,
    )


_WEEKS_HERE = {NEW: 3, SWORE: 7}


def _units(authority: ExampleAuthority) -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    for name, parent in authority.units:
        made[name] = organisation.add_unit(name=name, parent=made.get(parent), by=COMMAND)
    return made


def _make(member: Member, unit: Unit) -> None:
    person, _first = organisation.add_person(
        name=member.name, email=member.email, unit=unit, by=COMMAND
    )
    identity.choose_password(person, password=member.password, by=COMMAND)
    for duty in member.duties:
        leads = unit if duty == Duty.MANAGER else None
        organisation.give_duty(person, kind=duty, from_date=_SINCE, unit=leads, by=COMMAND)
    spheres = organisation_rules.spheres_of(member.duties)
    if spheres:
        identity.make_keys(person, passphrase=member.passphrase, spheres=spheres, by=COMMAND)


def _confirm(drawn: Drawn) -> None:
    """Vouch for everybody with two of the three sheets."""
    key = keys.opened([" ".join(words) for words in drawn.words[:2]])
    holders = KeyHolder.objects.filter(kind="person").order_by("pk")
    shown = [(holder.pk, trust.card_print(holder)) for holder in holders]
    recovery.confirm(key=key, shown=shown, by=COMMAND)


def _make_rosters() -> None:
    """Let the team receive, with replacements for when it is about them, and a custodian of names;
    two sign each roster."""
    bram, fenna = acting("bram"), acting("fenna")
    listed = {
        trust.INTAKE: ("bram", "fenna"),
        trust.ALTERNATE: ("gijs", "ivo"),
        trust.ABOUT + "integrity-team": ("gijs", "ivo"),
        trust.IDENTITIES: ("kees",),
    }
    for name, members in listed.items():
        holders = [acting(member).holder or 0 for member in members]
        roster = organisation.propose_roster(name=name, members=holders, by=bram)
        organisation.sign_roster(roster, shown=trust.roster_print(roster), by=fenna)


def _make_card() -> None:
    """Let the confidant of the cast be found on the public page."""
    carla = next(member for member in CAST if member.first_name == "carla")
    organisation.show_card(
        Person.objects.get(email=carla.email),
        name=carla.name,
        is_internal=True,
        reach="Bel 070 000 00 00 of mail carla@voorbeeld.example. "
        "Ik ben er op maandag, dinsdag en donderdag.",
        by=COMMAND,
    )


def acting(first_name: str) -> Actor:
    """Give a member of the cast as someone who acts with an open vault; example data only."""
    member = next(m for m in CAST if m.first_name == first_name)
    person = Person.objects.get(email=member.email)
    holder = vault_queries.holder_of(person.pk)
    duties = people.duties_today(person.pk)
    return Actor(
        Kind.PERSON,
        Origin.COMMAND_LINE,
        number=person.pk,
        duties=duties,
        spheres=tuple(organisation_rules.spheres_of(duties)),
        holder=holder.pk if holder else None,
        keyring=keyrings.unlock(holder, member.passphrase) if holder else None,
    )


def _make_cases() -> None:
    """Enter one case that a manager brought five days ago, so that no desk is empty."""
    five_days_ago = clock.now() - datetime.timedelta(days=5)
    with clock.standing_at(five_days_ago):
        cases.enter(
            channel="manager",
            received_on=clock.today(),
            report={
                "what": "Een opdracht is gegund aan een bedrijf waar een collega eerder werkte. "
                "De collega zat in de groep die koos. Voorbeeld, niet echt gebeurd.",
                "when": "Vorige maand",
                "where": "Bij een aanbesteding",
                "who": "",
                "asks": "Zoek uit of dit eerlijk ging.",
                "brought_by": "Een bureauhoofd",
            },
            identity={},
            about=[],
            by=acting("bram"),
        )


def _make_activities() -> None:
    """Plan what is to come: nothing was held, so that no figure tells of it."""
    fenna, today = acting("fenna"), clock.today()
    network = next(iter(list_values.choices("network")), None)
    if network is not None:
        activities.plan_series(
            kind="netwerk",
            network=network.code,
            title=network.label,
            goal="Vragen en voorbeelden met elkaar delen",
            day=today + datetime.timedelta(days=10),
            rhythm="quarter",
            until=today + datetime.timedelta(days=330),
            starts_at=datetime.time(10),
            ends_at=datetime.time(11, 30),
            by=fenna,
        )
    training = activities.plan(
        kind="training",
        title="Weerbaar op de werkvloer",
        goal="Oefenen met wat u zegt als iemand druk op u zet",
        day=today + datetime.timedelta(days=17),
        starts_at=datetime.time(13),
        ends_at=datetime.time(16),
        place="Zaal Rijnland",
        by=fenna,
    )
    activities.set_sign_up(training, takes_sign_ups=True, places=12, by=fenna)


def _make_policies(listed: str) -> None:
    """Let the coordinator write the policies and the secretary adopt them: the last version of
    each today, and where there was one before it, that five days ago."""
    fenna = acting("fenna")
    folder = listed.removesuffix(".json")
    for facts in _data(__package__, listed):
        versions = facts.pop("versions")
        days = facts.pop("revised_after_days")
        policy = policies.add(
            is_public=True,
            next_revision=clock.today() + datetime.timedelta(days=days),
            by=fenna,
            **facts,
        )
        for place, name in enumerate(versions, 1):
            ago = datetime.timedelta(days=5 * (len(versions) - place))
            with clock.standing_at(clock.now() - ago):
                _adopt_policy(policy, _text(folder, name))


def _adopt_policy(policy: Policy, body: str) -> None:
    fenna, gijs = acting("fenna"), acting("gijs")
    begun = policies.begin(policy, by=fenna)
    policies.write(begun, body=body, edition=begun.edition, by=fenna)
    written = policies_now.in_writing(policy) or begun
    policies.adopt(
        written,
        in_force_from=clock.today(),
        edition=written.edition,
        next_revision=policy.next_revision,
        by=gijs,
    )


def _make_risks(listed: str, units: dict[str, Unit]) -> None:
    """Let the coordinator register some risks."""
    fenna = acting("fenna")
    for told in _data(__package__, listed):
        review_date = clock.today() + datetime.timedelta(days=told.pop("review_in_days"))
        unit = units[told.pop("unit")]
        risks.register(facts=Risk(unit=unit, review_date=review_date, **told), by=fenna)


def _make_instruments(listed: str) -> None:
    """Let the coordinator put some instruments in the toolbox."""
    fenna = acting("fenna")
    for told in _data(__package__, listed):
        toolbox.add(facts=Instrument(**told), by=fenna)


def _text(folder: str, name: str) -> str:
    return resources.files(__package__).joinpath("data", folder, name).read_text("utf-8")
