"""What happens to milestones, risks and insights."""

from vistone.kernel.events import Created, Deleted, Updated
from vistone.project.contracts import (
    AiInsight,
    Milestone,
    RiskRegister,
)


class MilestoneCreated(Created[Milestone], frozen=True):
    """A milestone was added."""

    topics = ("project:{project_id}",)


class MilestoneUpdated(Updated[Milestone], frozen=True):
    """A milestone was changed."""

    topics = ("project:{project_id}",)


class MilestoneDeleted(Deleted[Milestone], frozen=True):
    """A milestone was taken away."""

    topics = ("project:{project_id}",)


class RiskRegisterCreated(Created[RiskRegister], frozen=True):
    """A risk was added."""

    topics = ("project:{project_id}",)


class RiskRegisterUpdated(Updated[RiskRegister], frozen=True):
    """A risk was changed."""

    topics = ("project:{project_id}",)


class RiskRegisterDeleted(Deleted[RiskRegister], frozen=True):
    """A risk was taken away."""

    topics = ("project:{project_id}",)


class AiInsightCreated(Created[AiInsight], frozen=True):
    """An insight was added."""

    topics = ("project:{project_id}", "task:{task_id}")


class AiInsightUpdated(Updated[AiInsight], frozen=True):
    """An insight was changed."""

    topics = ("project:{project_id}", "task:{task_id}")


class AiInsightDeleted(Deleted[AiInsight], frozen=True):
    """An insight was taken away."""

    topics = ("project:{project_id}", "task:{task_id}")
