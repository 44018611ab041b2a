"""Examine what people and the clock keep up: keys, trail, duties, backups, terms."""

from __future__ import annotations

import datetime
import time
from collections.abc import Mapping

from rechtop import env
from rechtop.doors.cli import clock as beating
from rechtop.doors.cli.findings import Finding, Findings, advice, ago, older
from rechtop.ground.audit import ends, verifying
from rechtop.ground.audit import queries as trail
from rechtop.ground.kernel import clock, outside
from rechtop.ground.post import operations as post
from rechtop.ground.vault import queries as vault
from rechtop.people.organisation import queries as organisation
from rechtop.people.organisation.models import Kind
from rechtop.people.recovery import queries as recovery
from rechtop.people.reviews import queries as reviews
from rechtop.tools.deadlines import queries as deadlines

_COPIED_WITHIN = 15 * 60
"""How many seconds a copy of what is remembered may be behind."""

_MAIL_GOES_WITHIN = datetime.timedelta(hours=1)

_TEAM = (Kind.COORDINATOR, Kind.HANDLER, Kind.LAWYER)

# What cannot be completed for want of people: who does it, how many it takes, and what stops.
_TAKES_PEOPLE = (
    (_TEAM, 2, "Een rooster van ontvangers tekenen er twee van het integriteitsteam."),
    (
        (*_TEAM, Kind.SECRETARY),
        2,
        "Een rij voor het jaarverslag leest een tweede.",
    ),
    ((Kind.CUSTODIAN,), 1, "De naam van een melder opent alleen na een besluit van de bewaarder."),
    ((Kind.SECRETARY,), 1, "Over onderzoek beslist de secretaris of een vervanger."),
    ((Kind.CONFIDANT,), 1, "Medewerkers kunnen hier geen vertrouwenspersoon vinden."),
    ((Kind.ADMINISTRATOR,), 1, "Zonder beheerder komt er niemand bij."),
    ((Kind.SECURITY_OFFICER,), 1, "Een onafhankelijke kijkt het logboek na."),
)
_BETTER_WITH = (
    ((Kind.ADMINISTRATOR,), "De taken van de enige beheerder kan niemand anders beëindigen."),
    ((Kind.CUSTODIAN,), "Is de enige bewaarder er niet, of vraagt die zelf, dan wacht elke naam."),
)


def check_keys() -> Findings:
    """Say what is wrong with who receives and who can open."""
    found = organisation.receivers()
    yield from _check_recovery_key()
    if found.is_behind:
        yield Finding(
            "In de database staat een ouder rooster dan deze server eerder zag. Zolang ontvangt "
            "niemand nieuwe meldingen.",
            "Laat twee mensen een nieuw rooster tekenen, bij Sleutels. Is er geen back-up "
            "teruggezet? Zoek dan uit wie de database veranderde.",
        )
    elif not found.is_ready():
        yield Finding(
            "Melden kan niet: er zijn te weinig ontvangers met een bevestigde sleutel.",
            "Kijk bij Sleutels wie er op het rooster en bij de vervangers ontbreekt.",
        )
    for _holder, name, is_vouched_for in organisation.standing_holders():
        if not is_vouched_for:
            yield advice(
                f"De sleutel van {name} is nog niet bevestigd.",
                "Laat een collega de vingerafdruk vergelijken en bevestigen.",
            )
    for person in organisation.without_keys():
        yield advice(
            f"{person.name} heeft een taak met sleutels, en heeft die nog niet gemaakt.",
            "Vraag om zich aan te melden en een wachtzin te kiezen.",
        )
    yield from _check_key_work()


