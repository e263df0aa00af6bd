"""The only list of services, in the order in which they may call each other. Imported by the composition roots alone."""

from vistone.auth.service import service as auth
from vistone.kernel.service import Service
from vistone.project.service import service as project

SERVICES: tuple[Service, ...] = (auth, project)
