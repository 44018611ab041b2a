"""A form with files is read in whatever pieces it comes, and never believed beyond its end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rechtop.ground.ui import multipart

KIND = "multipart/form-data; boundary=grens"


def form(*fields: tuple[str, str | None, bytes]) -> bytes:
    parts = []
    for name, file, content in fields:
        told = f'; filename="{file}"' if file is not None else ""
        head = f'--grens\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + b"--grens--\r\n"


def in_pieces(body: bytes, sizes: list[int]) -> Iterator[memoryview]:
    """Give a body in pieces, in one buffer that is filled again each time."""
    buffer, at, number = bytearray(max(sizes)), 0, 0
    while at < len(body):
        size = min(sizes[number % len(sizes)], len(body) - at)
        buffer[:size] = body[at : at + size]
        yield memoryview(buffer)[:size]
        at, number = at + size, number + 1


def read(body: bytes, sizes: list[int]) -> list[tuple[str, str | None, bytes]]:
    return [
        (part.name, part.file_name, b"".join(bytes(piece) for piece in part.pieces))
        for part in multipart.parts(in_pieces(body, sizes), KIND)
    ]


contents = st.one_of(
    st.binary(max_size=60),
    st.text("\r\n-grens", max_size=40).map(lambda text: text.encode()),
).filter(lambda content: b"\r\n--grens" not in b"\r\n" + content)
sizes = st.lists(st.integers(1, 50), min_size=1, max_size=5)


@given(st.lists(contents, min_size=1, max_size=4), sizes)
def test_every_content_comes_out_as_it_went_in(held: list[bytes], sizes: list[int]) -> None:
    fields = [("file", f"{number}.txt", content) for number, content in enumerate(held)]
    assert read(form(*fields), sizes) == fields


@given(sizes)
def test_fields_that_are_no_files_are_known_apart(sizes: list[int]) -> None:
    fields = [("note", None, b"een woord"), ("file", "", b""), ("file", "é.txt", b"inhoud")]
    assert read(form(*fields), sizes) == fields


@given(contents, sizes, st.data())
def test_what_ends_before_its_end_is_refused(
    content: bytes, sizes: list[int], data: st.DataObject
) -> None:
    body = form(("file", "a", content))
    cut = data.draw(st.integers(0, len(body) - len(b"--\r\n") - 1))
    with pytest.raises(multipart.BrokenOff):
        read(body[:cut], sizes)


@given(contents, sizes)
def test_what_nobody_reads_is_read_past(content: bytes, sizes: list[int]) -> None:
    body = form(("skip", "a", content), ("file", "b", b"wel"))
    names = [p.name for p in multipart.parts(in_pieces(body, sizes), KIND)]
    assert names == ["skip", "file"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", KIND),
        (b"--grens\r\nx: y\r\n\r\n\r\n--grens--", KIND),
        (b"--grens\r\n" + b"x" * 40_000, KIND),
        (form(), "multipart/form-data"),
        (form(), "text/plain; boundary=grens"),
        (form(), f"multipart/form-data; boundary={'x' * 300}"),
    ],
)
def test_what_is_no_such_form_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises(multipart.BrokenOff):
        list(multipart.parts(in_pieces(body, [1000]), kind))
