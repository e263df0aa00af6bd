"""The command line: `./vistone COMMAND`. Each command imports what it needs, so that `--help` answers at once."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from vistone.kernel.settings import Settings, SettingsError, settings

app = App(
    name="vistone",
    help="The operating system of a service company, self-hosted. `vistone up` starts everything.",
    help_format="plaintext",
    version_flags=[],
    result_action="return_value",
)


SECRET_SETTINGS = {"secret_key", "secret_keys_old", "mail_url", "database_url", "app_database_url", "breach_url"}


def say(line: str) -> None:
    """One line of progress, at once also where the output goes to a file."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@app.command
def up() -> int:
    """Start everything, print the address, stop everything on Ctrl-C."""
    from vistone.up import up as start

    return start(settings(), say=say)


@app.command
def test(*names: str) -> int:
    """Run every test and check there is, or only the gates named (see `tools/check.py`)."""
    check = Path(__file__).resolve().parents[2] / "tools" / "check.py"
    command = [sys.executable, str(check), *names]
    return subprocess.run(command, check=False).returncode  # noqa: S603 -- our own script, no shell


@app.command
def serve() -> int:
    """Run a web process alone; `up` starts one with everything else."""
    from vistone.serve import serve as run

    run(settings())
    return 0


@app.command
def worker() -> int:
    """Run a job process alone; `up` starts one with everything else."""
    from vistone.kernel import logs
    from vistone.kernel.seal import WrongKeyError
    from vistone.worker import work

    known = settings()
    logs.configure(format=known.log_format, level=known.log_level)
    try:
        asyncio.run(work(known))
    except WrongKeyError as problem:
        sys.stderr.write(f"vistone: {problem}\n")
        return 1
    return 0


@app.command
def migrate() -> int:
    """Bring the database to the newest version."""
    from vistone.kernel import postgres
    from vistone.migrate import migrate as bring

    async def run(found: Settings) -> str:
        async with postgres.opened(
            found.data_dir, found.database_url, found.app_database_url, progress=say
        ) as addresses:
            await bring(addresses.owner, addresses.app_role, say)
        return "The database is up to date"

    return _told(run, postgres.PostgresError)


@app.command(name="settings")
def print_settings() -> int:
    """Print every setting: its name, what it is now, what it means."""
    from vistone.kernel.settings import describe

    known = settings()
    for field in Settings.__struct_fields__:
        one, value = describe(field), getattr(known, field)
        shown = "set" if field in SECRET_SETTINGS and value else value
        say(f"{one.name} = {'' if shown is None else shown}\n    {one.description} ({one.kind})")
    return 0


@app.command
def demo() -> int:
    """Load the demo organization, unless it is there."""
    from vistone.demo import DemoError, load

    return _told(load, DemoError)


@app.command(name="import")
def import_file(
    source: str,
    file: Path,
    *,
    project: str,
    dry_run: Annotated[bool, Parameter(negative=())] = False,
    map: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    organization: str | None = None,
    encoding: str | None = None,
) -> int:
    """Import the tasks in FILE into a project, which is made when there is none of that name.

    Importing a file again changes what differs and makes nothing twice. Exit code 1: a row or the whole file failed.

    Parameters
    ----------
    source
        jira-csv, jira-xml, trello-json, github-json, asana-csv, msproject-xml, csv or vistone-json.
    file
        The file to import.
    project
        The project's name.
    dry_run
        Count what would be done, and do nothing.
    map
        Give a column of the file a field, as "Their Column=title" or "Their Column=field:Custom field"; may be repeated.
    organization
        The organization's slug, where there are several.
    encoding
        The file's encoding, where it is not UTF-8 or UTF-16 (cp1252 for Windows in the West).

    """
    from rich.console import Console

    from vistone import imports as work
    from vistone.kernel import logs, postgres

    unreadable = [one for one in map if "=" not in one]
    if unreadable:
        sys.stderr.write(f'vistone: --map takes "Their Column=field", not {unreadable[0]!r}\n')
        return 1
    mapping = dict(one.rsplit("=", 1) for one in map)
    known = settings()
    logs.configure(format=known.log_format, level="error")
    order = work.Order(source, file, project, dry_run, mapping, encoding, organization)
    try:
        return 0 if asyncio.run(work.run(known, order, Console())) else 1
    except (work.CannotImport, postgres.PostgresError) as problem:
        sys.stderr.write(f"vistone: {problem}\n")
        return 1


@app.command
def bench(*, full: bool = False) -> int:
    """Measure what `docs/benchmarks.md` claims; with --full also what needs a million tasks."""
    root = Path(__file__).resolve().parents[2]
    arguments = ["--full"] if full else []
    command = [sys.executable, "-m", "bench.run", *arguments]
    return subprocess.run(command, cwd=root, check=False).returncode  # noqa: S603 -- our own program


