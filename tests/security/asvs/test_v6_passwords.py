"""OWASP ASVS 5.0, V6.2 to V6.4: passwords, ways in, getting back in. The table is in docs/security.md."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from tests.postgres_fixture import TestCluster, create_database, drop_database
from tests.second_factor import enrolled, first_step, later, second_step
from tests.world import PASSWORD, World

ROOT = Path(__file__).parents[3]
AUTH = ROOT / "src/vistone/auth"


async def registered(world: World, password: str, **more: str) -> Any:
    """The bare answer to somebody new."""
    number = f"{abs(hash((password, *more.values()))):x}-{id(object()):x}"
    person = {"email": f"p{number}@asvs.example", "firstName": "Ada", "lastName": "Miller", "organizationName": "Firm"}
    return await world.http.post("/api/auth/register", json={**person, "password": password, **more})


async def status_of(world: World, email: str, password: str) -> int:
    return (await world.http.post("/api/auth/login", json={"email": email, "password": password})).status_code


@pytest.mark.asvs("6.2.1")
async def test_eight_characters_at_least_wherever_a_password_is_set(world: World) -> None:
    assert (await registered(world, "x7Kq-p2")).status_code == 400
    assert (await registered(world, "x7Kq-p2w")).status_code == 201
    company = await world.company()
    change = {"currentPassword": PASSWORD, "newPassword": "x7Kq-p2"}
    await company.organizer.post("/api/auth/password/change", change, 400)
    for path in ("password/reset", "invitations/accept"):
        answer = await world.http.post(f"/api/auth/{path}", json={"token": "t", "password": "x7Kq-p2"})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["field"] == "password"


ODD = [
    "aaaaaaaabbbbbbbbcccc", "        spaces        ", "12093874650192837465", '!"§$%&/()=?`~^', "пароль из слов", "密码密码密码密码",
    "emoji 🦄🦄🦄🦄 zwj 👩‍🚀", "tab\tand\nnewline ok", "x" * 20 + "ß" * 20,
]  # fmt: skip


@pytest.mark.parametrize("password", ODD)
@pytest.mark.asvs("6.2.5", "6.2.8")
async def test_any_characters_and_exactly_these(world: World, password: str) -> None:
    made = await registered(world, password)
    assert made.status_code == 201, made.text
    email = made.json()["user"]["email"]
    assert await status_of(world, email, password) == 200
    for other in {password.strip(), password.swapcase(), password + " ", password[:-1]} - {password}:
        assert await status_of(world, email, other) == 401, "neither trimmed nor cut nor folded"
        break


@pytest.mark.asvs("6.2.9")
async def test_a_hundred_and_twenty_eight_characters_count_to_the_last(world: World) -> None:
    assert (await registered(world, "k7" * 32)).status_code == 201
    made = await registered(world, "k7" * 64)
    email = made.json()["user"]["email"]
    assert await status_of(world, email, "k7" * 63 + "k8") == 401
    assert await status_of(world, email, "k7" * 64) == 200
    assert (await registered(world, "k7" * 64 + "x")).status_code == 400, "refused, not cut"


@pytest.mark.asvs("6.2.6", "6.2.7")
def test_the_password_field_hides_and_lets_managers_and_paste_in() -> None:
    web = {path: path.read_text() for path in (ROOT / "web/src").rglob("*.tsx") if ".test." not in path.name}
    assert "type={shown ? 'text' : 'password'}" in web[ROOT / "web/src/ui/Field.tsx"]
    fields = [part[:500] for text in web.values() for part in text.split("<PasswordField")[1:]]
    assert len(fields) >= 5
    ours = [one for one in fields if "clientSecret" not in one.partition("label")[0]]
    assert all(re.search(r"""autoComplete=("|\{[^}]*')(current|new)-password""", one) for one in ours), ours
    assert not any("onPaste" in text for text in web.values())
    assert not any(re.search(r"""type=["']password""", text) for text in web.values()), "they all use PasswordField"


