"""`vistone up` without building the web app: other tests do that, and here it would only take the time of the run."""

import sys
from pathlib import Path

from vistone import webapp
from vistone.cli import say
from vistone.kernel.settings import settings
from vistone.up import up

webapp.WEB = Path("/nonexistent")
sys.exit(up(settings(), say=say))
