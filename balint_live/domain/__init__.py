"""The rules of a Balint session, pure: standard library only, frozen values, `now` always passed in."""
