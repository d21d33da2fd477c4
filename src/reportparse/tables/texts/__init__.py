"""Tables that a tool flattened to lines of text, rebuilt."""
