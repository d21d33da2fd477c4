"""Parse many documents: in processes of one machine or on a cluster."""
