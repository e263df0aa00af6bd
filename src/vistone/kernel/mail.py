"""Mail: rendered from templates, built so that no value can become a header, sent by SMTP or laid in an outbox."""

import asyncio
import re
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

import aiosmtplib
import idna
from jinja2 import BaseLoader, StrictUndefined, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct

from vistone.kernel import clock
from vistone.kernel.errors import Invalid
from vistone.kernel.jobs import GiveUp

# What browsers take for an address (HTML Living Standard, "valid email address"), with the lengths of RFC 5321. Quoted
# local parts and those beyond ASCII are left out: most servers refuse them.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_HEADERS = re.compile(r"X-[A-Za-z0-9-]{1,60}|Reply-To|In-Reply-To|References|List-Id|Precedence")
_LONGEST_SUBJECT = 250


class TryAgain(Exception):  # noqa: N818 -- says what follows, not only that something failed
    """The mail could not be handed over now: no connection, no answer in time, a 4xx, or settings to be put right."""


class Refused(GiveUp):
    """The server will never take this mail (5xx): the job that sends it is held at once."""


class Mail(Struct, frozen=True):
    """One mail to one person."""

    to: str
    subject: str
    text: str
    html: str | None = None
    unsubscribe_url: str | None = None
    """Where one POST ends mails of this kind (RFC 8058); https."""
    headers: dict[str, str] = {}
    """More headers: `Reply-To`, `In-Reply-To`, `References`, `List-Id`, `Precedence`, `X-…`."""


class Outbox(Protocol):
    """Where mail rests when there is no SMTP server."""

    async def put(self, mail: Mail, *, id: UUID) -> None:
        """Keeps the mail. A second one with the same id changes nothing."""


class Mailer(Protocol):
    """A way for mail to leave."""

    async def send(self, mail: Mail, *, id: UUID) -> None:
        """Hands the mail over. `id`, the job's, makes its Message-ID: a repetition can be told as one.

        Raises TryAgain, Refused, and Invalid for a mail that cannot be built.
        """


def mailer(url: str | None, sender: str, outbox: Outbox) -> Mailer:
    """The way that the settings ask for: SMTP with `mail_url`, else the outbox. ValueError names what does not fit."""
    return SmtpMailer(url, sender) if url else OutboxMailer(sender, outbox)


def check_address(address: str, field: str = "email") -> str:
    """The address in its one spelling: domain in lower case and ASCII (IDNA 2008). Raises Invalid naming `field`.

    Says nothing of whether mail arrives there; that is what the mail with the confirming link is for.
    """
    local, at, domain = address.strip().rpartition("@")
    try:
        host = idna.encode(domain, uts46=True).decode().lower() if domain else ""
    except idna.IDNAError:
        host = ""
    if not at or not host or "." not in f"{host}." or not _LOCAL.fullmatch(local):
        raise Invalid(field, "Write an e-mail address such as name@example.com.")
    if len(local) > 64 or len(local) + 1 + len(host) > 254:
        raise Invalid(field, "An e-mail address has at most 64 characters before the @ and 254 in all.")
    return f"{local}@{host}"


class Templates:
    """Mail templates: `<name>.subject.txt`, `<name>.txt` and, if there is one, `<name>.html`.

    They run in Jinja's sandbox; values in HTML are escaped; a value that is missing is an error, not a gap.
    """

    def __init__(self, loader: BaseLoader) -> None:
        self._environment = ImmutableSandboxedEnvironment(
            loader=loader,
            autoescape=select_autoescape(["html"], default=False),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, name: str, to: str, values: Mapping[str, Any], *, unsubscribe_url: str | None = None) -> Mail:
        """The mail of that name, filled in. jinja2.TemplateError for a template that is missing or wrong."""
        names = set(self._environment.list_templates(filter_func=lambda found: found.startswith(f"{name}.")))
        html = self._fill(f"{name}.html", values) if f"{name}.html" in names else None
        return Mail(
            to=to,
            subject=one_line(self._fill(f"{name}.subject.txt", values)),
            text=self._fill(f"{name}.txt", values),
            html=html,
            unsubscribe_url=unsubscribe_url,
        )

    def _fill(self, name: str, values: Mapping[str, Any]) -> str:
        return self._environment.get_template(name).render(values)


def one_line(text: str) -> str:
    """Text as a header can carry it: one line, no control characters, at most 250 characters."""
    plain = "".join(c if c.isprintable() or c.isspace() else " " for c in text)
    return " ".join(plain.split())[:_LONGEST_SUBJECT]


