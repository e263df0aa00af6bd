"""The OpenAPI document: Litestar's, with what it cannot see — the parameters of lists, the problems, the headers."""

from datetime import datetime
from inspect import cleandoc
from typing import Any
from uuid import UUID

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from vistone.kernel.collection import DEFAULT_LIMIT, MAX_LIMIT, Collection
from vistone.kernel.filters import Filter, Match
from vistone.kernel.http import exports
from vistone.kernel.http.components import answer_type, body_type, schemas

_NO_NUL = r"^[^\x00]*$"
PROBLEM = {"$ref": "#/components/schemas/Problem"}
_KINDS: dict[Any, dict[str, Any]] = {
    UUID: {"type": "string", "format": "uuid"},
    datetime: {"type": "string", "format": "date-time"},
    str: {"type": "string", "maxLength": 500, "pattern": _NO_NUL},
    bool: {"type": "boolean"},
    int: {"type": "integer", "format": "int32"},
}
_PROBLEMS = {
    "400": "The request could not be read; `errors` names the fields.",
    "401": "Nobody is signed in.",
    "403": "This is never allowed to you.",
    "404": "There is no such record, or none that you may see.",
    "409": "It collides with what is there; `rule` names the rule.",
    "412": "`If-Match` is not the record's revision any more.",
    "413": "The body is too large.",
    "415": "The body is of a type that is not read here.",
    "422": "A rule was broken; `errors` names the field.",
    "429": "Too many requests; see `Retry-After`.",
    "503": "Not available just now; see `Retry-After`.",
}


def lists(collection: Collection[Any]) -> dict[str, Any]:
    """The `opt` of a handler that answers pages of the collection: its parameters are documented from it."""
    return {"collection": collection}


def filtered(collection: Collection[Any]) -> dict[str, Any]:
    """The `opt` of a handler that answers all of the collection that its filters leave, in another shape than pages."""
    return {"filters": collection}


def downloads(*content_types: str) -> dict[str, Any]:
    """The `opt` of a handler that answers a file of one of those types."""
    return {"download": content_types}


def document(app: Litestar) -> dict[str, Any]:
    """The whole document of the application, as JSON values."""
    schema: dict[str, Any] = app.openapi_schema.to_schema()
    schema["components"]["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "vistone-session"},
    }
    offered = [
        (route.path_format, handler)
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if isinstance(handler, HTTPRouteHandler) and handler.include_in_schema is not False
    ]
    kinds = [kind for _, handler in offered for kind in (body_type(handler), answer_type(handler)) if kind is not None]
    known, components = schemas(kinds)
    _spell_out_parameters(schema)
    schema["components"]["schemas"] = dict(sorted(components.items())) | {"Problem": _problem_schema()}
    schema["components"]["responses"] = {
        f"Problem{status}": {"description": meaning, "content": {"application/problem+json": {"schema": PROBLEM}}}
        for status, meaning in _PROBLEMS.items()
    }
    for path, handler in offered:
        _complete(schema, path, handler, known)
    return schema


