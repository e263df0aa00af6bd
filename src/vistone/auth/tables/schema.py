"""The schema that the tables belong to."""

from vistone.kernel.tables import schema

metadata = schema("auth")
