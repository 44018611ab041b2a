import pytest
from django.db import connection
from tests.people import acting, person, recovery_key, report, reporter

from rechtop import env
from rechtop.ground.audit import operations as trail
from rechtop.ground.crypto import seals, signatures, suites
from rechtop.ground.kernel import words
from rechtop.ground.kernel.actors import COMMAND, NOBODY, Actor
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.ground.kernel.rules import rule
from rechtop.ground.vault import (
    files,
    keyrings,
    operations,
    queries,
    recovery,
    reporters,
    trust,
)
from rechtop.ground.vault.files import Piece
from rechtop.ground.vault.models import (
    Certificate,
    Item,
    Kept,
    KeyHolder,
    KeyPair,
    KeyWork,
    Part,
    Roster,
    SealedFile,
    SealedKey,
    Sphere,
)
from rechtop.work.cases import operations as cases

pytestmark = pytest.mark.django_db


@rule("altijd")
def always(actor: Actor, subject: object) -> bool:
    return True


@trail.operation("test.vault", allowed=always)
def within(*, do, by: Actor):  # type: ignore[no-untyped-def]
    """Do something inside an operation, as all writing must."""
    return do()


def agree_on(name: str, *members: str) -> Roster:
    """Let Bram propose a roster and Fenna sign it."""
    holders = [acting(member).holder or 0 for member in members]
    roster = operations.propose_roster(name=name, members=holders, by=acting("bram"))
    operations.sign_roster(roster, shown=trust.roster_print(roster), by=acting("fenna"))
    return roster


def test_a_file_opens_for_its_recipients_and_for_nobody_else() -> None:
    case = report()
    for name in ("bram", "fenna"):
        assert files.open_file(case.pk, acting(name).keyring).items()
    for name in ("gijs", "ivo", "carla"):
        with pytest.raises(files.NoKey):
            files.open_file(case.pk, acting(name).keyring)


def test_the_reporters_key_opens_the_shared_part_and_not_the_inner_part() -> None:
    seven = words.draw()
    case = report(seven=seven)
    cases.write_note(case, text="Alleen voor ons", by=acting("bram"))
    opened = files.open_file(case.pk, reporter(seven).keyring)
    assert {item.kind for item in opened.items()} == {"report"}
    inner = Item.objects.get(file=case.pk, part=Part.INNER)
    with pytest.raises(KeyError):
        opened._opened(inner)


def test_ciphertext_moved_to_another_file_does_not_open() -> None:
    one, other = report(), report()
    Item.objects.filter(file=other.pk).delete()
    Item.objects.filter(file=one.pk).update(file=other.pk)
    with pytest.raises(files.Broken):
        files.open_file(other.pk, acting("bram").keyring).items()


def test_a_sealed_key_moved_to_another_recipient_does_not_open() -> None:
    case = report()
    ivo = KeyPair.objects.get(holder__bearer=person("ivo").pk, sphere=Sphere.CASES)
    bram = SealedKey.objects.get(file=case.pk, recipient__holder__bearer=person("bram").pk)
    SealedKey.objects.create(
        file_id=case.pk, recipient=ivo, version=1, scope=bram.scope, sealed=bram.sealed
    )
    with pytest.raises(files.Broken):
        files.open_file(case.pk, acting("ivo").keyring)


def test_rolling_keeps_every_text_and_shuts_out_the_old_key() -> None:
    case, bram = report(), acting("bram")
    cases.write_note(case, text="Een notitie", by=bram)
    before = {i.id: i.content for i in files.open_file(case.pk, bram.keyring).items()}
    held = files.open_file(case.pk, bram.keyring)
    old_keys = dict(held._keys)
    within(do=held.roll, by=bram)
    after = files.open_file(case.pk, acting("fenna").keyring)
    assert {i.id: i.content for i in after.items()} == before
    stale = files.OpenFile(SealedFile.objects.get(pk=case.pk), old_keys)
    with pytest.raises(files.Broken):
        stale.items()


def test_who_opened_a_file_before_it_was_rolled_cannot_write_in_it_after() -> None:
    case = report()
    held = files.open_file(case.pk, acting("fenna").keyring)
    within(do=files.open_file(case.pk, acting("bram").keyring).roll, by=NOBODY)
    with pytest.raises(files.NoKey):
        within(do=lambda: held.write(Piece(Part.INNER, "note", {"text": "te laat"})), by=NOBODY)


def test_the_recovery_key_opens_a_file_and_the_confidants_sphere_has_none() -> None:
    holder = KeyHolder.objects.get(kind="recovery")
    assert set(KeyPair.objects.filter(holder=holder).values_list("sphere", flat=True)) == {
        Sphere.CASES,
        Sphere.IDENTITIES,
        Sphere.BIBOB,
    }
    key = recovery_key()
    assert files.open_file(report().pk, key).items()
    assert key.key(Sphere.CONFIDANTS) is None


