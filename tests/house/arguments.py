"""Which record stands where in which address."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.records import Made

ARGUMENTS: dict[str, tuple[str, ...]] = {
    "beleid/<slug:slug>/": ("policy",),
    "desk/actiepunten/<int:year>/": ("year",),
    "desk/actiepunten/<int:year>/<int:number>/": ("year", "point"),
    "desk/actiepunten/werkblad/<slug:kind>/": ("sheet",),
    "desk/activiteiten/<int:year>/": ("year",),
    "activiteiten/<str:token>.ics": ("feed_of_activities",),
    "desk/activiteiten/bijeenkomst/<int:number>/": ("gathering",),
    "desk/activiteiten/kalender/<int:year>/<int:month>/": ("year", "month"),
    "desk/activiteiten/verplicht/<int:number>/": ("requirement",),
    "desk/activiteiten/verplicht/<int:number>/lijst/<str:kind>/": ("requirement", "sheet"),
    "desk/agenda/<int:year>/<int:number>/": ("year", "month"),
    "agenda/<str:token>.ics": ("feed",),
    "desk/agenda/vrije-dagen/<int:number>/": ("holiday",),
    "desk/beleid/<slug:slug>/": ("policy",),
    "desk/beleid/<slug:slug>/leesronde/<int:number>/": ("policy", "reading_round"),
    "desk/beleid/<slug:slug>/verschil/<int:before>/<int:after>/": ("policy", "one", "two"),
    "desk/beleid/<slug:slug>/versies/<int:number>/": ("policy", "version"),
    "desk/bewaren/<str:number>/": ("destruction",),
    "desk/bewaren/<str:number>/<str:line>/": ("destruction", "line"),
    "desk/eed/afspraken/tekst/<slug:form>/": ("form",),
    "desk/eed/afspraken/voor-wie/<int:number>/": ("official",),
    "desk/eed/bewijs/<int:number>/": ("registration_of_oath",),
    "desk/eed/bijeenkomsten/<int:number>/": ("session",),
    "desk/eed/getekende-lijsten/<int:number>/": ("signed_list",),
    "desk/eed/mensen/<int:number>/": ("employment",),
    "desk/eed/mensen/<int:number>/opheffen/": ("exempt",),
    "desk/eed/registraties/<int:number>/": ("registration_of_oath",),
    "desk/eed/uitnodigingen/<int:number>/": ("invitation",),
    "desk/eed/werkblad/<slug:kind>/": ("sheet",),
    "desk/gesprekken/<uuid:number>/": ("conversation",),
    "desk/getypt/<int:number>/": ("typed",),
    "desk/goede-gesprekken/<int:year>/": ("year",),
    "desk/goede-gesprekken/dekking/werkblad/<slug:kind>/": ("sheet",),
    "desk/goede-gesprekken/vinkje/<str:number>/": ("tick",),
    "desk/goede-gesprekken/werkoverleg/<str:number>/": ("meeting",),
    "desk/herstel/berichten/<int:number>/": ("notice",),
    "desk/herstel/toegang/<slug:cause>/<slug:sphere>/<int:receiver>/<int:former>/": (
        "cause",
        "sphere",
        "person",
        "person",
    ),
    "desk/herstel/wachtzin-kwijt/<int:number>/": ("person",),
    "desk/jaar-overnemen/<int:number>/": ("delivery",),
    "desk/jaarrapportage/<int:year>/": ("year",),
    "desk/jaarrapportage/<int:year>/<str:name>/": ("year", "figure"),
    "desk/logboek/bewaren/<int:number>/": ("removal",),
    "desk/logboek/weken/<str:name>/": ("week",),
    "desk/mensen/<int:number>/": ("person",),
    "desk/mijn-gegevens/klopt-niet/<slug:code>/": ("group",),
    "desk/mijn-gegevens/klopt-niet/<slug:code>/<int:number>/": ("group", "registration_of_oath"),
    "desk/mijn-gegevens/lijst/<slug:code>/": ("group",),
    "desk/namen/vorderingen/<str:number>/": ("demand",),
    "desk/namen/vragen/<str:number>/": ("question",),
    "desk/onderzoeken/<str:number>/": ("investigation",),
    "desk/onderzoeken/<str:number>/brief/<uuid:letter>/": ("investigation", "letter"),
    "desk/onderzoeken/<str:number>/brief-uitkomst/<uuid:person>/": ("investigation", "heard"),
    "desk/onderzoeken/<str:number>/concept/<uuid:person>/": ("investigation", "heard"),
    "desk/onderzoeken/<str:number>/reactie/<uuid:draft>/": ("investigation", "draft"),
    "desk/onderzoeken/<str:number>/reactie/<uuid:draft>/tijd/": ("investigation", "draft"),
    "desk/onderzoeken/<str:number>/uitkomst/<uuid:draft>/": ("investigation", "draft"),
    "desk/onderzoeken/<str:number>/uitkomst/<uuid:draft>/brief/": ("investigation", "draft"),
    "desk/passkeys/<int:pk>/": ("passkey",),
    "desk/passkeys/hernoemen/<int:pk>/": ("passkey",),
    "desk/personeel/<int:number>/": ("people_file",),
    "desk/personeel/terug/<int:number>/": ("cut_short",),
    "desk/procedures/<slug:code>/": ("procedure",),
    "desk/procedures/<slug:code>/stap/<slug:step>/": ("procedure", "step"),
    "desk/procedures/<slug:code>/verschil/<int:before>/<int:after>/": ("procedure", "one", "one"),
    "desk/procedures/<slug:code>/versies/<int:number>/": ("procedure", "one"),
    "desk/programma/<int:year>/": ("year",),
    "desk/programma/<int:year>/<slug:kind>/": ("year", "part"),
    "desk/programma/<int:year>/<slug:kind>/<int:number>/": ("year", "part", "activity"),
    "desk/rechten/<int:number>/": ("review",),
    "desk/rechten/<int:number>/<int:person>/": ("review", "person"),
    "desk/registraties/<str:number>/": ("registration",),
    "desk/rijen/<str:number>/": ("row",),
    "desk/risicos/<int:number>/": ("risk",),
    "desk/risicos/werkblad/<slug:kind>/": ("sheet",),
    "desk/rooster/<int:number>/": ("roster",),
    "desk/rooster/<str:name>/": ("roster_name",),
    "desk/sleutels/<int:number>/": ("holder",),
    "desk/taken/<int:number>/": ("duty",),
    "desk/toolbox/<uuid:key>/": ("instrument",),
    "desk/toolbox/overnemen/<int:number>/": ("brought_toolbox",),
    "desk/uitnodiging/<int:number>/<slug:word>/": ("person", "unknown_word"),
    "desk/uitvraag/<int:year>/<int:quarter>/": ("round_year", "round_quarter"),
    "desk/uitvraag/mijn/<str:number>/": ("request",),
    "desk/uitvraag/vragen/<str:number>/": ("request",),
    "desk/verbeteringen/<int:number>/": ("correction",),
    "desk/verbeteringen/<int:number>/antwoord/": ("correction_of_a_room",),
    "desk/wegwijzer/<slug:code>/": ("place",),
    "desk/wegwijzer/uitgaven/<int:version>/": ("edition",),
    "desk/zaken/<str:number>/": ("case",),
    "desk/zaken/<str:number>/bestanden/<uuid:file>/": ("case", "file"),
    "desk/zaken/<str:number>/termijnen/<int:term>/": ("case", "term"),
    "desk/zaken/<str:number>/verslag/": ("spoken",),
    "desk/zaken/jaar/<int:year>/": ("year",),
    "desk/zaken/lijsten/<int:number>/": ("saved_list",),
    "inzien/bestanden/<uuid:number>/": ("file",),
    "inzien/bewijs/<int:place>/": ("one",),
    "procedures/<slug:code>/": ("procedure",),
    "vertrouwenspersonen/<int:card>/foto/": ("card",),
    "wegwijzer/<str:steps>/": ("one",),
}
"""By how an address begins, up to the last thing it takes: what stands in it. The longest
beginning with as many things counts."""

NOT_MADE: dict[str, str] = {}
"""Addresses of which no record is made here, and where they are tested instead."""


def addresses() -> Iterator[tuple[str, URLPattern]]:
    """Give every address that can be filled in, as a pattern."""
    for path, pattern in every_address():
        if "<path" not in path and "^" not in path:
            yield path, pattern


def every_address() -> Iterator[tuple[str, URLPattern]]:
    """Give every address there is, as a pattern."""
    yield from _walked(get_resolver().url_patterns, "")


def _walked(
    patterns: list[URLPattern | URLResolver], before: str
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walked(pattern.url_patterns, path)
        else:
            yield path, pattern


def arguments(path: str, pattern: URLPattern) -> tuple[str, ...] | None:
    """Give what stands in an address, in its order; None where that is not told."""
    count = len(pattern.pattern.converters)
    if not count:
        return ()
    able = [
        begin
        for begin, names in ARGUMENTS.items()
        if path.startswith(begin) and len(names) == count
    ]
    return ARGUMENTS[max(able, key=len)] if able else None


def filled_with(made: Made, path: str, pattern: URLPattern) -> str:
    """Fill an address in with records that are there."""
    names = arguments(path, pattern)
    assert names is not None, f"tests/house/arguments.py does not tell what stands in {path}"
    for name in names:
        begin, _bracket, rest = path.partition("<")
        path = f"{begin}{made[name]}{rest.partition('>')[2]}"
    return f"/{path}"
