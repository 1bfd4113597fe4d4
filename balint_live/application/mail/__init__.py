"""Mail: what each says, when it is due, and sending it."""
