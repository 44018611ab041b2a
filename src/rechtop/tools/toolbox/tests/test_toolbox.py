"""What the toolbox keeps and shares: a file goes out and comes in without loss."""

from __future__ import annotations

import datetime
import json
import tracemalloc
import uuid
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.desk import by_name
from tests.together import together

from rechtop.ground.audit.models import Entry
from rechtop.ground.kernel import clock
from rechtop.ground.kernel.errors import Invalid, Refused
from rechtop.tools.toolbox import documents, imports, layout, operations, queries, rules
from rechtop.tools.toolbox.layout import LARGEST_BYTES, NAMES, Told
from rechtop.tools.toolbox.models import Brought, Instrument, Stay
from rechtop.tools.toolbox.operations import Facts
from rechtop.tools.toolbox.states import Audience, Kind, Language, Licence

pytestmark = pytest.mark.django_db

OTHER = "Provincie Noorderland"


def facts(**more: Any) -> Facts:
    given: dict[str, Any] = {
        "kind": "leaflet",
        "title": "Folder",
        "description": "Waarvoor",
        "audience": "everybody",
        "maker": "Team",
        "licence": "cc-by",
        "language": "nl",
        "body": "Tekst",
    }
    return Facts(**given | more)


def told(**more: Any) -> Told:
    given: dict[str, Any] = {**vars(facts()), "key": uuid.uuid4(), "origin": OTHER}
    return Told(**given | more)


def written(*listed: Told, **top: Any) -> bytes:
    made = json.loads(documents.as_file(listed, authority=OTHER))
    return json.dumps(made | top).encode()


def exported() -> bytes:
    own = queries.own_name()
    return documents.as_file([queries.told_of(one, own) for one in queries.shared()], authority=own)


def take_in(content: bytes) -> queries.Plan:
    fenna = by_name("fenna")
    found = imports.read(content)
    assert not found.refusal + str(found.faults or "")
    file = operations.bring(name="toolbox.json", content=content, by=fenna)
    shown = queries.plan(found.told).mark
    return operations.take_in(file, told=found.told, shown=shown, by=fenna)


def counts(plan: queries.Plan) -> tuple[int, int, int, int]:
    return len(plan.new), len(plan.changed), len(plan.kept), plan.same


def state() -> list[dict[str, Any]]:
    return list(Instrument.objects.order_by("key").values())


# Out and in again

_signs = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_said = st.text(_signs, min_size=1, max_size=20).filter(str.strip)
_instruments = st.builds(
    Told,
    key=st.uuids(),
    kind=st.sampled_from(Kind.values),
    title=_said,
    description=_said,
    audience=st.sampled_from(Audience.values),
    maker=_said,
    licence=st.sampled_from(Licence.values),
    language=st.sampled_from(Language.values),
    link=st.sampled_from(["", "https://voorbeeld.example/é?a=1&b=2"]),
    body=_said,
    origin=_said,
)
_lists = st.lists(_instruments, max_size=3, unique_by=lambda one: one.key)


@settings(max_examples=40, deadline=None)
@given(_lists)
def test_what_is_written_is_read_again_to_the_letter(listed: list[Told]) -> None:
    content = documents.as_file(listed, authority=OTHER)
    found = imports.read(content)
    assert (found.refusal, found.faults) == ("", [])
    assert found.told == listed
    assert documents.as_file(found.told, authority=OTHER) == content


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(_lists)
def test_what_is_taken_over_goes_out_the_same_and_changes_nothing_a_second_time(
    listed: list[Told],
) -> None:
    Instrument.objects.all().delete()
    content = documents.as_file(listed, authority=OTHER)
    assert counts(take_in(content)) == (len(listed), 0, 0, 0)
    own = queries.own_name()
    held = [queries.told_of(one, own) for one in Instrument.objects.order_by("key")]
    assert {one.key: one for one in held} == {one.key: one for one in listed}
    before = state()
    assert counts(take_in(content)) == (0, 0, 0, len(listed))
    assert state() == before


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_whatever_else_is_brought_is_refused_in_a_sentence(content: bytes) -> None:
    assert imports.read(content).refusal


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(NAMES.values())), _json, max_size=11) | _json)
def test_an_instrument_that_is_nonsense_is_a_fault_and_never_a_crash(one: Any) -> None:
    found = imports.read(json.dumps(_top(one)).encode())
    assert found.faults
    assert all(fault.at == 1 and fault.text for fault in found.faults)


