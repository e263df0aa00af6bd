"""Risks, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.project import queries
from vistone.project.actions import risks as actions
from vistone.project.contracts import RiskMatrix, RiskRegister
from vistone.project.http import columns
from vistone.project.queries.insights import risk_matrix
from vistone.project.schemas import RiskRegisterCreate, RiskRegisterPatch


class RiskController(Controller):
    """Risks."""

    path = "/api/project/risk-register"
    tags = ("project",)

    @get(opt=lists(queries.RISKS))
    async def list_risks(self, call: Call) -> Page[RiskRegister]:
        """Risks that you may see."""
        return await call.page(queries.RISKS, beside=columns.OF_RISKS)

    @post()
    async def create_risk(self, call: Call, data: JSONBody[RiskRegisterCreate]) -> RiskRegister:
        """Adds a risk."""
        return await call.write(actions.create_risk, data)

    @get("/{id:uuid}")
    async def get_risk(self, call: Call, id: FromPath[UUID]) -> RiskRegister:
        """One risk."""
        return await call.get(queries.RISKS, id)

    @patch("/{id:uuid}")
    async def update_risk(self, call: Call, id: FromPath[UUID], data: JSONBody[RiskRegisterPatch]) -> RiskRegister:
        """Changes a risk; fields left out stay as they are."""
        return await call.write(actions.update_risk, id, data, call.if_match)

    @post("/{id:uuid}/accept", status_code=200)
    async def accept_risk(self, call: Call, id: FromPath[UUID]) -> RiskRegister:
        """Takes a suggested risk into the register."""
        return await call.write(actions.accept_risk, id)

    @delete("/{id:uuid}")
    async def delete_risk(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a risk; one that was suggested does not come back for the same cause."""
        await call.write(actions.delete_risk, id, call.if_match)


class ProjectRiskController(Controller):
    """The risks of one project."""

    path = "/api/project/projects"
    tags = ("project",)

    @get("/{id:uuid}/risk-matrix")
    async def get_risk_matrix(self, call: Call, id: FromPath[UUID]) -> RiskMatrix:
        """The project's open risks by probability and impact."""
        return await call.read(risk_matrix, id)

    @post("/{id:uuid}/risks/suggest", status_code=200)
    async def suggest_risks(self, call: Call, id: FromPath[UUID]) -> Page[RiskRegister]:
        """Looks for risks in the project's own numbers; the suggested ones, each with its evidence."""
        return await call.write(actions.suggest_risks, id)
