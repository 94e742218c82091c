"""Codes 17xx: the question bank and its files. `CODES` are about a whole file or an equation and are raised; `TROUBLES` are about
one question and are listed beside it. Both are said in the person's language by their English sentence."""

from typing import Literal, NamedTuple

Severity = Literal["warning", "lost", "refused"]


class Said(NamedTuple):
    """How a trouble is told. `warning`: look at it. `lost`: the question is there, a part of it is not. `refused`: it is left out."""

    severity: Severity
    reason: str
    remedy: str


CODES: dict[int, str] = {
    1700: "{file} cannot be opened. Check that it is there and not open in another program, then choose it again.",
    1701: "No question was found in {file}. Choose the file that holds the questions.",
    1702: "{file} is none of the kinds that are read: Word (.docx), Moodle XML, GIFT or Aiken. Save it as one of these and choose it again.",
    1703: "{file} is larger than {limit} MB and was not opened. Split it into several files.",
    1704: "{file} is damaged and cannot be read. Save it anew in the program it comes from.",
    1705: "{file} holds a document type or entity declaration, which question files never need. It was not opened; export it anew.",
    1706: "{file} unpacks to far more than a set of questions can hold and was not opened. Save it anew in Word.",
    1707: "{file} has no table with the columns {columns}. Copy the questions into the school's template and choose that file.",
    1708: "There is no bank “{bank}”. Say with --bank which subject's bank the questions come into: {banks}.",
    1709: "Somebody has changed this exam paper meanwhile, so yours was not saved over it. Save again to keep yours as a paper of its own.",
    1710: "This equation cannot be read: {reason}. Correct it; until then it is shown as text.",
    1711: "This equation is too long or nested too deeply to be drawn. Split it into several.",
    1713: "This question is no longer on this computer: its bank is not among yours any more. Ask the office who teaches the subject.",
    1714: "A text of this question is longer than {limit} letters and was not saved. Shorten it, or make a part of it a shared text.",
    1715: "“{name}” is not a PNG, JPEG, GIF or WebP picture of up to {most} MB. Save it as one of these, smaller if need be, and choose it again.",
    1716: "These questions cannot be changed here: the bank belongs to a subject you do not teach. Ask the office, or who teaches it.",
    1717: "The questions of this job are in a bank already, or the job is no longer known here. Look among the drafts, or in the trash.",
    1712: "{command} is not carried out in equations. Write the equation without it.",
    1719: "A text of this exam paper is longer than {limit} letters and was not saved. Shorten it.",
    1718: "This exam paper is no longer there: somebody removed it. Save it as a new one to keep it.",
}