def _top(*listed: Any) -> dict[str, Any]:
    return {"formaat": layout.FORMAT, "versie": 1, "organisatie": "", "instrumenten": [*listed]}


def test_the_example_goes_out_and_comes_in_again_without_change() -> None:
    content, before = exported(), state()
    assert counts(take_in(content)) == (0, 0, 0, queries.shared().count())
    assert (state(), exported()) == (before, content)
    assert "Ondermijning herkennen" in content.decode()


def test_what_is_for_own_use_alone_does_not_go_out() -> None:
    operations.add(facts=facts(title="Geheim spel", licence="own-use"), by=by_name("fenna"))
    assert "Geheim spel" not in exported().decode()


# What a file changes


def test_another_authority_takes_over_what_is_new_and_later_what_changed() -> None:
    first, second = told(title="Een"), told(title="Twee")
    assert counts(take_in(written(first, second))) == (2, 0, 0, 0)
    held = queries.find(first.key)
    assert held is not None
    assert (held.origin, held.is_own) == (OTHER, False)
    assert counts(take_in(written(replace(first, title="Anders"), second))) == (0, 1, 0, 1)
    held.refresh_from_db()
    assert (held.title, held.edition) == ("Anders", 2)
    assert Entry.objects.filter(action="toolbox.taken_in").count() == 2


def test_what_is_our_own_never_changes_by_a_file() -> None:
    one = operations.add(facts=facts(), by=by_name("fenna"))
    mine = queries.told_of(one, queries.own_name())
    assert counts(take_in(written(replace(mine, title="Vervalst")))) == (0, 0, 1, 0)
    stolen = replace(mine, origin="Een ander")
    assert counts(take_in(written(stolen))) == (0, 0, 0, 1)
    one.refresh_from_db()
    assert (one.title, one.origin) == ("Folder", "")


def test_what_is_ours_and_was_lost_comes_back_as_our_own() -> None:
    one = operations.add(facts=facts(), by=by_name("fenna"))
    content = exported()
    operations.take_away(one, by=by_name("fenna"))
    assert len(take_in(content).new) == 1
    back = queries.find(one.key)
    assert back is not None
    assert back.is_own


def test_a_yes_to_something_else_than_what_was_shown_changes_nothing() -> None:
    fenna, one = by_name("fenna"), told()
    take_in(written(one))
    changed = replace(one, title="Nieuw")
    content = written(changed)
    file = operations.bring(name="x.json", content=content, by=fenna)
    shown = queries.plan([changed]).mark
    held = Instrument.objects.get(key=one.key)
    operations.change(held, facts=facts(title="Door een collega"), edition=1, by=fenna)
    with pytest.raises(Invalid, match="intussen"):
        operations.take_in(file, told=[changed], shown=shown, by=fenna)
    held.refresh_from_db()
    assert held.title == "Door een collega"
    assert Brought.objects.filter(pk=file.pk).exists()


def test_a_file_waits_closed_for_who_brought_it_and_a_day_at_most() -> None:
    fenna = by_name("fenna")
    file = operations.bring(name="x.json", content=written(told(title="Zoekwoord")), by=fenna)
    file.refresh_from_db()
    assert "Zoekwoord" not in file.content
    with pytest.raises(Refused):
        operations.throw_away(file, by=by_name("bram"))
    operations.forget_old()
    assert Brought.objects.filter(pk=file.pk).exists()
    Brought.objects.filter(pk=file.pk).update(brought_at=clock.now().replace(year=2020))
    assert operations.forget_old() == 1


