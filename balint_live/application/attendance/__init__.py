"""Attendance: from evidence to a confirmed record, the credit it earns, and what may be known of it afterwards."""
