"""Whoever writes the database reads nothing: not by slipping in rows, swapping keys, or going back.

Each test first does what such a person could do, as the owner of the tables.
"""

from __future__ import annotations

import pytest
from django.db import connection
from tests.people import acting, person, report, reporter

from rechtop.ground.audit.models import Entry
from rechtop.ground.crypto import seals
from rechtop.ground.kernel import clock, words
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.errors import Invalid
from rechtop.ground.vault import files, operations, queries, trust
from rechtop.ground.vault.models import (
    Certificate,
    Item,
    KeyHolder,
    KeyPair,
    KeyWork,
    Part,
    Roster,
    RosterSignature,
    Scope,
    SealedFile,
    SealedKey,
    Sphere,
)
from rechtop.ground.vault.seen import Seen
from rechtop.ground.vault.tests.test_vault import agree_on, within
from rechtop.people.organisation import operations as people
from rechtop.people.organisation.models import Duty
from rechtop.work.cases import operations as cases
from rechtop.work.cases.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_owner(_in_the_running_role: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def stranger() -> KeyPair:
    """Slip in a holder nobody vouches for, with a key pair of the writer's own."""
    holder = KeyHolder.objects.create(
        kind="person", bearer=9_999, signing_public=bytes(32), made_at=clock.now()
    )
    public = seals.new_private_key().public
    return KeyPair.objects.create(holder=holder, sphere=Sphere.CASES, public=public)


ROWS = ((SealedFile, "pk"), (SealedKey, "file"), (Item, "file"))


def pair_of(name: str) -> KeyPair:
    return KeyPair.objects.get(holder__bearer=person(name).pk, sphere=Sphere.CASES)


def slip_in(case: Case, pair: KeyPair) -> None:
    SealedKey.objects.create(
        file_id=case.pk, recipient=pair, version=1, scope=Scope.WHOLE, sealed=b"junk"
    )


def ask(kind: str, case: Case, pair: KeyPair | None = None) -> None:
    KeyWork.objects.create(kind=kind, file_id=case.pk, recipient=pair, asked_at=clock.now())


def recipients(case: Case) -> set[int]:
    return set(SealedKey.objects.filter(file=case.pk).values_list("recipient", flat=True))


def test_key_work_slipped_in_gives_a_stranger_nothing() -> None:
    case, pair = report(), stranger()
    ask("share", case, pair)
    operations.do_key_work(by=acting("bram"))
    assert not KeyWork.objects.exists()
    assert pair.pk not in recipients(case)


def test_key_work_slipped_in_gives_nothing_to_a_holder_who_is_on_no_roster() -> None:
    case = report()
    ask("share", case, pair_of("ivo"))
    operations.do_key_work(by=acting("bram"))
    assert pair_of("ivo").pk not in recipients(case)


@pytest.mark.parametrize("whose", ["a stranger", "gijs"])
def test_a_row_slipped_in_is_left_out_of_a_roll_and_told_on_the_trail(whose: str) -> None:
    case = report()
    pair = stranger() if whose == "a stranger" else pair_of(whose)
    slip_in(case, pair)
    ask("roll", case)
    operations.do_key_work(by=acting("bram"))
    assert SealedFile.objects.get(pk=case.pk).version == 2
    assert pair.pk not in recipients(case)
    assert pair_of("bram").pk in recipients(case)
    assert Entry.objects.filter(action="file.stranger_left_out", object_number=case.pk).exists()


def test_a_damaged_file_stays_as_it_is_and_does_not_hold_up_other_key_work() -> None:
    damaged, whole = report(), report()
    Item.objects.filter(file=damaged.pk).update(wrapped_key=b"junk")
    before = recipients(damaged)
    for case in (damaged, whole):
        ask("roll", case)
    assert operations.do_key_work(by=acting("bram"), at_once=1) == 1
    versions = [SealedFile.objects.get(pk=case.pk).version for case in (damaged, whole)]
    assert versions == [1, 2]
    assert recipients(damaged) == before
    assert KeyWork.objects.get().file_id == damaged.pk


def test_a_file_is_not_rolled_where_nobody_would_be_left() -> None:
    case, bram = report(), acting("bram")
    for name in ("bram", "fenna"):
        KeyPair.objects.filter(pk=pair_of(name).pk).update(public=seals.new_private_key().public)
    ask("roll", case)
    assert operations.do_key_work(by=bram) == 0
    assert SealedFile.objects.get(pk=case.pk).version == 1


def test_a_holders_key_swapped_in_the_database_gets_nothing_from_a_roll() -> None:
    case, mine = report(), seals.new_private_key()
    KeyPair.objects.filter(pk=pair_of("fenna").pk).update(public=mine.public)
    cases.name_person_concerned(
        case, name="Daan", description="", person=person("daan"), by=acting("bram")
    )
    assert pair_of("fenna").pk not in recipients(case)


def test_no_new_file_is_sealed_to_a_key_nobody_vouches_for() -> None:
    pair = stranger()
    new = files.NewFile(Sphere.CASES, [trust.Recipient(pair.pk, bytes(pair.public))], [])
    with pytest.raises(files.NotVouched):
        within(do=lambda: files.create(new), by=COMMAND)


def test_a_reporters_key_that_was_widened_opens_no_note_after_a_roll() -> None:
    seven = words.draw()
    case, bram = report(seven=seven), acting("bram")
    cases.write_note(case, text="Alleen voor ons", by=bram)
    SealedKey.objects.filter(file=case.pk, recipient__holder=None).update(scope=Scope.WHOLE)
    cases.name_person_concerned(case, name="D", description="", person=person("daan"), by=bram)
    opened = files.open_file(case.pk, reporter(seven).keyring)
    assert [item.kind for item in opened.items()] == ["report"]
    assert {item.part for item in opened.items()} == {Part.SHARED}


def test_a_reporters_key_that_was_swapped_is_left_out_of_a_roll_and_told() -> None:
    case, mine = report(), seals.new_private_key()
    mailbox = SealedKey.objects.get(file=case.pk, recipient__holder=None).recipient
    KeyPair.objects.filter(pk=mailbox.pk).update(public=mine.public)
    cases.name_person_concerned(
        case, name="D", description="", person=person("daan"), by=acting("bram")
    )
    assert mailbox.pk not in recipients(case)
    assert Entry.objects.filter(action="file.stranger_left_out").exists()


def test_an_exclusion_is_not_undone_by_deleting_what_it_wrote() -> None:
    case, bram = report(), acting("bram")
    before = set(Item.objects.filter(file=case.pk).values_list("pk", flat=True))
    agree_on(trust.INTAKE, "bram", "fenna", "gijs")
    cases.name_person_concerned(case, name="F", description="", person=person("fenna"), by=bram)
    Item.objects.filter(file=case.pk).exclude(pk__in=before).delete()
    ask("share", case, pair_of("fenna"))
    operations.do_key_work(by=bram)
    assert pair_of("fenna").pk not in recipients(case)


def test_a_header_of_before_an_exclusion_does_not_open() -> None:
    case, bram = report(), acting("bram")
    old = bytes(SealedFile.objects.get(pk=case.pk).header)
    cases.name_person_concerned(case, name="F", description="", person=person("fenna"), by=bram)
    SealedFile.objects.filter(pk=case.pk).update(header=old)
    with pytest.raises(files.Broken):
        files.open_file(case.pk, bram.keyring).excluded()


def test_an_old_sealed_key_put_back_opens_nothing() -> None:
    case, bram, fenna = report(), acting("bram"), acting("fenna")
    old = SealedKey.objects.get(file=case.pk, recipient=pair_of("fenna"))
    cases.name_person_concerned(case, name="F", description="", person=person("fenna"), by=bram)
    SealedKey.objects.bulk_create([old])
    with pytest.raises(files.NoKey):
        files.open_file(case.pk, fenna.keyring)


def test_a_key_that_was_let_go_of_opens_nothing_when_all_rows_are_put_back(
    django_capture_on_commit_callbacks,  # type: ignore[no-untyped-def]
) -> None:
    case, bram, fenna = report(), acting("bram"), acting("fenna")
    kept = [list(model.objects.filter(**{by: case.pk})) for model, by in ROWS]
    with django_capture_on_commit_callbacks(execute=True):
        cases.hand_over(case, to=person("fenna"), reason="verlof", keeps=False, by=bram)
    for (model, by), rows in zip(ROWS, kept, strict=True):
        if model is not SealedFile:
            model.objects.filter(**{by: case.pk}).delete()
            model.objects.bulk_create(rows)
    SealedFile.objects.bulk_update(kept[0], ["version", "header"])
    assert files.open_file(case.pk, fenna.keyring).items()
    with pytest.raises(files.NoKey):
        files.open_file(case.pk, bram.keyring)
    assert pair_of("bram").pk not in files.open_file(case.pk, fenna.keyring).header().holders


def test_an_older_roster_is_refused_once_a_newer_one_was_seen(
    django_capture_on_commit_callbacks,  # type: ignore[no-untyped-def]
) -> None:
    newer = agree_on(trust.INTAKE, "bram", "fenna", "ivo")
    see(django_capture_on_commit_callbacks)
    assert len(queries.receivers().intake) == 3
    RosterSignature.objects.filter(roster=newer).delete()
    assert len(queries.receivers().intake) == 3
    Roster.objects.filter(pk=newer.pk).update(version=99)
    receivers = queries.receivers()
    assert (receivers.intake, receivers.is_behind, receivers.is_ready()) == ([], True, False)
    after = agree_on(trust.INTAKE, "bram", "fenna")
    assert after.version == 100
    assert queries.receivers().is_ready()


def test_a_roster_that_was_seen_in_force_stays_so_when_a_signer_leaves(
    django_capture_on_commit_callbacks,  # type: ignore[no-untyped-def]
) -> None:
    see(django_capture_on_commit_callbacks)
    fenna = acting("fenna")
    people.end_duty(Duty.objects.get(person=person("bram")), by=COMMAND)
    assert queries.receivers().intake == [fenna.holder]


def test_keys_that_were_withdrawn_stay_so_when_the_database_says_otherwise(
    django_capture_on_commit_callbacks,  # type: ignore[no-untyped-def]
) -> None:
    gijs = acting("gijs")
    people.end_duty(Duty.objects.get(person=person("gijs")), by=COMMAND)
    see(django_capture_on_commit_callbacks)
    KeyHolder.objects.filter(pk=gijs.holder).update(withdrawn_at=None)
    KeyPair.objects.filter(holder=gijs.holder).update(withdrawn_at=None)
    assert gijs.holder not in queries.receivers().known.holders


def test_who_was_vouched_for_stays_so_when_the_one_who_vouched_leaves(
    django_capture_on_commit_callbacks,  # type: ignore[no-untyped-def]
) -> None:
    anchored = Certificate.objects.get(holder__bearer=person("ivo").pk)
    anchored.delete()
    ivo = KeyHolder.objects.get(bearer=person("ivo").pk)
    operations.certify(ivo, shown=trust.card_print(ivo), by=acting("bram"))
    see(django_capture_on_commit_callbacks)
    people.end_duty(Duty.objects.get(person=person("bram")), by=COMMAND)
    assert ivo.pk in queries.receivers().known.holders


def test_what_was_seen_is_never_unseen() -> None:
    seen = Seen({"intake": (3, "c")}, frozenset("k"), frozenset({1}), frozenset({2}))
    older = Seen({"intake": (2, "b"), "alternate": (1, "a")})
    both = seen.with_news(older)
    assert both.rosters == {"intake": (3, "c"), "alternate": (1, "a")}
    assert (both.keys, both.holders, both.pairs) == (seen.keys, seen.holders, seen.pairs)


def test_a_signature_covers_the_roster_and_the_keys_that_were_shown() -> None:
    bram, fenna, gijs = acting("bram"), acting("fenna"), acting("gijs")
    roster = operations.propose_roster(
        name=trust.INTAKE, members=[bram.holder or 0, fenna.holder or 0], by=bram
    )
    shown = trust.roster_print(roster)
    roster.members.add(gijs.holder or 0)
    with pytest.raises(Invalid, match="veranderd"):
        operations.sign_roster(roster, shown=shown, by=fenna)
    holder = KeyHolder.objects.get(pk=gijs.holder)
    shown = trust.card_print(holder)
    KeyPair.objects.filter(pk=pair_of("gijs").pk).update(public=seals.new_private_key().public)
    with pytest.raises(Invalid, match="veranderd"):
        operations.certify(holder, shown=shown, by=fenna)


def test_a_key_made_after_its_holder_was_certified_waits_for_another_certificate() -> None:
    carla = KeyHolder.objects.get(bearer=person("carla").pk)
    public = seals.new_private_key().public
    pair = KeyPair.objects.create(holder=carla, sphere=Sphere.CASES, public=public)
    known = queries.receivers().known
    assert known.spheres(carla.pk) == {Sphere.CONFIDANTS}
    operations.certify(carla, shown=trust.card_print(carla), by=acting("bram"))
    assert queries.receivers().known.recipient(pair.pk, Sphere.CASES) is not None


def see(capture) -> None:  # type: ignore[no-untyped-def]
    """Let this server see the keys and rosters as they are, as it does once it is sure."""
    with capture(execute=True):
        queries.receivers()
