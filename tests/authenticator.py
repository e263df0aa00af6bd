"""An authenticator in software: makes passkeys and signs with them, as WebAuthn says, for tests over HTTP.

Written after the specification (WebAuthn Level 3, 6.1 and 6.5), not after our own reading of answers.
"""

import base64
import copy
import hashlib
import json
import os
from typing import Any, Self

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN = "http://127.0.0.1:8080"
_USER_PRESENT, _USER_VERIFIED, _BACKUP_ELIGIBLE, _BACKED_UP, _ATTESTED = 0x01, 0x04, 0x08, 0x10, 0x40


def encoded(raw: bytes) -> str:
    """Bytes as WebAuthn's JSON has them."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Authenticator:
    """One passkey, made by `create` and used by `get`. Its properties may be changed to make bad answers."""

    def __init__(self, *, origin: str = ORIGIN, verifies: bool = True, backed_up: bool = False) -> None:
        self.origin = origin
        self.verifies = verifies
        self.backed_up = backed_up
        self.counts = True
        self.count = 0
        self.rp_id: str | None = None
        self.user_handle = b""
        self.cross_origin = False
        self.credential_id = os.urandom(32)
        self._key = ec.generate_private_key(ec.SECP256R1())

    def copy(self) -> Self:
        """A clone of the device, as it is now."""
        key, self._key = self._key, None  # type: ignore[assignment]  # keys cannot be copied
        clone = copy.deepcopy(self)
        clone._key = self._key = key
        return clone

    def _client_data(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": self.cross_origin}
        return json.dumps(told).encode()

    def _data(self, rp_id: str, flags: int, attested: bytes = b"") -> bytes:
        flags |= _USER_PRESENT | (_USER_VERIFIED if self.verifies else 0)
        flags |= (_BACKUP_ELIGIBLE | _BACKED_UP) if self.backed_up else 0
        if self.counts:
            self.count += 1
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big") + attested

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.create()` answers."""
        assert {"type": "public-key", "alg": -7} in options["pubKeyCredParams"]
        self.user_handle = decoded(options["user"]["id"])
        point = self._key.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + key
        data = self._data(self.rp_id or options["rp"]["id"], _ATTESTED, attested)
        answer = {
            "clientDataJSON": encoded(self._client_data("webauthn.create", options["challenge"])),
            "attestationObject": encoded(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
            "transports": ["internal"],
        }
        return self._credential(answer)

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.get()` answers."""
        client = self._client_data("webauthn.get", options["challenge"])
        data = self._data(self.rp_id or options["rpId"], 0)
        signature = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        answer = {
            "clientDataJSON": encoded(client),
            "authenticatorData": encoded(data),
            "signature": encoded(signature),
            "userHandle": encoded(self.user_handle),
        }
        return self._credential(answer)

    def _credential(self, answer: dict[str, Any]) -> dict[str, Any]:
        id = encoded(self.credential_id)
        return {"id": id, "rawId": id, "type": "public-key", "response": answer, "clientExtensionResults": {}}
