"""How a request is read: strictly, in one pass, with the wrong field named."""

import re
from typing import Any

import msgspec
from litestar import Request
from litestar.datastructures import State

from vistone.kernel.errors import FieldError, Malformed, WrongMediaType
from vistone.kernel.scope import Scope
from vistone.kernel.wire import NAME

_PLACE = re.compile(r" - at (?:`key` in )?`\$\.?(.*?)`$")
_NUL = rb"\u0000"
_FIELD = re.compile(r"`([^`]+)`$")
_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
DEEPEST = 32
"""Objects and lists within each other. What walks a document goes down by calls, and must come to its end."""
LARGEST_DOCUMENT = 64 * 1024
"""Bytes of a field that takes any JSON object."""


class ApiRequest(Request[Scope | None, Any, State]):
    """A request whose JSON body is decoded straight into the handler's struct.

    Litestar would decode to plain objects and then convert leniently ("5" passes for 5).
    """

    async def json(self) -> Any:
        """The body as the struct that the handler asks for. Malformed, naming the field, when it does not fit."""
        field = self.route_handler.parsed_data_field
        media, _ = self.content_type
        if media and media != "application/json" and not media.endswith("+json"):
            raise WrongMediaType(f"Send application/json, not {media[:80]}.")
        return decode(await self.body(), field.annotation if field else Any)


def decode(body: bytes, kind: Any) -> Any:
    """The JSON text as `kind`. Malformed, naming the field, when it does not fit."""
    if _is_too_deep(body):
        raise Malformed(f"The body is nested more than {DEEPEST} deep.", errors=[FieldError("body", "nest it less")])
    if len(body) > LARGEST_DOCUMENT and (field := _too_large(body)) is not None:
        bound = f"at most {LARGEST_DOCUMENT // 1024} KB of JSON"
        raise Malformed(f"{field}: give {bound}.", errors=[FieldError(field, f"give {bound}")])
    try:
        decoded = msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError as error:
        raise misfit(str(error)) from None
    except UnicodeDecodeError as error:
        raise Malformed(f"The body is no UTF-8: byte {error.start} cannot be read.") from None
    except (msgspec.DecodeError, RecursionError) as error:
        raise Malformed(f"The body is no JSON: {error}.") from None
    # Fields of text refuse NUL by their pattern; a document takes any JSON, and PostgreSQL's jsonb all but this.
    if _NUL in body and (place := _nul(msgspec.json.decode(body), "")) is not None:
        raise Malformed(
            f"{place}: Text may not contain the NUL character.", errors=[FieldError(place, "remove \\u0000")]
        )
    return decoded


def _too_large(body: bytes) -> str | None:
    """The field that is an object beyond the bound: it would be read whole with every event that tells of it."""
    try:
        fields = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except msgspec.MsgspecError:
        return None  # which `decode` tells in its own words
    return next(
        (name for name, raw in fields.items() if len(raw) > LARGEST_DOCUMENT and bytes(raw).lstrip()[:1] == b"{"), None
    )


def _is_too_deep(body: bytes) -> bool:
    if body.count(b"{") + body.count(b"[") <= DEEPEST:
        return False
    depth = 0
    for mark in re.findall(rb"[\[\]{}]", _TEXTS.sub(b"", body)):
        depth += 1 if mark in b"[{" else -1
        if depth > DEEPEST:
            return True
    return False


def _nul(value: Any, place: str) -> str | None:
    """Where in a JSON value there is a NUL."""
    if isinstance(value, str):
        return place if "\x00" in value else None
    if isinstance(value, list):
        parts = [(f"{place}[{number}]", one) for number, one in enumerate(value)]
    elif isinstance(value, dict):
        if any("\x00" in name for name in value):
            return place
        parts = [(f"{place}.{name}" if place else name, one) for name, one in value.items()]
    else:
        return None
    return next((found for inner, one in parts if (found := _nul(one, inner)) is not None), None)


def misfit(message: str) -> Malformed:
    """Msgspec's sentence about what does not fit, as a problem that names the field."""
    place = _PLACE.search(message)
    text = message[: place.start()] if place else message
    field = place[1] if place else ""
    if repr(NAME) in text:
        text = "Give a name of one line, without line breaks and control characters, and not of spaces alone"
    if text.startswith(("Object contains unknown field", "Object missing required field")) and (
        named := _FIELD.search(text)
    ):
        field = f"{field}.{named[1]}" if field else named[1]
    return Malformed(f"{field or 'The body'}: {text}.", errors=[FieldError(field or "body", text)])
