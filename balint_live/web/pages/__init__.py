"""Pages. Looking has no effect; what changes anything is a form with one button, pressed by a human."""