def _check_recovery_key() -> Findings:
    division, due = recovery.newest(), recovery.due_on()
    if division is None and not env.has_secret("anchor"):
        yield Finding(
            "Er is nog geen herstelsleutel. Tot dan kan niemand melden.",
            "Houd de ceremonie: in de browser bij Herstelsleutel, of met `bin/rechtop ceremony`.",
        )
    elif not recovery.is_trusted():
        yield Finding(
            "De herstelsleutel staat er niet of wordt niet vertrouwd.",
            "Kijk of `secrets/anchor` er nog is, en of iemand de database heeft teruggezet.",
        )
    elif division is not None and not recovery.is_tried(division):
        yield advice(
            "De bladen van de herstelsleutel zijn nog nooit geprobeerd.",
            "Laat de mensen met een blad ze typen, bij Herstelsleutel.",
        )
    elif due is not None and due <= clock.today():
        yield Finding(
            "De bladen van de herstelsleutel zijn een jaar niet geprobeerd.",
            "Laat de mensen met een blad ze typen, bij Herstelsleutel.",
        )


def _check_key_work() -> Findings:
    count, since = vault.waiting_work()
    if since and older(since, days=7):
        yield Finding(
            f"{count} keer wacht werk op iemand met een sleutel, het oudste sinds {ago(since)}.",
            "Laat iemand van het rooster de kluis openen; het werk begint dan vanzelf.",
        )


def check_people() -> Findings:
    """Say what cannot be completed for want of people."""
    count = {
        kinds: organisation.with_duty(*kinds).count()
        for kinds, *_rest in (*_TAKES_PEOPLE, *_BETTER_WITH)
    }
    for kinds, needed, what in _TAKES_PEOPLE:
        if count[kinds] < needed:
            yield Finding(
                f"{what} Nu zijn het er {count[kinds]}.",
                f"Geef {needed - count[kinds]} mensen meer een van deze taken: {_named(kinds)}.",
            )
    for kinds, what in _BETTER_WITH:
        if count[kinds] == 1:
            yield advice(what, f"Geef nog iemand deze taak: {_named(kinds)}.")


def check_rights() -> Findings:
    """Say whether it is time to look at who may what."""
    if reviews.is_due():
        yield advice(
            "Het is tijd om na te lopen wie wat mag: dat gebeurt één keer per jaar.",
            "Laat de coördinator een lijst beginnen, bij Rechten nalopen.",
        )


def _named(kinds: tuple[Kind, ...]) -> str:
    return ", ".join(str(kind.label) for kind in kinds)


def check_trail() -> Findings:
    """Say whether the trail ends where it should, and is sealed in time."""
    end = ends.remembered()
    if not verifying.has(end):
        yield Finding(
            f"Het logboek is korter of anders dan eerst: schakel {end.position} klopt niet.",
            "Geef `bin/rechtop verify-trail`. Zoek uit wie de database veranderde of terugzette.",
        )
    if trail.unsealed_too_long():
        yield Finding(
            "In het logboek staan regels die al verzegeld moesten zijn.",
            "Kijk of de klok loopt (`bin/rechtop clock`).",
        )
    for lost in ends.lost():
        yield advice(
            f"Op {lost.on} is een back-up teruggezet; van het logboek gingen de schakels na "
            f"{lost.after}, tot en met {lost.until}, verloren.",
            "Bewaar bij het logboek waarom dat was.",
        )


def check_whole_trail() -> Findings:
    """Walk the whole trail."""
    walk = verifying.verify()
    if walk.fault:
        yield Finding(
            f"Het logboek is niet heel. {walk.fault}",
            "Zoek uit wie de database kan veranderen. Bewaar een afschrift.",
        )


def check_clock() -> Findings:
    """Say which duties of the clock were not done in time."""
    late = [
        (duty.name, beating.last_done(duty))
        for duty in beating.all_duties()
        if older(beating.last_done(duty), seconds=max(3 * duty.seconds, 300))
    ]
    if not late:
        return
    if all(moment is None for _name, moment in late):
        yield Finding(
            "De klok heeft hier nog nooit gelopen: termijnen, verzegelen en opruimen staan stil.",
            "Start `bin/rechtop clock` en laat die draaien, met dezelfde gegevensmap.",
        )
        return
    for name, moment in late:
        when = f"was {ago(moment)}" if moment else "gebeurde nog nooit"
        yield Finding(
            f"Wat op gezette tijden moet ({name}) {when}.",
            "Kijk of `bin/rechtop clock` loopt, en wat er in zijn uitvoer staat.",
        )


