"""Code interviews, choose quotes and check them, on the researcher's own laptop.

What flows through, which is also the order of the rooms:

    files ─▶ transcripts ─▶ suggest ─▶ code ─▶ retrieve ─▶ set beside the survey ─▶ report ─▶ verify

The floors, each of which imports only what lies below it:

    floor 4 · rooms         app.py  pages/  components/  serve/     the only Streamlit
                            commands/                               the same acts without a browser
    floor 3 · project       project/  an open study, one small class for each subject
                            jobs/     long work off the page, and processes of their own
    floor 2 · subjects      codebook/ transcripts/ survey/ drafts/ quotes/ analysis/
            · instruments   suggest/ verify/ privacy/ revision/   pure: from values to values
            · keepers       store/ (the only SQL)  reports/ (what people read)
                            exchange/ (what other programs write and read)
    floor 1 · known once    language/ (words, and packs of them)  files/ (in and out)  arithmetic/
    floor 0 · words         errors  model/          the standard library only

Rooms of one floor are strangers to each other; the project alone joins those of the second.
`tests/house.py` has these rules as functions, `tests/test_house.py` tries them.

Six rules:

1. Imports go down, never sideways, never in a ring.
2. Streamlit is known in the rooms, SQL in the store, files in `files`, `store` and what reads or
   writes for a subject; a word of a natural language stands in `language/packs`.
3. What is known is known once: before writing a pattern over words, a decoder, an interval or a
   list of negations, look in `language`, `files` and `arithmetic`.
4. A constant of an instrument has a source, a fit that a script repeats, or a pair of tests just
   inside and just outside of it.
5. A likelihood never gets the rank of a proof: the machine proposes, a person decides, arithmetic
   proves.
6. A class name stands for one thing; heavy imports stand in the function that needs them;
   importing does nothing.

One word for an idea, in code, interface and docs; in brackets what a variable is called:

    Project         an open study: a plain folder and its database [project, study on pages]
    Transcript      an interview as text, unchanged after import [transcript; info without its text]
    Turn            what one speaker says at a time [turn]
    Speaker         who says turns of a transcript; Participant: a person of the study
                    [speaker; participant, person]
    Doubt           what a file leaves open about who speaks, for a person to answer [doubt]
    Passage         what a code is proposed for: sentences of one turn [passage]
    Segment         characters start ≤ i < end, in code points [segment; start, end]
    Code            a code of the codebook; with codes below it, a theme [code]
    Codebook        all codes as codebook.yaml has them [book]
    Coding          one code on one segment by one coder [coding]
    Suggestion      a code that the machine proposes for a passage [suggestion]
    Decision        what a person says to a suggestion: accept, reject, skip [decision]
    Seen            what a coder had in sight and went on from without coding it [seen, passed]
    Quote           a segment chosen for the report, as printed [quote]; Basket: quotes in order
    Label           the attribution printed with a quote [label]
    Memo            a note on something [memo];  Coder: who codes [coder]
    Summary         what an interview has on a code, in a researcher's words; Paraphrase: a coding's
    Wording         one version of a corrected text [wording]; Recording: what it was written from
    Pair            turns of an interview beside those of its translation [pair]
    Batch           suggestions accepted in one act after some, drawn at random, were judged [batch]
    Question        a question of the survey [question]; Figure: one number of it, option × group
                    [figure; files and commands call it an indicator]
    Link, Relation  a code or quote beside a figure: confirms, expands, partly agrees ... [link]
    Draft           a report draft [draft];  Claim: what a number or quotation of it states [claim]
    Finding         what a check says of a draft: error, check, info [finding]
    Ruling          what a person decided about a finding [ruling]
    Foreign ...     what a file of another program holds, before it comes in [foreign]; Keepsake:
                    what only that program knows, kept to go out again
    Act             one change with its row in the log [act]
    Desk            the page where transcripts are coded
    Job             long work off the page [job]
"""

__version__ = "0.1.0"
