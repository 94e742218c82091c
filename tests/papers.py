"""Small files for tests: a PDF, a picture, office documents, and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib


def pdf(pages: int = 2, text: str = "Struktur artikel ilmiah") -> bytes:
    """With so many pages, each with its number."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n in range(pages):
        drawn = f"BT /F 24 Tf 72 720 Td ({text} {n + 1}) Tj ET".encode()
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {5 + 2 * n} 0 R>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
    out, places = io.BytesIO(b""), []
    out.write(b"%PDF-1.4\n")
    for number, one in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj" % number + one + b"endobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def png(width: int, height: int) -> bytes:
    """One colour; only the head where the pixels would be too many to write."""
    rows = b"".join(b"\0" + b"\x30\x60\xc0" * width for _ in range(height)) if width * height < 1_000_000 else b""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


def office(part: str = "word/document.xml", body: str | None = None) -> bytes:
    """A zip with this part."""
    body = "<w:p xmlns:w='w'><w:r><w:t>Menulis puisi</w:t></w:r></w:p>" if body is None else body
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, f"<x>{body}</x>")
    return out.getvalue()
