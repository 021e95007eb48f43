"""Small PDFs made line by line, so that a test says exactly what stands where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dlextract.records import Paper

Read = Callable[..., Paper]
Box = tuple[float, float, float, float]
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
    pages: Sequence[Iterable[str]],
    links: Sequence[tuple[int, Box, str]] = (),
    fields: Sequence[tuple[int, Box, str]] = (),
    files: Sequence[str] = (),
    outline: str = "",
) -> bytes:
    """Return a PDF; ``links`` are (page from 0, box from the top left, address), ``fields`` of a form likewise.

    ``files`` are names of empty files that the PDF carries, ``outline`` the only entry of its outline.
    """
    objects: list[bytes] = [b"", b""]
    fonts = []
    for name, base in (("F1", "Times-Roman"), ("F2", "Times-Bold"), ("F3", "Times-Italic")):
        objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{base} /Encoding /WinAnsiEncoding >>".encode())
        fonts.append(f"/{name} {len(objects)} 0 R")
    kids = []
    widgets: list[str] = []
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
        for page, (x0, y0, x1, y1), typed in fields:
            if page == number:
                shown = f"/Tx BMC q BT /F1 10 Tf 2 4 Td ({typed}) Tj ET Q EMC".encode()
                look = f"/BBox [0 0 {x1 - x0} {y1 - y0}] /Resources << /Font << /F1 3 0 R >> >>"
                objects.append(
                    f"<< /Type /XObject /Subtype /Form {look} /Length {len(shown)} >>\nstream\n".encode()
                    + shown
                    + b"\nendstream"
                )
                box = f"{x0} {HEIGHT - y1} {x1} {HEIGHT - y0}"
                objects.append(
                    f"<< /Type /Annot /Subtype /Widget /FT /Tx /F 4 /T (f{len(objects)}) /V ({typed}) /Rect [{box}]"
                    f" /AP << /N {len(objects)} 0 R >> >>".encode()
                )
                widgets.append(f"{len(objects)} 0 R")
                annotations.append(widgets[-1])
        objects.append(
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {content} 0 R"
                f" /Annots [{' '.join(annotations)}] /Resources << /Font << {' '.join(fonts)} >> >> >>"
            ).encode()
        )
        kids.append(f"{len(objects)} 0 R")
    extra = f" /AcroForm << /Fields [{' '.join(widgets)}] >>" if widgets else ""
    carried = []
    for name in files:
        objects.append(b"<< /Type /EmbeddedFile /Length 0 >>\nstream\n\nendstream")
        objects.append(f"<< /Type /Filespec /F ({name}) /UF ({name}) /EF << /F {len(objects)} 0 R >> >>".encode())
        carried.append(f"({name}) {len(objects)} 0 R")
    if carried:
        extra += f" /Names << /EmbeddedFiles << /Names [{' '.join(carried)}] >> >>"
    if outline:
        number = len(objects) + 1
        objects.append(f"<< /Type /Outlines /First {number + 1} 0 R /Last {number + 1} 0 R /Count 1 >>".encode())
        objects.append(f"<< /Title ({outline}) /Parent {number} 0 R >>".encode())
        extra += f" /Outlines {number} 0 R"
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R{extra} >>".encode()
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
