"""Secrets at rest: sealed with AES-256-GCM under a key derived from the settings' secret."""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class Seal:
    """Seals and opens bytes. What was sealed for one purpose cannot be opened as another."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._ciphers: dict[str, AESGCM] = {}

    def key(self, purpose: str) -> bytes:
        """A key of 32 bytes for that purpose alone (HKDF, RFC 5869)."""
        return HKDF(SHA256(), 32, None, f"vistone {purpose}".encode()).derive(self._secret)

    def _cipher(self, purpose: str) -> AESGCM:
        if purpose not in self._ciphers:
            self._ciphers[purpose] = AESGCM(self.key(purpose))
        return self._ciphers[purpose]

    def close(self, purpose: str, plain: bytes) -> bytes:
        """The sealed form: a random nonce and the encrypted, authenticated bytes."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher(purpose).encrypt(nonce, plain, purpose.encode())

    def open(self, purpose: str, sealed: bytes) -> bytes:
        """What was sealed. ValueError when it was sealed for something else, with another key, or altered."""
        try:
            return self._cipher(purpose).decrypt(sealed[:_NONCE], sealed[_NONCE:], purpose.encode())
        except InvalidTag:
            raise ValueError(f"this was not sealed as {purpose!r} with the present key") from None


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