def _spell_out_parameters(schema: dict[str, Any]) -> None:
    """Litestar points from a parameter to a component of its own; the components here are those of msgspec."""
    theirs = schema["components"].get("schemas", {})
    for path in schema["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                if "$ref" in parameter["schema"]:
                    parameter["schema"] = theirs[parameter["schema"]["$ref"].rsplit("/", 1)[1]]


def _complete(schema: dict[str, Any], path: str, handler: HTTPRouteHandler, known: dict[Any, dict[str, Any]]) -> None:
    for method in handler.http_methods:
        operation = schema["paths"].get(path, {}).get(method.lower())
        if operation is None:
            continue
        doc = cleandoc(handler.fn.__doc__ or "")
        operation["summary"], operation["description"] = doc.partition(".")[0], doc
        parameters = operation.setdefault("parameters", [])
        if collection := handler.opt.get("collection"):
            parameters += _list_parameters(collection)
        if collection := handler.opt.get("filters"):
            parameters += _filter_parameters(collection)
        _say_types(operation, handler, known)
        _say_downloads(operation, handler)
        if form := handler.opt.get("form"):
            operation["requestBody"] = form
        if not handler.opt.get("public"):
            operation["security"] = [{"bearer": []}, {"cookie": []}]
            parameters.append(
                _header("X-Organization-Id", "Which of your organizations.", {"type": "string", "format": "uuid"})
            )
        if method in {"PATCH", "PUT", "DELETE"} or handler.opt.get("if_match"):
            parameters.append(
                _header(
                    "If-Match",
                    'The record\'s ETag, for example `"3"`, or `*`.',
                    {"type": "string", "pattern": r'^(\*|"[0-9]{1,9}")$'},
                )
            )
        if method == "POST":
            text = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]([ -~]*[!-~])?$"}
            parameters.append(_header("Idempotency-Key", "Makes it safe to repeat the request.", text))
        for status in _PROBLEMS:
            operation["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}


def _say_types(operation: dict[str, Any], handler: HTTPRouteHandler, known: dict[Any, dict[str, Any]]) -> None:
    if (body := body_type(handler)) is not None:
        operation["requestBody"]["content"]["application/json"]["schema"] = known[body]
    if (answer := answer_type(handler)) is not None:
        content = operation["responses"][str(handler.status_code)]["content"]
        content["application/json"]["schema"] = known[answer]


def _say_downloads(operation: dict[str, Any], handler: HTTPRouteHandler) -> None:
    answer = operation["responses"][str(handler.status_code)]
    if handler.opt.get("collection"):
        answer["content"] |= exports.documented(answer["content"]["application/json"])
    elif kinds := handler.opt.get("download"):
        text: dict[str, Any] = {"type": "string", "format": "binary"}
        answer["content"] = {
            kind: {"schema": {"type": "object"} if kind == "application/json" else text} for kind in kinds
        }


def _header(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, "description": description, "schema": schema}


def _query(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _list_parameters(collection: Collection[Any]) -> list[dict[str, Any]]:
    found = [
        _query("limit", "How many records at most.", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}),
        _query("cursor", "The `nextCursor` of the page before, with the same filters and sort.", {"type": "string"}),
        _query("sort", *_sort_of(collection)),
    ]  # fmt: skip
    found.append(
        _query(
            "download",
            "The whole list as a download instead of a page; `limit` and `cursor` then mean nothing.",
            {"type": "string", "enum": list(exports.Format)},
        )
    )
    return found + _filter_parameters(collection)


def _filter_parameters(collection: Collection[Any]) -> list[dict[str, Any]]:
    found = []
    if collection.search:
        found.append(_query("q", "Text to look for.", {"type": "string", "maxLength": 200, "pattern": _NO_NUL}))
    if collection.deletable:
        found.append(_query("deleted", "Only the deleted ones instead.", {"type": "boolean", "default": False}))
    return found + [_filter_parameter(one) for one in collection.filters.values()]


def _sort_of(collection: Collection[Any]) -> tuple[str, dict[str, Any]]:
    sorts = sorted(collection.sorts)
    schema: dict[str, Any] = {"type": "string", "enum": sorts + ["-" + one for one in sorts]}
    told = "A field, with `-` before it for descending."
    if collection.keyed is not None:
        prefix = collection.keyed.prefix
        told += (
            f" `{prefix}.<id>` sorts by a custom field; `{prefix}.<id>=` filters by its values (repeat for several, `null`"
            f" for none), `{prefix}.<id>After=` and `{prefix}.<id>Before=` by a span of numbers or days."
        )
        key = rf"^-?{prefix}\.[0-9a-fA-F]{{8}}(-[0-9a-fA-F]{{4}}){{3}}-[0-9a-fA-F]{{12}}(?!\s)$"
        schema = {"anyOf": [schema, {"type": "string", "pattern": key}]}
    return told, schema | {"default": collection.default_sort}


def _filter_parameter(one: Filter) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": "string", "enum": list(one.values)} if one.values else _KINDS[one.kind]
    match one.match:
        case Match.BEFORE:
            return _query(one.parameter, "Earlier than this.", kind)
        case Match.AFTER:
            return _query(one.parameter, "This or later.", kind)
        case Match.EMPTY | Match.HOLDS:
            return _query(one.parameter, "Only those, or only the others.", kind)
    if one.nullable:
        kind = {"anyOf": [kind, {"type": "string", "enum": ["null"]}]}
    meaning = (
        "Holding one of these; repeat for several."
        if one.match is Match.OVERLAP
        else "One of these; repeat for several."
    )
    return _query(one.parameter, meaning, {"type": "array", "items": kind}) | {"style": "form", "explode": True}


def _problem_schema() -> dict[str, Any]:
    text = {"type": "string"}
    error = {"type": "object", "properties": {"field": text, "message": text}, "required": ["field", "message"]}
    return {
        "type": "object",
        "title": "Problem",
        "description": "RFC 9457: what went wrong, and which fields to put right. Conflicts may tell more in members of their own.",
        "properties": {
            "type": text,
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "errors": {"type": "array", "items": error},
            "rule": text,
            "requestId": text,
        },
        "required": ["type", "title", "status", "detail"],
    }
