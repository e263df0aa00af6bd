"""Secrets at rest: sealed with AES-256-GCM under a key derived from the settings' secret."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class Seal:
    """Seals and opens bytes. What was sealed for one purpose cannot be opened as another.

    The present secret seals; what one of the `former` sealed is opened too.
    """

    def __init__(self, secret: str, former: Sequence[str] = ()) -> None:
        self._secrets = [one.encode() for one in (secret, *former)]
        self._ciphers: dict[str, list[AESGCM]] = {}

    def key(self, purpose: str) -> bytes:
        """A key of 32 bytes for that purpose alone (HKDF, RFC 5869)."""
        return self.keys(purpose)[0]

    def keys(self, purpose: str) -> list[bytes]:
        """That key, and those made of the former secrets: for what was signed with them and is still about."""
        info = f"vistone {purpose}".encode()
        return [HKDF(SHA256(), 32, None, info).derive(secret) for secret in self._secrets]

    def _known(self, purpose: str) -> list[AESGCM]:
        if purpose not in self._ciphers:
            self._ciphers[purpose] = [AESGCM(key) for key in self.keys(purpose)]
        return self._ciphers[purpose]

    def close(self, purpose: str, plain: bytes) -> bytes:
        """The sealed form: a random nonce and the encrypted, authenticated bytes."""
        nonce = os.urandom(_NONCE)
        return nonce + self._known(purpose)[0].encrypt(nonce, plain, purpose.encode())

    def open(self, purpose: str, sealed: bytes) -> bytes:
        """What was sealed. WrongKeyError when it was sealed for something else, with an unknown key, or altered."""
        return self._open(purpose, sealed)[1]

    def renewed(self, purpose: str, sealed: bytes) -> bytes | None:
        """The same, sealed with the present key; None when it is already. WrongKeyError as `open`."""
        place, plain = self._open(purpose, sealed)
        return self.close(purpose, plain) if place else None

    def _open(self, purpose: str, sealed: bytes) -> tuple[int, bytes]:
        for place, cipher in enumerate(self._known(purpose)):
            try:
                return place, cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], purpose.encode())
            except (InvalidTag, ValueError):  # ValueError: too short to be sealed at all
                continue
        raise WrongKeyError(f"this was not sealed as {purpose!r} with the present key or a former one")


class WrongKeyError(ValueError):
    """Something cannot be opened with the keys at hand."""


def secret_of(data_dir: Path) -> str:
    """The secret kept in the data folder, made on first use; readable by its owner alone."""
    path = data_dir / "secret.key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".secret-{secrets.token_hex(8)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)  # fails when another process was first; its secret then counts
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()
