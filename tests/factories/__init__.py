"""Samples: one record of every collection, made in a line, and what each role may do with it.

`tests/security/test_matrix.py` walks them over the whole OpenAPI document: an operation without a row fails.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.world import Company

Body = Callable[[Company], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Sample:
    """A collection's example.

    `body` is a valid body of its POST (made in that company, by its Organizer where it needs other records); `make`
    gives a record of a company that is shared with nobody, by default made from `body`; `patch` is a body of its
    PATCH; `extra` the bodies of further POSTs on the record, by operation id; `parts` finds the ids of what is in a
    record, by their names in the addresses.
    """

    path: str
    body: Body | None = None
    patch: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Body] = field(default_factory=dict)
    make: Body | None = None
    parts: dict[str, Callable[[dict[str, Any]], str]] = field(default_factory=dict)

    async def record(self, company: Company) -> dict[str, Any]:
        """A new record of the company."""
        if self.make is not None:
            return await self.make(company)
        assert self.body is not None, f"{self.path}: a sample needs a body or a way to make one"
        made: dict[str, Any] = await company.organizer.post(self.path, await self.body(company))
        return made


Row = tuple[int, int, int, int]
"""The statuses that Organizer, Manager, Contributor and Client get."""
