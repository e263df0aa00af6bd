"""Samples and rights of `workforce`."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.factories import Row, Sample
from tests.world import Company

_numbers = itertools.count(1)


async def team(company: Company, **fields: Any) -> dict[str, Any]:
    """A team of the Organizer's."""
    made: dict[str, Any] = await company.organizer.post("/api/workforce/teams", {"name": "Design", **fields})
    return made


async def _team_body(_: Company) -> dict[str, Any]:
    return {"name": "Design"}


async def _member_body(company: Company) -> dict[str, Any]:
    return {"teamId": (await team(company))["id"], "userId": company.organizer.id}


async def _skill_body(company: Company) -> dict[str, Any]:
    return {"userId": company.organizer.id, "skillName": f"Skill {next(_numbers)}", "proficiency": 3}


async def _availability_body(company: Company) -> dict[str, Any]:
    day = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(days=next(_numbers))
    return {"userId": company.organizer.id, "date": day.isoformat(), "hoursAvailable": 6}


SAMPLES = [
    Sample("/api/workforce/teams", _team_body, {"name": "Renamed"}),
    Sample("/api/workforce/team-members", _member_body, {"role": "lead"}),
    Sample("/api/workforce/user-skills", _skill_body, {"proficiency": 4}),
    Sample("/api/workforce/user-availability", _availability_body, {"hoursAvailable": 2}),
]

# A restore is asked for a record that is not deleted: 404 for those who may read teams.
MATRIX: dict[str, Row] = {
    "list_teams": (200, 200, 200, 403),
    "create_team": (201, 201, 403, 403),
    "get_team": (200, 200, 200, 403),
    "update_team": (200, 403, 403, 403),
    "delete_team": (204, 403, 403, 403),
    "restore_team": (404, 404, 404, 403),
    "list_team_members": (200, 200, 200, 403),
    "create_team_member": (201, 403, 403, 403),
    "get_team_member": (200, 200, 200, 403),
    "update_team_member": (200, 403, 403, 403),
    "delete_team_member": (204, 403, 403, 403),
    "list_user_skills": (200, 200, 200, 403),
    "create_user_skill": (201, 201, 403, 403),
    "get_user_skill": (200, 200, 200, 403),
    "update_user_skill": (200, 200, 403, 403),
    "delete_user_skill": (204, 204, 403, 403),
    "list_user_availability": (200, 200, 200, 403),
    "create_user_availability": (201, 201, 403, 403),
    "get_user_availability": (200, 200, 200, 403),
    "update_user_availability": (200, 200, 403, 403),
    "delete_user_availability": (204, 204, 403, 403),
}
