"""What the annual report may know of the confidants: released totals, and how many they are."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _

from rechtop.ground.kernel import clock
from rechtop.people.organisation import queries as organisation
from rechtop.tools.figures import account
from rechtop.tools.figures.account import Figure
from rechtop.tools.lists import queries as lists
from rechtop.work.confidants import queries
from rechtop.work.confidants.models import TOPIC


def figures(year: int) -> list[Figure]:
    """Give the figures about conversations and confidants of a year."""
    parts = account.with_entered(_conversations(year), year)
    whole = account.with_entered([_whole(parts)], year)
    return [account.total(whole[0], parts), *parts, *account.with_entered(_confidants(year), year)]


def _whole(parts: list[Figure]) -> Figure:
    figure = Figure(
        "gesprekken.totaal",
        _("Gesprekken"),
        _("Alle gesprekken met de vertrouwenspersonen: de som van de onderwerpen."),
        _("Gesprekken met vertrouwenspersonen"),
    )
    if any(part.remarks for part in parts):
        return figure.remarked(_("Zonder wat vertrouwenspersonen niet deelden."))
    return figure


def _conversations(year: int) -> list[Figure]:
    earlier = {total.topic: total.count for total in queries.earlier_totals(year)}
    released: dict[str, list[int | None]] = {}
    for total in queries.totals_of(year):
        released.setdefault(total.topic, []).append(total.count)
    return [
        _topic(code, label, earlier, released.get(code, []))
        for code, label in _topics(year, released).items()
    ]


def _topics(year: int, released: Iterable[str]) -> dict[str, str]:
    """Give the topics of a year with their labels; also what left the list and was released."""
    listed = {choice.code: str(choice) for choice in lists.in_year(TOPIC, year)}
    labels = lists.labels()
    gone = (code for code in sorted(released) if code not in listed)
    return listed | {code: labels.get((TOPIC, code), code) for code in gone}


def _topic(
    code: str, label: str, earlier: dict[str, int | None], released: list[int | None]
) -> Figure:
    known = [count for count in released if count is not None]
    value = earlier.get(code, sum(known) if known else None)
    figure = Figure(
        f"gesprekken.{code}",
        label,
        _("Gesprekken over dit onderwerp, zoals vertrouwenspersonen hun totaal vrijgaven."),
        _("Gesprekken met vertrouwenspersonen"),
        value,
    )
    if len(known) < len(released):
        figure = figure.remarked(_("Een vertrouwenspersoon deelt dit aantal niet."))
    if code in earlier and known:
        figure = figure.remarked(
            _("Overgenomen is %(earlier)s; vrijgegeven is ook %(released)s.")
            % {"earlier": earlier[code], "released": sum(known)}
        )
    return figure


def _confidants(year: int) -> list[Figure]:
    internal = external = None
    last_day = datetime.date(year, 12, 31)
    if cards := organisation.cards(min(last_day, clock.today())):
        internal = sum(card.is_internal for card in cards)
        external = len(cards) - internal
    group = _("Vertrouwenspersonen")
    told = _("Aan het eind van het jaar, naar de kaarten op de openbare bladzijde.")
    listed = [
        ("intern", _("Interne vertrouwenspersonen"), internal),
        ("extern", _("Externe vertrouwenspersonen"), external),
    ]
    return [
        Figure(f"vertrouwenspersonen.{name}", label, told, group, count)
        for name, label, count in listed
    ]


def years() -> list[int]:
    """Give the years of which totals are known."""
    return queries.years()
