"""Read a draft: its words, sentences, quotations and numbers."""
