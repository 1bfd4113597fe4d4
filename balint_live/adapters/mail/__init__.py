"""Mail: letters put into words, calendar files beside them, and the ways a message leaves the house."""
