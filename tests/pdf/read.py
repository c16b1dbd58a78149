"""What a reader of PDF sees in a file, as JSON: read.py FILE"""

import json
import sys

from pypdf import PdfReader

reader = PdfReader(sys.argv[1])
root = reader.trailer["/Root"]


def outline(items, level=1):
    for item in items:
        if isinstance(item, list):
            yield from outline(item, level + 1)
        else:
            yield [level, item.title, reader.get_destination_page_number(item) + 1]


def kinds(node, found):
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            kinds(child, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found[node["/S"]] = found.get(node["/S"], 0) + 1
        if "/K" in node:
            kinds(node["/K"], found)
    return found


def actions(page):
    for note in page.get("/Annots") or []:
        note = note.get_object()
        yield str(note.get("/A", {}).get("/S", "none"))


def fonts():
    for page in reader.pages:
        for font in page["/Resources"].get_object().get("/Font", {}).get_object().values():
            font = font.get_object()
            for inner in font.get("/DescendantFonts", [font]):
                descriptor = inner.get_object()["/FontDescriptor"].get_object()
                yield font["/BaseFont"].split("+")[-1], any(key.startswith("/FontFile") for key in descriptor)


sys.setrecursionlimit(10_000)
print(json.dumps({
    "pages": [page.extract_text() for page in reader.pages],
    "title": reader.metadata.title,
    "author": reader.metadata.author,
    "creator": reader.metadata.creator,
    "created": reader.metadata.creation_date.isoformat(),
    "language": root.get("/Lang"),
    "marked": bool(root["/MarkInfo"]["/Marked"]),
    "pdf_ua": b"pdfuaid:part" in root["/Metadata"].get_object().get_data(),
    "tags": kinds(root["/StructTreeRoot"]["/K"], {}),
    "outline": list(outline(reader.outline)),
    "actions": sorted({action for page in reader.pages for action in actions(page)}),
    "scripts": any(key in root for key in ("/OpenAction", "/AA")) or "/JavaScript" in root.get("/Names", {}),
    "fonts": sorted({name: embedded for name, embedded in fonts()}.items()),
}))
