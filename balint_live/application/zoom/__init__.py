"""What Zoom tells of its meetings, and what follows from it here."""
