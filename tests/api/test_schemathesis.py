"""Generated requests against a real server: whatever the document allows is answered as it says, whatever it does not
allow is refused, and nothing is a fault of ours.

A web process of its own serves the database of this pytest worker; the requests come from the Organizer of a throwaway
company that has one record in every collection. The cases are the same in each run.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS

from tests.factories.all import SAMPLES
from tests.operations import document
from tests.postgres_fixture import TestDatabase
from tests.world import SECRET, Person, World

ROOT = Path(__file__).resolve().parents[2]
CONFIG = schemathesis.Config.from_dict(
    {
        "seed": 1,
        "generation": {
            "deterministic": True,
            "max-examples": 8,
            "no-shrink": True,
            "database": "none",
            "allow-x00": False,  # a document (any JSON) takes every character but this one, which no schema can say
            "with-security-parameters": False,
        },
        # Every boundary of every field would be thousands of requests: tests/api/test_bad_input.py goes through those.
        "phases": {"coverage": {"enabled": False}},
        "checks": {
            # A rule that a schema cannot say (a reference to nothing, an end before its beginning) is a 422, and
            # whoever sends an id that is nobody's gets 404; whoever tries codes has to wait at some time; ways to an
            # identity provider and back lead elsewhere.
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "302", "401", "403", "404", "409", "412", "422", "429"],
            },
        },
    }
)
SCHEMA = schemathesis.openapi.from_dict(document(), config=CONFIG)

# Checks that are not made here, and why.
NOT_HERE = {
    "object_level_authorization": "asks with the credentials of two people; tests/security/test_matrix.py is all about it",
    "ignored_auth": "asks again without credentials; tests/security/test_matrix.py does, for every operation",
    "use_after_free": "follows links from one operation to another; ours have none",
    "ensure_resource_availability": "follows links, as above",
}
# They end the sign-in or the company that everything else is asked with; the other tests have them.
ENDS = ("logout", "delete_organization", "delete_person")


@dataclass
class Server:
    """Where the server listens, as whom to ask, and a record of every collection."""

    url: str
    session: requests.Session
    records: dict[str, str]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            if httpx.get(url + "/health/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"the server did not start:\n{log.read_text()}")
        time.sleep(0.1)


@pytest.fixture(scope="module")
def process(world: World, database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A web process with the keys of `world`, so that whoever signed in there is known here."""
    port, log = _free_port(), tmp_path_factory.mktemp("server") / "server.log"
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("VISTONE_")},
        "VISTONE_DATA_DIR": str(world.app._app.state.runtime.settings.data_dir),
        "VISTONE_DATABASE_URL": database.owner,
        "VISTONE_APP_DATABASE_URL": database.app,
        "VISTONE_PORT": str(port),
        "VISTONE_SECRET_KEY": SECRET,
        "VISTONE_LOG_LEVEL": "error",
        "VISTONE_REGISTRATIONS_PER_HOUR": "1000000",
    }
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "vistone.cli", "serve"], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
        try:
            _wait(f"http://127.0.0.1:{port}", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)
    assert "Traceback" not in log.read_text()


@pytest.fixture(scope="module")
async def records(world: World) -> tuple[Person, dict[str, str]]:
    """The Organizer of a company with a record in every collection, and the ids of those."""
    company = await world.company("Generated")
    kept = [one for one in SAMPLES if f"{one.path}/{{id}}" in document()["paths"]]
    return company.organizer, {one.path: (await one.record(company))["id"] for one in kept}


@pytest.fixture(scope="module")
def server(process: str, records: tuple[Person, dict[str, str]]) -> Iterator[Server]:
    organizer, ids = records
    with requests.Session() as session:
        session.headers.update(organizer.headers)
        del session.headers["X-Organization-Id"]
        yield Server(process, session, ids)


def checks() -> list[Any]:
    """The checks that are made."""
    return CHECKS.get_by_names([name for name in CHECKS.get_all_names() if name not in NOT_HERE])


def as_people_write(value: Any) -> Any:
    """3 for 3.0: JSON Schema takes both for a whole number, our decoder the first alone."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, dict):
        return {key: as_people_write(one) for key, one in value.items()}
    return [as_people_write(one) for one in value] if isinstance(value, list) else value


@SCHEMA.hook
def map_body(_: schemathesis.HookContext, body: Any) -> Any:
    return as_people_write(body)


@SCHEMA.hook
def map_query(_: schemathesis.HookContext, query: Any) -> Any:
    """A cursor is any text to the schema, and right only as the `nextCursor` of a page."""
    return {name: value for name, value in query.items() if name != "cursor"} if query else query


@SCHEMA.hook
def filter_headers(_: schemathesis.HookContext, headers: Any) -> bool:
    """A header without a value is one that was not sent."""
    return all(str(value).strip() for value in (headers or {}).values())


def on_a_record(case: schemathesis.Case[Any], server: Server) -> None:
    """Half of the cases that name a well-formed id get the id of a record that is there."""
    id = case.path_parameters.get("id") if case.path_parameters else None
    try:
        known = UUID(str(id))
    except ValueError:
        return
    path = case.operation.path.split("/{id}")[0]
    if path in server.records and known.int % 2:
        case.path_parameters["id"] = server.records[path]


@SCHEMA.exclude(operation_id=list(ENDS)).parametrize()
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_answers_are_as_the_document_says(case: schemathesis.Case[Any], server: Server) -> None:
    on_a_record(case, server)
    case.call_and_validate(base_url=server.url, session=server.session, checks=checks())


def test_every_check_is_made_or_has_its_reason() -> None:
    names = set(CHECKS.get_all_names())
    assert NOT_HERE.keys() <= names
    assert {one.__name__ for one in checks()} == names - NOT_HERE.keys()
