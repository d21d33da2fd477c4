"""`python -m reportparse`, where the command is not on the path."""

from reportparse.cli import main

if __name__ == "__main__":
    main()
