"""Errors as `application/problem+json` (RFC 9457)."""

import re
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from msgspec import Struct

from vistone.kernel.errors import Conflict, FieldError, Problem

log = structlog.get_logger("vistone.http")

# How Litestar says it, without the name by itself.
_MISSING = re.compile(r"Missing required \w+ parameter '([\w-]+)'")

_TITLES = {
    400: "The request could not be read",
    404: "Not found",
    405: "This method is not offered here",
    413: "Too large",
}


class ProblemBody(Struct, frozen=True, rename="camel", omit_defaults=True):
    """What went wrong. `errors` names the fields; `rule` the rule that a conflict breaks."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldError, ...] = ()
    rule: str | None = None
    request_id: str | None = None


def body_of(problem: Problem, request_id: str | None = None) -> ProblemBody:
    """The problem as it goes over the wire."""
    return ProblemBody(
        type=f"urn:vistone:problem:{problem.slug}",
        title=problem.title,
        status=problem.status,
        detail=problem.detail,
        errors=problem.errors,
        rule=problem.rule if isinstance(problem, Conflict) else None,
        request_id=request_id,
    )


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The answer to an exception that left a handler."""
    request_id: Any = request.scope.get("vistone_request_id")
    if isinstance(error, Problem):
        members = error.members if isinstance(error, Conflict) else None
        return _response(body_of(error, request_id), error.headers, members)
    if isinstance(error, ValidationException):
        return _response(_unreadable(error, request_id))
    if isinstance(error, HTTPException) and error.status_code < 500:
        title = _TITLES.get(error.status_code, error.detail)
        detail = "There is nothing at this address." if error.status_code == 404 else error.detail
        slug = title.lower().replace(" ", "-")
        kept = {name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
        return _response(
            ProblemBody(f"urn:vistone:problem:{slug}", title, error.status_code, detail, request_id=request_id), kept
        )
    log.error("request failed", exc_info=error, path=request.scope["path"], method=request.method)
    return _response(body_of(Problem("The fault is logged under the request id. Nothing was changed."), request_id))


def _unreadable(error: ValidationException, request_id: str | None) -> ProblemBody:
    extra = error.extra if isinstance(error.extra, list) else []
    fields = tuple(
        FieldError(str(one.get("key", "body")), str(one.get("message", ""))) for one in extra if isinstance(one, dict)
    )
    if not fields and (missing := _MISSING.search(error.detail)):
        fields = (FieldError(missing[1], "give this parameter"),)
    missing_body = not fields or fields[0].field == "data"
    detail = "Send a JSON body." if missing_body else f"{fields[0].field}: {fields[0].message}."
    return ProblemBody("urn:vistone:problem:malformed", _TITLES[400], 400, detail, fields, request_id=request_id)


def _response(
    body: ProblemBody, headers: dict[str, str] | None = None, members: dict[str, Any] | None = None
) -> Response[bytes]:
    content = msgspec.to_builtins(body) | members if members else body
    return Response(
        msgspec.json.encode(content),
        status_code=body.status,
        media_type="application/problem+json",
        headers=headers or {},
    )


def encoded(problem: Problem, request_id: str | None = None) -> bytes:
    """The problem's bytes, for answers made outside Litestar."""
    return msgspec.json.encode(body_of(problem, request_id))
