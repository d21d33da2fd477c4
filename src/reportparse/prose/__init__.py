"""The running text: its numbers, what they count, the cells they speak of, and whether the tables agree."""
