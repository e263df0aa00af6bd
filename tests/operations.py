"""The operations of the OpenAPI document, for tests that walk all of them. Made from the code, without a database."""

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import msgspec
import pytest

from vistone.app import create_app
from vistone.kernel.settings import Settings

METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")


@functools.cache
def document() -> dict[str, Any]:
    """The OpenAPI document of the application."""
    app = cast("Any", create_app(Settings(), ""))
    decoded: dict[str, Any] = msgspec.json.decode(app._app.state.described()[0])
    return decoded


@dataclass(frozen=True)
class Operation:
    """One operation: its id, its method in capitals, its path with `{id}` in it, and its part of the document."""

    id: str
    method: str
    path: str
    spec: Any

    @property
    def public(self) -> bool:
        """Whether it asks for no credential."""
        return "security" not in self.spec

    @property
    def on_record(self) -> bool:
        """Whether its address names a record."""
        return "{id}" in self.path

    @property
    def is_list(self) -> bool:
        """Whether it answers pages of a collection."""
        return any(one["name"] == "sort" for one in self.spec.get("parameters", ()))

    @property
    def body(self) -> Any:
        """The schema of its JSON body, or None."""
        content = self.spec.get("requestBody", {}).get("content", {}).get("application/json")
        return resolved(content["schema"]) if content else None


@functools.cache
def operations() -> tuple[Operation, ...]:
    """Every operation of the document."""
    return tuple(_operations())


def _operations() -> Iterator[Operation]:
    for path, item in sorted(document()["paths"].items()):
        for method in METHODS:
            if method in item:
                yield Operation(item[method]["operationId"], method.upper(), path, item[method])


def resolved(schema: Any) -> Any:
    """The schema, or the one that it points to."""
    while "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def over(chosen: Iterable[Operation]) -> pytest.MarkDecorator:
    """Runs a test once for each of the operations."""
    return pytest.mark.parametrize("operation", list(chosen), ids=lambda one: one.id)
