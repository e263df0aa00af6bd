"""The demo organization: a company that looks like a real one, made through the same actions as everything else."""

from vistone.auth import passwords, queries
from vistone.auth.startup import load_keyring
from vistone.demo import assistant, clients, everyday, knowledge, notices, numbers, people, projects, talk, teams
from vistone.demo.company import Company
from vistone.kernel import postgres
from vistone.kernel.errors import Problem
from vistone.kernel.ids import new_id
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import RoleName, Scope, System, for_the_system
from vistone.kernel.settings import Settings
from vistone.kernel.startup import opened
from vistone.migrate import migrate

PASSWORD = "vistone-demo"  # noqa: S105 -- the demo's password is told to everybody
SIGN_INS = ("olivia", "marcus", "priya", "samuel")
"""One person of each role."""


class DemoError(Exception):
    """The demo cannot be loaded; the message says why."""


async def load(settings: Settings) -> str:
    """Loads it unless it is there; answers the sign-ins, a line each. Also where no Vistone runs, and on a new database."""
    addresses = postgres.opened(
        settings.data_dir, settings.database_url, settings.app_database_url, progress=lambda _: None
    )
    async with addresses as found:
        await migrate(found.owner, found.app_role)
        try:
            async with opened(settings, found.app) as (runtime, _):
                await load_into(runtime)
        except Problem as problem:
            raise DemoError(f"The demo was not loaded: {problem.detail}") from problem
    return sign_ins()


async def load_into(runtime: Runtime) -> bool:
    """Loads it in one transaction; False when the Organizer's account is there already."""
    async with runtime.database.read(System("demo")) as tx:
        if await queries.account(tx, people.ORGANIZER.email) is not None:
            return False
    keyring = await load_keyring(runtime.database, runtime.seal, runtime.settings.access_token_seconds)
    password_hash = await passwords.hashed(PASSWORD)
    scope = Scope(new_id(), new_id(), RoleName.ORGANIZER, for_the_system(new_id()).permissions)
    async with runtime.database.write(scope) as write:
        company = Company(write)
        await people.found(company, password_hash, keyring)
        await people.hire(company, password_hash)
        await people.check_papers(company, runtime.files)
        await teams.build(company)
        await clients.win(company)
        await projects.run(company)
        await everyday.run(company)
        await clients.listen(company)
        await talk.talk(company)
        await knowledge.write_down(company)
        await numbers.measure(company)
        await notices.tell(company)
        await assistant.prepare(company)
    return True


def sign_ins() -> str:
    """Who may sign in as what, a line each, in columns."""
    known = [people.BY_KEY[key] for key in SIGN_INS]
    width = max(len(person.email) for person in known)
    return "\n".join(f"{person.email:<{width}}   password {PASSWORD}   ({person.role.value})" for person in known)
