"""Know what is known about words, once, for all who read them."""
