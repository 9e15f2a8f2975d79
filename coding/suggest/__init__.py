"""Propose codes for passages, with reasons, learning from every decision; nothing leaves here.

    segments ─▶ words ─▶ rules ─┐
                meaning ────────┴▶ corpus ─▶ machine ─▶ reasons
                                             learning

`corpus` reads transcripts and the codebook once, `machine` learns and proposes, `reasons` says
why, `measuring` says how often it is right, `discovery` finds what the codebook lacks.
"""
