"""Filters and sorts by values that a JSON column holds under keys of the callers' own: custom fields.

    TASKS = Collection(..., filters=[same("project_id"), Keyed("field", lambda role: tasks.c.fields)])

    ?field.<id>=red&field.<id>=blue     one of the values; `null` for rows without one
    ?field.<id>After=5&field.<id>Before=10   from the one (included) to the other (excluded)
    ?sort=-field.<id>

A key is an id and a parameter of the statement, never part of its text: statements are compiled by shape (how many
keys, of which kinds), whatever the keys. What kind of value a key holds is not asked: `5` finds the number and the
text, and a span compares numbers with numbers and texts with texts.
"""

import math
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ARRAY, ColumnElement, Text, and_, any_, bindparam, func, or_
from sqlalchemy.dialects.postgresql import JSONB

from vistone.kernel.filters import Filter, Match, Shape

MOST = 10
"""Keys that one list is filtered by."""

_NAME = re.compile(r"(\w+)\.([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(|After|Before)", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", re.ASCII)
_MATCHES = {"": Match.SAME, "After": Match.AFTER, "Before": Match.BEFORE}


class Keyed(Struct, frozen=True):
    """A JSON column whose keys are filters and sorts; `column` gives it by role: an empty one for who may not see it."""

    prefix: str
    column: Callable[[str], ColumnElement[Any]]

    def filter(self, parameter: str) -> Filter | None:
        """The filter of that name; None when it is none of a key."""
        found = _NAME.fullmatch(parameter)
        if found is None or found[1] != self.prefix:
            return None
        match = _MATCHES[found[3]]
        name = f"{self.prefix}.{UUID(found[2])}{found[3]}"
        return Filter(name, self.prefix, match, str, nullable=match is Match.SAME)

    def sort(self, text: str) -> str | None:
        """The sort as it is to be known, its key in lower case; None when it is by no key."""
        found = self.filter(text.removeprefix("-"))
        if found is None or found.match is not Match.SAME:
            return None
        return "-" + found.parameter if text.startswith("-") else found.parameter

    def value(self, role: str, parameter: str) -> ColumnElement[Any]:
        """The row's value under the key that is the statement's parameter; null without one."""
        return self.column(role).op("->", return_type=JSONB())(bindparam(parameter, type_=Text))


def key_of(name: str) -> str:
    """The key in the name of a filter or sort that `Keyed` knew."""
    found = _NAME.fullmatch(name.removeprefix("-"))
    assert found is not None  # noqa: S101 -- only names that were read before come here
    return found[2]


def slot(f: Filter, number: int) -> Filter:
    """The filter as it stands in a statement, which knows the number of the key and not the key."""
    return Filter(f"key{number}", f.column, f.match, f.kind, f.nullable)


def arguments(f: Filter, how: Shape, key: str, values: tuple[Any, ...]) -> dict[str, Any]:
    """What the statement takes for the filter (one made by `slot`)."""
    given = [_meanings(value) for value in values if value is not None]
    name = "filter_" + f.parameter
    told: dict[str, Any] = {name + "_key": key}
    if f.match is not Match.SAME:
        told[name] = given[-1][-1]
    elif how in {Shape.SEVERAL, Shape.SEVERAL_OR_NULL}:
        told[name] = [meaning for meanings in given for meaning in meanings]
    elif given:
        told |= {name: {key: given[-1][0]}, name + "_number": {key: given[-1][-1]}}
    return told


def _meanings(text: str) -> list[Any]:
    """The values that a text in a query string may stand for."""
    if _NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
        return [text, number]
    return [text]


def condition(keyed: Keyed, role: str, f: Filter, how: Shape) -> ColumnElement[bool]:
    """The filter (one made by `slot`) as SQL."""
    name = "filter_" + f.parameter
    value, one = keyed.value(role, name + "_key"), bindparam(name, type_=JSONB())
    if f.match is not Match.SAME:
        alike = func.jsonb_typeof(value) == func.jsonb_typeof(one)
        return and_(alike, value >= one if f.match is Match.AFTER else value < one)
    if how is Shape.NULL:
        return value.is_(None)
    if how in {Shape.SEVERAL, Shape.SEVERAL_OR_NULL}:
        found: ColumnElement[bool] = value == any_(bindparam(name, type_=ARRAY(JSONB())))
    else:  # containment, which the column's index serves
        contains = keyed.column(role).op("@>", is_comparison=True)
        found = or_(contains(one), contains(bindparam(name + "_number", type_=JSONB())))
    return or_(found, value.is_(None)) if how in {Shape.ONE_OR_NULL, Shape.SEVERAL_OR_NULL} else found