@pytest.mark.asvs("6.2.10")
async def test_a_password_stays_good(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    company = await world.company()
    later(monkeypatch, days=2000)
    assert await status_of(world, company.organizer.email, PASSWORD) == 200


@pytest.mark.asvs("6.1.2", "6.2.11")
async def test_words_about_the_person_or_the_product_make_no_password(world: World) -> None:
    more = {"email": f"margarete.lindqvist{id(world)}@lakeside.example", "lastName": "Lindqvist"}
    about = {"organizationName": "Harbour Films", **more}
    for weak in ("Vistone1", "vistone2026", "Lindqvist!", "LAKESIDE-99", "harbourfilms1", "lindqvistvistone"):
        answer = await registered(world, weak, **about)
        assert answer.status_code == 422, weak
        assert answer.json()["errors"][0]["field"] == "password"
    assert (await registered(world, "vistone is where lindqvist works", **about)).status_code == 201
    company = await world.company()
    change = {"currentPassword": PASSWORD, "newPassword": f"{company.organizer.email.split('@')[0]}!"}
    await company.organizer.post("/api/auth/password/change", change, 422)
    text = (ROOT / "docs/security.md").read_text()
    assert "`vistone`" in text, "the list of words is in the documentation"


@pytest.mark.asvs("6.3.8")
async def test_no_answer_tells_who_has_an_account(world: World) -> None:
    """But for `register`, which says so by intention, behind a tight limit."""
    company = await world.company()
    known, unknown = company.organizer.email, "nobody@asvs-nowhere.example"
    for path, body in (
        ("login", {"password": "not the password"}),
        ("password/forgot", {}),
        ("passkeys/login/options", {}),
    ):
        answers = [await world.http.post(f"/api/auth/{path}", json={"email": one, **body}) for one in (known, unknown)]
        told = [
            {k: v for k, v in (a.json() if a.content else {}).items() if k in {"type", "title", "detail"}}
            for a in answers
        ]
        assert answers[0].status_code == answers[1].status_code
        assert told[0] == told[1]
        assert sorted(answers[0].json() if answers[0].content else {}) == sorted(
            answers[1].json() if answers[1].content else {}
        )


@pytest.mark.asvs("6.3.8")
async def test_a_refusal_does_the_same_work_for_an_unknown_address(world: World) -> None:
    """The same statements in the same order: a time that differs would tell."""
    company = await world.company()

    async def statements(email: str) -> list[str]:
        heard: list[str] = []

        def listen(record: Any) -> None:
            heard.append(re.sub(r"\s+", " ", str(record.query)))

        pool = world.runtime.database._pool
        async with pool.acquire() as _:
            pass
        holders = [holder._con for holder in pool._holders if holder._con is not None]
        for one in holders:
            one.add_query_logger(listen)
        try:
            assert await status_of(world, email, "not the password") == 401
        finally:
            for one in holders:
                one.remove_query_logger(listen)
        return [
            one[:80]
            for one in heard
            if re.match("(?i)insert|update|delete|select|with", one) and "platform.events" not in one
        ]

    await statements(company.organizer.email)
    assert sorted(await statements(company.organizer.email)) == sorted(await statements("nobody@asvs-time.example"))


@pytest.mark.asvs("6.4.1")
async def test_what_a_mail_hands_out_is_random_short_lived_and_no_password(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = await world.company()
    tokens = []
    for number in range(3):
        email = f"new{number}@{company.id[-12:]}.example"
        await company.organizer.post("/api/auth/invitations", {"email": email, "roleName": "Client"})
        tokens.append(await world.invitation_token(company.organizer, email))
    assert len(set(tokens)) == 3
    assert min(len(token) for token in tokens) >= 43, "256 bits"
    join = {"token": tokens[0], "password": PASSWORD, "firstName": "N", "lastName": "N"}
    assert (await world.http.post("/api/auth/invitations/accept", json=join)).status_code == 200
    assert (await world.http.post("/api/auth/invitations/accept", json=join)).status_code == 404, "once"
    assert await status_of(world, f"new1@{company.id[-12:]}.example", tokens[1]) == 401
    later(monkeypatch, days=8)
    over = await world.http.post("/api/auth/invitations/accept", json=join | {"token": tokens[2]})
    assert over.status_code == 404


@pytest.mark.asvs("6.4.2")
async def test_there_are_no_hints_and_no_questions(world: World) -> None:
    document = (await world.http.get("/schema/openapi.json")).json()
    fields = {
        name.lower()
        for operation, methods in document["paths"].items() if operation.startswith("/api/auth/")
        for name in re.findall(r'"name": "(\w+)"', repr(methods).replace("'", '"'))
    }  # fmt: skip
    bodies = {
        name.lower()
        for schema, shape in document["components"]["schemas"].items()
        if schema in {"Register", "Login", "PasswordChange", "PasswordForgotten", "PasswordReset", "User", "UserPatch"}
        for name in shape.get("properties", {})
    }
    assert "password" in bodies
    assert not {one for one in fields | bodies if "question" in one or "hint" in one or "answer" in one}


@pytest.mark.asvs("6.4.3")
async def test_a_new_password_by_mail_leaves_the_second_factor_on(world: World) -> None:
    company = await world.company()
    manager = await company.manager
    app = await enrolled(manager)
    await world.http.post("/api/auth/password/forgot", json={"email": manager.email})
    await world.run_jobs()
    page = await company.organizer.get("/api/auth/outbox-mails", toAddress=manager.email)
    token = next(
        re.findall(r"reset\?token=(\S+)", mail["text"])[0] for mail in page["items"] if "reset?" in mail["text"]
    )
    reset = await world.http.post("/api/auth/password/reset", json={"token": token, "password": PASSWORD})
    assert reset.status_code == 204
    assert not reset.content, "it signs nobody in"
    assert "set-cookie" not in reset.headers
    step = await first_step(world, manager.email)
    assert step["mfaRequired"]
    assert (await second_step(world, step["mfaToken"], app.backup_codes[0])).status_code == 200


@pytest.mark.asvs("6.5.3")
def test_nothing_secret_comes_from_a_predictable_generator() -> None:
    for path in AUTH.rglob("*.py"):
        names = {
            alias.name
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in (node.names if isinstance(node, ast.Import) else [ast.alias(node.module or "")])
        }
        assert "random" not in names, path


@pytest.mark.asvs("6.5.3", "6.5.4")
async def test_codes_have_bits_enough_and_differ(world: World) -> None:
    company = await world.company()
    apps = [await enrolled(await company.person(role)) for role in ("Manager", "Client")]
    codes = [code for app in apps for code in app.backup_codes]
    assert len(set(codes)) == 20
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", code) for code in codes), "80 bits"
    secrets = [re.sub(r"\W", "", app._totp.secret) for app in apps]
    assert len(set(secrets)) == 2
    assert min(len(secret) for secret in secrets) >= 32, "160 bits"


@pytest.mark.asvs("6.3.2")
async def test_an_empty_installation_has_no_accounts(cluster: TestCluster) -> None:
    """The migrations make nobody; the demo is loaded where others cannot reach it, or when asked for."""
    import asyncpg  # noqa: PLC0415 -- beside its use

    from tests.conftest import migrated  # noqa: PLC0415 -- beside its use

    fresh = await create_database(cluster, await migrated(cluster))
    try:
        connection = await asyncpg.connect(fresh.admin)
        assert await connection.fetchval("SELECT count(*) FROM auth.users") == 0
        await connection.close()
    finally:
        await drop_database(cluster, fresh)


@pytest.mark.asvs("6.3.6")
async def test_a_mail_alone_signs_nobody_in(world: World) -> None:
    """Whatever comes by mail to somebody with an account, a password or a factor is asked for."""
    document = (await world.http.get("/schema/openapi.json")).json()
    assert not [path for path in document["paths"] if "magic" in path or "one-time-link" in path]
    company, other = await world.company(), await world.company()
    contributor = await company.contributor
    await other.organizer.post("/api/auth/invitations", {"email": contributor.email, "roleName": "Client"})
    token = await world.invitation_token(other.organizer, contributor.email)
    body = {"token": token, "password": "another password", "firstName": "A", "lastName": "B"}
    assert (await world.http.post("/api/auth/invitations/accept", json=body)).status_code == 401
