"""Check a draft, one kind of claim a module."""
