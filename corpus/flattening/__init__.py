"""Made reports through the tools that turn documents into text, and what that loses."""
