"""Bring a project's material to other programs and back.

`tables` writes and reads rows (csv, xlsx), `documents` writes quotes as text to read or to paste
into a report (docx, md), `files` holds what all of them promise about a file on disk.
"""
