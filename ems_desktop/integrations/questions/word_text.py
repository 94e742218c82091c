"""What stands in a cell of a Word table, as markup: paragraphs, runs, pictures, equations, tables inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from ems_desktop.domain.questions import markup
from ems_desktop.integrations.questions import omml
from ems_desktop.integrations.questions.docx import Docx
from ems_desktop.integrations.questions.notes import Notes, base_name, shown

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPERS: Final = frozenset([f"{W}sdt", f"{W}sdtContent", f"{W}customXml"])
_OFF: Final = frozenset(["0", "false", "off", "none"])
_SIGNS: Final = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-", "softHyphen": ""}
_PASSED_NAMES: Final = (
    "ins hyperlink smartTag sdt sdtContent fldSimple r p moveTo customXml rPr pPr bookmarkStart bookmarkEnd proofErr "
    "lastRenderedPageBreak tcPr del moveFrom delText instrText fldChar permStart permEnd commentRangeStart commentRangeEnd "
    "commentReference footnoteReference endnoteReference sdtPr sdtEndPr bdo dir"
)
_PASSED: Final = frozenset(_PASSED_NAMES.split())  # their insides are read
_LEFT_OUT: Final = frozenset(["del", "moveFrom", "delText", "instrText", "rPr", "pPr", "tcPr", "sdtPr", "sdtEndPr"])


def children(parent: ET.Element, tag: str) -> Iterator[ET.Element]:
    """Those with this tag, also where a content control stands round them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from children(child, tag)


@dataclass(frozen=True, slots=True)
class Cells:
    """Reads cells of one document."""

    docx: Docx
    relations: Mapping[str, tuple[str, bool]]
    notes: Notes

    def read(self, cell: ET.Element) -> str:
        """The cell's markup. Losses are noted for the question at hand."""
        return markup.canonical(self.notes.tidy(self._blocks(cell)))

    def _blocks(self, parent: ET.Element) -> str:
        parts = []
        for child in parent:
            if child.tag == f"{W}tbl":
                parts.append(self._table(child))
            elif child.tag == f"{W}p":
                parts.append(self._paragraph(child))
            elif child.tag in _WRAPPERS:
                parts.append(self._blocks(child))
        return "\n".join(parts)

    def _table(self, table: ET.Element) -> str:
        rows = (
            "[tr]" + "".join(f"[td]{self._blocks(cell)}[/td]" for cell in children(row, f"{W}tc")) + "[/tr]"
            for row in children(table, f"{W}tr")
        )
        return f"[table]{''.join(rows)}[/table]"

    def _paragraph(self, paragraph: ET.Element) -> str:
        numbered = paragraph.find(f"{W}pPr/{W}numPr") is not None
        text = self._inside(paragraph)
        if numbered and text.strip():
            self.notes.add(1750, what="1. 2. 3.")
            return f"• {text}"
        return text

    def _inside(self, parent: ET.Element) -> str:
        return "".join(map(self._one, parent))

    def _one(self, element: ET.Element) -> str:
        namespace, _, name = element.tag.rpartition("}")
        if namespace == omml.M[:-1]:
            return self._equation(element)
        if element.tag == f"{_MC}AlternateContent":
            return self._inside(next(iter(element), ET.Element("none")))
        return self._word(element, name) if namespace == W[:-1] and name not in _LEFT_OUT else ""

    def _word(self, element: ET.Element, name: str) -> str:
        if name == "t":
            return markup.literal(element.text or "")
        if name in _SIGNS:
            return _SIGNS[name]
        if name in {"drawing", "pict", "object"}:
            return self._picture(element, name)
        if name not in _PASSED:
            self.notes.add(1750, what=shown(name))
        inside = self._inside(element)
        return _styled(element, inside) if name == "r" else inside

    def _equation(self, element: ET.Element) -> str:
        latex = omml.to_latex(element, self.notes)
        return (f"\\[{latex}\\]" if element.tag == f"{omml.M}oMathPara" else f"\\({latex}\\)") if latex else ""

    def _picture(self, element: ET.Element, name: str) -> str:
        """`object`: another program's, for example MathType's; its picture is usually a metafile and not taken."""
        if name == "object":
            self.notes.add(1757, what="OLE")
            return ""
        ids = [blip.get(f"{_R}embed") or blip.get(f"{_R}link") for blip in element.iter(f"{_A}blip")]
        ids += [data.get(f"{_R}id") for data in element.iter(f"{_V}imagedata")]
        if not ids:
            return self._drawing_without_picture(element)
        return "".join(self._by_relation(one or "") for one in ids)

    def _drawing_without_picture(self, element: ET.Element) -> str:
        """Shapes and diagrams are left out; the words in a text box are kept."""
        self.notes.add(1757, what="drawing")
        boxes = list(element.iter(f"{W}txbxContent"))
        return "\n".join(self._blocks(box) for box in boxes)

    def _by_relation(self, one: str) -> str:
        target, outside = self.relations.get(one, ("", False))
        if outside:
            self.notes.add(1752, source=shown(target))
            return ""
        data = self.docx.picture(target)
        if data is None:
            self.notes.add(1753, source=shown(base_name(target) or one))
            return ""
        sha256 = self.notes.picture(data, target)
        return markup.picture(sha256) if sha256 else ""


def _styled(run: ET.Element, text: str) -> str:
    """Bold, italic, underlined, raised or lowered."""
    properties = run.find(f"{W}rPr")
    if properties is None or not text.strip():
        return text
    for name in ("b", "i", "u"):
        found = properties.find(f"{W}{name}")
        if found is not None and found.get(f"{W}val", "1") not in _OFF:
            text = f"[{name}]{text}[/{name}]"
    raised = properties.find(f"{W}vertAlign")
    tag = {"superscript": "sup", "subscript": "sub"}.get("" if raised is None else raised.get(f"{W}val", ""))
    return f"[{tag}]{text}[/{tag}]" if tag else text
