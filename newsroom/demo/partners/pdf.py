"""One-page PDF files for the demo's papers: real ones, small, and saying what they are."""

import textwrap

NOTICE = "CONTOH PERAGAAN - bukan dokumen resmi; orang, nomor, dan angka di dalamnya rekaan."
WIDTH, HEIGHT, MARGIN = 595, 842, 64  # A4 in points


def one_page(title, paragraphs):
    """The bytes of an A4 page with a title and paragraphs, in Helvetica, the notice on top."""
    lines = [("F1", 9, NOTICE), ("F1", 9, "")]
    lines += [("F2", 15, line) for line in textwrap.wrap(title, 52)]
    for paragraph in paragraphs:
        lines += [("F1", 11, ""), *(("F1", 11, line) for line in textwrap.wrap(paragraph, 84))]
    return _file(_content(lines))


def _content(lines):
    parts, y = ["BT"], HEIGHT - MARGIN
    for font, size, text in lines:
        y -= round(size * 1.5)
        parts.append(f"/{font} {size} Tf 1 0 0 1 {MARGIN} {y} Tm ({_escaped(text)}) Tj")
    return "\n".join([*parts, "ET"]).encode("cp1252", "replace")


def _escaped(text):
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(content):
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (id) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page.encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        font.format("Helvetica").encode(),
        font.format("Helvetica-Bold").encode(),
    ]
    out, starts = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)
