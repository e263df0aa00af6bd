"""The four teams, what their people can do, and when they are there."""

from vistone.demo.company import Company
from vistone.workforce import actions
from vistone.workforce.contracts import TeamRole
from vistone.workforce.schemas import TeamCreate, TeamMemberCreate, UserAvailabilityCreate, UserSkillCreate

# key, name, who manages it, what it is for, its people: the first one leads
TEAMS = (
    (
        "design", "Design", "hannah",
        "Product, brand and motion design. Owns the component library and the design reviews on Tuesdays.",
        ("priya", "yuki", "luca"),
    ),
    (
        "engineering", "Engineering", "marcus",
        "Web, mobile and integration work. Code review within one working day, main is always releasable.",
        ("tomas", "jonas", "daniel", "max"),
    ),
    (
        "research", "Research and content", "hannah",
        "Interviews, usability tests, information architecture and words. Keeps the research library.",
        ("amara", "ingrid"),
    ),
    (
        "quality", "Quality and accessibility", "marcus",
        "Test plans, device lab, accessibility audits. Signs off every release that goes to a client.",
        ("max", "amara", "daniel"),
    ),
)  # fmt: skip

SKILLS = {
    "marcus": {"Project planning": 5, "Stakeholder management": 5, "Financial services": 4, "SQL": 2},
    "hannah": {"Design direction": 5, "Workshop facilitation": 5, "E-commerce": 4, "Brand strategy": 4},
    "priya": {"Product design": 5, "Figma": 5, "Design systems": 4, "Prototyping": 4, "Mobile design": 5},
    "tomas": {"TypeScript": 5, "React": 5, "Swift": 3, "Web performance": 4, "Accessibility": 3},
    "yuki": {"Visual design": 5, "Illustration": 4, "Figma": 4, "Typography": 5, "Japanese": 5},
    "jonas": {"Python": 5, "PostgreSQL": 5, "API design": 4, "Open banking": 4, "Kotlin": 3},
    "amara": {"User interviews": 5, "Usability testing": 5, "Survey design": 4, "Accessibility": 3},
    "luca": {"Motion design": 5, "Brand design": 4, "After Effects": 5, "Illustration": 3},
    "ingrid": {"Content strategy": 5, "UX writing": 5, "Norwegian": 5, "Swedish": 4, "SEO": 3},
    "max": {"Accessibility": 5, "Test automation": 4, "WCAG audits": 5, "Screen readers": 5, "German": 5},
    "daniel": {"Kubernetes": 4, "Terraform": 4, "Observability": 4, "Python": 3, "Security reviews": 3},
}

# Hours on each working day from this Monday, for three weeks; a lone row is one week that comes again.
FULL = (8, 8, 8, 8, 8)
HOURS = {
    "marcus": FULL,
    "hannah": FULL,
    "priya": FULL,
    "tomas": (8, 8, 8, 8, 8, 8, 8, 0, 0, 0, 8, 8, 8, 8, 8),  # away from Wednesday of next week
    "yuki": (6, 6, 6, 6, 6),
    "jonas": FULL,
    "amara": (8, 8, 8, 8, 0),  # four days a week
    "luca": (8, 8, 4, 8, 8),
    "ingrid": (4, 8, 8, 8, 4),
    "max": (8, 8, 8, 8, 8, 0, 0, 0, 0, 0, 8, 8, 8, 8, 8),  # a week of leave
    "daniel": (8, 8, 8, 8, 6),
}
DAYS = 15


async def build(company: Company) -> None:
    """The teams with their people, then skills and hours, each kept by the person."""
    for key, name, manager, text, members in TEAMS:
        tx = await company.by(manager)
        body = TeamCreate(name=name, description=text, manager_id=company.people[manager])
        company.teams[key] = (await actions.create_team(tx, body)).id
        for place, who in enumerate(members):
            role = TeamRole.MEMBER if place else TeamRole.LEAD
            member = TeamMemberCreate(team_id=company.teams[key], user_id=company.people[who], role=role)
            await actions.add_member(tx, member)
    company.unsettle()
    for who, skills in SKILLS.items():
        for skill, level in skills.items():
            await actions.add_skill(
                await company.by(who),
                UserSkillCreate(user_id=company.people[who], skill_name=skill, proficiency=level),
            )
    for who, hours in HOURS.items():
        for place in range(DAYS):
            await actions.add_availability(
                await company.by(who),
                UserAvailabilityCreate(
                    user_id=company.people[who],
                    date=company.weekday(place),
                    hours_available=hours[place % len(hours)],
                ),
            )
