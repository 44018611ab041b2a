import pytest
from hypothesis import given
from hypothesis import strategies as st

from rechtop.ground.crypto import boxes, padding, passphrases, seals, signatures, suites


@given(st.binary(max_size=5000), st.text(max_size=40))
def test_a_box_opens_with_its_key_in_its_place(content: bytes, place: str) -> None:
    key = boxes.new_key()
    assert boxes.open_box(key, boxes.close(key, content, place=place), place=place) == content


@given(st.binary(max_size=300), st.data())
def test_a_box_with_any_bit_changed_does_not_open(content: bytes, data: st.DataObject) -> None:
    key = boxes.new_key()
    box = bytearray(boxes.close(key, content, place="here"))
    box[data.draw(st.integers(0, len(box) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(suites.CannotOpen):
        boxes.open_box(key, bytes(box), place="here")


@given(st.binary(max_size=60))
def test_nonsense_is_no_box_and_no_seal(nonsense: bytes) -> None:
    with pytest.raises(suites.CannotOpen):
        boxes.open_box(boxes.new_key(), nonsense, place="here")
    with pytest.raises(suites.CannotOpen):
        seals.new_private_key().open(nonsense, place="here")


def test_a_box_does_not_open_in_another_place() -> None:
    key = boxes.new_key()
    box = boxes.close(key, b"secret", place="file 1")
    with pytest.raises(suites.CannotOpen):
        boxes.open_box(key, box, place="file 2")


def test_a_seal_opens_for_its_key_alone_and_in_its_place_alone() -> None:
    bram, eva = seals.new_private_key(), seals.new_private_key()
    sealed = seals.seal(bram.public, b"secret", place="file 1")
    assert bram.open(sealed, place="file 1") == b"secret"
    for key, place in ((eva, "file 1"), (bram, "file 2")):
        with pytest.raises(suites.CannotOpen):
            key.open(sealed, place=place)


def test_the_same_seed_gives_the_same_key_pair() -> None:
    key = seals.new_private_key()
    assert seals.PrivateKey(key.seed).public == key.public
    assert len(key.public) == 1216


def test_every_ciphertext_names_its_suite() -> None:
    key = seals.new_private_key()
    assert seals.seal(key.public, b"", place="")[0] == suites.SEAL_MLKEM768_X25519
    assert boxes.close(boxes.new_key(), b"", place="")[0] == suites.BOX_XCHACHA20
    assert signatures.sign(bytes(32), b"")[0] == suites.SIGN_ED25519


@given(st.binary(max_size=20_000))
def test_padding_comes_off_again_and_shows_few_lengths(content: bytes) -> None:
    padded = padding.pad(content)
    assert padding.unpad(padded) == content
    assert len(padded) == padding.padded_length(len(content) + 1)
    assert len(padded) <= max(512, (len(content) + 1) * 1.12 + 1)


def test_short_texts_all_have_one_length() -> None:
    assert len({len(padding.pad(b"x" * n)) for n in range(500)}) == 1


def test_a_signature_holds_for_its_statement_and_its_key_alone() -> None:
    seed, other = b"1" * 32, b"2" * 32
    signed = signatures.sign(seed, b"statement")
    assert signatures.is_signed(signatures.public_of(seed), b"statement", signed)
    assert not signatures.is_signed(signatures.public_of(seed), b"another", signed)
    assert not signatures.is_signed(signatures.public_of(other), b"statement", signed)
    assert not signatures.is_signed(signatures.public_of(seed), b"statement", b"")


def test_spaces_in_a_passphrase_do_not_count_and_letters_do() -> None:
    cost = passphrases.Cost(b"s" * 16)
    key = passphrases.key_of("vier losse woorden hier", cost)
    assert passphrases.key_of("  vier  losse woorden hier ", cost) == key
    assert passphrases.key_of("vier losse woorden hie", cost) != key
