"""The running system that the browser looks at: started once a process, on a free port, with data of its own."""

import asyncio
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vistone import webapp

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
START_SECONDS = 120
STOP_SECONDS = 30


def chromium() -> str | None:
    """The Chromium that `./vistone test` found or the machine's, else None: Playwright's own is tried."""
    return os.environ.get("E2E_CHROMIUM") or next((path for path in CHROMIUM if Path(path).is_file()), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health/ready", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _build(folder: Path) -> None:
    """The web app, by one process at a time: another that wants it too finds it made."""
    with (ROOT / "web" / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        asyncio.run(webapp.build(folder / "build.log", progress=print))


@contextmanager
def running_system(**more: str) -> Iterator[str]:
    """The address of a system that answers. `VISTONE_E2E_URL` names one that runs already; with `more` settings it is
    one of its own.
    """
    given = os.environ.get("VISTONE_E2E_URL")
    if given and not more:
        yield given.rstrip("/")
        return
    folder = Path(tempfile.mkdtemp(prefix="vistone-e2e-"))
    _build(folder)
    port = _free_port()
    log = folder / "up.log"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("VISTONE_")},
        "VISTONE_DATA_DIR": str(folder / "data"),
        "VISTONE_PORT": str(port),
        "VISTONE_DEMO": "false",  # every test founds what it needs
        "VISTONE_REGISTRATIONS_PER_HOUR": "1000000",
        **more,
    }
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(ROOT / "vistone"), "up"], cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _ready(url):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the system did not start:\n{log.read_text()[-3000:]}")
            time.sleep(0.25)
        yield url
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)
