"""What happens to second factors. None of them carries a secret or a code."""

from vistone.auth.contracts import MfaSetting, Passkey, SignInPolicy
from vistone.kernel.events import Created, Deleted, Event, Updated


class MfaSettingEnabled(Event[MfaSetting], frozen=True):
    """A person signs in with one-time codes from now on."""

    topics = ("user:{user_id}",)


class MfaSettingDisabled(Event[MfaSetting], frozen=True):
    """A person gave one-time codes up."""

    topics = ("user:{user_id}",)


class MfaSettingCleared(Event[MfaSetting], frozen=True):
    """An Organizer took a person's second factors away, because they were lost."""

    topics = ("user:{user_id}",)


class MfaSettingRenewed(Event[MfaSetting], frozen=True):
    """A person has ten new backup codes."""

    topics = ("user:{user_id}",)


class MfaSettingUsed(Event[MfaSetting], frozen=True):
    """A person used a backup code."""

    topics = ("user:{user_id}",)


class MfaSettingRefused(Event[MfaSetting], frozen=True):
    """Somebody gave a wrong code as the person."""

    topics = ("user:{user_id}",)


class PasskeyCreated(Created[Passkey], frozen=True):
    """A person has a new passkey."""

    topics = ("user:{user_id}",)


class PasskeyUpdated(Updated[Passkey], frozen=True):
    """A person gave a passkey another name."""

    topics = ("user:{user_id}",)


class PasskeyDeleted(Deleted[Passkey], frozen=True):
    """A person's passkey is good for nothing any more."""

    topics = ("user:{user_id}",)


class PasskeyRefused(Event[Passkey], frozen=True):
    """Somebody could not sign in with the passkey."""

    topics = ("user:{user_id}",)


class PasskeyCloned(Event[Passkey], frozen=True):
    """Somebody tried to sign in with a copy of the passkey: its count of uses went back."""

    topics = ("user:{user_id}",)


class SignInPolicyCreated(Created[SignInPolicy], frozen=True):
    """An organization says how people sign in."""


class SignInPolicyUpdated(Updated[SignInPolicy], frozen=True):
    """An organization says anew how people sign in."""
