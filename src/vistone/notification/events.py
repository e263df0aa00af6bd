"""What happens to notifications. What is personal goes to its person alone."""

from vistone.kernel.events import Created, Deleted, Updated
from vistone.notification.contracts import Notification, NotificationPreference, NotificationTemplate


class NotificationTemplateCreated(Created[NotificationTemplate], frozen=True):
    """A notification template was added."""

    topics = ("notification-templates",)


class NotificationTemplateUpdated(Updated[NotificationTemplate], frozen=True):
    """A notification template was changed."""

    topics = ("notification-templates",)


class NotificationTemplateDeleted(Deleted[NotificationTemplate], frozen=True):
    """A notification template was taken away."""

    topics = ("notification-templates",)


class NotificationPreferenceCreated(Created[NotificationPreference], frozen=True):
    """A person's preferences was added."""

    topics = ("user:{user_id}",)


class NotificationPreferenceUpdated(Updated[NotificationPreference], frozen=True):
    """A person's preferences was changed."""

    topics = ("user:{user_id}",)


class NotificationPreferenceDeleted(Deleted[NotificationPreference], frozen=True):
    """A person's preferences was taken away."""

    topics = ("user:{user_id}",)


class NotificationCreated(Created[Notification], frozen=True):
    """A notification was added."""

    topics = ("user:{user_id}",)


class NotificationUpdated(Updated[Notification], frozen=True):
    """A notification was changed."""

    topics = ("user:{user_id}",)


class NotificationDeleted(Deleted[Notification], frozen=True):
    """A notification was taken away."""

    topics = ("user:{user_id}",)
