"""GitHub's own description of its API as a judge of every request and every reply.

A request that the description would refuse raises NotAsDescribed; so does one with a name that
the description does not have, since GitHub passes over those without a word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

import jsonschema_rs

from tests.builders import REPOSITORY

FOLDER: Final = REPOSITORY / "build" / "github-description"


class NotAsDescribed(AssertionError):  # noqa: N818 -- a test fails by it
    """A request or a reply that GitHub's description does not allow."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The operation that a request asks for, and the parts of its path."""

    operation: Operation
    parameters: dict[str, str]


class Operation:
    """One method of one path, with its judges compiled when first needed."""

    def __init__(self, method: str, path: str, spec: Mapping[str, Any], whole: Description) -> None:
        """Take an operation out of the whole description."""
        self.method, self.path = method, path
        self._spec, self._whole = spec, whole
        self._replies: dict[int, jsonschema_rs.Validator | None] = {}
        given = [whole.resolved(each) for each in spec.get("parameters", ())]
        self._parameters = {each["name"]: each for each in given}
        multi = {each["name"] for each in given if each.get("x-multi-segment")}
        parts = re.split(r"\{(\w+)\}", path)
        pattern = "".join(
            re.escape(part)
            if index % 2 == 0
            else f"(?P<{part}>{'.+' if part in multi | {'ref', 'path'} else '[^/]+'})"
            for index, part in enumerate(parts)
        )
        self.pattern = re.compile(pattern)

    @property
    def name(self) -> str:
        """Method and path, as the description writes them."""
        return f"{self.method.upper()} {self.path}"

    def check_query(self, query: Mapping[str, str]) -> None:
        """Judge the part of an address after the question mark."""
        for name, text in query.items():
            described = self._parameters.get(name)
            if described is None or described["in"] != "query":
                raise NotAsDescribed(f"{self.name} knows no parameter {name!r}")
            schema = self._whole.resolved(described["schema"])
            value: object = text
            if schema.get("type") == "integer":
                value = int(text) if re.fullmatch(r"-?\d+", text) else text
            elif schema.get("type") == "boolean":
                value = {"true": True, "false": False}.get(text, text)
            elif schema.get("type") == "array":
                value = text.split(",")
            self._whole.judge(json.dumps(described["schema"])).validate(value)

    def check_body(self, body: object) -> None:
        """Judge the body of a request; None is no body."""
        described = self._spec.get("requestBody")
        if described is None or body is None:
            if body is not None:
                raise NotAsDescribed(f"{self.name} takes no body")
            if described is not None and described.get("required"):
                raise NotAsDescribed(f"{self.name} needs a body")
            return
        schema, judge = self._body
        judge.validate(body)
        known: Mapping[str, Any] = next(
            (each for each in (schema, *schema.get("anyOf", ())) if "properties" in each), {}
        )
        unknown = (
            set(body) - set(known["properties"]) if known and isinstance(body, dict) else set()
        )
        if unknown:
            raise NotAsDescribed(f"{self.name} knows no {', '.join(sorted(unknown))}")

    def check_reply(self, status: int, reply: object) -> None:
        """Judge a reply with a body of JSON."""
        if status not in self._replies:
            self._replies[status] = self._reply_judge(status)
        judge = self._replies[status]
        if judge is not None:
            try:
                judge.validate(reply)
            except jsonschema_rs.ValidationError as error:
                raise NotAsDescribed(f"{self.name} {status}: {error}") from error

    @cached_property
    def _body(self) -> tuple[Mapping[str, Any], jsonschema_rs.Validator]:
        schema = self._whole.resolved(
            self._spec["requestBody"]["content"]["application/json"]["schema"]
        )
        return schema, self._whole.judge(json.dumps(schema))

    def _reply_judge(self, status: int) -> jsonschema_rs.Validator | None:
        described = self._spec["responses"].get(str(status))
        if described is None:
            return None
        content = self._whole.resolved(described).get("content", {})
        if "application/json" not in content:
            return None
        return self._whole.judge(json.dumps(content["application/json"]["schema"]))

    def example(self, status: int = 200) -> Any:  # noqa: ANN401 -- any JSON
        """Return the description's own example of a reply."""
        described = self._whole.resolved(self._spec["responses"][str(status)])
        examples = described["content"]["application/json"]["examples"]
        return self._whole.resolved(next(iter(examples.values())))["value"]


class Description:
    """All operations that the double knows."""

    def __init__(self, whole: Mapping[str, Any]) -> None:
        """Take the description that `cut` made."""
        self._whole = whole
        self._judges: dict[str, jsonschema_rs.Validator] = {}
        self.operations = [
            Operation(method, path, spec, self)
            for path, methods in whole["paths"].items()
            for method, spec in methods.items()
        ]
        self.operations.sort(key=lambda each: each.path.count("{"))
        self._by_method: dict[str, list[Operation]] = {}
        for operation in self.operations:
            self._by_method.setdefault(operation.method, []).append(operation)

    def find(self, method: str, path: str) -> Found | None:
        """Find the operation of a request."""
        for operation in self._by_method.get(method.lower(), ()):
            if found := operation.pattern.fullmatch(path):
                return Found(operation=operation, parameters=found.groupdict())
        return None

    def named(self, name: str) -> Operation:
        """Return the operation with a name."""
        return next(each for each in self.operations if each.name == name)

    def resolved(self, value: Any) -> Any:  # noqa: ANN401 -- any JSON
        """Follow a reference, if it is one."""
        while isinstance(value, dict) and "$ref" in value:
            _, _, kind, name = value["$ref"].split("/")
            value = self._whole["components"][kind][name]
        return value

    def judge(self, schema: str) -> jsonschema_rs.Validator:
        """Compile a schema, once."""
        if schema not in self._judges:
            whole = {"allOf": [json.loads(schema)], "components": self._whole["components"]}
            self._judges[schema] = jsonschema_rs.validator_for(whole)
        return self._judges[schema]


@cache
def github_description() -> Description:
    """Read the description that `make test` cut."""
    return Description(json.loads((FOLDER / "description.json").read_bytes()))