def test_a_key_drawn_by_another_opens_nothing() -> None:
    other = recovery.draw()
    assert other.key(Sphere.CASES) is None
    with pytest.raises(files.NoKey):
        files.open_file(report().pk, other)


def test_a_key_slipped_into_the_database_receives_nothing() -> None:
    _become_owner()
    eva = seals.new_private_key()
    holder = KeyHolder.objects.create(
        kind="person",
        bearer=person("eva").pk,
        signing_public=bytes(32),
        made_at=KeyHolder.objects.first().made_at,  # type: ignore[union-attr]
    )
    KeyPair.objects.create(holder=holder, sphere=Sphere.CASES, public=eva.public)
    forged = signatures.sign(b"e" * 32, card := trust.present_card(holder))
    Certificate.objects.create(
        holder=holder, card=card, signature=forged, at=holder.made_at, signer=None
    )
    roster = Roster.objects.get(name=trust.INTAKE)
    roster.members.add(holder)
    receivers = queries.receivers()
    assert holder.pk not in receivers.known.holders
    # The roster itself was touched, so its two signatures no longer hold: intake closes.
    assert receivers.intake == []
    assert not receivers.is_ready()


def test_a_public_key_swapped_in_the_database_receives_nothing() -> None:
    pair = KeyPair.objects.get(holder__bearer=person("bram").pk, sphere=Sphere.CASES)
    KeyPair.objects.filter(pk=pair.pk).update(public=seals.new_private_key().public)
    known = queries.receivers().known
    assert known.recipients([pair.holder_id or 0], Sphere.CASES) == []
    held = SealedKey.objects.filter(file=report().pk)
    assert pair.pk not in held.values_list("recipient", flat=True)


def test_a_recovery_key_swapped_in_the_database_closes_intake() -> None:
    KeyPair.objects.filter(holder__kind="recovery").update(public=seals.new_private_key().public)
    assert not queries.receivers().is_ready()
    with pytest.raises(Refused):
        report()


def test_a_roster_with_one_signature_is_not_in_force() -> None:
    before = queries.receivers().intake
    ivo = acting("ivo")
    members = [ivo.holder or 0, acting("gijs").holder or 0]
    with pytest.raises(Invalid, match="twee mensen"):
        operations.propose_roster(name=trust.INTAKE, members=members[:1], by=ivo)
    operations.propose_roster(name=trust.INTAKE, members=members, by=ivo)
    assert queries.receivers().intake == before
    newest = Roster.objects.order_by("-pk")[0]
    with pytest.raises(Invalid):
        operations.sign_roster(newest, shown=trust.roster_print(newest), by=ivo)
    operations.sign_roster(newest, shown=trust.roster_print(newest), by=acting("gijs"))
    assert queries.receivers().intake == sorted(members)


def test_new_keys_receive_nothing_until_someone_vouches_and_nobody_vouches_for_oneself() -> None:
    eva = operations.make_holder(
        bearer=person("eva").pk, passphrase="lang genoeg voor eva", spheres=["cases"], by=COMMAND
    )
    assert eva.pk not in queries.receivers().known.holders
    as_eva = Actor(
        acting("bram").kind,
        acting("bram").origin,
        number=person("eva").pk,
        spheres=("cases",),
        holder=eva.pk,
        keyring=keyrings.unlock(eva, "lang genoeg voor eva"),
    )
    with pytest.raises(Refused):
        operations.certify(eva, shown=trust.card_print(eva), by=as_eva)
    operations.certify(eva, shown=trust.card_print(eva), by=acting("bram"))
    assert eva.pk in queries.receivers().known.holders


def test_a_wrong_passphrase_opens_nothing_and_a_changed_one_opens_the_same_files() -> None:
    case, bram = report(), acting("bram")
    holder = KeyHolder.objects.get(pk=bram.holder)
    with pytest.raises(keyrings.WrongPassphrase):
        keyrings.unlock(holder, "dit is hem niet")
    with pytest.raises(Invalid):
        operations.change_passphrase(holder, old="dit is hem niet", new="x" * 20, by=bram)
    old = "de kluis van bram in het voorbeeld"
    operations.change_passphrase(holder, old=old, new="een heel nieuwe zin", by=bram)
    holder.refresh_from_db()
    with pytest.raises(keyrings.WrongPassphrase):
        keyrings.unlock(holder, old)
    assert files.open_file(case.pk, keyrings.unlock(holder, "een heel nieuwe zin")).items()


@pytest.mark.parametrize("short", ["", "kort", "               x"])
def test_a_short_passphrase_is_refused_with_a_reason(short: str) -> None:
    with pytest.raises(Invalid, match="16 tekens"):
        operations.check_passphrase(short)