# What cannot be read


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "regel 1, teken 1"),
        (b'{"formaat": "rechtop-toolbox",\n "versie": }', "regel 2"),
        (b"\xff\xfe{}", "geen JSON"),
        (b"[" * 100_000, "geen JSON"),
        (b'{"a": NaN}', "geen JSON"),
        (b"9" * 10_000, "geen JSON"),
        (b'{"formaat": 1, "formaat": 2}', "twee keer"),
        (b"[]", "toolbox van Rechtop"),
        (b"{}", "toolbox van Rechtop"),
        (written(versie=2), "versie ‘2’. Wij lezen versie 1"),
        (written(versie=True), "versie"),
        (written(versie=1.0), "versie"),
        (written(versie=None), "versie"),
        (written(instrumenten={}), "instrumenten"),
        (written(extra=1), "extra"),
        (json.dumps(_top(*[{}] * 1001)).encode(), "1.000"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(content: bytes, says: str) -> None:
    found = imports.read(content)
    assert says in found.refusal
    assert not found.told


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"titel": ""}, "titel", "leeg"),
        ({"titel": "  "}, "titel", "leeg"),
        ({"titel": "x" * 201}, "titel", "200"),
        ({"titel": None}, "titel", "tekst"),
        ({"titel": "a\0b"}, "titel", "teken"),
        ({"titel": "\ud800"}, "titel", "teken"),
        ({"soort": "onzin"}, "soort", ""),
        ({"licentie": "onzin"}, "licentie", ""),
        ({"link": "javascript:alert(1)"}, "link", ""),
        ({"link": "ftp://voorbeeld.example/x"}, "link", "https://"),
        ({"link": "", "tekst": ""}, "link", "link"),
        ({"sleutel": "x"}, "sleutel", "sleutel"),
        ({"sleutel": "{6f1d7c0e52c14a5b9a510d1c9f1b2a33}"}, "sleutel", "sleutel"),
        ({"herkomst": " "}, "herkomst", "leeg"),
        ({"extra": "x"}, "extra", "kent"),
    ],
)
def test_each_fault_is_told_by_instrument_and_field(
    wrong: dict[str, Any], field: str, says: str
) -> None:
    good, bad = json.loads(written(told(), told()))["instrumenten"]
    found = imports.read(json.dumps(_top(good, bad | wrong)).encode())
    assert [(fault.at, fault.field) for fault in found.faults] == [(2, field)]
    assert says in found.faults[0].text


def test_a_field_that_is_absent_and_a_key_that_stands_twice_are_faults() -> None:
    one = json.loads(written(told()))["instrumenten"][0]
    less = {name: value for name, value in one.items() if name != "taal"}
    found = imports.read(json.dumps(_top(less, one, one)).encode())
    assert [(fault.at, fault.field) for fault in found.faults] == [(1, "taal"), (3, "sleutel")]
    assert "Instrument 2" in found.faults[1].text


def test_of_many_faults_the_first_fifty_are_told() -> None:
    found = imports.read(json.dumps(_top(*[{"onzin": 1}] * 900)).encode())
    assert imports.MOST_FAULTS <= len(found.faults) < imports.MOST_FAULTS + 20


