"""Names and types of the wire: camelCase, bounded text, times with zone, money as a decimal string."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct


def camel(name: str) -> str:
    """`due_date` as `dueDate`."""
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


class Body(Struct, frozen=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """Base of every request body: an unknown field is an error, not a silence."""


# Python's `$` also matches before a last line break, JavaScript's does not: `(?!\s)$` is the end for both.

# A NUL character cannot be stored in PostgreSQL's text; the pattern refuses it with the field's name.
_NO_NUL = r"^[^\x00]*$"

# What breaks a line or steers a terminal has no place in a name: names stand in subjects, lists and files of others.
CONTROL = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)))
_IN_A_LINE = r"\x00-\x1f\x7f-\x9f\u2028\u2029"

NAME = rf"^[^{_IN_A_LINE}]*[^\s{_IN_A_LINE}][^{_IN_A_LINE}]*(?!\s)$"
Name = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        pattern=NAME,
        description="One line, without control characters.",
    ),
]
Title = Annotated[str, Meta(min_length=1, max_length=500, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
Line = Annotated[str, Meta(max_length=500, pattern=_NO_NUL)]
Prose = Annotated[str, Meta(max_length=200_000, pattern=_NO_NUL)]
Email = Annotated[
    str, Meta(max_length=254, pattern=r"^[^\s@\x00-\x1f<>\"(),:;\[\]\\]+@[^\s@\x00-\x1f<>\"(),:;\[\]\\]+(?!\s)$")
]
Moment = Annotated[datetime, Meta(tz=True)]
# Money travels as text, both ways: a JSON number would pass through binary fractions.
Money = Annotated[
    str, Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?(?!\s)$", description='An amount, for example "1250.50".')
]
# The address of a file: on the web, or in our own store. Neither javascript: nor data:.
Link = Annotated[
    str,
    Meta(
        max_length=2000,
        pattern=r"^(https?://[^\s\x00-\x1f\\/?#][^\s\x00-\x1f\\]*|/files/[\w-]+([./][\w-]+)*(\?[^\s\x00-\x1f\\]*)?)(?!\s)$",
        description="An http(s) address, or a path under /files/.",
    ),
]
Percent = Annotated[int, Meta(ge=0, le=100)]
Document = dict[str, Any]
