"""Make small PDFs: words at places on pages, boxes and a picture, for the tests of reading them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842
SIZE = 11.0


@dataclass
class Paper:
    """A page to write on; `x` and `y` are points from its left and bottom edge."""

    drawn: list[str] = field(default_factory=list)
    picture: bool = False

    def write(
        self, x: float, y: float, words: str, *, bold: bool = False, size: float = SIZE
    ) -> None:
        shown = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        font = "F2" if bold else "F1"
        self.drawn.append(f"BT /{font} {size} Tf {x} {y} Td ({shown}) Tj ET")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self.drawn.append(f"0 g {x} {y} {width} {height} re f")

    def show_picture(self) -> None:
        self.picture = True
        self.drawn.append(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /P Do Q")


def pdf(*papers: Paper, locked: bool = False, hebrew: bool = False) -> bytes:
    """Return a PDF of some pages in Helvetica; if `hebrew`, a-z read א-ת.

    With it ~ is a face that has two halves, } and { either half alone.
    """
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(papers)))
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    picture = (
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
        " /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(papers)} >>",
        font.format("Helvetica"),
        font.format("Helvetica-Bold"),
    ]
    resources = "<< /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /P {} 0 R >> >>"
    last = 5 + 2 * len(papers)
    for i, paper in enumerate(papers):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}]"
            f" /Contents {6 + 2 * i} 0 R /Resources {resources.format(last)} >>"
        )
        stream = "\n".join(paper.drawn)
        length = len(stream.encode("cp1252"))
        objects.append(f"<< /Length {length} >>\nstream\n{stream}\nendstream")
    objects.append(picture)
    if hebrew:
        letters = "\n".join(f"<{0x61 + i:02x}> <{0x5D0 + i:04x}>" for i in range(26))
        told = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
            " 1 begincodespacerange <00> <ff> endcodespacerange"
            f" 26 beginbfchar {letters} endbfchar"
            " 3 beginbfchar <7b> <de00> <7d> <d83d> <7e> <d83dde00> endbfchar endcmap end end"
        )
        objects.append(f"<< /Length {len(told)} >>\nstream\n{told}\nendstream")
        objects[2] = objects[2].replace(" >>", f" /ToUnicode {len(objects)} 0 R >>")
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    secret = (
        f" /Encrypt << /Filter /Standard /V 1 /R 2 /O ({'o' * 32}) /U ({'u' * 32}) /P -4 >>"
        f" /ID [({'i' * 16}) ({'i' * 16})]"
        if locked
        else ""
    )
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{secret} >>\nstartxref\n{start}\n"
    return bytes(out + trailer.encode() + b"%%EOF\n")


def page(lines: Sequence[str], *, x: float = 70, top: float = 760, step: float = 15) -> Paper:
    """Return a page with lines under each other; an empty one is a gap."""
    paper = Paper()
    for i, line in enumerate(lines):
        if line:
            paper.write(x, top - i * step, line)
    return paper
