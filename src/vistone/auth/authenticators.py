"""What browsers and authenticators are asked for passkeys, and their answers checked (WebAuthn Level 3).

Knows nothing of the database. Passkeys are discoverable, so that nobody types an address first, and always verify
their user (a finger, a face, a PIN): one is a whole sign-in of two factors.
"""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from msgspec import Struct
from webauthn.helpers import (
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

NAME = "Vistone"
MINUTES = 5
_DEFAULT_PORTS = {"http": 80, "https": 443}
_MILLISECONDS = MINUTES * 60_000


class WrongAnswer(Exception):  # noqa: N818 -- says what it is, to whoever catches it
    """The answer is not one to the challenge, from here, by an authenticator that verified its user."""


class Place(Struct, frozen=True):
    """Where passkeys are good: the relying party's id, and the origins that pages have there."""

    id: str
    origins: tuple[str, ...]

    @classmethod
    def of(cls, origin: str) -> "Place":
        """The place of an installation, its origin written as browsers write it (RFC 6454).

        Browsers take names only: for this very machine by number it is `localhost`.
        """
        parts = urlsplit(origin)
        host = parts.hostname or ""  # in lower case
        port = f":{parts.port}" if parts.port not in {None, _DEFAULT_PORTS.get(parts.scheme)} else ""
        here = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"
        if not _is_loopback(host):
            return cls(host, (here,))
        return cls("localhost", (here, f"{parts.scheme}://localhost{port}"))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class NewKey(Struct, frozen=True):
    """A passkey that was just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    backed_up: bool


class Use(Struct, frozen=True):
    """What a good answer tells of the passkey."""

    sign_count: int
    backed_up: bool


def registration(
    place: Place, challenge: bytes, *, user_id: UUID, email: str, name: str, known: Sequence[bytes]
) -> dict[str, Any]:
    """What `navigator.credentials.create()` is asked; devices with a passkey among the `known` make no second one."""
    options = webauthn.generate_registration_options(
        rp_id=place.id,
        rp_name=NAME,
        user_id=user_id.bytes,
        user_name=email,
        user_display_name=name or email,
        challenge=challenge,
        timeout=_MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return options_to_json_dict(options)


def sign_in(place: Place, challenge: bytes) -> dict[str, Any]:
    """What `navigator.credentials.get()` is asked: any passkey of this place."""
    options = webauthn.generate_authentication_options(
        rp_id=place.id,
        challenge=challenge,
        timeout=_MILLISECONDS,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def read_new(place: Place, challenge: bytes, credential: Mapping[str, Any]) -> NewKey:
    """The passkey that an answer brings. WrongAnswer for one that does not fit."""
    try:
        parsed = parse_registration_credential_json(dict(credential))
        made = webauthn.verify_registration_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=place.id,
            expected_origin=list(place.origins),
            require_user_verification=True,
        )
        framed = parse_client_data_json(parsed.response.client_data_json).cross_origin
    except Exception as error:  # the library lets through whatever its parsers raise over a stranger's bytes
        raise WrongAnswer(str(error)) from error
    if framed:
        raise WrongAnswer("the page was inside another site's")
    return NewKey(made.credential_id, made.credential_public_key, made.sign_count, made.credential_backed_up)


def credential_id_of(credential: Mapping[str, Any]) -> bytes:
    """Which passkey an answer says that it is of. WrongAnswer for what is no answer."""
    try:
        return parse_authentication_credential_json(dict(credential)).raw_id
    except Exception as error:  # as above
        raise WrongAnswer(str(error)) from error


def read_use(place: Place, challenge: bytes, credential: Mapping[str, Any], *, public_key: bytes, user_id: UUID) -> Use:
    """What a good answer of that passkey tells. WrongAnswer for one that does not fit.

    Whether its count of uses went back, and it is a copy, the caller sees: the signature is known to be good by then.
    """
    try:
        parsed = parse_authentication_credential_json(dict(credential))
        used = webauthn.verify_authentication_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=place.id,
            expected_origin=list(place.origins),
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
        framed = parse_client_data_json(parsed.response.client_data_json).cross_origin
    except Exception as error:  # as above
        raise WrongAnswer(str(error)) from error
    if parsed.response.user_handle != user_id.bytes or framed:
        raise WrongAnswer("the passkey names another person, or the page was inside another site's")
    return Use(used.new_sign_count, used.credential_backed_up)
