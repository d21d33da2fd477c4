"""What warnings say of text that a file holds and that is left out, as nobody means it to be read."""

LIGHT = "text as light as the paper is left out"
STRUCK = "text that is struck through is left out"
