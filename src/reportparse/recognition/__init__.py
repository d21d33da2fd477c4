"""The rows and columns of tables aligned to the forms, and the readings of their values that sums allow."""
