"""Many documents: how fast, in how much memory, and what a second run takes."""
