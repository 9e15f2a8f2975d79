"""Propose codes for passages, with reasons, learning from every decision; nothing leaves here.

    segments ─▶ rules ───────┐
    code_lines ─▶ likeness ──┴▶ corpus ─▶ lessons ─▶ machine ─▶ reasons
                                          learning

`corpus` reads transcripts and the codebook once, `lessons` gather what was decided, `machine`
learns and proposes, `reasons` says why, `measuring` says how often it is right, `discovery` finds
what the codebook lacks. What words are is known in `language`.
"""
