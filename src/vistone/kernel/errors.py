"""What can go wrong for a caller, as exceptions that become `application/problem+json` (RFC 9457) at the edge.

Raise the class whose sentence fits; say in `detail` what happened and, in `errors`, which field and what would be
right. `NotFound` reads the same for "is not there" and "is not yours".
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct


class FieldError(Struct, frozen=True):
    """One field that was wrong: its name as the caller wrote it, and what would be right."""

    field: str
    message: str


class Problem(Exception):  # noqa: N818 -- RFC 9457's word
    """Base of every error that a caller is told about."""

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong on our side"

    def __init__(
        self, detail: str, *, errors: Sequence[FieldError] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


class Malformed(Problem):
    """The request cannot be read: wrong type, unknown field, bad parameter."""

    status = 400
    slug = "malformed"
    title = "The request could not be read"


class Unauthenticated(Problem):
    """Nobody is signed in, or the credential is no longer good."""

    status = 401
    slug = "unauthenticated"
    title = "Sign in first"


class Forbidden(Problem):
    """The caller may never do this, whatever the record."""

    status = 403
    slug = "forbidden"
    title = "You may not do this"


class MfaEnrolmentRequired(Forbidden):
    """The organization asks for a second factor, and this sign-in has none."""

    slug = "mfa-enrolment-required"
    title = "Set up a second factor first"


class EmailVerificationRequired(Forbidden):
    """The installation asks for a proven address, and this person's is not."""

    slug = "email-verification-required"
    title = "Prove your address first"


class BoundSession(Forbidden):
    """The session is bound to one organization, and this reaches beyond it."""

    slug = "bound-session"
    title = "Sign in with your own password or passkey"


class ProofRequired(Forbidden):
    """The sign-in is too old for what it asks: its person has to prove anew who they are."""

    slug = "proof-required"
    title = "Prove that it is you"


class ProviderRequired(Forbidden):
    """The organization takes sign-ins by its identity provider alone."""

    slug = "identity-provider-required"
    title = "Sign in through your organization"


class NotFound(Problem):
    """There is no such record, or none that the caller may see."""

    status = 404
    slug = "not-found"
    title = "Not found"

    def __init__(self, what: str) -> None:
        super().__init__(f"There is no {what} here that you can see.")


class Conflict(Problem):
    """The request is sound but collides with what is there; `rule` names the rule.

    `members` are further members of the problem (RFC 9457, 3.2) by which a program can tell what collides.
    """

    status = 409
    slug = "conflict"
    title = "This collides with what is already there"

    def __init__(
        self, rule: str, detail: str, *, field: str | None = None, members: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(detail, errors=[FieldError(field, detail)] if field else ())
        self.rule = rule
        self.members = dict(members or {})


class Stale(Problem):
    """`If-Match` names a revision that is no longer the current one."""

    status = 412
    slug = "stale"
    title = "Somebody changed this in the meantime"

    def __init__(self) -> None:
        super().__init__("The record has changed since you read it. Read it again and repeat your change.")


class TooLarge(Problem):
    """The body is larger than this operation takes."""

    status = 413
    slug = "too-large"
    title = "Too large"


class WrongMediaType(Problem):
    """The body is of a type that this operation does not read."""

    status = 415
    slug = "wrong-media-type"
    title = "This type of body is not read here"


class Invalid(Problem):
    """The request reads well but breaks a rule of one field."""

    status = 422
    slug = "invalid"
    title = "A rule was broken"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, errors=[FieldError(field, message)])


class TooMany(Problem):
    """A limit on how often was reached."""

    status = 429
    slug = "too-many"
    title = "Too many requests"

    def __init__(self, detail: str, retry_after: int) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})


class Unavailable(Problem):
    """The system cannot answer just now; the caller should try again."""

    status = 503
    slug = "unavailable"
    title = "Not available just now"

    def __init__(self, detail: str, retry_after: int = 2) -> None:
        super().__init__(detail, headers={"Retry-After": str(retry_after)})
