"""How well tables of any government report are found and structured, against a made set with truth."""
