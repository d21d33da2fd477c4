"""The table reconstructor: ruled pages, tables that go on over a page, and flattened text."""
