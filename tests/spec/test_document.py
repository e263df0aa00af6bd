"""The 53 models in the OpenAPI document: their addresses, verbs, fields, and what a new record must bring."""

from typing import Any

import pytest

from tests.operations import document, operations, resolved
from tests.spec.models import DEFAULTS, MODELS, SECRETS, VALUES, Model

BY_ADDRESS = {(one.method, one.path): one for one in operations()}
VERBS = {"read": ("GET", ""), "create": ("POST", ""), "update": ("PATCH", "/{id}"), "delete": ("DELETE", "/{id}")}

# Values that the system sets itself: "id, organizationId, times, and: Project.progress, .spentBudget, Document.version,
# .url after an upload"; then what follows from who asks, or from the record's own nature.
SET_BY_THE_SYSTEM = {
    ("auth.Organization", "slug"): "made from the name",
    ("auth.Role", "permissions"): "the defaults of its name",
    ("auth.KycData", "userId"): "people hand in their own",
    ("project.Project", "progress"): "by the specification",
    ("project.Project", "spentBudget"): "by the specification",
    ("knowledge.Document", "version"): "by the specification",
    ("communication.ChatMessage", "senderId"): "who asks",
}
# Optional in the specification, asked for all the same.
ASKED_FOR = {
    ("auth.OrganizationMember", "roleId"): "nobody is a member without rights that somebody chose",
}


def body_of(model: Model, verb: str) -> Any:
    method, tail = VERBS[verb]
    operation = BY_ADDRESS.get((method, model.path + tail))
    assert operation is not None, f"there is no {method} {model.path + tail}"
    return operation.body


def record_of(model: Model) -> Any:
    operation = BY_ADDRESS.get(("GET", model.path + "/{id}"))
    assert operation is not None, f"there is no GET {model.path}/{{id}}"
    return resolved(operation.spec["responses"]["200"]["content"]["application/json"]["schema"])


def types(schema: Any) -> set[str]:
    """The JSON types that a schema takes, `string:uuid` with its format, `null` among them."""
    schema = resolved(schema)
    if "anyOf" in schema or "oneOf" in schema:
        return {kind for one in schema.get("anyOf") or schema["oneOf"] for kind in types(one)}
    if "enum" in schema:
        return {
            "string" if isinstance(value, str) else "null" if value is None else "integer" for value in schema["enum"]
        }
    if "const" in schema:
        return {"string"}
    kind = schema.get("type")
    named = [kind] if isinstance(kind, str) else kind or ["any"]
    return {f"{one}:{schema['format']}" if one == "string" and "format" in schema else one for one in named}


JSON_TYPES = {
    "String (UUID)": {"string:uuid"},
    "String": {"string", "string:email", "string:uri"},
    "DateTime": {"string:date-time"},
    "Json": {"object", "array", "any"},
    "Boolean": {"boolean"},
    "Int": {"integer"},
    "Float": {"number"},
    "Decimal": {"string", "string:decimal"},
    "String[]": {"array"},
    "vector(1024)": {"array"},
}


