"""`./vistone test`: every gate, each a program of its own; goes on after a failure, fails if any did. The checks of the
Python code and those of the web app go on beside each other, the tests have the machine for themselves.

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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from vistone import webapp

ROOT = Path(__file__).resolve().parents[1]
DEBIAN_CHROMIUM = Path("/usr/bin/chromium")
FEW = 8
COUNTS = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed|deselected|warnings?)\b")


@dataclass
class Gate:
    """One gate: its name, the files it is about, what to run, and beside which others of its lane it may be run."""

    name: str
    needs: Path
    run: Callable[["Run"], bool]
    lane: str = ""


@dataclass
class Run:
    """What happened so far. `say` is told the output, line by line."""

    environment: dict[str, str]
    failed: list[str] = field(default_factory=list)
    not_run: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    say: Callable[[str], None] = lambda line: print(line, flush=True)

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
            self.say(line.rstrip("\n"))
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
            node = asyncio.run(webapp.install(ROOT / "web" / "node_modules.log", progress=run.say))
        except webapp.WebAppError as error:
            run.say(str(error))
            return False
        return run.program([*node.npm, "run", *script], cwd=webapp.WEB, more=node.environment)

    return start


def web_build(run: Run) -> bool:
    """The web app as `up` serves it."""
    try:
        asyncio.run(webapp.build(ROOT / "web" / "node_modules.log", progress=run.say))
    except webapp.WebAppError as error:
        run.say(str(error))
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
    run.say(f"Browser: {chromium}")
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
    run.say(f"{failed} tests failed at first; once more:")
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
    Gate("ruff", ROOT / "pyproject.toml", python("ruff", "check", "."), "python"),
    Gate("format", ROOT / "pyproject.toml", python("ruff", "format", "--check", "."), "python"),
    Gate("mypy", ROOT / "src", python("mypy", "src", "tests", "tools"), "python"),
    Gate(
        "imports",
        ROOT / "pyproject.toml",
        lambda run: run.program([str(Path(sys.executable).with_name("lint-imports"))]),
        "python",
    ),
    Gate("web-types", WEB, npm("typecheck"), "web"),
    Gate("web-lint", WEB, npm("lint"), "web"),
    Gate("web-unit", WEB, npm("test"), "web"),
    Gate("web-build", WEB, web_build, "web"),
    Gate("pytest", ROOT / "tests", python_tests),
    Gate("browser", ROOT / "tests" / "e2e", browser),
]


def one(gate: Gate, run: Run) -> None:
    """Run a gate, and note what came of it."""
    run.say(f"\n── {gate.name} ")
    started = time.monotonic()
    if gate.needs.exists():
        good = gate.run(run)
    else:
        run.say(f"{gate.needs.relative_to(ROOT)} does not exist")
        good = False
    if not good:
        run.failed.append(gate.name)
    run.say(f"── {gate.name}: {'ok' if good else 'FAILED'} in {time.monotonic() - started:.1f} s")


def beside_each_other(gates: list[Gate], run: Run) -> None:
    """The lanes at once, the gates of each in turn; what a lane says is told when it is through."""

    def lane(name: str) -> list[str]:
        told: list[str] = []
        mine = Run(run.environment, run.failed, run.not_run, run.counts, told.append)
        for gate in gates:
            if gate.lane == name:
                one(gate, mine)
        return told

    with ThreadPoolExecutor() as pool:
        for told in pool.map(lane, dict.fromkeys(gate.lane for gate in gates)):
            print("\n".join(told), flush=True)


def main(names: list[str]) -> int:
    """Run the gates; the exit code. The last line counts tests in pytest's own words, for machines that read it."""
    if unknown := sorted(set(names) - {gate.name for gate in GATES}):
        print(f"There is no gate {unknown[0]}. There are: {', '.join(gate.name for gate in GATES)}")
        return 2
    # A setting of the person at the keyboard must not change what is tested.
    run = Run({key: value for key, value in os.environ.items() if not key.startswith("VISTONE_")})
    began = time.monotonic()
    asked = [gate for gate in GATES if not names or gate.name in names]
    if not WEB.exists():
        missing = [gate.name for gate in asked if gate.name.startswith(("web-", "browser"))]
        run.not_run += [f"{name} (there is no web app in this checkout)" for name in missing]
        asked = [gate for gate in asked if gate.name not in missing]
    beside_each_other([gate for gate in asked if gate.lane], run)
    for gate in asked:
        if not gate.lane:
            one(gate, run)
    print()
    for line in run.not_run:
        print(f"Not run: {line}")
    print(f"Failed gates: {', '.join(run.failed)}" if run.failed else "Every gate that ran is green.")
    counted = ", ".join(f"{number} {kind}" for kind, number in run.counts.items()) or "no tests ran"
    print(f"==== {counted} in {time.monotonic() - began:.2f}s ====", flush=True)
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
