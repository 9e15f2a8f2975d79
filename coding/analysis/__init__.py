"""Count what was coded: how far it has got, which codes meet."""
