"""Every setting there is: read once from the environment, checked, documented. `vistone settings` prints them."""

import os
import types
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta, Struct

PREFIX = "VISTONE_"


class Settings(Struct, frozen=True, kw_only=True):
    """The settings, each read from `VISTONE_<NAME IN CAPITALS>`."""

    host: Annotated[str, Meta(description="Address that the web process listens on.")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535, description="Port that the web process listens on.")] = 8080
    public_url: Annotated[
        str | None,
        Meta(
            description="Address under which people reach Vistone, for links in mails and for cookies; "
            "http://<host>:<port> unless set. With https:// cookies are Secure."
        ),
    ] = None
    data_dir: Annotated[Path, Meta(description="Folder of the embedded database, the uploaded files and the logs.")] = (
        Path("data")
    )
    database_url: Annotated[
        str | None,
        Meta(description="A PostgreSQL 16 or later with pgvector, as owner; unset: the embedded one."),
    ] = None
    app_database_url: Annotated[
        str | None, Meta(description="The same database as the role that the app runs under; unset: made by us.")
    ] = None
    database_pooled: Annotated[
        bool,
        Meta(
            description="The database is behind a pooler of transactions (PgBouncer) or is a Citus cluster: every read "
            "is then a transaction of its own, two round trips more."
        ),
    ] = False
    pool_size: Annotated[int, Meta(ge=1, le=200, description="Database connections of one process.")] = 10
    pool_wait_seconds: Annotated[
        float, Meta(gt=0, le=60, description="How long a request waits for a database connection before 503.")
    ] = 5.0
    statement_timeout_seconds: Annotated[
        float, Meta(gt=0, le=600, description="Longest that one SQL statement of a request may take.")
    ] = 15.0
    requests_in_flight: Annotated[
        int, Meta(ge=1, le=10_000, description="Requests that one web process works on at once before it says 503.")
    ] = 200
    web_workers: Annotated[int, Meta(ge=1, le=64, description="Web processes that `up` and `serve` start.")] = 1
    files_url: Annotated[
        str | None,
        Meta(description="Where uploaded files rest: file:///, s3://, gs:// or az://; unset: <data_dir>/files."),
    ] = None
    upload_bytes: Annotated[int, Meta(ge=1024, description="Largest file that may be uploaded, in bytes.")] = (
        100 * 1024 * 1024
    )
    body_bytes: Annotated[int, Meta(ge=1024, description="Largest body of any other request, in bytes.")] = (
        2 * 1024 * 1024
    )
    mail_url: Annotated[
        str | None,
        Meta(description="SMTP server, smtp://user:password@host:587?tls=starttls; unset: mail rests in the outbox."),
    ] = None
    mail_from: Annotated[str, Meta(description="Sender of every mail.")] = "Vistone <vistone@localhost>"
    secret_key: Annotated[
        Annotated[str, Meta(min_length=32)] | None,
        Meta(
            description="Seals secrets that rest in the database; unset: one is made and kept in <data_dir>/secret.key.",
        ),
    ] = None
    secret_keys_old: Annotated[
        str | None,
        Meta(
            description="Former values of VISTONE_SECRET_KEY, with commas between: what they sealed can still be opened, "
            "until `vistone auth reseal` has sealed it anew.",
        ),
    ] = None
    signing_key_days: Annotated[
        int, Meta(ge=1, le=3650, description="After how many days another key signs the access tokens.")
    ] = 90
    access_token_seconds: Annotated[int, Meta(ge=30, le=3600, description="How long an access token is good for.")] = (
        600
    )
    refresh_token_days: Annotated[
        int, Meta(ge=1, le=365, description="How long a sign-in lasts without being used.")
    ] = 30
    session_days: Annotated[
        int, Meta(ge=1, le=3650, description="How long a sign-in lasts at most, however much it is used.")
    ] = 90
    refresh_grace_seconds: Annotated[
        int, Meta(ge=0, le=60, description="How long a used refresh token may be repeated (a lost answer).")
    ] = 10
    registrations_per_hour: Annotated[
        int, Meta(ge=1, description="How many accounts one address may make in an hour before it has to wait.")
    ] = 20
    invitations_per_hour: Annotated[
        int, Meta(ge=1, description="How many invitations an organization may mail in an hour before it has to wait.")
    ] = 200
    verified_email_required: Annotated[
        bool,
        Meta(
            description="Whether people prove their address, by the link in the mail, before they can do anything else."
        ),
    ] = False
    proxies: Annotated[
        int,
        Meta(ge=0, le=9, description="How many proxies of yours stand before Vistone and add to X-Forwarded-For."),
    ] = 0
    private_network: Annotated[
        bool,
        Meta(
            description="Whether Vistone may ask servers of your own network for what people enter (identity providers, "
            "webhooks), also over http; false keeps people from reaching into it."
        ),
    ] = False
    dns_servers: Annotated[
        str | None,
        Meta(
            description="Name servers for the proof of domains, with commas between (192.0.2.1 or 192.0.2.1:5353); "
            "unset: those of the system."
        ),
    ] = None
    breach_url: Annotated[
        str | None,
        Meta(
            description="A service of breached passwords that is asked for new ones by the first 5 digits of their SHA-1, "
            "such as https://api.pwnedpasswords.com/range; unset: nobody is asked."
        ),
    ] = None
    invitation_days: Annotated[int, Meta(ge=1, le=90, description="How long an invitation can be accepted.")] = 7
    kyc_kept_days: Annotated[
        int,
        Meta(
            ge=0,
            le=3650,
            description="How many days after a decision the documents of identity checks are kept, and those that were "
            "gathered and not handed in after their last change; 0: for good.",
        ),
    ] = 0
    events_kept_days: Annotated[
        int, Meta(ge=1, le=3650, description="How long live updates can be resumed. Histories of tasks stay.")
    ] = 30
    demo: Annotated[
        bool | None,
        Meta(
            description="Whether the first `up` loads the demo organization, whose passwords everybody knows; false starts "
            "empty, at the page to register. Unset: where Vistone is reached from this machine alone."
        ),
    ] = None
    log_format: Annotated[
        str, Meta(pattern="^(json|console)$", description="`json` for machines, `console` for people.")
    ] = "json"
    log_level: Annotated[
        str, Meta(pattern="^(debug|info|warning|error)$", description="Least severe line that is logged.")
    ] = "info"

    @property
    def origin(self) -> str:
        """The origin that browsers see, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def former_secrets(self) -> tuple[str, ...]:
        """The former values of the secret."""
        return tuple(one.strip() for one in (self.secret_keys_old or "").split(",") if one.strip())

    @property
    def loads_demo(self) -> bool:
        """Whether the first start loads the demo: never unasked where others can reach its known passwords."""
        if self.demo is not None:
            return self.demo
        return self.public_url is None and self.host in {"127.0.0.1", "::1", "localhost"}

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies carry `Secure` and the `__Host-` prefix: whenever people come over https."""
        return self.origin.startswith("https://")