def test_too_much_is_refused_before_it_is_parsed() -> None:
    content = b"[" + b"0," * LARGEST_BYTES
    tracemalloc.start()
    found = imports.read(content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "hoogstens 2 MB" in found.refusal
    assert most < 1_000_000


# By hand


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": " "}, "title"),
        ({"kind": "x"}, "kind"),
        ({"link": "geen adres"}, "link"),
        ({"body": ""}, "link"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        operations.add(facts=facts(**wrong), by=by_name("fenna"))
    assert list(refused.value.message_dict) == [field]


def test_our_own_name_as_origin_means_our_own() -> None:
    one = operations.add(facts=facts(origin=f" {queries.own_name().upper()} "), by=by_name("fenna"))
    assert one.is_own


@pytest.mark.parametrize("name", ["bram", "gijs", "eva", "hanna", "mees"])
def test_only_the_coordinator_keeps_the_toolbox(name: str) -> None:
    other = by_name(name)
    one = operations.add(facts=facts(), by=by_name("fenna"))
    for act in (
        lambda: operations.add(facts=facts(), by=other),
        lambda: operations.change(one, facts=facts(), edition=1, by=other),
        lambda: operations.take_away(one, by=other),
        lambda: operations.bring(name="x", content=b"{}", by=other),
    ):
        with pytest.raises(Refused):
            act()


# Limits, and two at once


def filled(count: int) -> None:
    Instrument.objects.all().delete()
    same = {**vars(facts()), "changed_on": clock.today()}
    Instrument.objects.bulk_create(Instrument(**same) for _n in range(count))


def test_a_full_toolbox_takes_no_more_by_hand_nor_by_a_file() -> None:
    filled(layout.MOST - 1)
    two = written(told(), told())
    with pytest.raises(Invalid, match="past er niet in"):
        take_in(two)
    operations.add(facts=facts(), by=by_name("fenna"))
    with pytest.raises(Invalid, match="vol"):
        operations.add(facts=facts(), by=by_name("fenna"))
    assert Instrument.objects.count() == layout.MOST


def test_a_file_may_fill_the_toolbox_to_the_last_place() -> None:
    filled(layout.MOST - 2)
    assert counts(take_in(written(told(), told()))) == (2, 0, 0, 0)


def test_a_file_waits_a_day_and_no_longer() -> None:
    kept, gone = (
        operations.bring(name=name, content=b"{}", by=by_name("fenna")) for name in ("a", "b")
    )
    assert not Brought.objects.filter(pk=kept.pk).exists()  # the next one took its place
    now, minute = clock.now(), datetime.timedelta(minutes=1)
    Brought.objects.update(brought_at=now - rules.WAITS + minute)
    assert operations.forget_old() == 0
    Brought.objects.update(brought_at=now - rules.WAITS - minute)
    assert operations.forget_old() == 1
    assert not Brought.objects.filter(pk=gone.pk).exists()


def test_what_a_colleague_changes_while_a_file_is_taken_over_is_not_written_over() -> None:
    one, fenna = told(), by_name("fenna")
    changed = replace(one, title="Uit het bestand")
    with together() as two:
        two.before(lambda: take_in(written(one)))
        held = Instrument.objects.get(key=one.key)
        content = written(changed)
        file = two.before(lambda: operations.bring(name="x.json", content=content, by=fenna))
        shown = queries.plan([changed]).mark
        _done, refused = two.at_once(
            lambda: operations.change(held, facts=facts(title="Van mij"), edition=1, by=fenna),
            lambda: operations.take_in(file, told=[changed], shown=shown, by=fenna),
        )
        assert isinstance(refused, Invalid)
        assert "intussen" in str(refused.message_dict["file"])
        assert Instrument.objects.get(key=one.key).title == "Van mij"
        assert Brought.objects.filter(pk=file.pk).exists()


def test_a_file_taken_over_twice_at_once_is_taken_over_once() -> None:
    one, fenna = told(), by_name("fenna")
    with together() as two:
        file = two.before(lambda: operations.bring(name="x", content=written(one), by=fenna))
        shown = queries.plan([one]).mark

        def takes_in() -> Any:
            return operations.take_in(file, told=[one], shown=shown, by=fenna)

        _plan, refused = two.at_once(takes_in, takes_in)
        assert isinstance(refused, Refused)
        assert Instrument.objects.filter(key=one.key).count() == 1
        assert Stay.objects.filter(key=one.key).count() == 1
