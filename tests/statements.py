"""Every SQL statement that the application runs in the test suite, held to two rules.

It names tables of one schema alone (functions of `platform` do not count), so that a schema can move to another
server. And inside an organization it says for each tenant table which organization: row level security would hide a
stranger's rows, but only this makes the index and a later distribution by tenant work.

A fixture of conftest.py listens to every connection of the application and fails the session for what it found.
"""

import functools
import os
import re
from collections.abc import Callable, Iterator
from typing import Any

from vistone.migrate import histories

TABLES = {table.fullname: table.info.get("tenancy") for one in histories() for table in one.metadata.sorted_tables}
TENANTS = {name for name, tenancy in TABLES.items() if tenancy in {"organization", "shared"}}
_TABLE = re.compile(rf"\b({'|'.join(map(re.escape, TABLES))})\b(?!\.)(?:\s+AS\s+(\w+))?", re.IGNORECASE)
ON_PURPOSE = "/* against the rules on purpose */"
"""Stands in statements of tests that look whether row level security holds without the rules."""

_TEXT = re.compile(r"'(?:[^']|'')*'")
# What a role never sees: SQLAlchemy makes `organization and false` into `false`. It reads no row of anybody's.
_NOTHING = re.compile(r"\bFROM ([\w.]+)(?: AS \w+)?\s+WHERE false\b")


@functools.cache
def violations(sql: str, *, inside: bool) -> tuple[str, ...]:
    """What is wrong with a statement; `inside` an organization or as the system."""
    sql = _TEXT.sub("''", sql)
    return (*_schemas(sql), *(_tenants(sql) if inside else ()))


def _schemas(sql: str) -> Iterator[str]:
    found = sorted({match[1].split(".")[0] for match in _TABLE.finditer(sql)})
    if len(found) > 1:
        yield f"names schemas {' and '.join(found)}"


def _tenants(sql: str) -> Iterator[str]:
    names: dict[str, int] = {}
    sql = _NOTHING.sub("", sql)
    for match in _TABLE.finditer(sql):
        if match[1] not in TENANTS:
            continue
        if sql[: match.start()].rstrip().upper().endswith("INSERT INTO"):
            columns = sql[match.end() : sql.find(")", match.end())]
            if "organization_id" not in columns:
                yield f"adds to {match[1]} without organization_id"
            continue
        name = match[2] or match[1]
        names[name] = names.get(name, 0) + 1
    for name, uses in names.items():
        column = rf"(?<![\w.]){re.escape(name)}\.organization_id"
        told = len(re.findall(rf"{column}\s*(?:=|IN\b)|=\s*{column}|\({column},", sql))
        # A statement of one table, in bare SQL, need not say its name.
        if told < uses and not (len(names) == 1 and re.search(r"(?<![\w.])organization_id\s*=", sql)):
            yield f"uses {name} {uses} times and says {told} times of which organization"


class Recorder:
    """What one pytest process saw: each statement once, with the test that ran it first."""

    def __init__(self) -> None:
        self.seen: set[tuple[str, bool]] = set()
        self.wrong: list[str] = []

    def listener(self) -> Callable[[Any], None]:
        """A query logger for one connection, which knows by what its transaction began with whether it is inside, and
        between transactions by whether it was told an organization to read as.
        """
        entered, transaction = False, None

        def hear(query: Any) -> None:
            nonlocal entered, transaction
            sql: str = query.query
            if "platform.set_scope(" in sql or "platform.set_system(" in sql:
                transaction = "platform.set_scope(" in sql
                return
            if "platform.enter(" in sql or sql in {"COMMIT", "ROLLBACK"}:
                entered, transaction = entered or "platform.enter(" in sql, None
                return
            if ON_PURPOSE in sql:
                return
            inside = entered if transaction is None else transaction
            if (sql, inside) in self.seen:
                return
            self.seen.add((sql, inside))
            where = os.environ.get("PYTEST_CURRENT_TEST", "start or stop").split(" ")[0]
            self.wrong += [f"{where}: {what}\n    {' '.join(sql.split())}" for what in violations(sql, inside=inside)]

        return hear
