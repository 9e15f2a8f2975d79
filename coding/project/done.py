"""Keep which interviews a coder is done with."""

from __future__ import annotations

from coding.model import now
from coding.project.part import ProjectPart

SETTING = "done"


class Done(ProjectPart):
    """What each coder says of an interview: that it is coded as far as it will be."""

    def all(self) -> dict[str, list[str]]:
        """Return transcript → who is done with it, by name."""
        done: dict[str, list[str]] = {}
        for key, since in sorted(self.store.settings.below(SETTING).items()):
            transcript, _, coder = key.partition(" ")
            if since:
                done.setdefault(transcript, []).append(coder)
        return done

    def mark(self, transcript: str, *, done: bool, coder: str, act: str = "") -> None:
        """Say that a coder is done with an interview, or not yet; raises NotFound for none such."""
        info = self.project.transcripts.info(transcript)
        summary = f"{info.name} {'done' if done else 'not done yet'}"
        with self.store.writing(coder=coder, verb="done", summary=summary, act=act) as w:
            key = f"{SETTING} {info.id} {coder}"
            if bool(w.setting(key)) != done:
                w.put_setting(key, now() if done else "")
