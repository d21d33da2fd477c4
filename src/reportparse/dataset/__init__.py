"""The Parquet tables of many reports: their columns, their files, and queries over them.

`schema` makes rows of a report, `packing` sends them from one process to another. `dataset` decides which file
they go to, and answers queries; `storage` puts files in place and reads them, so that all are of one moment.
"""
