"""Filters of lists: query parameters, the columns that they look at, and how."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import ARRAY, Boolean, ColumnElement, any_, bindparam, not_, or_

from vistone.kernel.wire import camel


class Match(StrEnum):
    """How a filter compares."""

    SAME = "same"
    BEFORE = "before"
    AFTER = "after"
    OVERLAP = "overlap"
    EMPTY = "empty"
    HOLDS = "holds"


class Filter(Struct, frozen=True):
    """One query parameter: the column it looks at, how, and what its values are."""

    parameter: str
    column: str
    match: Match
    kind: Any
    nullable: bool = False
    values: tuple[str, ...] = ()
    holds: ColumnElement[bool] | None = None


def same(column: str, kind: Any = UUID, *, values: type[StrEnum] | None = None, nullable: bool = False) -> list[Filter]:
    """`?column=a&column=b`: rows with one of the values; with `nullable`, `null` asks for rows without one."""
    allowed = tuple(value.value for value in values) if values else ()
    return [Filter(camel(column), column, Match.SAME, str if values else kind, nullable=nullable, values=allowed)]


def contains(column: str, parameter: str, kind: Any = UUID) -> list[Filter]:
    """`?parameter=a`: rows whose array column holds one of the values."""
    return [Filter(parameter, column, Match.OVERLAP, kind)]


def empty(column: str, parameter: str) -> list[Filter]:
    """`?parameter=true`: rows in which the column is empty; `false`: the others."""
    return [Filter(parameter, column, Match.EMPTY, bool)]


def holds(parameter: str, condition: ColumnElement[bool]) -> list[Filter]:
    """`?parameter=true`: rows for which the condition holds; `false`: the others."""
    return [Filter(parameter, "", Match.HOLDS, bool, holds=condition)]


def span(column: str, kind: Any = datetime) -> list[Filter]:
    """`?columnAfter=&columnBefore=`: rows from the one (included) to the other (excluded)."""
    name = camel(column)
    return [Filter(name + "After", column, Match.AFTER, kind), Filter(name + "Before", column, Match.BEFORE, kind)]


class Shape(StrEnum):
    """How many values a filter was given; an index serves `=` better than `= ANY`, so that one is not several.

    Of a condition that is said outright the statement itself tells whether it holds or not.
    """

    ONE = "one"
    SEVERAL = "several"
    NULL = "null"
    ONE_OR_NULL = "one or null"
    SEVERAL_OR_NULL = "several or null"
    FALSE = "false"


def shape_of(f: Filter, values: tuple[Any, ...]) -> Shape:
    """The shape that a statement needs for these values."""
    present = len(values) - values.count(None)
    if f.match is Match.OVERLAP:
        return Shape.SEVERAL
    if f.match is Match.HOLDS and values[-1] is False:
        return Shape.FALSE
    if f.match is not Match.SAME or present == len(values) == 1:
        return Shape.ONE
    if present == len(values):
        return Shape.SEVERAL
    return Shape.NULL if present == 0 else Shape.ONE_OR_NULL if present == 1 else Shape.SEVERAL_OR_NULL


def argument(f: Filter, values: tuple[Any, ...]) -> Any:
    """The statement's argument: the last value of those that take one, the values of those that take several."""
    present = [value for value in values if value is not None]
    several = shape_of(f, values) in {Shape.SEVERAL, Shape.SEVERAL_OR_NULL}
    return present if several else present[-1] if present else None


def condition(f: Filter, column: ColumnElement[Any], shape: Shape) -> ColumnElement[bool]:  # noqa: PLR0911 -- a table of shapes
    """The filter as SQL; its argument is the parameter `filter_<name>`."""
    if f.holds is not None:  # said outright: compared with a parameter, it would be asked of each row by itself
        return not_(f.holds) if shape is Shape.FALSE else f.holds
    name = "filter_" + f.parameter
    one = bindparam(name, type_=column.type)
    match f.match:
        case Match.BEFORE:
            return column < one
        case Match.AFTER:
            return column >= one
        case Match.OVERLAP:
            overlaps: ColumnElement[bool] = column.op("&&", is_comparison=True)(one)
            return overlaps
        case Match.EMPTY:
            return column.is_(None) == bindparam(name, type_=Boolean)
    several = column == any_(bindparam(name, type_=ARRAY(column.type)))
    match shape:
        case Shape.ONE:
            return column == one
        case Shape.SEVERAL:
            return several
        case Shape.NULL:
            return column.is_(None)
        case Shape.ONE_OR_NULL:
            return or_(column == one, column.is_(None))
    return or_(several, column.is_(None))


def read_value(f: Filter, text: str) -> Any:
    """The value in a query string. ValueError says what would be right."""
    if f.nullable and text == "null":
        return None
    if f.values and text not in f.values:
        raise ValueError(f"give one of {', '.join(f.values)}" + (" or null" if f.nullable else ""))
    if f.kind is bool:
        return read_boolean(text)
    if f.kind is str:
        if "\x00" in text or len(text) > 500:
            raise ValueError("give up to 500 characters, without NUL")
        return text
    try:
        value = msgspec.convert(text, f.kind, strict=False)
    except (msgspec.ValidationError, OverflowError):
        raise ValueError(_wanted(f.kind)) from None
    if isinstance(value, datetime):
        return _in_utc(value)
    if isinstance(value, int) and not -(2**31) <= value < 2**31:
        raise ValueError("give a whole number of at most 9 digits")
    return value


def _in_utc(value: datetime) -> datetime:
    """The same moment. ValueError for one without a zone, or in a year that UTC does not have."""
    try:
        if value.tzinfo is not None:
            return value.astimezone(UTC)
    except OverflowError:
        pass
    raise ValueError(_wanted(datetime))


def _wanted(kind: Any) -> str:
    return {
        UUID: "give an id (a UUID)",
        datetime: "give a time with zone, for example 2026-11-22T09:00:00Z",
        int: "give a whole number",
        float: "give a number",
        Decimal: "give a number",
    }[kind]


def read_boolean(text: str) -> bool:
    """`true` or `false`. ValueError for anything else."""
    if text not in {"true", "false"}:
        raise ValueError("give true or false")
    return text == "true"
