"""Run the desk from the command line: every act of the app can be scripted, tested and timed.

`base` has what every command shares; the other modules hold the commands, each in its part of
the flow. They are listed in `--help` in the order in which they are imported here.
"""

from coding.commands import interviews, speakers, alignments, revisions  # noqa: F401, I001
from coding.commands import recordings, participants  # noqa: F401
from coding.commands import codings, writing, suggestions, together, advice  # noqa: F401
from coding.commands import survey, figures, report, claims  # noqa: F401
from coding.commands import joint, outline, disclosure, exchange, backups  # noqa: F401
from coding.commands.base import main

__all__ = ["main"]
