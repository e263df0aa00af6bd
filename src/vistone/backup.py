"""Backup and restore: one dump of the database, the files beside it, and a manifest with a checksum of each.

    manifest.json    what is here, SHA-256 of every part
    database.dump    pg_dump, custom format
    secret.key       seals what rests in the database; without it sealed values are lost. Keep backups as safe as it.
    files/…          the uploaded files

The dump is one snapshot, and files are copied after it: a file that the dump knows is there unless it was removed
while the backup ran. A target that ends in `.tar` becomes one archive of the same.
"""

import asyncio
import hashlib
import os
import secrets
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit, urlunsplit

import asyncpg
import msgspec

from vistone import __version__
from vistone.kernel import postgres
from vistone.kernel.settings import Settings

FORMAT = 1
DUMP = "database.dump"
KEY = "secret.key"
FILES = "files"
Progress = Callable[[str], None]


class BackupError(Exception):
    """A backup cannot be made or restored. The text is for the person at the terminal."""


class Part(msgspec.Struct, frozen=True):
    """One file of a backup."""

    path: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds. `files` says whether uploaded files are in it; they are not when they rest in a cloud."""

    format: int
    vistone: str
    made: datetime
    files: bool
    parts: list[Part]


async def backup(settings: Settings, target: Path, *, progress: Progress) -> Manifest:
    """Write a backup to `target`, which must not exist; it appears whole or not at all."""
    target = _absolute(target)
    if target.exists():
        raise BackupError(f"{target} exists already. Name a place that does not.")
    if not target.parent.is_dir():
        raise BackupError(f"There is no folder {target.parent}.")
    with _beside(target) as staging:
        async with postgres.opened(
            settings.data_dir, settings.database_url, settings.app_database_url, progress=progress
        ) as found:
            progress("Dumping the database")
            source = found.owner if settings.database_url else postgres.existing(settings.data_dir).admin_dsn()
            await asyncio.to_thread(_dump, source, staging / DUMP)
        progress("Copying the files")
        folder = _files_folder(settings)
        if folder is not None and folder.is_dir():
            await asyncio.to_thread(shutil.copytree, folder, staging / FILES)
        key = _absolute(settings.data_dir) / KEY
        if key.is_file():
            shutil.copyfile(key, staging / KEY)
        manifest = Manifest(
            format=FORMAT,
            vistone=__version__,
            made=datetime.now(UTC).replace(microsecond=0),
            files=folder is not None,
            parts=await asyncio.to_thread(_parts, staging),
        )
        (staging / "manifest.json").write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        if target.suffix == ".tar":
            archive = staging.with_name(staging.name + ".tar")
            try:
                await asyncio.to_thread(_pack, staging, archive)
                archive.rename(target)
            finally:
                archive.unlink(missing_ok=True)
        else:
            staging.rename(target)
    if folder is None:
        progress(f"The files rest in {settings.files_url} and are not in this backup: back that up there.")
    return manifest


async def restore(settings: Settings, source: Path, *, progress: Progress) -> Manifest:
    """Make the backup `source` the content of an empty data folder, or of the empty database of VISTONE_DATABASE_URL.

    Every checksum is verified before anything is written. The data folder is filled beside its place and then renamed.
    Errors: BackupError when the place is not empty, a part is missing or changed, or the dump does not load.
    """
    source, data_dir = _absolute(source), _absolute(settings.data_dir)
    if data_dir.exists() and (not data_dir.is_dir() or any(data_dir.iterdir())):
        raise BackupError(f"{data_dir} is not empty. Restore into a new folder: VISTONE_DATA_DIR=/some/new/folder.")
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    with _unpacked(source, data_dir) as parts, _beside(data_dir) as staging:
        progress("Verifying checksums")
        manifest = await asyncio.to_thread(_verified, parts)
        async with postgres.opened(
            staging, settings.database_url, settings.app_database_url, progress=progress
        ) as found:
            progress("Loading the database")
            outside = settings.database_url is not None
            into = found.owner if outside else postgres.existing(staging).admin_dsn()
            await _check_empty(into)
            await asyncio.to_thread(_load, parts / DUMP, into, outside=outside)
        progress("Copying the files")
        folder = _files_folder(settings)
        if (parts / FILES).is_dir():
            if folder is None:
                raise BackupError(
                    f"This backup has files, and VISTONE_FILES_URL leads to {settings.files_url}. Unset it."
                )
            inside = folder.is_relative_to(data_dir)
            destination = staging / folder.relative_to(data_dir) if inside else folder
            if destination.exists() and any(destination.iterdir()):
                raise BackupError(f"{destination} is not empty.")
            await asyncio.to_thread(shutil.copytree, parts / FILES, destination, dirs_exist_ok=True)
        if (parts / KEY).is_file():
            shutil.copyfile(parts / KEY, staging / KEY)
            (staging / KEY).chmod(0o600)
        (staging / "postgres.lock").unlink(missing_ok=True)
        if data_dir.exists():
            data_dir.rmdir()
        staging.rename(data_dir)
    return manifest


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """A private folder on the same disk as `place`; what is left of it after the block is removed."""
    staging = place.with_name(f".{place.name}.{secrets.token_hex(4)}.new")
    staging.mkdir(mode=0o700)
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _unpacked(source: Path, near: Path) -> Iterator[Path]:
    """The parts of a backup as a folder."""
    if source.is_dir():
        yield source
        return
    with _beside(near) as folder:
        try:
            with tarfile.open(source) as archive:
                archive.extractall(folder, filter="data")  # refuses paths that lead out of the folder
        except FileNotFoundError:
            raise BackupError(f"There is no backup at {source}.") from None
        except (tarfile.TarError, OSError) as error:
            raise BackupError(f"{source} is no backup that can be read: {error}.") from None
        yield folder


def _pack(folder: Path, archive: Path) -> None:
    with os.fdopen(os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            tar.add(folder, arcname=".")
        file.flush()
        os.fsync(file.fileno())


def _parts(folder: Path) -> list[Part]:
    return [
        Part(path=path.relative_to(folder).as_posix(), bytes=path.stat().st_size, sha256=_sha256(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _verified(folder: Path) -> Manifest:
    """The manifest, once every part is there unchanged and nothing else is."""
    try:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise BackupError("This is no Vistone backup: it has no manifest.json.") from None
    except msgspec.DecodeError as error:
        raise BackupError(f"The backup's manifest.json cannot be read: {error}.") from None
    if manifest.format != FORMAT:
        raise BackupError(f"The backup has format {manifest.format}; this Vistone reads {FORMAT}.")
    for part in manifest.parts:
        path = folder / PurePosixPath(part.path)
        if not path.is_file():
            raise BackupError(f"The backup is not whole: {part.path} is missing.")
        if path.stat().st_size != part.bytes or _sha256(path) != part.sha256:
            raise BackupError(f"The backup is damaged: {part.path} is not what was backed up (its checksum differs).")
    known = {part.path for part in manifest.parts} | {"manifest.json"}
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in known:
            raise BackupError(f"{path.relative_to(folder)} is in the backup and not in its manifest.")
    if DUMP not in known:
        raise BackupError(f"The backup is not whole: {DUMP} is not in its manifest.")
    return manifest


def _files_folder(settings: Settings) -> Path | None:
    """Where uploaded files rest on this machine; None when they rest in a cloud."""
    if settings.files_url is None:
        return settings.data_dir.expanduser().absolute() / FILES
    parts = urlsplit(settings.files_url)
    return Path(unquote(parts.path)) if parts.scheme == "file" else None


def _dump(dsn: str, to: Path) -> None:
    _client("pg_dump", dsn, "--format=custom", f"--file={to}")
    to.chmod(0o600)


def _load(dump: Path, dsn: str, *, outside: bool) -> None:
    """Load all of the dump or nothing. On a server of the user's own, objects become that user's."""
    more = ["--no-owner", "--no-comments"] if outside else []
    _client("pg_restore", dsn, "--single-transaction", "--exit-on-error", *more, str(dump))


async def _check_empty(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        found = await connection.fetchval(
            "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' LIMIT 1"
        )
    finally:
        await connection.close()
    if found is not None:
        raise BackupError(
            f"The database of VISTONE_DATABASE_URL is not empty (it has {found}). Restore into an empty one."
        )


def _client(program: str, dsn: str, *arguments: str) -> None:
    """Run a client of PostgreSQL. The password goes by environment: arguments are seen by every user of the machine."""
    parts = urlsplit(dsn)
    user, _, place = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    address = urlunsplit(parts._replace(netloc=f"{name}@{place}"))
    done = subprocess.run(  # noqa: S603 -- a program of our own package; the address is the operator's setting
        [str(postgres.binaries() / program), *arguments, f"--dbname={address}"],
        env={"PATH": os.defpath, "PGPASSWORD": unquote(password), "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return
    if "row-level security" in done.stderr:
        raise BackupError(
            "The role of VISTONE_DATABASE_URL is held by row level security and cannot read everything. For a backup, "
            "name a superuser or a role with BYPASSRLS there."
        )
    raise BackupError(f"{program} failed (exit {done.returncode}): {done.stderr.strip()[-2000:]}")
