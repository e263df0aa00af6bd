"""`./vistone test`: every gate in turn, each a program of its own; goes on after a failure, fails if any did.

tools/check.py            all gates
tools/check.py mypy web-unit    only those
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vistone import webapp

ROOT = Path(__file__).resolve().parents[1]
DEBIAN_CHROMIUM = Path("/usr/bin/chromium")
FEW = 8
COUNTS = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed|deselected|warnings?)\b")


@dataclass
class Gate:
    """One gate: its name, the files it is about, and what to run."""

    name: str
    needs: Path
    run: Callable[["Run"], bool]


@dataclass
class Run:
    """What happened so far."""

    environment: dict[str, str]
    failed: list[str] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def program(self, command: Sequence[str], *, cwd: Path = ROOT, more: dict[str, str] | None = None) -> bool:
        """Run a program, its output passed on as it comes; remember how pytest's closing line counted."""
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**self.environment, **(more or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        last = ""
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line if line.strip() else last
        if "pytest" in command:
            for number, kind in COUNTS.findall(last):
                plural = {"error": "errors", "warning": "warnings"}.get(kind, kind)
                self.counts[plural] = self.counts.get(plural, 0) + int(number)
        return process.wait() == 0


def python(*arguments: str) -> Callable[[Run], bool]:
    """A gate that is a module of this Python."""
    return lambda run: run.program([sys.executable, "-m", *arguments])


def npm(*script: str) -> Callable[[Run], bool]:
    """A gate that is a script of web/package.json."""

    def start(run: Run) -> bool:
        try:
            node = asyncio.run(webapp.install(ROOT / "web" / "node_modules.log", progress=print))
        except webapp.WebAppError as error:
            print(error)
            return False
        return run.program([*node.npm, "run", *script], cwd=webapp.WEB, more=node.environment)

    return start


def web_build(_: Run) -> bool:
    """The web app as `up` serves it."""
    try:
        asyncio.run(webapp.build(ROOT / "web" / "node_modules.log", progress=print))
    except webapp.WebAppError as error:
        print(error)
        return False
    return True


def browser(run: Run) -> bool:
    """The tests that drive a real browser, or a plain word that there is none."""
    chromium = find_chromium()
    if chromium is None:
        run.not_run.append(
            "browser tests (no Chromium here: install Debian's chromium, or `playwright install chromium`)"
        )
        return True
    print(f"Browser: {chromium}", flush=True)
    two = ["-n", "2", "--dist", "worksteal"]  # each process with a system and a browser of its own
    return twice(run, [sys.executable, "-m", "pytest", *two, "tests/e2e"], more={"E2E_CHROMIUM": str(chromium)})


def python_tests(run: Run) -> bool:
    """All tests but those of the browser."""
    return twice(run, [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "--ignore=tests/e2e", "tests"])


def twice(run: Run, command: list[str], more: dict[str, str] | None = None) -> bool:
    """Tests, of which a few may be run once more.

    Processes that are killed and a browser beside a database on two cores are late at times. What fails twice is wrong;
    what fails once is told.
    """
    if run.program(command, more=more):
        return True
    failed = run.counts.get("failed", 0)
    if run.counts.get("errors") or not 0 < failed <= FEW:
        return False
    run.counts.pop("failed")
    print(f"{failed} tests failed at first; once more:", flush=True)
    return run.program([*command, "--last-failed"], more=more)


def find_chromium() -> Path | None:
    """Debian's Chromium, installed when we are root; else Playwright's own."""
    if not DEBIAN_CHROMIUM.exists() and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's Chromium", flush=True)
        quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        if subprocess.run(["apt-get", "update", "-q"], check=False, **quiet).returncode == 0:  # type: ignore[call-overload]
            subprocess.run(["apt-get", "install", "-qy", "--no-install-recommends", "chromium"], check=False, **quiet)  # type: ignore[call-overload]
    if DEBIAN_CHROMIUM.exists():
        return DEBIAN_CHROMIUM
    where = (
        "import playwright.sync_api as p; s = p.sync_playwright().start(); print(s.chromium.executable_path); s.stop()"
    )
    asked = subprocess.run([sys.executable, "-c", where], capture_output=True, text=True, check=False)
    own = Path(asked.stdout.strip() or "/nonexistent")
    if not own.exists():
        print("Installing Playwright's Chromium", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, timeout=600)
    return own if own.exists() else None


WEB = ROOT / "web" / "package.json"
GATES = [
    Gate("ruff", ROOT / "pyproject.toml", python("ruff", "check", ".")),
    Gate("format", ROOT / "pyproject.toml", python("ruff", "format", "--check", ".")),
    Gate("mypy", ROOT / "src", python("mypy", "src", "tests", "tools")),
    Gate(
        "imports",
        ROOT / "pyproject.toml",
        lambda run: run.program([str(Path(sys.executable).with_name("lint-imports"))]),
    ),
    Gate("pytest", ROOT / "tests", python_tests),
    Gate("web-types", WEB, npm("typecheck")),
    Gate("web-lint", WEB, npm("lint")),
    Gate("web-unit", WEB, npm("test")),
    Gate("web-build", WEB, web_build),
    Gate("browser", ROOT / "tests" / "e2e", browser),
]


def main(names: list[str]) -> int:
    """Run the gates; the exit code. The last line counts tests in pytest's own words, for machines that read it."""
    if unknown := sorted(set(names) - {gate.name for gate in GATES}):
        print(f"There is no gate {unknown[0]}. There are: {', '.join(gate.name for gate in GATES)}")
        return 2
    # A setting of the person at the keyboard must not change what is tested.
    run = Run({key: value for key, value in os.environ.items() if not key.startswith("VISTONE_")})
    began = time.monotonic()
    for gate in GATES:
        if names and gate.name not in names:
            continue
        if gate.name.startswith(("web-", "browser")) and not WEB.exists():
            run.not_run.append(f"{gate.name} (there is no web app in this checkout)")
            continue
        print(f"\n── {gate.name} ", flush=True)
        started = time.monotonic()
        if not gate.needs.exists():
            print(f"{gate.needs.relative_to(ROOT)} does not exist")
            good = False
        else:
            good = gate.run(run)
        if not good:
            run.failed.append(gate.name)
        print(f"── {gate.name}: {'ok' if good else 'FAILED'} in {time.monotonic() - started:.1f} s", flush=True)
    print()
    for line in run.not_run:
        print(f"Not run: {line}")
    print(f"Failed gates: {', '.join(run.failed)}" if run.failed else "Every gate that ran is green.")
    counted = ", ".join(f"{number} {kind}" for kind, number in run.counts.items()) or "no tests ran"
    print(f"==== {counted} in {time.monotonic() - began:.2f}s ====", flush=True)
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
