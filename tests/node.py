"""Call a function of one of the site's scripts in Node.js, which the set-up brings along."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from tests.builders import REPOSITORY

NODE = Path(sys.executable).with_name("node")
SCRIPTS = REPOSITORY / "templates" / "site" / "scripts"
_LOOP = """
import { createInterface } from "node:readline";
const script = await import(process.argv[1]);
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await script[process.argv[2]](...JSON.parse(line))));
}
"""


class Function(Protocol):
    """A function of a script: JSON values in, a JSON value out."""

    def __call__(self, *values: Any) -> Any: ...  # noqa: ANN401 -- JSON values


@contextmanager
def function_of_script(script: str, name: str, *, below: Path = SCRIPTS) -> Iterator[Function]:
    """Yield a function of a script; one process answers all its calls."""
    command = [str(NODE), "--input-type=module", "--eval", _LOOP, str(below / script), name]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        questions, answers = process.stdin, process.stdout
        assert questions is not None
        assert answers is not None

        def call(*values: Any) -> Any:  # noqa: ANN401 -- JSON values
            questions.write(json.dumps(values).encode() + b"\n")
            questions.flush()
            return json.loads(answers.readline())

        yield call
        questions.close()
