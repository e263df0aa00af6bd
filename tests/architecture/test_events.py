"""Events: each write of a model has its fact, named by the rule, told to topics that somebody declared."""

import importlib
import json
import pkgutil
import re
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import msgspec
import pytest

from vistone.kernel.events import Created, Deleted, Event, Updated
from vistone.kernel.service import Service
from vistone.services import SERVICES

MODELS = json.loads((Path(__file__).parents[1] / "spec" / "models.json").read_text())
EVENTS = [event for service in SERVICES for event in service.events]
TOPICS = {name for service in SERVICES for name in service.topics}
BY_NAME = {service.name: service for service in SERVICES}
VERBS = {"create": ("Created", Created), "update": ("Updated", Updated), "delete": ("Deleted", Deleted)}
IRREGULAR = {"sent", "run", "made", "begun"}
"""Past tenses that do not end in -ed."""

WRITES = [
    pytest.param(area["schema"], model["name"], verb, id=f"{area['schema']}.{model['name']}-{verb}")
    for area in MODELS
    for model in area["models"]
    for verb in model["verbs"]
    if verb in VERBS
]


def record_of(event: type[Event[Any]]) -> type[Any]:
    """The contract that the event carries."""
    kind: type[Any] = get_args(event.__orig_bases__[0])[0]  # type: ignore[attr-defined]  # every event is of a record
    return kind


@pytest.mark.parametrize(("schema", "model", "verb"), WRITES)
def test_a_write_has_its_event(schema: str, model: str, verb: str) -> None:
    assert schema in BY_NAME, f"there is no service {schema}"
    ending, base = VERBS[verb]
    found = [event for event in BY_NAME[schema].events if event.__name__ == model + ending]
    assert found, f"{schema}.events has no {model}{ending}"
    assert issubclass(found[0], base)
    assert record_of(found[0]).__name__ == model


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type())
def test_an_event_is_named_by_service_record_and_past_tense(event: type[Event[Any]]) -> None:
    service, record, done = event.type().split(".")
    assert service in BY_NAME
    assert event in BY_NAME[service].events
    assert record_of(event).__module__.startswith(f"vistone.{service}.contracts")
    assert record == re.sub(r"(?<!^)(?=[A-Z])", "_", record_of(event).__name__).lower()
    assert event.entity() == f"{service}.{record_of(event).__name__}"
    assert done.endswith("ed") or done in IRREGULAR


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type())
def test_an_event_goes_to_declared_topics_by_fields_of_its_record(event: type[Event[Any]]) -> None:
    fields = {field.name: field for field in msgspec.structs.fields(record_of(event))}
    assert event.topics, "somebody should hear of it"
    for topic in event.topics:
        name, _, _ = topic.partition(":")
        used = [field for _, field, _, _ in Formatter().parse(topic) if field]
        assert name in TOPICS, f"no service declares the topic {name}"
        assert set(used) <= fields.keys(), f"{topic}: {record_of(event).__name__} has no such field"


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_service_declares_every_event_it_defines(service: Service) -> None:
    home = importlib.import_module(f"vistone.{service.name}.events")
    parts = [module.name for module in pkgutil.iter_modules(getattr(home, "__path__", []), f"{home.__name__}.")]
    modules = [home, *(importlib.import_module(name) for name in parts)]
    named = [value for module in modules for value in vars(module).values() if isinstance(value, type)]
    defined = {value for value in named if issubclass(value, Event) and value.__module__.startswith(home.__name__)}
    assert defined == set(service.events)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_what_unsettles_or_is_subscribed_to_is_an_event_of_a_service(service: Service) -> None:
    for event in (*service.unsettles, *(one.event for one in service.subscriptions)):
        assert event in EVENTS


def test_every_event_has_a_name_of_its_own() -> None:
    types = [event.type() for event in EVENTS]
    assert sorted(types) == sorted(set(types))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type())
def test_an_event_is_described(event: type[Event[Any]]) -> None:
    assert (event.__doc__ or "").strip().endswith(".")
    assert event.__doc__ != Event.__doc__


def test_the_claims_and_topics_of_the_services_do_not_collide() -> None:
    for declared in ("claims", "topics"):
        names = [name for service in SERVICES for name in getattr(service, declared)]
        assert len(names) == len(set(names)), declared
