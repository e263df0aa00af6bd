"""What the database refuses, as callers are told of it."""

import asyncpg
import pytest

from vistone.kernel.errors import Conflict
from vistone.kernel.refusals import as_problem


@pytest.mark.parametrize("kind", [asyncpg.ForeignKeyViolationError, asyncpg.RestrictViolationError])
def test_what_is_still_referred_to_is_a_conflict(kind: type[asyncpg.PostgresError]) -> None:
    """PostgreSQL 18 tells ON DELETE RESTRICT (23001) apart from the other foreign keys (23503)."""
    problem = as_problem(kind("still referred to"))
    assert isinstance(problem, Conflict)
    assert (problem.status, problem.rule) == (409, "reference")
