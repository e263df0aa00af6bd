"""What can be held by reading the sources: sizes, annotations that stay values, and who may act as the system."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400
WEB_KINDS = {".ts", ".tsx", ".css", ".js", ".mjs"}
GENERATED = {ROOT / "web/src/api/schema.d.ts"}

# Where a transaction may run for no organization at all, and why. Everything else acts as somebody, somewhere.
SYSTEM_PLACES = {
    "app.py": "health",
    "demo/__init__.py": "whether the demo is there",
    "audit.py": "goes through the activity log of every organization",
    "keys.py": "seals what is sealed anew, of everybody; replaces the keys that sign tokens",
    "imports.py": "which organizations there are, for the command line",
    "housekeeping.py": "forgets what is old, of everybody",
    "auth/resolver.py": "finds out who asks",
    "auth/personal.py": "as above, by a personal API token",
    "auth/actions/kyc.py": "throws documents away that are kept no longer, of everybody",
    "auth/actions/refusals.py": "whom somebody could not sign in as, for the log",
    "auth/startup.py": "the keys that sign tokens",
    "auth/keys.py": "as above, by age",
    "auth/http/oidc.py": "sign-in by a provider: nobody is known yet",
    "auth/actions/addresses.py": "looks up whose the address is that somebody asks for",
    "auth/actions/passwords.py": "finds the account of a forgotten password; forgets what ran out, of everybody",
    "auth/http/passwords.py": "whose token it is that came by mail; limits on tries",
    "auth/http/sessions.py": "sign-in: nobody is known yet, or what a person has elsewhere",
    "auth/http/invitations.py": "an invitation is opened by who holds its token",
    "auth/http/mfa.py": "the second step of a sign-in; to how many organizations a member belongs",
    "auth/http/passkeys.py": "sign-in: nobody is known yet",
    "auth/http/proof.py": "whose passkey it is",
    "auth/http/people.py": "what a person is in their other organizations",
    "kernel/http/call.py": "public operations",
    "kernel/live/hub.py": "reads the log of all and hands it out by organization",
    "kernel/live/socket.py": "reads the log again for a socket that comes back",
    "kernel/reactions.py": "reads the log for its followers",
}


def python_files() -> Iterator[Path]:
    yield from sorted((ROOT / "src").rglob("*.py"))


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_source_file_is_longer_than_400_lines() -> None:
    """Migrations are written by a tool, once, and read as a list; the typed client is generated."""
    python = [path for path in python_files() if path.parent.name != "migrations"]
    web = [path for path in (ROOT / "web" / "src").rglob("*") if path.suffix in WEB_KINDS and path not in GENERATED]
    lengths = {relative(path): len(path.read_text().splitlines()) for path in [*python, *web]}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_annotations_are_values_where_they_are_read_at_run_time() -> None:
    """Litestar and msgspec read annotations; as texts they would break injection, quietly."""
    found = [
        relative(path)
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
    ]
    assert found == []


def _calls(tree: ast.AST, name: str) -> bool:
    return any(
        isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == name)
            or (isinstance(node.func, ast.Attribute) and node.func.attr == name)
        )
        for node in ast.walk(tree)
    )


def test_only_listed_places_act_as_the_system() -> None:
    sources = ROOT / "src" / "vistone"
    makers = {
        str(path.relative_to(sources)) for path in python_files() if _calls(ast.parse(path.read_text()), "System")
    }
    assert makers == SYSTEM_PLACES.keys()


def test_nobody_takes_system_by_another_name() -> None:
    """`import System as S`, or `scope.System` kept in a variable, would pass the test above."""
    renamed = [
        relative(path)
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.ImportFrom) and any(one.name == "System" and one.asname for one in node.names))
        or (isinstance(node, ast.Assign) and isinstance(node.value, ast.Name) and node.value.id == "System")
    ]
    assert renamed == []
