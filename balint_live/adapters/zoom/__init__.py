"""Zoom's interface, and the proof that an event comes from Zoom. The only place that knows `requests`."""
