"""The mails of `auth`: their words lie in `auth/mails`."""

from collections.abc import Mapping

from jinja2 import PackageLoader

from vistone.kernel.db import WriteTx
from vistone.kernel.mail import Templates
from vistone.kernel.outbox import post

_templates = Templates(PackageLoader("vistone.auth", "mails"))


async def send(tx: WriteTx, name: str, to: str, values: Mapping[str, object]) -> None:
    """Posts the mail of that name with the change that causes it."""
    await post(tx, _templates.render(name, to, dict(values)))
