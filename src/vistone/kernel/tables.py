"""Columns that every table has, and the ways in which tables refer to each other.

Tenancy is part of a table's shape: `tenant_table` for everything of an organization, `person_table` for what belongs
to a person across organizations. `tests/architecture/test_catalogue.py` holds the database to it.
"""

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.schema import SchemaItem

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


_schemas: list[MetaData] = []


def schema(name: str) -> MetaData:
    """The tables of one service."""
    metadata = MetaData(schema=name, naming_convention=NAMES)
    _schemas.append(metadata)
    return metadata


def known_tables() -> Iterator[Table]:
    """The tables of every service that is loaded."""
    for metadata in _schemas:
        yield from metadata.tables.values()


def tenant_table(
    metadata: MetaData,
    name: str,
    *items: SchemaItem,
    updated: bool = True,
    deletable: bool = False,
    shared: bool = False,
    append_only: bool = False,
    also_visible: str | None = None,
) -> Table:
    """A table whose rows belong to an organization.

    Adds `id`, `organization_id`, `revision`, `created_at`, with `updated` also `updated_at`, with `deletable` the
    `deleted_at` of a soft delete. With `shared` a row may belong to no organization and is then readable by all. Rows
    of an `append_only` table cannot be changed or removed by the app. `also_visible` is SQL for rows that can be read
    from outside of the organization too.
    """
    return Table(
        name,
        metadata,
        Column("id", Uuid, primary_key=True),
        Column("organization_id", Uuid, nullable=shared),
        *_bookkeeping(updated=updated, deletable=deletable),
        *items,
        UniqueConstraint("organization_id", "id"),
        info={
            "tenancy": "shared" if shared else "organization",
            "append_only": append_only,
            "also_visible": also_visible,
        },
    )


def global_table(
    metadata: MetaData,
    name: str,
    *items: SchemaItem,
    visible: str,
    writable: str,
    updated: bool = True,
    deletable: bool = False,
) -> Table:
    """A table that belongs to no organization: `visible` and `writable` are its row level security, in SQL."""
    return Table(
        name,
        metadata,
        Column("id", Uuid, primary_key=True),
        *_bookkeeping(updated=updated, deletable=deletable),
        *items,
        info={"tenancy": "custom", "visible": visible, "writable": writable},
    )


def person_table(
    metadata: MetaData,
    name: str,
    *items: SchemaItem,
    owner: str = "user_id",
    updated: bool = True,
    deletable: bool = False,
) -> Table:
    """A table about persons, who may belong to several organizations; `owner` is the column with the person's id.

    Row level security shows a row to the organizations whose member the person is, and to the person.
    """
    return Table(
        name,
        metadata,
        Column("id", Uuid, primary_key=True),
        *_bookkeeping(updated=updated, deletable=deletable),
        *items,
        info={"tenancy": "person", "owner": owner},
    )


def _bookkeeping(*, updated: bool, deletable: bool) -> list[Column[Any]]:
    columns: list[Column[Any]] = [
        Column("revision", Integer, nullable=False, server_default=text("1")),
        moment("created_at", nullable=False),
    ]
    if updated:
        columns.append(moment("updated_at", nullable=False))
    if deletable:
        columns.append(moment("deleted_at"))
    return columns


def belongs_to(name: str, target: str, *, nullable: bool = False, on_delete: str = "CASCADE") -> list[SchemaItem]:
    """A reference to a row of the same service and the same organization: column, composite key and index.

    `on_delete="SET NULL"` empties this column alone, never the organization.
    """
    if on_delete == "SET NULL":
        on_delete = f"SET NULL ({name})"
    return [
        Column(name, Uuid, nullable=nullable),
        ForeignKeyConstraint(
            ["organization_id", name], [f"{target}.organization_id", f"{target}.id"], ondelete=on_delete
        ),
        Index(None, "organization_id", name),
    ]


def elsewhere(name: str, *, nullable: bool = False) -> Column[Any]:
    """The id of another service's record: no key crosses a schema, the action checks it through that service's api."""
    return Column(name, Uuid, nullable=nullable)


def moment(name: str, *, nullable: bool = True) -> Column[Any]:
    """A point in time, with zone."""
    return Column(name, DateTime(timezone=True), nullable=nullable)


def words(name: str, *, nullable: bool = False) -> Column[Any]:
    """Text of any length; the request's struct bounds it."""
    return Column(name, Text, nullable=nullable)


def sealed(name: str, purpose: str, *, nullable: bool = False, text: bool = False) -> Column[Any]:
    """Bytes that `kernel.seal` closed for that purpose; as base64 where they rest as `text`.

    `vistone auth reseal` finds every such column by this mark.
    """
    return Column(name, Text if text else LargeBinary, nullable=nullable, info={"sealed": purpose})


def json(name: str, *, nullable: bool = True, default: str | None = None) -> Column[Any]:
    """A JSON document."""
    return Column(name, JSONB, nullable=nullable, server_default=text(f"'{default}'::jsonb") if default else None)


def one_of(
    name: str, values: type[Enum] | Iterable[str], *, nullable: bool = False, default: str | None = None
) -> list[SchemaItem]:
    """A column whose values are a closed set, held by the database too."""
    allowed = ", ".join(f"'{value.value if isinstance(value, Enum) else value}'" for value in values)
    return [
        Column(name, Text, nullable=nullable, server_default=text(f"'{default}'") if default else None),
        CheckConstraint(f"{name} IN ({allowed})", name=name),
    ]


def between(name: str, low: int, high: int, *, nullable: bool = False, default: int | None = None) -> list[SchemaItem]:
    """A whole number with bounds, held by the database too."""
    return [
        Column(name, Integer, nullable=nullable, server_default=text(str(default)) if default is not None else None),
        CheckConstraint(f"{name} BETWEEN {low} AND {high}", name=name),
    ]


def counter(name: str, *, default: int = 0) -> Column[Any]:
    """A whole number that only the system changes."""
    return Column(name, BigInteger, nullable=False, server_default=text(str(default)))
