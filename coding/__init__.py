"""Code interviews, choose quotes and check them, on the researcher's own laptop.

The flow, which is also the order of the modules:

    files ─▶ transcripts ─▶ suggest ─▶ code ─▶ retrieve ─▶ link to survey ─▶ report ─▶ verify

The floors, each of which imports only what lies below it:

    floor 3 · rooms         app.py, pages/, components/     the only Streamlit
                            commands/                       the same desk without a browser
    floor 2 · desk          project/                        each act of the flow, logged
    floor 1 · doors         transcripts/, codebook*, survey*, drafts*, store/, exchange/
    floor 1 · instruments   suggest/, retrieve, linking, verify/ ...   pure functions
    floor 0 · words         model/, errors                  standard library only

The words are those of `coding.model`: a *coding* is one *code* on one *segment* of a
*transcript* by one *coder*; a *quote* is a coded segment chosen for the report.
"""

__version__ = "0.1.0"
