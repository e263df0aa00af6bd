"""Plans of Microsoft Project: outline, links with lag, calendar, resources, constraints, milestones."""

import datetime as dt
import io

import pytest

from tests.project.importing.reading import by_id, read, told
from vistone.project.importing.model import Frame, ImportedLink, ImportedStatus, ImportRefused, ReadOptions
from vistone.project.importing.sources import source_named

HEAD = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project xmlns="http://schemas.microsoft.com/project"><Name>move.xml</Name><Title>Office move</Title>
<StartDate>2024-03-04T08:00:00</StartDate><MinutesPerDay>480</MinutesPerDay><CalendarUID>1</CalendarUID>
<Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>
<WeekDay><DayType>1</DayType><DayWorking>0</DayWorking></WeekDay>
<WeekDay><DayType>2</DayType><DayWorking>1</DayWorking></WeekDay><WeekDay><DayType>3</DayType><DayWorking>1</DayWorking></WeekDay>
<WeekDay><DayType>4</DayType><DayWorking>1</DayWorking></WeekDay><WeekDay><DayType>5</DayType><DayWorking>1</DayWorking></WeekDay>
<WeekDay><DayType>7</DayType><DayWorking>1</DayWorking></WeekDay>
<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod><FromDate>2024-12-24T00:00:00</FromDate><ToDate>2024-12-26T23:59:00</ToDate></TimePeriod></WeekDay>
</WeekDays><Exceptions><Exception><EnteredByOccurrences>0</EnteredByOccurrences><TimePeriod><FromDate>2024-05-01T00:00:00</FromDate><ToDate>2024-05-01T23:59:00</ToDate></TimePeriod><DayWorking>0</DayWorking></Exception></Exceptions>
</Calendar></Calendars><Tasks><Task><UID>0</UID><ID>0</ID><Name>Office move</Name><OutlineLevel>0</OutlineLevel><Summary>1</Summary></Task>"""
TAIL = """</Tasks><Resources><Resource><UID>0</UID><Type>1</Type></Resource><Resource><UID>1</UID><Name>Ann Lee</Name><Type>1</Type><EmailAddress>ann@x.example</EmailAddress></Resource>
<Resource><UID>2</UID><Name>Boxes</Name><Type>0</Type></Resource><Resource><UID>3</UID><Name>Bob</Name><Type>1</Type></Resource></Resources>
<Assignments><Assignment><UID>1</UID><TaskUID>2</TaskUID><ResourceUID>2</ResourceUID></Assignment>
<Assignment><UID>2</UID><TaskUID>2</TaskUID><ResourceUID>1</ResourceUID></Assignment>
<Assignment><UID>3</UID><TaskUID>2</TaskUID><ResourceUID>3</ResourceUID></Assignment>
<Assignment><UID>4</UID><TaskUID>3</TaskUID><ResourceUID>3</ResourceUID></Assignment></Assignments></Project>"""


def task(uid: int, level: int = 1, name: str = "A task", more: str = "") -> str:
    return f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>{more}</Task>"


def link(to: int, type: int = 1, lag: int = 0, format: int = 7) -> str:
    return f"<PredecessorLink><PredecessorUID>{to}</PredecessorUID><Type>{type}</Type><CrossProject>0</CrossProject><LinkLag>{lag}</LinkLag><LagFormat>{format}</LagFormat></PredecessorLink>"


PACK = """<Priority>800</Priority><Start>2024-03-04T08:00:00</Start><Finish>2024-03-06T17:00:00</Finish><Duration>PT20H0M0S</Duration>
<Work>PT16H30M0S</Work><PercentComplete>40</PercentComplete><ActualStart>2024-03-04T08:00:00</ActualStart><ConstraintType>4</ConstraintType>
<ConstraintDate>2024-03-04T08:00:00</ConstraintDate><Notes>Mind the *glass*</Notes><WBS>1.1</WBS>"""
PLAN = HEAD + "".join(
    [
        task(1, 1, "Prepare", "<Summary>1</Summary><Start>2024-03-04T08:00:00</Start><Duration>PT40H0M0S</Duration>"),
        task(2, 2, "Pack", PACK),
        task(3, 2, "Label", f"<PercentComplete>100</PercentComplete><ActualFinish>2024-03-07T17:00:00</ActualFinish>{link(2, 3, 4800)}"),
        task(4, 1, "Moved", f"<Milestone>1</Milestone><Finish>2024-03-15T17:00:00</Finish><Duration>PT0H0M0S</Duration>{link(2, 1, -9600)}{link(3, 0, 2400)}"),
        task(5, 1, "Party", f"<Active>0</Active>{link(4, 2)}"),
        "<Task><UID>6</UID><IsNull>1</IsNull></Task>",
        task(7, 3, " "),
        task(7, 1, "Clean", link(4, 1, 144000, 8)),
    ]
) + TAIL  # fmt: skip


def test_a_plan_arrives_with_its_outline_and_links() -> None:
    found = read("msproject-xml", PLAN)
    tasks = by_id(found)
    assert found.name == "Office move"
    assert [(t.source_id, t.title, t.parent_source_id) for t in found.tasks] == [
        ("1", "Prepare", None), ("2", "Pack", "1"), ("3", "Label", "1"), ("4", "Moved", None), ("5", "Party", None),
        ("7", "Clean", None),
    ]  # fmt: skip
    pack = tasks["2"]
    assert (pack.duration_days, pack.estimate_minutes, pack.progress, pack.assignee) == (3, 990, 40, "ann@x.example")
    assert (str(pack.priority), pack.status, pack.description) == (
        "high",
        ImportedStatus.IN_PROGRESS,
        "Mind the *glass*",
    )
    assert pack.constraint == ("start_no_earlier", dt.datetime(2024, 3, 4, 8, tzinfo=dt.UTC))
    assert (tasks["1"].start_date, tasks["1"].duration_days, tasks["3"].assignee) == (None, None, "Bob")
    assert (tasks["3"].status, tasks["5"].status) == (ImportedStatus.DONE, ImportedStatus.CANCELLED)
    assert tasks["3"].links == (ImportedLink("2", "SS", 1),)
    assert tasks["4"].links == (ImportedLink("2", "FS", -2), ImportedLink("3", "FF", 0))
    assert tasks["5"].links == (ImportedLink("4", "SF", 0),)
    assert (tasks["4"].milestone, tasks["4"].duration_days) == ("4", 0)
    assert tasks["7"].links == (ImportedLink("4", "FS", 7),)  # ten days of the clock
    assert told(found) == [(2, "assignee", False), (4, "LinkLag", False), (6, "Name", True), (7, "LinkLag", False)]


def frame_of(content: str) -> Frame:
    frame = source_named("msproject-xml").frame
    assert frame is not None
    return frame(io.BytesIO(content.encode()), ReadOptions())


def test_calendar_and_milestones_are_the_projects() -> None:
    frame = frame_of(PLAN)
    assert frame.calendar is not None
    assert (frame.calendar.working_days, frame.calendar.hours_per_day) == ([1, 2, 3, 4, 6], 8)
    assert frame.calendar.holidays == [dt.date(2024, 5, 1), *(dt.date(2024, 12, day) for day in (24, 25, 26))]
    assert [(one.key, one.title) for one in frame.milestones] == [("4", "Moved")]
    assert frame_of(HEAD.replace("<CalendarUID>1", "<CalendarUID>9") + task(1) + TAIL).calendar is None


@pytest.mark.parametrize(
    "content",
    [
        "<Project><Tasks></Tasks></Project>",
        "<rss><channel/></rss>",
        HEAD,
        '<!DOCTYPE Project [<!ENTITY a "b">]>' + "<Project/>",
        "<Project><Tasks>" + "<Task>" * 300,
    ],
)
def test_what_is_no_plan_is_refused(content: str) -> None:
    with pytest.raises(ImportRefused):
        read("msproject-xml", content)


def test_values_out_of_bounds_are_no_fault() -> None:
    wild = "<Duration>PT999999999H0M0S</Duration><Work>P9Y</Work><PercentComplete>400</PercentComplete><Start>NA</Start><Priority>-3</Priority>"
    found = read("msproject-xml", HEAD + task(1, more=wild + link(1, 9, 10**12)) + TAIL)
    [only] = found.tasks
    assert (only.duration_days, only.estimate_minutes, only.progress, only.start_date) == (10_000, None, None, None)
    assert only.links == (ImportedLink("1", "FS", 0),)
