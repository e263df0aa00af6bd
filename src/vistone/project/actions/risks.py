"""Writes to the risk register, and the risks that the system suggests."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from vistone.auth import api as people
from vistone.kernel import clock
from vistone.kernel.collection import Page
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.errors import Conflict
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.project.actions.findings import keep
from vistone.project.contracts import RiskRegister
from vistone.project.events import RiskRegisterCreated, RiskRegisterDeleted, RiskRegisterUpdated
from vistone.project.insight import risks as rules
from vistone.project.insight.risks import Finding
from vistone.project.insight.work import Snapshot
from vistone.project.queries import PROJECTS, RISK, RISKS
from vistone.project.queries import insights as queries
from vistone.project.schemas import RiskRegisterCreate, RiskRegisterPatch

Finder = Callable[[ReadTx, Snapshot], Awaitable[Sequence[Finding]]]


async def _by_rules(_: ReadTx, snapshot: Snapshot) -> Sequence[Finding]:
    return await asyncio.to_thread(rules.found, snapshot)


FINDERS: tuple[Finder, ...] = (_by_rules,)
"""Who looks for risks. A finder gives its findings a `kind` of its own, and evidence that everybody who sees the project
may see; what it read it may name by id. Every finding of a project comes from here: one that is missing is taken back.
"""


async def create_risk(tx: WriteTx, data: RiskRegisterCreate) -> RiskRegister:
    """A new risk of a project."""
    await PROJECTS.get(tx, data.project_id, "update")
    if data.owner_id is not None:
        await people.check_member(tx, data.owner_id, field="ownerId")
    risk = await add(tx, RISK, given(data))
    await publish(tx, RiskRegisterCreated(record=risk))
    return risk


async def update_risk(tx: WriteTx, id: UUID, data: RiskRegisterPatch, if_match: int | None) -> RiskRegister:
    """Changes a risk. A suggested one stays suggested until it is accepted."""
    old = await RISKS.hold(tx, id, "update")
    changes = given(data)
    if changes.get("owner_id") is not None and changes["owner_id"] != old.owner_id:
        await people.check_member(tx, changes["owner_id"], field="ownerId")
    new = await change(tx, RISK, id, changes, if_match=if_match)
    await publish(tx, RiskRegisterUpdated.of(old, new))
    return new


async def accept_risk(tx: WriteTx, id: UUID) -> RiskRegister:
    """Makes a suggested risk one of the register; from then on the system leaves it alone. Conflict unless suggested."""
    old = await RISKS.hold(tx, id, "update")
    if not old.suggested:
        raise Conflict("accepted", "This risk is in the register already.")
    new = await change(tx, RISK, id, {"suggested": False})
    await publish(tx, RiskRegisterUpdated.of(old, new))
    return new


async def delete_risk(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a risk. One that the system found is put away instead, out of everybody's sight, so that the same cause
    does not bring it back.
    """
    risk = await RISKS.hold(tx, id, "delete")
    if risk.evidence is None:
        await remove(tx, RISK, id, if_match=if_match)
    else:
        await change(tx, RISK, id, {"dismissed_at": clock.now()}, if_match=if_match)
    await publish(tx, RiskRegisterDeleted(record=risk))


async def suggest_risks(tx: WriteTx, project_id: UUID) -> Page[RiskRegister]:
    """Looks for risks of a project; the suggested ones as they now are.

    The same cause is suggested once: its numbers are brought up to date, until a person accepts it or puts it away. A
    suggestion whose cause is gone is taken back. Projects are looked at one at a time.
    """
    project = await PROJECTS.hold(tx, project_id, "update")
    snapshot = await queries.snapshot(tx, project)
    found = {one.fingerprint: one for finder in FINDERS for one in await finder(tx, snapshot)}
    before = await queries.kept(tx, RISK, project_id)
    settled = {name for name, (risk, put_away) in before.items() if put_away or not risk.suggested}
    risks = await keep(
        tx,
        RISK,
        (RiskRegisterCreated, RiskRegisterUpdated, RiskRegisterDeleted),
        {name: risk for name, (risk, _) in before.items() if name not in settled},
        {name: _values(project_id, one) for name, one in found.items() if name not in settled},
    )
    return Page(risks)


def _values(project_id: UUID, finding: Finding) -> dict[str, Any]:
    return {
        "project_id": project_id,
        "description": finding.description,
        "probability": finding.probability,
        "impact": finding.impact,
        "suggested": True,
        "evidence": finding.evidence,
    }