def check_mail() -> Findings:
    """Say whether mail goes: after some days of trying it is given up, terms and all."""
    if not post.can_send():
        return  # the settings say so
    stuck = post.stuck(clock.now() - _MAIL_GOES_WITHIN)
    if stuck:
        what = (
            "1 bericht wacht of mislukte"
            if stuck == 1
            else f"{stuck} berichten wachten of mislukten"
        )
        yield Finding(
            f"Er gaat post niet weg: {what}. Wie op een "
            "termijn moet letten of een melding deed, krijgt nu geen seintje.",
            "Kijk of de mailserver van RECHTOP_MAIL het doet, en in de uitvoer van "
            "`bin/rechtop clock` wat er misging.",
        )


def check_backup() -> Findings:
    """Say whether there is a backup that is fresh."""
    must = env.PRODUCTION
    if not env.has_secret("backup"):
        yield Finding(
            "Er is geen back-upsleutel, dus ook geen back-up.",
            "Geef `bin/rechtop backup-key`, en laat elke nacht `bin/rechtop backup MAP` draaien.",
            must=must,
        )
        return
    last = trail.last("backup.made")
    if last is not None and older(last.at, days=env.BACKUP_DAYS):
        yield Finding(
            f"De laatste back-up is van {ago(last.at)}: ouder dan de {env.BACKUP_DAYS} dagen dat "
            "een back-up blijft. Er is dus geen meer.",
            "Geef nu `bin/rechtop backup MAP`, en laat dat daarna elke nacht draaien.",
            must=must,
        )
    elif last is None or older(last.at, hours=36):
        when = f"is van {ago(last.at)}" if last else "is er nog niet"
        yield Finding(
            f"De laatste back-up {when}.",
            "Laat elke nacht `bin/rechtop backup MAP` draaien, en kijk waarom dat niet gebeurde.",
            must=must,
        )


def check_journal() -> Findings:
    """Say whether what was taken away is also remembered elsewhere, where that can be seen."""
    must = env.PRODUCTION
    if env.SEEN_COPY is None:
        yield advice(
            "Of de map `seen` ook elders staat, is hier niet te zien. Daarin staat wat vernietigd "
            "en ingetrokken is.",
            "Kopieer haar elke minuut naar een andere machine. Is die kopie van hier te lezen, zet "
            "dan RECHTOP_SEEN_COPY op haar map.",
        )
        return
    there = outside.everything(env.SEEN_COPY)
    behind = [
        name for name, content in outside.everything().items() if _lacks(there, name, content)
    ]
    if behind:
        yield Finding(
            f"De kopie van `seen` in {env.SEEN_COPY} loopt achter: {', '.join(behind)}. Gaat deze "
            "server nu verloren, dan brengt een back-up terug wat vernietigd is.",
            "Kijk waarom het kopiëren stilstaat.",
            must=must,
        )
    elif there and outside.is_on_this_disk(env.SEEN_COPY):
        yield advice(
            "De kopie van `seen` staat op dezelfde schijf als deze server.",
            "Kopieer haar naar een andere machine.",
        )


def _lacks(there: Mapping[str, bytes], name: str, content: bytes) -> bool:
    """Say whether a copy lacks what has stood here for a while."""
    since = outside.changed_at(name) or 0
    return there.get(name) != content and time.time() - since > _COPIED_WITHIN


def check_terms() -> Findings:
    """Say how many terms have passed."""
    if count := deadlines.passed():
        yield advice(
            f"{count} termijnen zijn voorbij terwijl er nog iets wacht.",
            f"Wie de zaken behandelt ziet ze op de eigen startpagina (stand van {clock.today()}).",
        )
