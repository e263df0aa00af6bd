"""What the database refuses, told to the caller: errors of PostgreSQL, by SQLSTATE, as problems."""

import asyncpg
from sqlalchemy import Index, UniqueConstraint

from vistone.kernel.errors import Conflict, FieldError, Malformed, Problem, Unavailable
from vistone.kernel.tables import known_tables
from vistone.kernel.wire import camel

_REFERENCES = {"23001", "23503"}  # PostgreSQL 18 tells ON DELETE RESTRICT apart
_BUSY = {"40001", "40P01", "55P03"}
_OUT_OF_RANGE = {"22000", "22003", "22008"}
_NO_TEXT = {"22021", "22P05"}
_GONE = {"57P01", "57P02", "57P03"}


class refusals:  # noqa: N801 -- reads as a statement: with refusals()
    """Turns errors of the database into problems. What is a fault of ours passes as it is."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if error is not None and (problem := as_problem(error)):
            raise problem from error


def as_problem(error: BaseException) -> Problem | None:
    """What a caller is told of an error, or None when there is nothing to tell."""
    if isinstance(error, asyncpg.PostgresError):
        return _refused(error, error.sqlstate or "")
    # InternalClientError: asyncpg found a connection in the middle of something, whose server was killed.
    if isinstance(error, (asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)):
        return Unavailable("The database is not available just now.")
    return None


def _refused(error: asyncpg.PostgresError, state: str) -> Problem | None:  # noqa: PLR0911 -- a table of states
    if state == "23505":
        return _taken(error)
    if state in _REFERENCES:
        return Conflict("reference", "Something that this refers to is not there (any more).")
    if state in _NO_TEXT:
        return Malformed("Text may not contain the NUL character.", errors=[FieldError("body", "remove \\u0000")])
    if state in _OUT_OF_RANGE:
        return Malformed(
            "A value is outside of what can be stored.", errors=[FieldError("body", "give a smaller value")]
        )
    if state in _BUSY:
        return Unavailable("Too many changes to the same records at once; repeat the request.", retry_after=1)
    if state == "57014":
        return Unavailable("The answer took too long and was given up.", retry_after=5)
    if state[:2] in {"08", "53"} or state in _GONE:
        return Unavailable("The database is not available just now.")
    return None


def _taken(error: asyncpg.PostgresError) -> Conflict:
    """Which fields are taken, by the constraint's name: under row level security PostgreSQL does not say."""
    fields = _fields_of(error.schema_name, error.table_name, error.constraint_name or "")
    if not fields:
        return Conflict("unique", "There is already such a one.")
    detail = f"There is already one with the same {' and '.join(fields)}."
    return Conflict("unique", detail, field=fields[-1])


def _fields_of(schema: str | None, table: str | None, constraint: str) -> list[str]:
    for known in known_tables():
        if (known.schema, known.name) == (schema, table):
            unique: list[UniqueConstraint | Index] = [one for one in known.indexes if one.unique]
            unique += [one for one in known.constraints if isinstance(one, UniqueConstraint)]
            for one in unique:
                if one.name and constraint.startswith(str(one.name)):  # on Citus the name carries a suffix
                    return [camel(column.name) for column in one.columns if column.name != "organization_id"]
    return []
