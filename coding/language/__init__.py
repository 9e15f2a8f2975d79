"""Know what is known about words, once, for all who read them.

    packs/*.yaml ─▶ loading ─▶ packs ─▶ phrases    sentences   negation   numbers   guess
                    (shape)                words (lemmas) ─▶ stems, vectors
                                           script

A word of a natural language stands in a pack; how words go together is told here in code.
"""
