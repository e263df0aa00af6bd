"""The OpenAPI document: valid, complete, and the one that the web app's client was generated from."""

import json
import re
from typing import Any

import pytest
import schemathesis

from tests.operations import Operation, document, operations, over, resolved
from tools import openapi
from vistone.kernel.collection import Collection
from vistone.kernel.wire import camel
from vistone.services import SERVICES

LISTS = [one for one in operations() if one.is_list]


def test_the_file_of_the_web_app_is_the_document() -> None:
    assert openapi.FILE.read_text() == openapi.text(), (
        "run `python -m tools.openapi` and `npm --prefix web run generate`"
    )


def test_the_document_is_openapi_31() -> None:
    assert document()["openapi"] == "3.1.0"
    schemathesis.openapi.from_dict(document()).validate()


def test_every_reference_points_to_something() -> None:
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', openapi.text())):
        place: Any = document()
        for step in reference.split("/"):
            assert step in place, reference
            place = place[step]


def test_operations_have_names_of_their_own() -> None:
    names = [one.id for one in operations()]
    assert sorted(names) == sorted(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", name)] == []


DECISIONS = {"submit_kyc_record", "approve_kyc_record", "reject_kyc_record", "request_kyc_again"}
"""POSTs on a record that is looked at first: two people may do it at once."""


@over(operations())
def test_an_operation_is_described(operation: Operation) -> None:
    """By its handler's docstring: the first sentence and the whole."""
    assert operation.spec["summary"]
    assert operation.spec["description"].startswith(operation.spec["summary"] + ".")
    assert operation.spec["description"].endswith(".")
    assert operation.spec["tags"][0] in operation.path.replace("-", "_")


@over(operations())
def test_an_operation_tells_how_it_can_fail(operation: Operation) -> None:
    for status in ("400", "401", "403", "404", "409", "412", "413", "415", "422", "429", "503"):
        assert operation.spec["responses"][status]["$ref"] == f"#/components/responses/Problem{status}"


@over(operations())
def test_its_headers_are_told(operation: Operation) -> None:
    headers = {one["name"] for one in operation.spec.get("parameters", ()) if one["in"] == "header"}
    wanted = set() if operation.public else {"X-Organization-Id"}
    wanted |= {"Idempotency-Key"} if operation.method == "POST" else set()
    wanted |= {"If-Match"} if operation.method in {"PATCH", "PUT", "DELETE"} or operation.id in DECISIONS else set()
    assert headers == wanted


def collection_of(operation: Operation) -> Collection[Any]:
    """The collection whose pages the operation answers."""
    for service in SERVICES:
        for controller in service.controllers:
            handlers = [getattr(controller, name, None) for name in dir(controller)]
            for handler in handlers:
                if getattr(handler, "handler_name", None) == operation.id:
                    collection: Collection[Any] = handler.opt["collection"]  # type: ignore[union-attr]  # as just seen
                    return collection
    raise LookupError(operation.id)


@over(LISTS)
def test_a_list_tells_every_parameter_that_it_takes(operation: Operation) -> None:
    collection = collection_of(operation)
    told = {one["name"] for one in operation.spec["parameters"] if one["in"] == "query"}
    assert told >= collection.filters.keys() | {"limit", "cursor", "sort"}
    assert ("q" in told) == bool(collection.search)
    assert ("deleted" in told) == collection.deletable
    assert all("description" in one for one in operation.spec["parameters"] if one["in"] == "query")


@over(LISTS)
def test_a_list_can_be_asked_by_what_its_records_refer_to(operation: Operation) -> None:
    """Every column `...Id` of the record, and every one of a closed set of values, is a filter."""
    columns = {camel(column.name) for column in collection_of(operation).view.table.c}
    schema = resolved(operation.spec["responses"]["200"]["content"]["application/json"]["schema"])
    record = resolved(schema["properties"]["items"]["items"])
    told = {one["name"] for one in operation.spec["parameters"] if one["in"] == "query"}
    references = {name for name in record["properties"] if name.endswith("Id") and name != "organizationId"}
    closed = {name for name, one in record["properties"].items() if _closed(one)}
    assert (references | closed) & columns - told == set()


def _closed(schema: Any) -> bool:
    schema = resolved(schema)
    return "enum" in schema or any(_closed(one) for one in schema.get("anyOf", ()))


@pytest.mark.parametrize("name", sorted(document()["components"]["schemas"]))
def test_a_body_refuses_what_it_does_not_know(name: str) -> None:
    """Request bodies are closed, answers open: a later field in an answer breaks nobody."""
    schema = document()["components"]["schemas"][name]
    bodies = {found for one in operations() if one.body is not None for found in _named(one.body)}
    if "properties" in schema:
        assert (schema.get("additionalProperties") is False) == (name in bodies)


def _named(schema: Any) -> set[str]:
    """The names of a body's schema and of those that it is made of."""
    name = next(name for name, one in document()["components"]["schemas"].items() if one is schema)
    parts = re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(schema))
    return {name}.union(*(_named(document()["components"]["schemas"][part]) for part in parts))
