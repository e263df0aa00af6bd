"""Mail against real SMTP receivers: one that takes it, ones that refuse, one that hangs, with TLS and without."""

import asyncio
import contextlib
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, UndefinedError
from jinja2.exceptions import SecurityError

from vistone.kernel.errors import Invalid
from vistone.kernel.ids import new_id
from vistone.kernel.jobs import GiveUp
from vistone.kernel.mail import Mail, Refused, SmtpMailer, Templates, TryAgain, build, check_address, mailer, one_line

SENDER = "Vistone <vistone@example.com>"
MAIL = Mail(to="anna@example.org", subject="Grüße", text="Hällo\n.\nEnde", html="<p>Hällo</p>")
TEXT = st.text(st.characters(exclude_categories=[]))


class Receiver:
    """An SMTP server's mind: what it answers, and what it was given."""

    def __init__(self, recipient: str = "250 OK", data: str = "250 OK") -> None:
        self.recipient = recipient
        self.data = data
        self.mails: list[tuple[Envelope, EmailMessage]] = []

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- same
        if self.data.startswith("250"):
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(envelope.content, policy=default)
            assert isinstance(message, EmailMessage)
            self.mails.append((envelope, message))
        return self.data


@contextlib.asynccontextmanager
async def receiving(receiver: Receiver, *, tls: ssl.SSLContext | None = None, **options: Any) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(receiver, loop=loop, **options), "127.0.0.1", 0, ssl=tls)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.asyncio
async def test_a_mail_arrives_as_it_was_written() -> None:
    receiver, id = Receiver(), new_id()
    mail = Mail(
        to="Anna.B+x@BÜCHER.example",
        subject="Grüße, Anna",
        text="Hällo\n.\nEnde\n" + "lang " * 500,
        html="<p>Hällo</p>",
        unsubscribe_url="https://example.com/u?t=1",
        headers={"Reply-To": "team@example.com", "X-Kind": "task"},
    )
    async with receiving(receiver) as port:
        sender = SmtpMailer(f"smtp://127.0.0.1:{port}?tls=none", SENDER)
        await sender.send(mail, id=id)
        await sender.send(mail, id=id)
    (envelope, first), (_, second) = receiver.mails
    assert envelope.rcpt_tos == ["Anna.B+x@xn--bcher-kva.example"]
    assert envelope.mail_from == "vistone@example.com"
    assert (first["From"], first["To"], first["Subject"]) == (
        "Vistone <vistone@example.com>", "Anna.B+x@xn--bcher-kva.example", "Grüße, Anna"
    )  # fmt: skip
    assert first["Message-ID"] == second["Message-ID"] == f"<{id}@example.com>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert (first["Reply-To"], first["X-Kind"]) == ("team@example.com", "task")
    assert first["List-Unsubscribe"] == "<https://example.com/u?t=1>"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = first.get_body(["plain"]), first.get_body(["html"])
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n").rstrip("\n") == mail.text.rstrip("\n")
    assert html.get_content().strip() == mail.html


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("recipient", "data", "outcome"),
    [
        ("550 No such user", "250 OK", Refused),
        ("451 Greylisted", "250 OK", TryAgain),
        ("250 OK", "554 Spam", Refused),
        ("250 OK", "452 Full", TryAgain),
    ],
)
async def test_never_and_not_now_are_told_apart(recipient: str, data: str, outcome: type[Exception]) -> None:
    receiver = Receiver(recipient, data)
    async with receiving(receiver) as port:
        with pytest.raises(outcome, match=recipient[4:] if recipient[0] != "2" else data[4:]):
            await SmtpMailer(f"smtp://127.0.0.1:{port}?tls=none", SENDER).send(MAIL, id=new_id())
    assert receiver.mails == []
    assert issubclass(Refused, GiveUp), "the job is held at once"


