"""Do long work off the page: one worker, with progress, an end that can be asked for, and limits.

`coding.jobs.work` queues what takes its time behind the page; `coding.jobs.child` lets a function
run in a process of its own, so that it neither slows the app down nor takes it along when it dies;
`coding.jobs.lasting` keeps such a process for what comes soon after, and `coding.jobs.deputy` one
that does several things at once.
"""