@app.command
def backup(target: Path) -> int:
    """Write a backup of the database and the files to TARGET: a new folder, or a new archive if it ends in .tar."""
    from vistone import backup as work

    async def run(found: Settings) -> str:
        manifest = await work.backup(found, target, progress=say)
        return (
            f"Backed up {len(manifest.parts)} files ({sum(part.bytes for part in manifest.parts):,} bytes) to {target}"
        )

    return _told(run, work.BackupError)


@app.command
def restore(source: Path) -> int:
    """Restore the backup SOURCE into an empty data folder (VISTONE_DATA_DIR) or an empty VISTONE_DATABASE_URL."""
    from vistone import backup as work

    async def run(found: Settings) -> str:
        manifest = await work.restore(found, source, progress=say)
        return f"Restored the backup of {manifest.made:%Y-%m-%d %H:%M} UTC into {found.data_dir}"

    return _told(run, work.BackupError)


audit = App(name="audit", help="The activity log.", result_action="return_value")
app.command(audit)


@audit.command
def verify(*, head: Annotated[tuple[str, ...], Parameter(negative=())] = ()) -> int:
    """Go through the chain of every activity log; exit code 1 and the first broken entry where one was touched.

    Parameters
    ----------
    head
        A head that was printed before and noted elsewhere, as "slug=hash": the log has to hold it still. May be repeated.

    """
    from vistone import audit as work
    from vistone.kernel.postgres import PostgresError

    heads: dict[str, list[str]] = {}
    for one in head:
        slug, separator, hash = one.partition("=")
        if not separator or re.fullmatch(r"[0-9a-f]{64}", hash) is None:
            sys.stderr.write(f'vistone: --head takes "slug=hash", the hash as it was printed, not {one!r}\n')
            return 1
        heads.setdefault(slug, []).append(hash)
    try:
        findings = asyncio.run(work.verify(settings(), heads))
    except (PostgresError, work.UnknownOrganizationError) as problem:
        sys.stderr.write(f"vistone: {problem}\n")
        return 1
    for found in findings:
        say(f"{found.organization}: {found.entries:,} entries in order, the last is {found.head}")
        for hash, place in found.noted.items():
            say(f"{found.organization}: {hash} was noted, and is there at {place:,}")
        if found.broken is not None:
            entry = f" (entry {found.broken.entry_id})" if found.broken.entry_id else ""
            say(f"{found.organization}: BROKEN at {found.broken.sequence:,}{entry}: {found.broken.what}")
    return 1 if any(found.broken for found in findings) else 0


auth = App(name="auth", help="Keys and secrets.", result_action="return_value")
app.command(auth)


@auth.command
def rotate_keys(*, drop_old: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Sign access tokens with a new key from now on; the old one counts until the tokens that it signed are over.

    Parameters
    ----------
    drop_old
        The old keys count no more at all, for one that may be in wrong hands: everybody's token is renewed.

    """
    from vistone import keys as work
    from vistone.kernel.seal import WrongKeyError

    async def run(found: Settings) -> str:
        kid = await work.rotate(found, drop=drop_old)
        return f"The key {kid} signs from now on; every process has it within a minute"

    return _told(run, WrongKeyError)


@auth.command
def reseal() -> int:
    """Seal every secret in the database with VISTONE_SECRET_KEY, also what VISTONE_SECRET_KEYS_OLD sealed."""
    from vistone import keys as work
    from vistone.kernel.seal import WrongKeyError

    async def run(found: Settings) -> str:
        places = await work.reseal(found)
        for place in places:
            say(f"{place.name}: {place.seen:,} sealed values, {place.renewed:,} sealed anew")
        return "Everything is sealed with VISTONE_SECRET_KEY; former keys are not needed for it any more"

    return _told(run, WrongKeyError)


@auth.command
def reset_factor(email: str) -> int:
    """Take the second factors of a person away who lost them; they are signed out everywhere and told by mail.

    For an only Organizer, and for people of several organizations: others are helped by their Organizer.

    Parameters
    ----------
    email
        The address that they sign in with.

    """
    from vistone import keys as work
    from vistone.kernel.errors import Conflict

    async def run(found: Settings) -> str:
        await work.reset_factor(found, email)
        return f"{email} signs in without a second factor from now on, and enrols anew where the policy asks for one"

    return _told(run, work.NoSuchPersonError, Conflict)


def _told(work: Callable[[Settings], Coroutine[None, None, str]], *errors: type[Exception]) -> int:
    """Run `work` and print its sentence; errors that are meant for people become one sentence and exit code 1."""
    from vistone.kernel.postgres import PostgresError

    meant: tuple[type[Exception], ...] = (*errors, PostgresError)
    try:
        say(asyncio.run(work(settings())))
    except meant as problem:
        sys.stderr.write(f"vistone: {problem}\n")
        return 1
    return 0


def main() -> None:
    """What `python -m vistone.cli` runs."""
    try:
        sys.exit(app())
    except SettingsError as problem:
        sys.stderr.write(f"vistone: {problem}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
