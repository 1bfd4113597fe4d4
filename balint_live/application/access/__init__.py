"""Links, typed codes, sign-in, and joining a session."""
