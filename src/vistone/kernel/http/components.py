"""The schemas of the OpenAPI document, made by msgspec from the very types that it decodes and encodes.

Litestar's own leave out bounds of zero, the bounds of a list's items and that unknown fields are refused: a document
that says less than the decoder would let clients be written that fail.
"""

from collections.abc import Iterable, Iterator
from inspect import cleandoc
from types import UnionType
from typing import Any, get_args, get_origin

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from msgspec import inspect

REFERENCE = "#/components/schemas/{name}"


def body_type(handler: HTTPRouteHandler) -> Any:
    """The type that a handler decodes its JSON body to; None when it takes none."""
    field = handler.parsed_data_field
    return field.annotation if field else None


def answer_type(handler: HTTPRouteHandler) -> Any:
    """The type that a handler answers; None when it answers nothing, or makes its Response itself."""
    kind = handler.parsed_fn_signature.return_type.annotation
    return None if kind is type(None) or _is_response(kind) else kind


def _choices(kind: Any) -> tuple[Any, ...]:
    """The types of which an answer is one. Msgspec takes structs together only when a field tells them apart."""
    return get_args(kind) if get_origin(kind) is UnionType else (kind,)


def _is_response(kind: Any) -> bool:
    plain = get_origin(kind) or kind
    return isinstance(plain, type) and issubclass(plain, Response)


def schemas(kinds: Iterable[Any]) -> tuple[dict[Any, dict[str, Any]], dict[str, dict[str, Any]]]:
    """For each type the schema that stands for it, and the named ones that these point to."""
    wanted = list(dict.fromkeys(kinds))
    distinct = list(dict.fromkeys(one for kind in wanted for one in _choices(kind)))
    made, components = msgspec.json.schema_components(distinct, ref_template=REFERENCE)
    for name, times in _moments(inspect.multi_type_info(distinct)):
        for schema in components.values():
            if schema.get("title") == name:
                for field in schema["properties"].keys() & times:
                    _say_that_it_is_a_time(schema["properties"][field])
    for schema in components.values():
        if "description" in schema:
            schema["description"] = cleandoc(schema["description"])
    for schema in (*made, *components.values()):
        _say_that_objects_are_open(schema)
    known = dict(zip(distinct, made, strict=True))
    return {kind: _any_of([known[one] for one in _choices(kind)]) for kind in wanted}, components


def _any_of(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _moments(kinds: Iterable[inspect.Type]) -> Iterator[tuple[str, list[str]]]:
    """Each struct that can be reached, by its title, with the fields that hold times."""
    waiting, seen = list(kinds), set[int]()
    while waiting:
        kind = waiting.pop()
        if id(kind) in seen:
            continue
        seen.add(id(kind))
        if isinstance(kind, inspect.StructType):
            yield _title(kind), [field.encode_name for field in kind.fields if _is_time(field.type)]
            waiting += [field.type for field in kind.fields]
        waiting += [getattr(kind, name) for name in ("item_type", "type", "value_type") if hasattr(kind, name)]
        waiting += getattr(kind, "types", ())


def _title(kind: inspect.StructType) -> str:
    name: str = getattr(kind.cls, "__name__", "")
    return name


def _is_time(kind: inspect.Type) -> bool:
    if isinstance(kind, inspect.UnionType):
        return any(_is_time(one) for one in kind.types)
    return isinstance(kind, inspect.DateTimeType)


def _say_that_it_is_a_time(schema: dict[str, Any]) -> None:
    """Msgspec says so of times that must have a zone only; those that we answer always have one."""
    for one in (schema, *schema.get("anyOf", ())):
        if one.get("type") == "string":
            one["format"] = "date-time"


def _say_that_objects_are_open(schema: Any) -> None:
    """An object without declared fields takes any; the generator of the web client asks to hear it."""
    if isinstance(schema, list):
        for one in schema:
            _say_that_objects_are_open(one)
    elif isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" not in schema:
            schema.setdefault("additionalProperties", True)
        for name, one in schema.items():
            if name != "default":
                _say_that_objects_are_open(one)