def build(mail: Mail, sender: str, id: UUID) -> EmailMessage:
    """The mail as a message. Raises Invalid naming the field that cannot stand in one."""
    message = EmailMessage(policy=SMTP_POLICY)
    sender_name, sender_address = _sender(sender)
    _set(message, "From", f"{_quoted(sender_name)} <{sender_address}>" if sender_name else sender_address, "from")
    _set(message, "To", check_address(mail.to, "to"), "to")
    _set(message, "Subject", one_line(mail.subject), "subject")
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{id}@{sender_address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe_url is not None:
        if not re.fullmatch(r"https?://[!-;=?-~]+", mail.unsubscribe_url):
            raise Invalid("unsubscribeUrl", "Write an address that begins with https://.")
        _set(message, "List-Unsubscribe", f"<{mail.unsubscribe_url}>", "unsubscribeUrl")
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    for name, value in mail.headers.items():
        if not _HEADERS.fullmatch(name):
            raise Invalid(f"headers.{name}", "This header cannot be set by a mail.")
        _set(message, name, value, f"headers.{name}")
    message.set_content(_encodable(mail.text))
    if mail.html is not None:
        message.add_alternative(_encodable(mail.html), subtype="html")
    return message


def _set(message: EmailMessage, name: str, value: str, field: str) -> None:
    if any(c in value for c in "\r\n\0"):
        raise Invalid(field, "A header has one line.")
    try:
        message[name] = _encodable(value)
    except (ValueError, IndexError) as error:  # IndexError: the parser's way to refuse some broken addresses
        raise Invalid(field, f"This cannot stand in a header: {error}") from error


def _encodable(text: str) -> str:
    """Without lone surrogates, which no encoding has."""
    return text.encode("utf-8", "replace").decode()


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _sender(sender: str) -> tuple[str, str]:
    name, address = parseaddr(sender)
    try:
        return one_line(name), check_address(address, "mail_from")
    except Invalid as error:
        raise ValueError(f"mail_from: {sender!r} is no sender; write Name <name@example.com>") from error


class OutboxMailer:
    """Lays mail into the outbox, after the same checks as if it were sent."""

    def __init__(self, sender: str, outbox: Outbox) -> None:
        _sender(sender)
        self._from = sender
        self._outbox = outbox

    async def send(self, mail: Mail, *, id: UUID) -> None:
        """Keeps the mail. Raises Invalid."""
        build(mail, self._from, id)
        await self._outbox.put(mail, id=id)


class SmtpMailer:
    """Sends through the server at `smtp://user:password@host:587?tls=starttls`, or `smtps://` (TLS from the start).

    `tls` is `starttls` (insisted upon; default of smtp://), `implicit` (default of smtps://) or `none`; `ca` names a
    file with the certificates to trust instead of the system's. A mail takes at most `seconds`.
    """

    def __init__(self, url: str, sender: str, *, seconds: float = 30.0) -> None:
        _sender(sender)
        self._from = sender
        self._seconds = seconds
        self._options = _options(url)

    async def send(self, mail: Mail, *, id: UUID) -> None:
        """Hands the mail to the server. Raises TryAgain, Refused, Invalid."""
        message = build(mail, self._from, id)
        client = aiosmtplib.SMTP(timeout=self._seconds, **self._options)
        try:
            async with asyncio.timeout(self._seconds):
                async with client:
                    await client.send_message(message)
        except TimeoutError as error:
            raise TryAgain(f"The mail server did not finish within {self._seconds:g} seconds.") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _verdict(error) from error


def _verdict(error: Exception) -> Exception:
    """Whether another try can help. Only what the server says of this one mail is final."""
    text = f"{type(error).__name__}: {error}"
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        final = bool(error.recipients) and all(refusal.code >= 500 for refusal in error.recipients)
    else:
        of_the_mail = aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPDataError
        final = isinstance(error, of_the_mail) and error.code >= 500
    return Refused(text) if final else TryAgain(text)


def _options(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("mail_url: write smtp://user:password@host:587?tls=starttls or smtps://user:password@host")
    query = parse_qs(parts.query, keep_blank_values=True)
    if strangers := sorted(set(query) - {"tls", "ca"}):
        raise ValueError(f"mail_url: {strangers[0]} is not known; tls and ca are")
    tls = query.get("tls", ["starttls" if parts.scheme == "smtp" else "implicit"])[-1]
    if tls not in {"starttls", "implicit", "none"}:
        raise ValueError(f"mail_url: tls is starttls, implicit or none, not {tls!r}")
    if tls == "none" and parts.username and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise ValueError("mail_url: with tls=none the password would travel unprotected")
    try:
        port = parts.port
        context = ssl.create_default_context(cafile=query["ca"][-1] if "ca" in query else None)
    except (ValueError, OSError) as error:
        raise ValueError(f"mail_url: {error}") from error
    return {
        "hostname": parts.hostname,
        "port": port or {"starttls": 587, "implicit": 465, "none": 25}[tls],
        "username": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
        "use_tls": tls == "implicit",
        "start_tls": tls == "starttls",
        "tls_context": context if tls != "none" else None,
    }
