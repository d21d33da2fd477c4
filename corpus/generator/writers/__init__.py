"""Made reports as files, one module per format."""
