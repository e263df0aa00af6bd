"""What other services may ask of this one."""

from uuid import UUID

from vistone.kernel.db import ReadTx
from vistone.kernel.errors import Forbidden, Invalid, NotFound
from vistone.kernel.names import names_in
from vistone.workforce import queries
from vistone.workforce.queries import TEAMS


async def check_team(tx: ReadTx, team_id: UUID, *, field: str) -> None:
    """Invalid, on that field, unless there is such a team and the scope may see it."""
    try:
        await TEAMS.get(tx, team_id)
    except (NotFound, Forbidden):
        raise Invalid(field, "There is no such team that you can see.") from None


async def my_teams(tx: ReadTx) -> tuple[UUID, ...]:
    """The claim `teams` of the scope: those that one manages or is in."""
    return await queries.my_teams(tx)


team_names = names_in(TEAMS, lambda team: team.name)
"""What the teams are called that the scope may see."""
