"""The Parquet tables of many reports: their columns, their files, and queries over them."""
