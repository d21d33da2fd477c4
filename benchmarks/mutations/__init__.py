"""Made reports with something wrong in their tables, and what the parser makes of them."""
