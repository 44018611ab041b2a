"""How the log says in plain words what was done, about what, by what kind of actor, from where."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from rechtop.overview.trail.actions import ACTIONS

OBJECTS: dict[str, Any] = {
    "actionpoint": _("actiepunt"),
    "activity": _("activiteit"),
    "adoptedyear": _("vastgesteld jaar"),
    "advice": _("advies"),
    "apartfile": _("apart dossier"),
    "authority": _("organisatie"),
    "bibobcount": _("aantal Bibob"),
    "blob": _("bestand"),
    "card": _("kaart"),
    "case": _("zaak"),
    "campaign": _("leesronde"),
    "caselink": _("verband tussen zaken"),
    "certificate": _("getekende sleutel"),
    "check": _("controle"),
    "checkin": _("vraag naar nadeel"),
    "correction": _("verbetering"),
    "deadline": _("termijn"),
    "delivery": _("levering"),
    "destruction": _("vernietiging"),
    "disclosure": _("bekendmaking"),
    "duty": _("taak"),
    "earliertotal": _("eerder aantal"),
    "employment": _("dienstverband"),
    "entered": _("cijfer"),
    "exemption": _("uitzondering"),
    "filecount": _("aantal dossiers"),
    "gathering": _("bijeenkomst"),
    "goodconversation": _("Goed Gesprek"),
    "import": _("import van mensen"),
    "instrument": _("instrument"),
    "brought": _("bestand met instrumenten"),
    "invitation": _("uitnodiging voor de eed of belofte"),
    "investigation": _("onderzoek"),
    "keyholder": _("sleutelhouder"),
    "keypair": _("sleutelpaar"),
    "keywork": _("sleutelwerk"),
    "line": _("regel van een vernietiging"),
    "link": _("schakel"),
    "minutes": _("verslag"),
    "notebook": _("schrift"),
    "notice": _("bericht"),
    "oathterm": _("termijn voor de eed of belofte"),
    "official": _("bij wie de eed wordt afgelegd"),
    "opening": _("inzage"),
    "peoplefile": _("bestand met mensen"),
    "person": _("persoon"),
    "personaldraft": _("concept voor een persoon"),
    "policy": _("beleid"),
    "policyversion": _("versie van beleid"),
    "placement": _("plaats"),
    "position": _("functie"),
    "question": _("vraag van de uitvraag"),
    "recovery": _("herstel"),
    "registration": _("registratie"),
    "reminder": _("herinnering"),
    "reminderplan": _("herinneringen aan het Goede Gesprek"),
    "remindersent": _("verstuurde herinnering"),
    "request": _("vraag aan een leidinggevende"),
    "requirement": _("verplichte activiteit"),
    "removal": _("maand"),
    "reporttext": _("tekst"),
    "retention": _("bewaartermijn"),
    "risk": _("risico"),
    "review": _("lijst van rechten"),
    "roster": _("lijst van ontvangers"),
    "round": _("uitvraag"),
    "row": _("rij"),
    "sealedfile": _("dossier"),
    "segment": _("verklaring"),
    "series": _("reeks bijeenkomsten"),
    "session": _("bijeenkomst"),
    "shareset": _("sleuteldelen"),
    "sheet": _("blad van de herstelsleutel"),
    "signedlist": _("getekende lijst"),
    "signedin": _("aanmelding"),
    "talkingpoints": _("punten voor het Goede Gesprek"),
    "term": _("bewaartermijn"),
    "tally": _("telling"),
    "teammeeting": _("werkoverleg"),
    "termrule": _("termijn"),
    "total": _("aantal"),
    "unit": _("onderdeel"),
    "week": _("week"),
    "wording": _("tekst"),
    "use": _("gebruik van bladen"),
}

ACTORS: dict[str, Any] = {
    "person": _("een persoon"),
    "reporter": _("melder"),
    "job": _("klok"),
    "command": _("opdrachtregel"),
    "nobody": _("onbekend"),
}

ORIGINS: dict[str, Any] = {
    "desk": _("werkplek"),
    "public": _("openbare bladzijden"),
    "cli": _("opdrachtregel"),
    "clock": _("klok"),
}

RESULTS: dict[str, Any] = {"done": _("gedaan"), "refused": _("geweigerd")}


def action(code: str) -> str:
    """Say what was done."""
    return str(ACTIONS.get(code, code))


def thing(kind: str, number: int | None) -> str:
    """Say about what: the kind of record and its own number, which nobody outside knows."""
    if not kind:
        return "–"
    named = str(OBJECTS.get(kind, kind))
    return named if number is None else f"{named} {number}"
