"""How much of a folder of reports with truth is read right, cell by cell."""
