"""Make OpenDocument texts, RTF texts and web pages, for the tests of how they are read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

Talk = Sequence[tuple[str, str]]

_SPACES = " ".join(
    f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for key, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)
STYLES = """
<style:style style:name="B" style:family="text"><style:text-properties
 fo:font-weight="bold"/></style:style>
<style:style style:name="Unseen" style:family="text"><style:text-properties
 text:display="none"/></style:style>
<style:style style:name="Struck" style:family="text"><style:text-properties
 style:text-line-through-style="solid"/></style:style>
<style:style style:name="Black" style:family="text"><style:text-properties
 fo:background-color="#000000"/></style:style>
<style:style style:name="Bolder" style:family="text" style:parent-style-name="B"/>
<style:style style:name="Semibold" style:family="text"><style:text-properties
 fo:font-weight="600"/></style:style>
<style:style style:name="Medium" style:family="text"><style:text-properties
 fo:font-weight="500"/></style:style>
<text:list-style style:name="Asked"><text:list-level-style-number text:level="1"
 style:num-prefix="Q" style:num-suffix=":"/></text:list-style>
"""


def odt(body: str, master: str = "") -> bytes:
    """Return an OpenDocument text with this as its body and inside of its master page."""
    content = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    styles = f"<office:document-styles {_SPACES}>{master}</office:document-styles>"
    return zipped({"content.xml": content, "styles.xml": styles})


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def rtf(body: str) -> bytes:
    return (r"{\rtf1\ansi\ansicpg1252\deff0" + body + "}").encode("latin-1")


def rtf_words(words: str) -> str:
    r"""Return words as RTF has them: `\uN?` for what is no ASCII."""
    units = words.encode("utf-16-le")
    letters = [int.from_bytes(units[i : i + 2], "little") for i in range(0, len(units), 2)]
    return "".join(chr(n) if n < 128 else rf"\u{n - 65_536 if n > 32_767 else n}?" for n in letters)


def as_odt(talk: Talk) -> bytes:
    return odt("".join(f"<text:p>{escape(who)}: {escape(what)}</text:p>" for who, what in talk))


def as_rtf(talk: Talk) -> bytes:
    return rtf("".join(rf"\pard {rtf_words(f'{who}: {what}')}\par " for who, what in talk))


def as_html(talk: Talk) -> bytes:
    lines = "".join(f"<p><b>{escape(who)}:</b> {escape(what)}</p>" for who, what in talk)
    return f"<!DOCTYPE html><html><head><title>x</title></head><body>{lines}</body></html>".encode()
