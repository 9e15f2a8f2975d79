"""Find quotes, show their edits, and say what stands round them."""
