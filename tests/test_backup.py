"""Backup and restore: what comes back is what was there, row by row, and a damaged backup is refused."""

import hashlib
import os
import shutil
from pathlib import Path

import asyncpg
import pytest

from vistone.backup import BackupError, backup, restore
from vistone.kernel import postgres
from vistone.kernel.settings import Settings

FILES = {"a/report.pdf": os.urandom(70_000), "b/ünï cödé.txt": b"text", "empty": b""}


def silent(_: str) -> None:
    """Progress that nobody reads."""


async def filled(data_dir: Path) -> Settings:
    """A data folder with rows of two organizations under forced row level security, a sequence, and files."""
    settings = Settings(data_dir=data_dir)
    async with postgres.opened(data_dir, None, None, progress=silent) as found:
        owner = await asyncpg.connect(found.owner)
        await owner.execute(
            """
            CREATE SCHEMA service;
            CREATE TABLE service.things (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, organization_id uuid NOT NULL,
                name citext NOT NULL, amount numeric(12, 2), body jsonb, meaning vector(3), seen timestamptz
            );
            INSERT INTO service.things (organization_id, name, amount, body, meaning, seen)
            SELECT gen_random_uuid(), 'Thing ' || n || chr(8364), n / 7.0, jsonb_build_object('n', n), '[1,2,3]', now()
            FROM generate_series(1, 2000) n;
            ALTER TABLE service.things ENABLE ROW LEVEL SECURITY;
            ALTER TABLE service.things FORCE ROW LEVEL SECURITY;
            CREATE POLICY tenant ON service.things
                USING (organization_id = nullif(current_setting('vistone.organization_id', true), '')::uuid);
            GRANT USAGE ON SCHEMA service TO vistone_app;
            GRANT SELECT ON service.things TO vistone_app;
            """
        )
        await owner.close()
    for name, content in FILES.items():
        path = data_dir / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (data_dir / "secret.key").write_text("k" * 40)
    return settings


async def content(data_dir: Path) -> dict[str, object]:
    """Everything that a restore must bring back, in a form that can be compared."""
    cluster = postgres.existing(data_dir)
    async with postgres.opened(data_dir, None, None, progress=silent):
        admin = await asyncpg.connect(cluster.admin_dsn())
        app = await asyncpg.connect(cluster.app_dsn())
        rows = await admin.fetch("SELECT t::text AS row FROM service.things t ORDER BY id")
        table = await admin.fetchrow(
            "SELECT relowner::regrole::text, relrowsecurity, relforcerowsecurity, relacl::text "
            "FROM pg_class WHERE oid = 'service.things'::regclass"
        )
        found: dict[str, object] = {
            "rows": [hashlib.sha256(row["row"].encode()).hexdigest() for row in rows],
            "table": tuple(table or ()),
            "next": await admin.fetchval("SELECT nextval(pg_get_serial_sequence('service.things', 'id'))"),
            "seen by the app without an organization": await app.fetchval("SELECT count(*) FROM service.things"),
            "policies": [tuple(row) for row in await admin.fetch("SELECT * FROM pg_policies ORDER BY 1, 2, 3")],
        }
        await admin.close()
        await app.close()
    files = data_dir / "files"
    found["files"] = {str(path.relative_to(files)): path.read_bytes() for path in files.rglob("*") if path.is_file()}
    found["key"] = (data_dir / "secret.key").read_text()
    return found


@pytest.mark.parametrize("name", ["backup", "backup.tar"])
async def test_what_was_backed_up_comes_back(tmp_path: Path, name: str) -> None:
    settings = await filled(tmp_path / "first")
    await backup(settings, tmp_path / name, progress=silent)
    await restore(Settings(data_dir=tmp_path / "second"), tmp_path / name, progress=silent)
    first, second = await content(tmp_path / "first"), await content(tmp_path / "second")
    assert second == first
    assert len(first["rows"]) == 2000  # type: ignore[arg-type]  # a list of hashes
    assert first["files"] == FILES
    assert sorted(os.listdir(tmp_path)) == sorted(["first", "second", name])  # noqa: PTH208 -- names, not paths


async def test_damage_and_places_that_are_not_empty_are_refused_in_words(tmp_path: Path) -> None:
    settings = await filled(tmp_path / "first")
    await backup(settings, tmp_path / "backup", progress=silent)
    with pytest.raises(BackupError, match="exists already"):
        await backup(settings, tmp_path / "backup", progress=silent)
    with pytest.raises(BackupError, match="is not empty"):
        await restore(settings, tmp_path / "backup", progress=silent)

    async def refused(change: str, message: str) -> None:
        broken = tmp_path / change
        shutil.copytree(tmp_path / "backup", broken)
        target = broken / "files" / "a" / "report.pdf"
        if change == "changed":
            target.write_bytes(target.read_bytes()[:-1] + b"!")
        elif change == "missing":
            target.unlink()
        elif change == "more":
            (broken / "files" / "more").write_text("")
        elif change == "manifest":
            (broken / "manifest.json").write_text("{")
        else:
            (broken / "manifest.json").unlink()
        with pytest.raises(BackupError, match=message):
            await restore(Settings(data_dir=tmp_path / "new"), broken, progress=silent)
        assert not (tmp_path / "new").exists()

    await refused("changed", "damaged: files/a/report.pdf")
    await refused("missing", "files/a/report.pdf is missing")
    await refused("more", "files/more is in the backup and not in its manifest")
    await refused("manifest", "manifest.json cannot be read")
    await refused("none", "no manifest.json")
    (tmp_path / "no.tar").write_text("no archive")
    with pytest.raises(BackupError, match="is no backup that can be read"):
        await restore(Settings(data_dir=tmp_path / "new"), tmp_path / "no.tar", progress=silent)
