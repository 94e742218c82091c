"""Codes 16xx, from 1630 on: the material catalogue."""

CODES: dict[int, str] = {
    1630: "A cell holds at most {most} letters; this text has {count}. Shorten it, or put it into a file.",
    1631: "This text holds a control character that the Google Sheet cannot keep. Copy it as plain text first.",
    1632: "A material needs a title. Type one, for example: Struktur teks laporan.",
    1633: "The catalogue has no column “{column}” any more. Look at the table again.",
    1634: "Excel holds at most {most} letters in a cell, and {count} of these cells have more. Export as CSV instead.",
    1635: "This was decided already, perhaps on another computer. Nothing was changed.",
    1637: "Type the text that shall stand in this cell, or use one of the values above.",
    1636: "There is nothing to export. Choose another filter first.",
    1638: "What is in the trash can only be read. Restore it before changing it.",
    1660: "Another value stands in this field by now, so nothing was changed. Look at the value again, then decide.",
    1661: "There is a newer analysis of this material. Look at its proposals.",
    1662: "“{name}” cannot be shown here: it is damaged or protected. Open it in its own program.",
    1663: "“{name}” is too large to be shown here. Open it in its own program.",
    1664: "No program on this computer opens “{name}”. Save it, then choose a program.",
    1665: "“{name}” is a kind of file that is not opened from here, because it could run something. Save it, and open it only if you trust it.",
    1666: "Attach one file at a time; {count} were dropped.",
    1667: "Nothing was attached: only files of this computer can be dropped here.",
}
