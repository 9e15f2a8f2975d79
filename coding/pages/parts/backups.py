"""Show the backups of the project, bring one back; say what is to be minded about its folder."""

from __future__ import annotations

import streamlit as st

from coding.model import new_id
from coding.model.listing import megabytes
from coding.model.moments import day_of
from coding.pages.parts.coders import coder
from coding.pages.parts.markup import Markup, el, show, together
from coding.pages.parts.mistakes import mistakes, show_mistake
from coding.pages.parts.strayed import end_page
from coding.pages.parts.waiting import finished
from coding.pages.parts.widgets import section, tell
from coding.pages.parts.wording import counted, escaped, listed
from coding.project import Project
from coding.project.backups import Restoration, Spare

COUNTED = (
    ("transcripts", "transcript"),
    ("codings", "coding"),
    ("codes", "code"),
    ("memos", "memo"),
)


def show_backups(study: Project) -> None:
    """List the backups; let one be made, downloaded or brought back."""
    section("Backups")
    restoring(study)
    making(study)
    if study.backups.fault:
        show_mistake(study.backups.fault)
    backups = study.backups.all()
    show(el("p", "note", standing(backups)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by_name = {backup.name: backup for backup in backups}
        chosen = ""
        if backups:
            chosen = st.selectbox(
                "Backup",
                list(by_name),
                format_func=lambda name: told(by_name[name]),
                key="chosen_backup",
            )
        if st.button("Back up now", key="back_up"):
            st.session_state.backing_up = ("backup by hand", new_id())
            st.rerun()
        if chosen:
            if st.button("Restore …", key="restore_backup"):
                st.session_state.backup_to_restore = chosen
            with mistakes():
                path = study.backups.path(chosen)
                st.download_button(
                    "Download",
                    data=lambda: path.read_bytes(),
                    file_name=f"{study.folder.name}-{chosen}",
                    key="download_backup",
                    on_click="ignore",
                )
            if by_name[chosen].by_hand:
                deleting(study, by_name[chosen])
    if chosen and st.session_state.get("backup_to_restore") == chosen:
        with st.container(border=True, key="restore"):
            what_would_change(study, by_name[chosen])


def deleting(study: Project, backup: Spare) -> None:
    """Let a backup that was made by hand be deleted, once that is confirmed."""
    with st.popover("Delete …"):
        show(el("p", "note", f"The backup of {when(backup)} would be gone for good."))
        if st.button("Delete this backup", key="delete_backup"):
            with mistakes():
                study.backups.delete(backup.name)
                st.session_state.pop("chosen_backup", None)
                tell("The backup is deleted.")


def standing(backups: list[Spare]) -> str:
    """Say in a line how many backups there are, and what makes them."""
    ways = (
        "A backup is made by itself after changes, and before a new version or a restore. The last"
        " six, and the last of 12 hours, 7 days and 8 weeks stay; one made by hand stays until you"
        " delete it. They lie in backups/, readable by you alone."
    )
    if not backups:
        return f"There is none yet. {ways}"
    size = sum(backup.size for backup in backups)
    number = counted(len(backups), "backup")
    return f"{number}, {megabytes(size)}; the last of {when(backups[0])}. {ways}"


def when(backup: Spare) -> str:
    """Return when a backup was made, in this machine's time."""
    return day_of(backup.at.astimezone(), "%b %Y, %H:%M")


def told(backup: Spare) -> str:
    """Say in a line when a backup was made, what for, and what it holds."""
    held = [counted(backup.held.get(key, 0), word) for key, word in COUNTED[:3] if backup.held]
    return " · ".join([when(backup), backup.why, *held, megabytes(backup.size)])


def what_would_change(study: Project, backup: Spare) -> None:
    """Show what bringing a backup back would change, and ask."""
    key = ("difference", backup.name, study.log.revision())
    job = finished(
        study,
        key,
        "Looking through the backup …",
        lambda _: study.backups.difference(study.backups.path(backup.name)),
    )
    if job is None:
        return
    with mistakes():
        change = job.outcome()
        show(*differences(change))
        if backup.left_out:
            n = counted(len(backup.left_out), "file")
            show(el("p", "note", f"Not in it, large or not to be read: {n}. What is there stays."))
        with st.container(horizontal=True):
            if st.button("Restore this backup", type="primary", key="restore_now"):
                st.session_state.restoring = {
                    "key": ("restore", new_id()),
                    "name": backup.name,
                    "seen": change.revision,
                    "coder": coder(),
                }
                st.rerun()
            if st.button("Leave all as it is", key="restore_not"):
                del st.session_state.backup_to_restore
                st.rerun()


def differences(change: Restoration) -> list[Markup]:
    """Say what the project holds now and would hold then, what is lost, which files change."""
    then = {key: counted(change.then.get(key, 0), word) for key, word in COUNTED}
    if change.now:
        now = {key: counted(change.now.get(key, 0), word) for key, word in COUNTED}
        rows = [
            el("p", "task", el("strong", "", f"{now[key]} now"), f", {then[key]} then")
            for key in then
        ]
    else:
        rows = [el("p", "task", f"It holds {listed(list(then.values()))}.")]
    if change.lost:
        acts = counted(change.lost, "act")
        rows.append(el("p", "task", el("strong", "", acts), " since then would be lost:"))
        rows.append(el("ul", "acts", *(el("li", "", el("span", "", act)) for act in change.last)))
    elif change.lost == 0:
        rows.append(el("p", "task", "No act is lost."))
    else:
        rows.append(el("p", "task", "What stands there now cannot be read: nobody can count it."))
    if change.files:
        rows.append(el("p", "task", f"{listed(list(change.files), 6)} would be as then."))
    rows.append(el("p", "note", "What is there now is backed up first, so that you can go back."))
    return [together(rows)]


def restoring(study: Project) -> None:
    """Bring a backup back that was asked for; say how it went."""
    asked = st.session_state.get("restoring")
    if not asked:
        return
    job = finished(
        study,
        asked["key"],
        "Restoring the backup …",
        lambda _: study.backups.restore(
            study.backups.path(asked["name"]), coder=asked["coder"], seen=asked["seen"]
        ),
    )
    if job is None:
        end_page()
    del st.session_state.restoring
    with mistakes():
        job.outcome()
        st.session_state.pop("backup_to_restore", None)
        tell("The backup is restored. What was there before is a backup, too.")


def making(study: Project) -> None:
    """Make a backup that was asked for."""
    asked = st.session_state.get("backing_up")
    if not asked:
        return
    job = finished(study, asked, "Backing up …", lambda _: study.backups.make())
    if job is None:
        return
    del st.session_state.backing_up
    with mistakes():
        job.outcome()
        tell("Backed up.")


def to_mind(study: Project) -> None:
    """Say quietly what is to be minded about where the folder lies and who may read it."""
    if advice := study.place.advice():
        show(el("p", "note", f"{advice.what[:1].upper()}{advice.what[1:]}. {advice.hint}"))
    if not study.place.asks():
        return
    readable = study.place.open_to_others()
    names = listed(["the folder" if name == "." else name for name in readable], 3)
    show(el("p", "note", f"Others with an account on this computer may read {names}."))
    with st.container(horizontal=True):
        if st.button("Close it to others", key="close_folder"):
            refused = study.place.close()
            if refused:
                st.warning(f"{escaped(listed(refused))}: belongs to somebody else.")
            else:
                tell("The project can be read by you alone now.")
        if st.button("Leave it open", key="leave_open", help="For a folder that a team shares."):
            with mistakes():
                study.place.leave_open(coder=coder())
                tell("The folder is left as it is.")
