"""The way in: joining by link or code, and signing in."""
