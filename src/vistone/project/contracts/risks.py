"""The matrix of a project's risks."""

from uuid import UUID

from msgspec import Struct

from vistone.project.contracts.planning import RiskLevel


class RiskCell(Struct, frozen=True, rename="camel"):
    """The risks of one probability and one impact; null: nobody has said."""

    probability: RiskLevel | None
    impact: RiskLevel | None
    count: int
    risk_ids: list[UUID]


class RiskMatrix(Struct, frozen=True):
    """The open risks of a project by probability and impact: the 25 cells, and those with risks not rated in full."""

    cells: list[RiskCell]