@pytest.mark.asyncio
async def test_a_server_that_hangs_or_is_not_there_is_tried_again() -> None:
    ended: list[asyncio.Event] = []
    port = 0

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 hello\r\n")
        while line := await reader.readline():  # each answer in time, the whole never
            await asyncio.sleep(0.2)
            writer.write(b"250-x\r\n" * 3 + b"250 ok\r\n" if line.startswith(b"EHLO") else b"250 ok\r\n")
            await writer.drain()

    def serving(behaviour: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]) -> Any:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            ended.append(asyncio.Event())
            with contextlib.suppress(ConnectionError):
                await behaviour(reader, writer)
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
            ended[-1].set()

        return serve

    for behaviour in (silent, slow):
        server = await asyncio.start_server(serving(behaviour), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        begun = time.monotonic()
        with pytest.raises(TryAgain):
            await SmtpMailer(f"smtp://127.0.0.1:{port}?tls=none", SENDER, seconds=0.5).send(MAIL, id=new_id())
        assert time.monotonic() - begun < 2
        server.close()
        await ended[-1].wait()
    with pytest.raises(TryAgain):
        await SmtpMailer(f"smtp://127.0.0.1:{port}?tls=none", SENDER).send(MAIL, id=new_id())


def _auth(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"me@x", b"p/w:1"), handled=False)


# The receiver of smtps:// has TLS from the start, which aiosmtpd does not count.
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
@pytest.mark.asyncio
@pytest.mark.parametrize("kind", ["smtp", "smtps"])
async def test_tls_is_insisted_upon_and_certificates_are_checked(
    certificate: tuple[Path, ssl.SSLContext], kind: str
) -> None:
    ca, context = certificate
    receiver = Receiver()
    options: dict[str, Any] = {"authenticator": _auth, "auth_required": True}
    if kind == "smtp":
        options |= {"tls_context": context, "require_starttls": True}
    else:
        options |= {"tls": context, "auth_require_tls": False}
    async with receiving(receiver, **options) as port:
        good = f"{kind}://me%40x:p%2Fw%3A1@127.0.0.1:{port}?ca={ca}"
        await SmtpMailer(good, SENDER).send(MAIL, id=new_id())
        with pytest.raises(TryAgain, match="CERTIFICATE_VERIFY_FAILED"):
            await SmtpMailer(good.partition("?")[0], SENDER).send(MAIL, id=new_id())
        with pytest.raises(TryAgain, match="Auth"):
            await SmtpMailer(good.replace("p%2F", "q"), SENDER).send(MAIL, id=new_id())
    assert len(receiver.mails) == 1
    async with receiving(receiver) as port:
        with pytest.raises(TryAgain):
            await SmtpMailer(f"{kind}://127.0.0.1:{port}?ca={ca}", SENDER, seconds=2).send(MAIL, id=new_id())
    assert len(receiver.mails) == 1, "never in the clear"


@pytest.mark.asyncio
async def test_without_a_server_mail_rests_in_the_outbox() -> None:
    class Box:
        def __init__(self) -> None:
            self.kept: dict[UUID, Mail] = {}

        async def put(self, mail: Mail, *, id: UUID) -> None:
            self.kept.setdefault(id, mail)

    box, id = Box(), new_id()
    way = mailer(None, SENDER, box)
    await way.send(MAIL, id=id)
    with pytest.raises(Invalid):
        await way.send(Mail(to="nobody", subject="", text=""), id=new_id())
    assert box.kept == {id: MAIL}


@pytest.mark.parametrize(
    "url",
    ["", "http://x", "smtp://", "smtp://h?tls=maybe", "smtp://h?x=1", "smtp://u:p@mail.example?tls=none",
     "smtp://h:99999", "smtp://h?ca=/nowhere"],
)  # fmt: skip
def test_settings_that_do_not_fit_are_named(url: str) -> None:
    with pytest.raises(ValueError, match="mail_url"):
        SmtpMailer(url, SENDER)
    with pytest.raises(ValueError, match="mail_from"):
        SmtpMailer("smtp://h", "nobody")


