"""Give a new colleague the cases there already are, as key work by who holds them.

Nobody chooses there case by case. So what is about a position is left out: who receives that is
decided for each case by hand. One that goes on in another is given to who handles that.
"""

from __future__ import annotations

from rechtop.ground.audit.operations import require_operation
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.vault import files
from rechtop.ground.vault import queries as vault
from rechtop.ground.vault.files import OpenFile
from rechtop.ground.vault.trust import Recipient
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries as organisation
from rechtop.work.cases import dossiers, queries
from rechtop.work.cases.models import Case, HandedOver


def give(file: OpenFile, to: Recipient, *, person: int, by: Actor) -> None:
    """Give someone the key of an opened file of a case, inside an operation, and let them read it
    at home.

    What lies beside a case follows the case itself. Raises Excluded for whom it is closed, NoKey
    where it has to wait for the case.
    """
    require_operation()
    case = queries.case_of(file.file.pk)
    if case is None:
        return
    had = person in vault.people_with_key(case.pk)
    if case.pk == file.file.pk:
        _give_case(case, file, to, person, had, by)
    elif had:
        file.share(to)
    elif vault.is_asked(case.pk, to.pair):
        raise files.NoKey  # a colleague is giving the case itself at this moment


def _give_case(
    case: Case, file: OpenFile, to: Recipient, person: int, had: bool, by: Actor
) -> None:
    items = file.items()
    if queries.positions_told(items) or queries.positions_in(items):
        return
    file.share(to)
    if not had:
        tell(case, person=person, by=by)


def give_to_handler(case: Case, to: Person, *, by: Actor) -> None:
    """Give who handles another case all of this one, for that goes on for it, inside an operation,
    and let them read it at home.

    Raises Excluded for whom it is closed, who investigates it or handles no cases any more,
    NotVouched for whom has no vouched key, NoKey where one cannot open every part of it.
    """
    require_operation()
    can_handle = organisation.with_duty(*queries.HANDLERS).filter(pk=to.pk).exists()
    if not can_handle or to.pk in queries.guests_in(case):
        raise files.Excluded
    dossiers.give_to(to.pk, dossiers.all_opened(case, by))
    tell(case, person=to.pk, by=by)


def give_name(file: OpenFile, to: Recipient, *, person: int, by: Actor) -> None:
    """Give another custodian the key of an opened file with a name, or with what was asked about
    one, inside an operation, and let them read at home of which case it is."""
    had = person in vault.people_with_key(file.file.pk)
    file.share(to)
    case = Case.objects.filter(identity_file=file.file.pk).first()
    if case is not None and not had:
        tell(case, person=person, by=by)


def tell(case: Case, *, person: int, by: Actor) -> None:
    """Let someone read at home that they were given this case, or the name that goes with it."""
    require_operation()
    told = {"giver_id": by.number, "on": clock.today()}
    HandedOver.objects.update_or_create(case=case, receiver_id=person, defaults=told)
