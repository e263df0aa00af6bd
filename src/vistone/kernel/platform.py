"""Schema `platform`: what the kernel itself keeps. Its tables are declared beside the code that owns them."""

from vistone.kernel.tables import schema

metadata = schema("platform")