@pytest.mark.parametrize(
    ("address", "spelling"),
    [
        (" anna@Example.ORG ", "anna@example.org"),
        ("a.b+c=d@x.co", "a.b+c=d@x.co"),
        ("o'neil@bücher.de", "o'neil@xn--bcher-kva.de"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_addresses_have_one_spelling(address: str, spelling: str) -> None:
    assert check_address(address) == spelling


@pytest.mark.parametrize(
    "address",
    ["", "a", "@x.org", "a@", "a@@x.org", "a b@x.org", "a@x..org", "a@-x.org", ".a@x.org", "a.@x.org",
     "a@x.org\nBcc: b@x.org",
     "a@x.org, b@x.org",
     "<a@x.org>", "ä@x.org", f"{'a' * 65}@x.org", f"a@{'x' * 64}.org", f"a@{'x.' * 130}org",
     "a@x\0.org",
     '"a b"@x.org', "a@[127.0.0.1]"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_address(address, "to")
    assert caught.value.errors[0].field == "to"


@given(subject=TEXT, text=TEXT, html=TEXT, header=TEXT, name=TEXT)
def test_no_value_becomes_a_header(subject: str, text: str, html: str, header: str, name: str) -> None:
    mail = Mail(to="a@x.org", subject=subject, text=text, html=html, headers={"X-Kind": header, name: "v"})
    with contextlib.suppress(Invalid):
        build(mail, SENDER, new_id()).as_bytes()
    plain = Mail(to="a@x.org", subject=subject, text=text, html=html)
    found = message_from_bytes(build(plain, SENDER, new_id()).as_bytes(), policy=default)
    assert set(found.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "mail"),
    [
        ("headers.Bcc", Mail("a@x.org", "", "", headers={"Bcc": "b@x.org"})),
        ("headers.X-A", Mail("a@x.org", "", "", headers={"X-A": "b\r\nBcc: b@x.org"})),
        ("headers.X-A\nBcc", Mail("a@x.org", "", "", headers={"X-A\nBcc": "b"})),
        ("to", Mail("a@x.org\r\nBcc: b@x.org", "", "")),
        ("unsubscribeUrl", Mail("a@x.org", "", "", unsubscribe_url="https://x>\r\nBcc: b@x.org")),
        ("unsubscribeUrl", Mail("a@x.org", "", "", unsubscribe_url="javascript:alert(1)")),
    ],
)
def test_an_injection_is_refused_by_name(field: str, mail: Mail) -> None:
    with pytest.raises(Invalid) as caught:
        build(mail, SENDER, new_id())
    assert caught.value.errors[0].field == field


def test_templates_escape_html_alone_and_keep_subjects_on_one_line() -> None:
    templates = Templates(
        DictLoader(
            {
                "layout.html": "<main>{% block body %}{% endblock %}</main>",
                "hello.subject.txt": "Hello\n {{ name }}",
                "hello.txt": "Dear {{ name }}",
                "hello.html": '{% extends "layout.html" %}{% block body %}<b>{{ name }}</b>{% endblock %}',
                "bare.subject.txt": "x",
                "bare.txt": "x",
                "evil.subject.txt": "{{ name.__class__.__mro__[1].__subclasses__() }}",
                "evil.txt": "",
            }
        )
    )
    mail = templates.render("hello", "a@x.org", {"name": "<A> & B\r\nBcc: c@x.org"})
    assert mail.subject == "Hello <A> & B Bcc: c@x.org"
    assert mail.text.startswith("Dear <A> & B")
    assert mail.html == "<main><b>&lt;A&gt; &amp; B\r\nBcc: c@x.org</b></main>"
    assert templates.render("bare", "a@x.org", {}).html is None
    with pytest.raises(UndefinedError):
        templates.render("hello", "a@x.org", {})
    with pytest.raises(SecurityError):
        templates.render("evil", "a@x.org", {"name": "x"})
    assert one_line("a\x85b\u2028c\x1b" + "x" * 400) == "a b c " + "x" * 244