def fitting(name: str, field: dict[str, Any]) -> set[str]:
    """The JSON types that a field of the specification has; all ids and references are uuid."""
    return {"string:uuid"} if field["type"] == "String" and name.endswith("Id") else JSON_TYPES[field["type"]]


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_its_addresses_have_the_verbs_asked_for_and_no_others(model: Model) -> None:
    wanted = {(method, model.path + tail) for verb, (method, tail) in VERBS.items() if verb in model.verbs}
    wanted.add(("GET", model.path + "/{id}"))
    offered = {address for address in BY_ADDRESS if address[1] in {model.path, model.path + "/{id}"}}
    assert offered == wanted


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_its_answer_has_every_field_under_its_name(model: Model) -> None:
    properties, required = record_of(model)["properties"], record_of(model)["required"]
    wrong = {}
    for name, field in model.fields.items():
        if (str(model), name) in SECRETS:
            continue
        if name not in properties:
            wrong[name] = "is missing"
        elif name not in required:
            wrong[name] = "is not always there"
        elif not (types(properties[name]) - {"null"}) <= fitting(name, field):
            wrong[name] = f"is {types(properties[name])}, not {fitting(name, field)}"
        elif ("null" in types(properties[name])) != field["optional"] and "any" not in types(properties[name]):
            wrong[name] = "may be null" if not field["optional"] else "is never null"
    assert wrong == {}


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_a_new_record_brings_what_is_required(model: Model) -> None:
    if "create" not in model.verbs:
        pytest.skip("is not created over HTTP")
    required = set(body_of(model, "create").get("required", ()))
    system = {"id", "organizationId", "createdAt", "updatedAt", "deletedAt"}
    wanted = {
        name
        for name, field in model.fields.items()
        if not field["optional"]
        and name not in system
        and (str(model), name) not in SET_BY_THE_SYSTEM
        and (str(model), name) not in DEFAULTS
    } | {name for owner, name in ASKED_FOR if owner == str(model)}
    assert required == wanted


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_a_change_asks_for_nothing(model: Model) -> None:
    """PATCH tells absent from null: no field is required, and what cannot be empty does not take null."""
    if "update" not in model.verbs:
        pytest.skip("is not changed over HTTP")
    body = body_of(model, "update")
    assert not body.get("required")
    takes_null = {
        name
        for name, schema in body["properties"].items()
        if name in model.fields and not model.fields[name]["optional"] and "null" in types(schema)
    }
    assert takes_null == set()


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_values_of_closed_sets_are_told(model: Model) -> None:
    wrong = {}
    for (name, field), values in VALUES.items():
        if name != str(model) or isinstance(values, range) or model.fields[field]["type"] == "Json":
            continue
        for where, schema in [("answer", record_of(model)), *_bodies(model)]:
            if field in schema["properties"] and _enumerated(schema["properties"][field]) != set(values):
                wrong[f"{where}: {field}"] = _enumerated(schema["properties"][field])
    assert wrong == {}


def _bodies(model: Model) -> list[tuple[str, Any]]:
    return [(verb, body_of(model, verb)) for verb in ("create", "update") if verb in model.verbs]


def _enumerated(schema: Any) -> set[str]:
    schema = resolved(schema)
    parts = schema.get("anyOf") or schema.get("oneOf")
    if parts:
        return {value for part in parts for value in _enumerated(part)}
    return {value for value in schema.get("enum", ()) if value is not None}


TOLD_ONCE = {"enroll_mfa", "confirm_mfa", "renew_backup_codes"}


def test_secrets_are_in_no_schema_that_is_answered() -> None:
    """Neither the three of the specification nor any hash or token hash; a sign-in answers its fresh tokens, and what
    was just made for an authenticator app is told once.
    """
    answered = {
        name
        for operation in operations()
        if operation.id not in TOLD_ONCE
        for status, response in operation.spec["responses"].items()
        if status.startswith("2")
        for content in response.get("content", {}).values()
        for name in _names(content["schema"], set())
    }
    assert answered & {"password", "secret", "backupCodes", "tokenHash", "privateKey", "passwordHash"} == set()


def _names(schema: Any, seen: set[str]) -> set[str]:
    """Every property name in a schema and in what it refers to."""
    if isinstance(schema, list):
        return {name for one in schema for name in _names(one, seen)}
    if not isinstance(schema, dict):
        return set()
    if "$ref" in schema:
        if schema["$ref"] in seen:
            return set()
        return _names(resolved(schema), seen | {schema["$ref"]})
    own = set(schema.get("properties", ()))
    return own | {name for key, value in schema.items() if key != "enum" for name in _names(value, seen)}


def test_the_document_says_what_it_is() -> None:
    assert document()["openapi"].startswith("3.1")
    assert document()["info"]["title"] == "Vistone"
