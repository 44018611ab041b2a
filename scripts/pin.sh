#!/usr/bin/env bash
# Pin the dependencies of pyproject.toml with hashes and without addresses. Needs uv.
set -eu
cd "$(dirname "$0")/.."
common=(--generate-hashes --universal --no-header --no-annotate --python-version 3.11 --quiet)
uv pip compile pyproject.toml "${common[@]}" -o requirements/run.txt
uv pip compile pyproject.toml --extra test "${common[@]}" -c requirements/run.txt -o requirements/test.txt
