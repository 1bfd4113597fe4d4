"""Groups: their settings, their sessions' dates, the people enrolled, and session plans of their own."""