def test_neither_half_of_an_open_key_opens_anything() -> None:
    bram = acting("bram").keyring
    one, other = keyrings.halve(bram)
    joined = keyrings.join(bram.holder, one, other)
    assert joined is not None
    assert joined.master == bram.master
    for half in (one, other):
        assert bram.master.hex() not in half
        assert keyrings.join(bram.holder, half, "00" * 32) is None
    assert keyrings.join(bram.holder, one, "geen getal") is None


def test_what_was_typed_after_the_lock_opens_for_its_writer_alone() -> None:
    bram, fenna = acting("bram"), acting("fenna")
    writer = keyrings.writer(bram.keyring)
    assert writer is not None
    kept = operations.keep(writer, [("text", "Bijna kwijt")], "/desk/zaken/X/notitie/")
    assert kept is not None
    path, fields = keyrings.open_kept(bram.keyring, kept.sealed)
    assert (path, fields) == ("/desk/zaken/X/notitie/", [("text", "Bijna kwijt")])
    with pytest.raises(suites.CannotOpen):
        keyrings.open_kept(fenna.keyring, kept.sealed)
    assert not queries.kept_for(fenna).exists()
    with pytest.raises(Refused):
        operations.throw_away(kept, by=fenna)


def test_what_was_typed_after_the_lock_is_sealed_to_no_key_put_in_its_place() -> None:
    writer = keyrings.writer(acting("bram").keyring)
    assert writer is not None
    KeyPair.objects.filter(pk=writer.pair).update(public=seals.new_private_key().public)
    assert operations.keep(writer, [("text", "Bijna kwijt")], "/desk/") is None
    assert not Kept.objects.exists()


def test_withdrawn_keys_lose_access_at_once_and_rolling_waits_for_the_next_who_unlocks() -> None:
    case, bram, fenna = report(), acting("bram"), acting("fenna")
    within(do=lambda: operations.withdraw(KeyHolder.objects.get(pk=bram.holder)), by=NOBODY)
    with pytest.raises(files.NoKey):
        files.open_file(case.pk, bram.keyring)
    assert bram.holder not in queries.receivers().known.holders
    assert KeyWork.objects.filter(file=case.pk).exists()
    operations.do_key_work(by=fenna, at_once=100)
    assert not KeyWork.objects.exists()
    assert SealedFile.objects.get(pk=case.pk).version == 2
    assert files.open_file(case.pk, fenna.keyring).items()


def test_key_work_gives_a_new_colleague_the_files_that_are_not_closed_to_them() -> None:
    open_case, closed_case, bram = report(), report(), acting("bram")
    cases.name_person_concerned(
        closed_case, name="Ivo", description="", person=person("ivo"), by=bram
    )
    ivo = KeyHolder.objects.get(bearer=person("ivo").pk)
    with pytest.raises(Invalid, match="rooster"):
        operations.ask_to_share(ivo, sphere=Sphere.CASES, by=bram)
    agree_on(trust.INTAKE, "bram", "fenna", "ivo")
    operations.ask_to_share(ivo, sphere=Sphere.CASES, by=bram)
    operations.do_key_work(by=bram, at_once=100)
    keyring = acting("ivo").keyring
    assert files.open_file(open_case.pk, keyring).items()
    with pytest.raises(files.NoKey):
        files.open_file(closed_case.pk, keyring)


def test_the_words_find_the_file_and_other_words_find_nothing() -> None:
    seven = words.draw()
    case = report(seven=seven)
    found = reporters.find(seven)
    assert found is not None
    assert found.file == case.pk
    assert reporters.find(seven[::-1]) is None
    assert reporters.find(words.draw()) is None


def test_without_the_servers_pepper_the_words_find_nothing(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    seven = words.draw()
    report(seven=seven)
    monkeypatch.setattr(env, "secret", lambda name: b"another pepper")
    assert reporters.find(seven) is None


def test_an_open_mailbox_goes_with_its_own_cookie_alone() -> None:
    seven = words.draw()
    report(seven=seven)
    found = reporters.find(seven)
    assert found is not None
    box = found.closed(b"r" * 32)
    assert reporters.reopen(box, b"r" * 32) == found
    assert reporters.reopen(box, b"s" * 32) is None
    assert reporters.reopen(box[:-1], b"r" * 32) is None


def _become_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_halves_of_two_openings_are_no_key_together() -> None:
    keyring = acting("bram").keyring
    first, second = keyrings.halve(keyring), keyrings.halve(keyring)
    assert keyrings.join(keyring.holder, first[0], second[1]) is None
    assert keyrings.join(keyring.holder, second[0], first[1]) is None
    assert keyrings.join(keyring.holder, *second) is not None
