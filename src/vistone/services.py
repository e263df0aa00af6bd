"""The only list of services, in the order in which they may call each other. Imported by the composition roots alone."""

from vistone.ai_engine.service import service as ai_engine
from vistone.auth.service import service as auth
from vistone.client.service import service as client
from vistone.communication.service import service as communication
from vistone.kernel.service import Service
from vistone.knowledge.service import service as knowledge
from vistone.monitoring.service import service as monitoring
from vistone.notification.service import service as notification
from vistone.project.service import service as project
from vistone.workforce.service import service as workforce

SERVICES: tuple[Service, ...] = (
    auth,
    workforce,
    client,
    project,
    communication,
    knowledge,
    notification,
    monitoring,
    ai_engine,
)
