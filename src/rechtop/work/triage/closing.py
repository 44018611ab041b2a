"""What follows for cases that were merged into one when that closes or goes to another; the room of
the cases calls this."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rechtop.ground.audit import operations as trail
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import files
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.work.cases import closing, giving, leaving, operations
from rechtop.work.cases.models import Case
from rechtop.work.triage import queries, rules


@closing.warns
def who_must_hear_too(case: Case, by: Actor) -> str:
    """Name the cases that went into this one, as far as one can open them: closing tells the
    outcome to the reporter of this one alone."""
    found = queries.gone_into(case, by)
    if not found:
        return ""
    told = _("Ook de melder van een zaak die in deze opging, moet de uitkomst horen.")
    return format_html(
        "{} {}", told, format_html_join(" ", "{}", ((_way_to(one),) for one in found))
    )


def _way_to(case: Case) -> SafeString:
    told = {"number": case.number}
    if case.has_mailbox:
        return _link("cases:write", case, _("Schrijf de melder van zaak %(number)s.") % told)
    return _link("cases:case", case, _("Zaak %(number)s: deze melder heeft geen postvak.") % told)


def _link(page: str, case: Case, text: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse(page, args=[case.number]), text)


@leaving.closes
def close_what_went_into_it(case: Case, people: Collection[int], by: Actor) -> None:
    """Close what went into a case for whom it turns out to be about: they would read there what
    they may not read here. As far as who says so can open it."""
    found = queries.gone_into(case, by)
    queries.hold(found, field="person")
    for one in found:
        operations.close_for(one, people, by)


@leaving.along
def give_what_went_into_it(case: Case, to: Person, by: Actor) -> None:
    """Give who goes on with a case the keys of what went into it, as far as who gives it handles
    those. What this colleague may not have stays behind."""
    found = rules.goes_along(case, by)
    if not found:
        return
    opened_by = organisation.openers_of([one.pk for one in found])
    lacking = [one for one in found if to.pk not in opened_by.get(one.pk, ())]
    queries.hold(lacking, field="to")
    for one in lacking:
        with suppress(files.Excluded, files.NotVouched, files.NoKey), transaction.atomic():
            giving.give_to_handler(one, to, by=by)
            trail.note("triage.given_along", one.ref)
