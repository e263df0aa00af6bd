"""The rules of importing have tests of their own: what they forbid is refused, and they cover every service."""

import tomllib
from pathlib import Path
from typing import Any

import grimp
import pytest

from tools.import_rules import ServiceBoundaries
from vistone.services import SERVICES

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
OPTIONS = next(one for one in CONTRACTS if one["type"] == "service_boundaries")


def broken(importer: str, imported: str) -> list[tuple[Any, ...]]:
    """What the contract says of a program with that one import."""
    graph = grimp.ImportGraph()
    for module in ["vistone", *(f"vistone.{service.name}" for service in SERVICES)]:
        graph.add_module(module)
    for module in (importer, imported):
        graph.add_module(module)
    graph.add_import(importer=importer, imported=imported, line_number=1, line_contents=f"import {imported}")
    options = {key: value for key, value in OPTIONS.items() if key not in {"name", "type"}}
    check = ServiceBoundaries("boundaries", {"root_packages": ["vistone"]}, options).check(graph, verbose=False)
    assert check.kept == (not check.metadata["broken"])
    found: list[tuple[Any, ...]] = check.metadata["broken"]
    return found


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("vistone.project.actions", "vistone.auth.queries"),
        ("vistone.project.actions.tasks", "vistone.auth.http.people"),
        ("vistone.auth.actions", "vistone.project.api"),
        ("vistone.communication.actions", "vistone.knowledge.api"),
        ("vistone.notification.handlers", "vistone.auth.api"),
        ("vistone.monitoring.jobs", "vistone.project.api"),
        ("vistone.housekeeping", "vistone.auth.tables"),
        ("vistone.kernel.db", "vistone.auth.contracts"),
        ("vistone.project.actions", "vistone.auth"),
    ],
)
def test_crossing_a_border_is_refused(importer: str, imported: str) -> None:
    assert [one[:2] for one in broken(importer, imported)] == [(importer, imported)]


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("vistone.project.actions", "vistone.auth.api"),
        ("vistone.knowledge.actions", "vistone.project.api"),
        ("vistone.auth.handlers", "vistone.project.events"),
        ("vistone.notification.handlers", "vistone.project.contracts"),
        ("vistone.services", "vistone.ai_engine.service"),
        ("vistone.app", "vistone.auth.resolver"),
    ],
)
def test_the_doors_are_open(importer: str, imported: str) -> None:
    assert broken(importer, imported) == []


def test_every_service_has_its_layers_checked() -> None:
    layers = next(one for one in CONTRACTS if one["type"] == "layers")
    assert set(layers["containers"]) == {f"vistone.{service.name}" for service in SERVICES}
