"""Mail: messages composed from facts, calendar files beside them, and sending by SMTP or into a folder."""
