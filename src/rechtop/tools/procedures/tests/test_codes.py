"""A step keeps its code from version to version; no other of its procedure ever gets that."""

from __future__ import annotations

import datetime

import pytest
from tests.desk import at_desk

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import COMMAND
from rechtop.ground.kernel.languages import Text
from rechtop.tools.procedures import layout, operations, queries
from rechtop.tools.procedures.layout import Choice, Procedure, Step

pytestmark = pytest.mark.django_db


def test_a_step_that_is_added_never_gets_the_code_of_one_an_earlier_version_had() -> None:
    asks = Step(Text("Vragen"), "handler")
    steps = {
        "s1": Step(Text("Vragen"), "handler", choices=(Choice(Text("Verder"), "s2"),)),
        "s2": Step(Text("Bellen"), "handler"),
    }
    first = Procedure(Text("Advies"), sources="Eigen", first="s1", steps=steps)
    began = {"code": "advies", "valid_from": clock.today(), "decision": "Besluit 1"}
    operations.take_in(listed=[{**first.kept(), **began}], by=COMMAND)
    version = operations.begin(code="advies", by=COMMAND)
    shown = operations.as_text(first, "s1")
    operations.keep(version, code="s1", step=asks, shown=shown, by=COMMAND)
    shown = operations.as_text(first, "s2")
    operations.take_away(version, step="s2", shown=shown, by=COMMAND)
    version.refresh_from_db()
    operations.adopt(
        version,
        valid_from=clock.today() + datetime.timedelta(days=1),
        decision="Besluit 2",
        shown=operations.fingerprint(layout.read(version.content)),
        by=COMMAND,
    )
    fenna, path = at_desk("fenna"), "/desk/procedures/advies/"
    fenna.post(f"{path}beginnen/")
    fenna.post(f"{path}stap/", {"title": "Schrijven", "who": "handler", "shown": "''"})
    written = queries.in_writing("advies")
    assert written is not None
    titles = {code: str(one.title) for code, one in layout.read(written.content).steps.items()}
    assert titles == {"s1": "Vragen", "s3": "Schrijven"}
