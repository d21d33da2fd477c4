"""Parse many documents: in processes of one machine or on a cluster.

`pipeline` leads through a run: sources go in chunks to the processes of `workers`, or of a `cluster`, and their
rows to the dataset. `summary` says what came of them.
"""
