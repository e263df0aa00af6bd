"""The samples and rights of all services together, for tests that walk the whole OpenAPI document.

Every service of `vistone.services` brings `tests/factories/<service>.py`; one that is missing fails every such walk.
"""

import functools
import importlib
from typing import Any

from tests.factories import Row, Sample
from tests.operations import Operation
from tests.world import Company
from vistone.services import SERVICES


def _modules() -> list[Any]:
    return [importlib.import_module(f"tests.factories.{service.name}") for service in SERVICES]


SAMPLES: list[Sample] = [sample for module in _modules() for sample in module.SAMPLES]
MATRIX: dict[str, Row] = {name: row for module in _modules() for name, row in module.MATRIX.items()}


@functools.cache
def sample_of(path: str) -> Sample | None:
    """The sample of the collection that an address belongs to."""
    found = [one for one in SAMPLES if path == one.path or path.startswith(one.path + "/")]
    return max(found, key=lambda one: len(one.path), default=None)


async def body_of(operation: Operation, company: Company) -> dict[str, Any] | None:
    """A valid JSON body of an operation, made in the company; None where it takes none."""
    if operation.body is None:
        return None
    sample = sample_of(operation.path)
    assert sample is not None, f"no sample for {operation.path}"
    if operation.method == "PATCH":
        return sample.patch
    if operation.id in sample.extra:
        return await sample.extra[operation.id](company)
    if operation.path == sample.path:
        assert sample.body is not None, f"the sample of {sample.path} needs a body for {operation.id}"
        return await sample.body(company)
    return {}


async def address(operation: Operation, company: Company) -> tuple[str, dict[str, Any] | None]:
    """Where the operation is asked for: with a new record of the company in the address, if it is about one."""
    if not operation.on_record:
        return operation.path, None
    sample = sample_of(operation.path)
    assert sample is not None, f"no sample for {operation.path}"
    record = await sample.record(company)
    path = operation.path.replace("{id}", record["id"])
    for part, find in sample.parts.items():
        path = path.replace(f"{{{part}}}", find(record))
    return path, record
