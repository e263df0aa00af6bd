"""Fields that several bodies have."""

from typing import Annotated

from msgspec import Meta

# Any character; neither trimmed nor composed (ASVS 5.0, 6.2.1, 6.2.5, 6.2.8). NUL could end a string elsewhere.
Password = Annotated[str, Meta(min_length=8, max_length=128, pattern=r"^[^\x00]*$")]


Token = Annotated[str, Meta(min_length=1, max_length=200)]
# As it is typed: with spaces and hyphens, in any case.
Code = Annotated[
    str, Meta(min_length=1, max_length=40, pattern=r"^[^\x00]*$", description="A one-time code or a backup code.")
]
