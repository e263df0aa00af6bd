"""Signing in, and passwords."""

from typing import Annotated

from msgspec import Meta

from vistone.auth.schemas.fields import Code, Password, Token
from vistone.kernel.wire import Body, Email, Name


class Register(Body, frozen=True):
    """A new person with a new organization."""

    email: Email
    password: Password
    first_name: Name
    last_name: Name
    organization_name: Name


class Login(Body, frozen=True):
    """A sign-in with a password."""

    email: Annotated[str, Meta(max_length=254)]
    password: Annotated[str, Meta(max_length=128)]


class Refresh(Body, frozen=True):
    """A refresh token; browsers send it as a cookie instead."""

    refresh_token: Token | None = None


class PasswordChange(Body, frozen=True):
    """A new password, by whoever knows the old one; with one-time codes on, with a code too."""

    current_password: Annotated[str, Meta(max_length=128)]
    new_password: Password
    code: Code | None = None


class PasswordForgotten(Body, frozen=True):
    """The address of an account whose password is forgotten."""

    email: Email


class PasswordReset(Body, frozen=True):
    """The token out of the mail, and a new password."""

    token: Token
    password: Password


class EmailChange(Body, frozen=True):
    """The address to have from now on. The password is asked for unless the session was proved in the last ten minutes."""

    email: Email
    current_password: Annotated[str, Meta(max_length=128)] | None = None


class EmailVerification(Body, frozen=True):
    """The token out of the mail."""

    token: Token
