"""Propose codes for passages, with reasons, learning from every decision; nothing leaves here.

    segments ─▶ rules ───────┐          ┌▶ lessons ─▶ passage_model ─────────┐
    code_lines ─▶ likeness ──┴▶ corpus ─┴▶ sentences ─▶ span_lessons ─▶ spans ┴▶ machine ─▶ reasons
                                           marks        folds           runs

`corpus` reads transcripts and the codebook once, `marks` and `lessons` gather what was decided.
`spans` scores runs of sentences, which is what is proposed; `passage_model` scores passages, for
what the codebook alone tells and for measuring. `machine` learns and proposes, `reasons` says why,
`measuring` says how often it is right, `discovery` finds what the codebook lacks. What words are is
known in `language`.
"""
