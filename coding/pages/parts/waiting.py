"""Let a page wait for work that goes on behind it, and say how far it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

import streamlit as st

from coding.jobs.work import Job, State, Tell
from coding.pages.parts.strayed import part
from coding.pages.parts.wording import escaped
from coding.project import Project

T = TypeVar("T")
GLANCE = 0.3
"""Seconds that a page waits for work before it says that it is going on."""


def finished(
    study: Project,
    key: Hashable,
    what: str,
    function: Callable[[Tell], T],
    *,
    aside: bool = False,
    stops: bool = True,
) -> Job[T] | None:
    """Return a job once it is done; until then show how far it is, and how to stop it.

    Without `stops` another button of the page ends it.

    A page never computes what takes its time: the work goes on behind it, also while other pages
    are looked at, and is never done twice for one `key`. `outcome` raises what the work raised.
    What is `aside` is never waited for by other work.
    """
    job = started(study, key, what, function, aside=aside)
    if job is None:
        how_far(study, key, stops=stops)
    return job


def started(
    study: Project, key: Hashable, what: str, function: Callable[[Tell], T], *, aside: bool = False
) -> Job[T] | None:
    """Return a job if it is done in a moment, as `finished`, but show nothing of it."""
    job = study.work.find(key)
    if job is None or job.state not in (State.CANCELLED, State.FAILED):
        job = study.work.start(key, what, function, aside=aside)
        study.let_go()
        job.wait(GLANCE)
    if not job.ready or job.state is State.CANCELLED:
        return None
    if job.state is State.FAILED:
        study.work.forget(key)  # it is said once, and done anew when it is asked for again
    return job


@part(run_every=0.5)
def how_far(
    study: Project,
    key: Hashable,
    what: str = "",
    news: Callable[[], str] = lambda: "",
    *,
    stops: bool = True,
) -> None:
    """Show a job that is not done; run the page again as soon as it is.

    `news` is asked each time for what is to be said in place of `what`.
    """
    job = study.work.find(key)
    if job is None or (job.ready and job.state is not State.CANCELLED):
        st.rerun()
    elif job.state is State.CANCELLED:
        st.info(f"Stopped: {escaped(job.what)}", icon=":material/pause:")
        if st.button("Start again", key=f"again-{hash(key)}"):
            study.work.forget(key)
            st.rerun()
    else:
        with st.container(horizontal=True, vertical_alignment="center"):
            said = f"{news() or what or job.what}{ahead_of(study, job)}"
            st.progress(job.done / max(job.total, 1), escaped(said))
            if stops and st.button("Stop", key=f"stop-{hash(key)}"):
                job.cancel()


def ahead_of(study: Project, job: Job[object]) -> str:
    """Say what a job waits for that has not begun, "" for one that has."""
    if job.state is not State.WAITING:
        return ""
    running = [
        other.what
        for other in study.work.running()
        if other is not job and other.state is State.RUNNING and other.aside is job.aside
    ]
    return f" It waits until this is done: {running[0]}" if running else ""
