"""Pages for coordinators and leaders: their groups, the dates, the people, the plans, and what was mailed."""
