"""The table of docs/security.md and the tests say the same, and what the text claims of limits and ways in is so."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.security.test_matrix import PUBLIC
from tests.world import World
from vistone.auth.actions import attempts

TESTS = Path(__file__).parents[2]
TEXT = (TESTS.parent / "docs/security.md").read_text()

# Every point of levels 1 and 2 of the chapters, from OWASP/ASVS, 5.0/docs_en, version 5.0.0: how many each section has.
SECTIONS = {
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2,
    "7.6": 2, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
}  # fmt: skip
POINTS = {f"{section}.{number}" for section, count in SECTIONS.items() for number in range(1, count + 1)}


@dataclass
class Row:
    point: str
    level: int
    met: str
    tests: set[str]


def rows() -> list[Row]:
    found = []
    for line in TEXT.splitlines():
        if re.match(r"\| \d+\.\d+\.\d+ \|", line):
            point, level, _, met, shown = (cell.strip() for cell in line.strip("|").split(" | ", 4))
            found.append(Row(point, int(level), met, set(re.findall(r"`([^`]+)`", shown))))
    return found


def marked() -> dict[str, set[str]]:
    """The tests, as `file::test`, that carry the mark, with its numbers."""
    found: dict[str, set[str]] = {}
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for mark in node.decorator_list:
                    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.asvs":
                        points = {ast.literal_eval(argument) for argument in mark.args}
                        found.setdefault(f"{path.relative_to(TESTS)}::{node.name}", set()).update(points)
    return found


def test_every_point_of_levels_1_and_2_is_there_once() -> None:
    points = [row.point for row in rows()]
    assert len(points) == len(set(points))
    assert {row.point for row in rows() if row.level < 3} == POINTS


def test_the_table_names_what_the_tests_are_marked_with_and_the_other_way_round() -> None:
    by_test: dict[str, set[str]] = {}
    for row in rows():
        for test in row.tests:
            by_test.setdefault(test, set()).add(row.point)
    assert by_test == marked()


def test_what_is_met_is_shown_and_what_is_not_says_why() -> None:
    for row in rows():
        kind, _, why = row.met.partition(": ")
        assert kind in {"yes", "part", "no", "n/a"}, row
        assert bool(row.tests) == (kind in {"yes", "part"}), row
        assert (len(why) > 5) == (kind != "yes"), row


@pytest.mark.asvs("6.1.1")
def test_limits_are_documented_as_they_are() -> None:
    limits = [limit for limit in vars(attempts).values() if isinstance(limit, attempts.Limit)]
    assert len(limits) >= 10
    for one in limits:
        assert f"| {one.name} | {one.free} | {one.longest_seconds} | {one.forget_seconds} |" in TEXT, one.name
    assert "VISTONE_REGISTRATIONS_PER_HOUR" in TEXT


@pytest.mark.asvs("6.1.3", "6.3.4")
def test_every_way_in_is_documented() -> None:
    """`PUBLIC` is every operation that asks for no sign-in; test_matrix.py holds it to the OpenAPI document."""
    for operation in PUBLIC:
        assert f"`{operation}`" in TEXT, operation


@pytest.mark.asvs("7.6.2")
async def test_another_site_begins_no_sign_in(world: World) -> None:
    provider = "01a203a9-cd12-7ffb-8e2c-f0d3ebdace68"
    path = f"/api/auth/oidc/start?provider={provider}"
    there = await world.http.get(path, headers={"Sec-Fetch-Site": "cross-site"})
    assert (there.status_code, there.headers["location"]) == (302, "/sign-in")
    assert "set-cookie" not in there.headers
    here = await world.http.get(path, headers={"Sec-Fetch-Site": "same-origin"})
    assert "problem=" in here.headers["location"], "asked for, and there is no such provider"
