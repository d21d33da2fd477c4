"""Turns published government reports into checked, traceable data."""