TROUBLES: dict[int, Said] = {
    1720: Said("warning", "The question has no text.", "Type the question, or delete it."),
    1721: Said("warning", "No answer is marked as correct.", "Mark the correct answer."),
    1722: Said("warning", "Options {first} and {second} say the same.", "Change one of them."),
    1723: Said("warning", "The key {key} is not among the options.", "Mark the correct answer, or add the option that is missing."),
    1724: Said("warning", "There are fewer than two options.", "Add options, or choose another kind of question."),
    1725: Said("warning", "There are more than {limit} options.", "Take some of them away."),
    1726: Said("warning", "More than one option is fully correct in a single choice.", "Keep one key, or make it a multiple choice."),
    1727: Said("warning", "Option {letter} is empty.", "Type the option, or take it away."),
    1728: Said("warning", "No short answer is accepted with full marks.", "Type an answer that is correct."),
    1729: Said("warning", "A matching question needs two pairs or more, each with an answer.", "Complete the pairs."),
    1730: Said("warning", "The same entry stands twice on the left of a matching question.", "Change one of them."),
    1731: Said("warning", "A text is longer than {limit} letters.", "Shorten it, or make it a shared text."),
    1732: Said("warning", "A picture of this question is missing.", "Put the picture in again, or take its place away."),
    1733: Said("warning", "The equation uses {command}, which is not carried out; it is shown as text.", "Write the equation without it."),
    1734: Said("warning", "A true/false question has just these two options.", "Choose single choice for other options."),
    1735: Said("warning", "The correct options add up to {sum} %, not to 100 %.", "Change how much each of them counts."),
    1736: Said(
        "warning", "The equation that begins with {start} is too long or nested too deeply; it is shown as text.", "Split it into several."
    ),
    1750: Said("lost", "Formatting that the bank does not know was left out: {what}.", "Look at the question; its words are all there."),
    1751: Said(
        "lost", "Something that could run or load was left out: {what}.", "Nothing was run. Look whether the question still makes sense."
    ),
    1752: Said("lost", "A picture lies outside the file and was not fetched: {source}.", "Save the picture and put it into the question."),
    1753: Said("lost", "A picture is not in the file: {source}.", "Put the picture into the question again."),
    1754: Said(
        "lost", "“{name}” is not a PNG, JPEG, GIF or WebP picture and was left out.", "Save the picture as PNG and put it in again."
    ),
    1755: Said("lost", "“{name}” is larger than 2 MB and was left out.", "Make the picture smaller and put it in again."),
    1756: Said("lost", "A part of a Word equation has no simple LaTeX form: {what}.", "Compare the equation and correct it."),
    1757: Said("lost", "An object of another program was left out: {what}.", "Put it in as a picture or as a Word equation."),
    1758: Said("lost", "Attached files other than pictures were left out: {name}.", "Attach the file to a material instead."),
    1759: Said("lost", "Settings that the bank does not keep were left out: {what}.", "Nothing is to be done unless you need them."),
    1760: Said(
        "refused", "{format} cannot hold a question of this kind or without a clear key; it was left out.", "Export it as Moodle XML."
    ),
    1761: Said("lost", "{format} carries no pictures.", "Export as Moodle XML or Word, or send the pictures along."),
    1762: Said("lost", "{format} carries no feedback.", "Export as Moodle XML or GIFT to keep it."),
    1763: Said("lost", "{format} carries no partial marks.", "Export as Moodle XML or GIFT to keep them."),
    1764: Said(
        "lost",
        "{format} carries no title, tags, objective, level, difficulty, status or author.",
        "Export as Moodle XML or GIFT to keep them.",
    ),
    1765: Said("lost", "{format} knows no shared text; it was put before the question.", "Export as Moodle XML or GIFT to keep it shared."),
    1766: Said(
        "lost", "{format} carries plain text here; bold, tables, lines and the like were left out.", "Export as Moodle XML to keep them."
    ),
    1767: Said("lost", "{format} does not say that capital letters count.", "Export as Moodle XML to keep it."),
    1768: Said("lost", "{format} carries no marking guide.", "Export as Moodle XML to keep it."),
    1769: Said("lost", "The template has five options; columns were added for more.", "Check that the other program reads them."),
    1770: Said("refused", "A line of this question would be read as an option or a key in Aiken; it was left out.", "Export it as GIFT."),
    1780: Said(
        "warning",
        "The file does not say how its letters are stored; Windows' Western letters were assumed.",
        "If letters look wrong, save it as UTF-8.",
    ),
    1781: Said("warning", "Letters that cannot be seen, or that turn others round, were left out.", "Compare the question with the file."),
    1783: Said(
        "warning", "The text “{title}” was taken as shared by the questions below it.", "If that is not so, take it away from them."
    ),
    1790: Said(
        "refused", "A question of the kind {kind} is not read.", "Change it into one of the bank's kinds, for example a short answer."
    ),
    1791: Said("refused", "This question cannot be understood (line {line}).", "Correct it in the file: {hint}"),
    1792: Said("refused", "The question has no line ANSWER (line {line}).", "Write the line, for example ANSWER: B."),
    1793: Said("refused", "A text of this question has more than {limit} letters.", "Shorten it, and put pictures in as pictures."),
}
