"""Small PDFs made line by line, so that a test says exactly what stands where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dlextract.records import Paper

Read = Callable[..., Paper]
WIDTH, HEIGHT = 612, 792


def line(x: float, y: float, text: str, size: float = 10, font: str = "F1", before: str = "") -> str:
    """Return the drawing of one line; ``y`` is the baseline from the top of the page, ``before`` PDF operators."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"q {before} BT /{font} {size} Tf {x} {HEIGHT - y} Td ({escaped}) Tj ET Q"


def rule(x0: float, x1: float, y: float) -> str:
    """Return the drawing of a horizontal rule."""
    return f"0.5 w {x0} {HEIGHT - y} m {x1} {HEIGHT - y} l S"


def column(x: float, y: float, lines: Iterable[str], size: float = 10, step: float = 12) -> list[str]:
    """Return the drawings of lines under one another."""
    return [line(x, y + step * index, text, size) for index, text in enumerate(lines)]


def pdf(
    pages: Sequence[Iterable[str]], links: Sequence[tuple[int, tuple[float, float, float, float], str]] = ()
) -> bytes:
    """Return a PDF; ``links`` are (page from 0, box from the top left, address)."""
    objects: list[bytes] = [b"", b""]
    fonts = []
    for name, base in (("F1", "Times-Roman"), ("F2", "Times-Bold"), ("F3", "Times-Italic")):
        objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>".encode())
        fonts.append(f"/{name} {len(objects)} 0 R")
    kids = []
    for number, drawn in enumerate(pages):
        stream = "\n".join(drawn).encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        annotations = []
        for page, (x0, y0, x1, y1), address in links:
            if page == number:
                box = f"{x0} {HEIGHT - y1} {x1} {HEIGHT - y0}"
                objects.append(
                    f"<< /Type /Annot /Subtype /Link /Rect [{box}] /A << /S /URI /URI ({address}) >> >>".encode()
                )
                annotations.append(f"{len(objects)} 0 R")
        objects.append(
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {content} 0 R"
                f" /Annots [{' '.join(annotations)}] /Resources << /Font << {' '.join(fonts)} >> >> >>"
            ).encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
