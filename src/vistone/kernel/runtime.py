"""What a process has once it has started: the context of jobs, and the state behind requests."""

from msgspec import Struct

from vistone.kernel.db import Database
from vistone.kernel.files import Files
from vistone.kernel.mail import Mailer
from vistone.kernel.outbound import Outbound
from vistone.kernel.seal import Seal
from vistone.kernel.settings import Settings


class Runtime(Struct, frozen=True):
    """The means of a process. `mailer` is None where no mail server is set: mail is then kept."""

    settings: Settings
    database: Database
    seal: Seal
    files: Files
    mailer: Mailer | None = None
    outbound: Outbound = Outbound()
