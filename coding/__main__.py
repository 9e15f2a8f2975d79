"""Run `python -m coding`: the command line, see `coding.commands`."""

from coding.commands import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
