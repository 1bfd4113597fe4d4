"""The pages for coordinators and leaders: groups, sessions, people, settings."""
