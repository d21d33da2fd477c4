"""Words of invented reports: agencies, subjects, labels and numbers that belong to nobody."""

from __future__ import annotations

from random import Random

SUBJECTS = (
    "harbour dues",
    "seed inspections",
    "canal traffic",
    "bridge repairs",
    "public libraries",
    "ferry passengers",
    "apprentice grants",
    "orchard leases",
    "weather stations",
    "school meals",
    "forest roads",
    "archive visits",
    "household waste",
    "street lighting",
    "rural clinics",
    "patent filings",
    "energy audits",
    "flood defences",
)
NOUNS = (
    "Enrolment",
    "Expenditure",
    "Revenue",
    "Vessels",
    "Licences",
    "Complaints",
    "Households",
    "Hectares",
    "Inspections",
    "Employees",
    "Grants",
    "Loans",
    "Claims",
    "Permits",
    "Imports",
    "Exports",
    "Deliveries",
    "Participants",
    "Facilities",
    "Vehicles",
    "Libraries",
    "Stations",
    "Cases",
    "Receipts",
    "Transfers",
)
QUALIFIERS = (
    "total",
    "net",
    "gross",
    "new",
    "pending",
    "regional",
    "municipal",
    "public",
    "private",
    "seasonal",
    "estimated",
    "adjusted",
    "average",
    "full-time",
    "part-time",
    "other",
    "foreign",
    "domestic",
    "rural",
    "urban",
)
PLACES = (
    "Northmere",
    "Ostvale",
    "Brackwater",
    "Lindholm",
    "Castermoor",
    "Ravensford",
    "Tolmarsh",
    "Highfell",
    "Westering",
    "Quarne",
    "Elmstead",
    "Duncarrow",
    "Saltby",
    "Penhallow",
    "Ironbridge",
    "Vardal",
    "Marlow End",
)
GROUPS = (
    "By region",
    "Services",
    "Manufacturing",
    "Age group",
    "Type of facility",
    "Public sector",
    "Households",
)
TOPS = (
    "Number of cases",
    "Percent of total",
    "Fiscal year",
    "Change",
    "Men",
    "Women",
    "Current prices",
    "All ages",
)
LEAVES = (
    "Total",
    "Number",
    "Percent",
    "Rate",
    "Share",
    "Amount",
    "Average",
    "Estimate",
    "Margin of error",
    "Budget",
    "Actual",
    "Full time",
    "Part time",
    "Change from previous year",
    "Per capita",
    "Standard error",
    "Index",
    "Percent of all",
    "Value in thousands",
    "Annual rate",
    "Outlays",
    "Balance",
    "Employees per unit",
)
PROSE = (
    "The agency collects these figures once a year from all districts that keep a register.",
    "Compared with the year before, the number of cases rose in most regions, although the increase was small.",
    "Respondents were asked to report only what had been completed by the end of the period.",
    "Estimates are subject to revision as soon as late returns have been received and checked.",
    "In addition, the programme supported local authorities that had to replace worn equipment.",
    "About one third of the budget was spent on maintenance, which is less than had been planned.",
    "The decline is explained by the closing of two stations and by a change in the way hours are counted.",
    "Results for small districts should be read with care because the samples are small.",
    "A further 1,250 visits were recorded in the second half of 2011, mostly at the northern sites.",
    "Detailed methods are described in the annex together with the questionnaire that was used.",
)
TEXTS = (
    "Required by law",
    "Under review",
    "Not applicable",
    "Completed",
    "In progress",
    "Planned for next year",
    "Partly met",
    "See annex",
    "Local authority",
    "Central office",
    "Every two years",
    "Monthly report to the board",
    "Inspection of all sites before the season begins",
    "Paper form or electronic form",
    "Yes",
    "No",
    "Written notice to the owner and the district office",
    "Training for new members of staff",
)


def label(random: Random, long: bool = False) -> str:
    """A label of a row."""
    kind = random.random()
    if kind < 0.25:
        return random.choice(PLACES)
    name = f"{random.choice(QUALIFIERS).capitalize()} {random.choice(NOUNS).lower()}"
    if kind < 0.5 and not long:
        return name
    name += f" of {random.choice(QUALIFIERS)} {random.choice(SUBJECTS)}"
    if long or kind > 0.9:
        name += f" in {random.choice(PLACES)} and {random.choice(PLACES)} districts"
    return name


def number(random: Random, kind: str) -> str:
    """A value as statistical tables print it."""
    odd = random.random()
    if odd < 0.02:
        return random.choice(("-", "–", "N/A", "...", "(X)", "--", "NA"))
    if kind == "integer":
        return f"{int(10 ** random.uniform(0.5, 6)):,}"
    if kind == "small":
        return str(random.randint(0, 999))
    if kind == "spaced":
        return f"{int(10 ** random.uniform(2, 6.5)):,}".replace(",", " ")
    if kind == "decimal":
        return f"{random.uniform(-20, 120):.1f}"
    if kind == "percent":
        return f"{random.uniform(0, 100):.1f}%"
    if kind == "money":
        value = f"{int(10 ** random.uniform(2, 6)):,}"
        return f"(${value})" if odd > 0.93 else f"${value}"
    if kind == "accounts":
        value = f"{random.uniform(0, 3000):,.1f}"
        return f"({value})" if odd > 0.8 else value
    if kind == "year":
        return str(random.randint(1995, 2014))
    return random.choice(TEXTS)