class SettingsError(Exception):
    """A setting cannot be read; the message names it and says what would be right."""


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `environ`.

    Raises SettingsError for a value that does not fit and for a `VISTONE_` name that is no setting, so that a
    misspelt one does not pass in silence.
    """
    known = {PREFIX + name.upper(): name for name in Settings.__struct_fields__}
    if strangers := sorted(key for key in environ if key.startswith(PREFIX) and key not in known):
        raise SettingsError(f"{strangers[0]} is no setting. `vistone settings` lists the ones there are.")
    kinds = get_type_hints(Settings, include_extras=True)
    values: dict[str, Any] = {}
    for key, name in known.items():
        text = environ.get(key)
        if text is None or text == "":
            continue
        try:
            values[name] = msgspec.convert(text, kinds[name], strict=False, dec_hook=_path)
        except msgspec.ValidationError as error:
            raise SettingsError(f"{key} = {text!r}: {error}. {describe(name).description}") from None
    return Settings(**values)


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return read_settings()


class Setting(Struct, frozen=True):
    """One line of `vistone settings`."""

    name: str
    kind: str
    default: str
    description: str


def describe(field: str) -> Setting:
    """What there is to know of the setting kept in the field of that name."""
    annotation = get_type_hints(Settings, include_extras=True)[field]
    base, meta = annotation.__origin__, annotation.__metadata__[0]
    default = next(f.default for f in msgspec.structs.fields(Settings) if f.name == field)
    return Setting(
        name=PREFIX + field.upper(),
        kind=_kind(base),
        default="" if default is None else str(default),
        description=meta.description,
    )


def _kind(base: Any) -> str:
    if get_origin(base) in (Union, types.UnionType):
        base = next(arg for arg in get_args(base) if arg is not type(None))
    base = getattr(base, "__origin__", base)
    return {Path: "path", bool: "true or false", str: "text", int: "whole number", float: "number"}[base]


def _path(kind: type, value: Any) -> Any:
    if kind is Path:
        return Path(value).expanduser()
    raise NotImplementedError(kind)
