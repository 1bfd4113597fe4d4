"""Forms: what people type, kept as they typed it, and what it means once it means something."""
