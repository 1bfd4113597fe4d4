"""balint-live: the page beside Zoom that holds the frame of a Balint session."""
