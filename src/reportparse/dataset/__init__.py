"""The Parquet tables of many reports: their columns, their files, and what is asked of them."""
