"""Know how other programs write a study, and compare what they hold with what is here.

    a file of theirs ──▶ read ──▶ ForeignProject ──▶ plan ──▶ the project takes it in
    the project      ──▶ ForeignProject ──▶ write ──▶ a file that they open

Readers and writers know formats, `plan` and `letters` compare values; none of them knows a project.
"""
