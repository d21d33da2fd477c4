"""PDF files printed by several programs, and how exactly their cells are read."""
