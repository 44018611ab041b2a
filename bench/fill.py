"""Fill the database up to N registrations and time the desk's list: `python -m bench.fill N …`."""

from __future__ import annotations

import os
import statistics
import sys
import time
from dataclasses import replace

from bench.place import set_up

FILL = """
WITH made AS (
  INSERT INTO vault_sealedfile (sphere, version, header)
  SELECT 'cases', 1, decode(repeat('ab', 600), 'hex')
  FROM generate_series(1, %(missing)s) RETURNING id
), registered AS (
  INSERT INTO cases_case (id, number, state, received_on, received_year, channel, has_file,
    has_mailbox, is_named, regime_taken_in, regime, is_wrongdoing, conclusion,
    is_conclusion_derived, commissioner, closed_on, closed_year, handler_id,
    declaration)
  SELECT id, upper(substr(md5(id::text), 1, 4) || '-' || substr(md5(id::text), 5, 4)),
    CASE WHEN id %% 10 < 8 THEN 'closed' ELSE 'received' END,
    DATE '2024-01-01' + (id / 700)::int %% 150, 2024,
    (ARRAY['meeting-point', 'manager', 'letter'])[1 + id %% 3], true,
    true, id %% 2 = 0,
    CASE WHEN id %% 2 = 0 THEN 'zakelijk' ELSE 'sociaal' END,
    CASE WHEN id %% 2 = 0 THEN 'zakelijk' ELSE 'sociaal' END,
    CASE WHEN id %% 4 = 0 THEN id %% 8 = 0 END,
    CASE WHEN id %% 10 < 8 THEN (ARRAY['founded', 'unfounded'])[1 + id %% 2] ELSE '' END, false,
    CASE WHEN id %% 10 < 8 THEN 'director' ELSE '' END,
    CASE WHEN id %% 10 < 8 THEN DATE '2024-06-01' + (id / 700)::int %% 150 END,
    CASE WHEN id %% 10 < 8 THEN 2024 END,
    CASE WHEN id %% 5 = 0 THEN %(bram)s END, ''
  FROM made ON CONFLICT DO NOTHING RETURNING id
)
INSERT INTO vault_sealedkey (file_id, recipient_id, version, scope, sealed)
SELECT id, %(pair)s, 1, 'whole', decode(repeat('ab', 1169), 'hex') FROM registered
"""

TYPES = """
INSERT INTO cases_casetype (case_id, code)
SELECT id, (ARRAY['financial', 'information', 'other'])[1 + id %% 3] FROM cases_case
WHERE has_file ON CONFLICT DO NOTHING
"""

RUNS = """
INSERT INTO runs_run (subject_kind, subject_number, version_id, at, is_done_at, acts, received_on,
  ended_on)
SELECT 'case', id, %(version)s, (%(steps)s::text[])[1 + id %% cardinality(%(steps)s::text[])],
  false, '{}', received_on, closed_on FROM cases_case
WHERE has_file AND id %% 2 = 0 ON CONFLICT DO NOTHING
"""

INVESTIGATIONS = """
INSERT INTO investigations_investigation (number, case_id, state, kind, commissioner, asked_on,
  ordered_on, finished_on, hours, cost)
SELECT 'X' || substr(md5(id::text), 1, 8), id, 'finished', 'internal', 'director', received_on,
  received_on, received_on, id %% 200, id %% 40000 FROM cases_case
WHERE has_file AND id %% 20 = 0 ON CONFLICT DO NOTHING
"""

FEW = """
INSERT INTO vault_sealedkey (file_id, recipient_id, version, scope, sealed)
SELECT id, %s, 1, 'whole', decode(repeat('ab', 1169), 'hex') FROM cases_case
WHERE has_file AND id %% 97 = 0 ORDER BY id LIMIT 50 ON CONFLICT DO NOTHING
"""


def main() -> None:
    """Fill, and print name, milliseconds and bytes of each list."""
    set_up()
    from django.db import connection  # noqa: PLC0415

    from rechtop.ground.vault.models import KeyPair  # noqa: PLC0415
    from rechtop.overview.example.operations import acting  # noqa: PLC0415
    from rechtop.tools.procedures import layout  # noqa: PLC0415
    from rechtop.tools.procedures.models import Version  # noqa: PLC0415
    from rechtop.work.cases.models import Case  # noqa: PLC0415

    bram, ivo = acting("bram"), acting("ivo")
    version = Version.objects.filter(code="zakelijk").latest("number")
    steps = list(layout.read(version.content).steps)
    pairs = {
        actor: KeyPair.objects.get(holder=actor.holder, sphere="cases").pk for actor in (bram, ivo)
    }
    with connection.cursor() as cursor:
        missing = int(sys.argv[1]) - Case.objects.count()
        cursor.execute(FILL, {"missing": missing, "bram": bram.number, "pair": pairs[bram]})
        cursor.execute(FEW, [pairs[ivo]])
        cursor.execute(TYPES, [])
        cursor.execute(RUNS, {"version": version.pk, "steps": steps})
        cursor.execute(INVESTIGATIONS, [])
    owner = dict(os.environ, RECHTOP_AS_OWNER="1")
    _vacuum(owner)
    for name, actor in (("Bram sees all", bram), ("Ivo sees 50", ivo)):
        for query in sys.argv[2:]:
            shown = "" if query == "-" else query.format(version=version.pk, step=steps[1])
            print(f"{name}: list {shown or 'unfiltered'}", *_timed(actor, shown))
    case = Case.objects.filter(has_mailbox=False).order_by("pk")[0]
    print("open a case", *_opened(bram, case))


def _vacuum(environment: dict[str, str]) -> None:
    import subprocess  # noqa: PLC0415

    code = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'rechtop.settings'; "
        "django.setup(); from django.db import connection; "
        "connection.cursor().execute('VACUUM ANALYZE')"
    )
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


def _timed(actor, query: str) -> tuple[str, int]:  # type: ignore[no-untyped-def]
    from django.test import RequestFactory  # noqa: PLC0415

    from rechtop.people.identity.models import Person  # noqa: PLC0415
    from rechtop.work.cases.views import desk  # noqa: PLC0415

    request = RequestFactory().get(f"/desk/zaken/?{query}", HTTP_HOST="127.0.0.1")
    request.actor = replace(actor, keyring=None)
    request.person = Person.objects.get(pk=actor.number)
    return _median(lambda: desk.case_list(request))


def _opened(actor, case) -> tuple[str, int]:  # type: ignore[no-untyped-def]
    from django.contrib.messages.storage.cookie import CookieStorage  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415

    from rechtop.people.identity.models import Person  # noqa: PLC0415
    from rechtop.work.cases.views import desk  # noqa: PLC0415

    request = RequestFactory().get("/desk/zaken/", HTTP_HOST="127.0.0.1")
    request.actor, request.person = actor, Person.objects.get(pk=actor.number)
    request._messages = CookieStorage(request)
    return _median(lambda: desk.case(request, number=case.number))


def _median(work) -> tuple[str, int]:  # type: ignore[no-untyped-def]
    times, size = [], 0
    work()  # once before, so that nothing is measured that happens only once
    for _ in range(25):
        start = time.perf_counter()
        size = len(work().content)
        times.append(1000 * (time.perf_counter() - start))
    return f"{statistics.median(times):.2f}", size


if __name__ == "__main__":
    main()
