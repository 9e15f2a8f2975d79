"""Write who says which words of an interview: turns and speakers, whose text never changes."""

from __future__ import annotations

from coding.model import Role, Speaker
from coding.store import speakers
from coding.store.changes import Changes, given
from coding.store.numbers import next_id
from coding.store.speakers import SaidTurn


class Speech:
    """The changes of one act to turns and speakers, recorded for the log as they are made."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes
        self.db = changes.db

    def speakers(self, transcript: str) -> dict[str, Speaker]:
        """Return label → speaker of a transcript, those without turns among them."""
        self.changes.count_anew()
        return speakers.of_labels(self.db, transcript)

    def unplaced(self) -> list[tuple[str, str]]:
        """List transcript and name of who answers without being anybody of the study yet."""
        self.changes.count_anew()
        return speakers.unplaced(self.db)

    def put_speaker(
        self, transcript: str, label: str, *, name: str, role: Role, participant: str
    ) -> None:
        """Say what a label's speaker is called, on which side they are, and who they are."""
        key = speakers.key_of(transcript, label)
        if self.changes.row("speakers", key) is None:
            row = speakers.row_of(transcript, label, name=name, role=role, participant=participant)
            self.changes.insert("speakers", row)
        else:
            fields = {"name": name, "role": str(role), "participant": participant}
            self.changes.update("speakers", key, fields)

    def turns(self, transcript: str) -> list[SaidTurn]:
        """List the turns of a transcript in order of the text, with their labels."""
        rows = self.db.execute(
            'SELECT id, start, "end", speaker, role, time, time_end FROM turns'
            " WHERE transcript = ? ORDER BY start, number",
            [transcript],
        )
        return [SaidTurn(*row) for row in rows]

    def change_turn(
        self,
        key: int,
        *,
        start: int | None = None,
        end: int | None = None,
        label: str | None = None,
        role: Role | None = None,
        time_end: float | None = None,
        until: bool = False,
    ) -> None:
        """Let a turn begin or end elsewhere, or be another speaker's.

        With `until` its end in time becomes `time_end`, None for not known.
        """
        fields = given(start=start, end=end, speaker=label, role=role and str(role))
        if until:
            fields["time_end"] = time_end
        self.changes.update("turns", str(key), fields)

    def add_turn(
        self,
        transcript: str,
        start: int,
        end: int,
        *,
        label: str,
        role: Role,
        time_end: float | None,
    ) -> int:
        """Add a turn, of which only the end in time may be known; return its id."""
        key = next_id(self.db, late=True)
        row = {
            "id": key,
            "transcript": transcript,
            "number": key,
            "start": start,
            "end": end,
            "speaker": label,
            "role": str(role),
            "time": None,
            "time_end": time_end,
        }
        self.changes.insert("turns", row)
        return key

    def drop_turn(self, key: int) -> None:
        """Delete a turn: its words are another's now, or nobody's."""
        self.changes.delete("turns", str(key))
