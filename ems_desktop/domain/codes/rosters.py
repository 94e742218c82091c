"""Codes 12xx: rosters and the files they come from. `CODES` are about a whole file and are raised; `TROUBLES` are about one
cell of it and are listed beside the row. Both are said in the person's language by their English sentence."""

from typing import Literal, NamedTuple

Severity = Literal["warning", "refused"]


class Said(NamedTuple):
    """How a trouble is told. `warning`: the row was read all the same. `refused`: it waits for a person.

    `short` fits into the cell of a preview; `reason` says what is wrong; `remedy` says what to do. Placeholders as in CODES.
    """

    severity: Severity
    short: str
    reason: str
    remedy: str


CODES: dict[int, str] = {
    1200: "{file} was not found. Choose the file again.",
    1201: "{file} cannot be opened. Close it in Excel, check that you may read it, and try again.",
    1202: "{file} is empty. Download it from Dapodik again.",
    1203: "{file} is not an Excel workbook (.xlsx): its content is {what}. Open it in its own program, save it as .xlsx and choose that file.",
    1204: "{file} is not an Excel workbook (.xlsx), whatever its name says. Download it from Dapodik again.",
    1205: "{file} is protected by a password. Save a copy without the password in Excel and choose that one.",
    1206: "{file} is damaged and cannot be read. Download it again, or open it in Excel and save it anew.",
    1207: "{file} is larger than {limit} MB and was not opened. Choose the roster file as Dapodik gave it.",
    1208: "{file} unpacks to far more than a roster can hold and was not opened. Download it from Dapodik again.",
    1209: "{file} holds a document type or entity declaration, which Excel never writes. It was not opened; download it from Dapodik again.",
    1210: "{file} has no sheet with anything in it. Choose the file that holds the list of pupils.",
    1211: "{file} has a sheet with more than {limit} cells and was not opened. Delete what lies far from the list and save it again.",
    1212: "{file} cannot be read as CSV. Save it as .xlsx, or as CSV UTF-8, and choose that file.",
    1213: "{file} is a folder. Choose the file in it.",
    1220: "No header was found in the first {rows} rows of {file}. Choose the Daftar Peserta Didik file as Dapodik gave it.",
    1221: "{file} lacks columns that are needed: {missing}. Found instead: {found}. Give the columns Dapodik's names and choose the file again.",
    1222: "The column {column} occurs more than once in {file} (columns {places}). Delete the one that does not count and choose the file again.",
    1223: "{file} has a header but no pupil below it. Choose the file that holds the list of pupils.",
    1230: "The school's list of pupils has changed since this preview was made. It has been compared anew; look at it once more and apply it then.",
    1231: "This class has pupils or subjects. Move them first; an empty class can be removed.",
    1232: "There is a class {name} in this year already. Choose another name.",
    1233: "A class needs a name that begins with its level, for example 7A or VII A.",
    1234: "This is not a date. Type it as day/month/year, for example 17/08/2026.",
    1235: "This subject has {count} marks in its grade sheets, so it stays. Only a subject without marks can be removed.",
    1236: "The pupil joined this class on {date}. Choose that day or a later one.",
    1237: "A subject needs a name. Type it, for example Matematika.",
    1240: "{file} could not be written. Close it if it is open in Excel, check the free space, and try again or choose another place.",
}

TROUBLES: dict[int, Said] = {
    1250: Said(
        "warning",
        "zeros put back",
        "The leading zeros of this NISN were lost; it was read as {nisn}.",
        "Compare it with Dapodik. If it is right there is nothing to do.",
    ),
    1251: Said(
        "refused",
        "{digits} of 10 digits",
        "A NISN has 10 digits and {digits} were found; the others cannot be guessed.",
        "Look the NISN up in Dapodik and type all of its 10 digits.",
    ),
    1252: Said(
        "refused",
        "digits only",
        "A NISN has only digits; something else is in this one.",
        "Look the NISN up in Dapodik and type its 10 digits.",
    ),
    1253: Said(
        "refused",
        "also in row {rows}",
        "The NISN {nisn} stands in more than one row (also in {rows}). A NISN belongs to one pupil, and the file does not say to which.",
        "Look up in Dapodik whose NISN it is and correct the other rows, or delete the row that is there twice.",
    ),
    1254: Said(
        "refused",
        "also in row {rows}",
        "The NIK {nik} stands in more than one row (also in {rows}). A NIK belongs to one person, and the file does not say to whom.",
        "Look up on the family cards whose NIK it is and correct the other rows, or delete the row that is there twice.",
    ),
    1255: Said(
        "warning", "empty", "{column} is empty; the pupil was read without it.", "Complete it in Dapodik, or later on the pupil's card."
    ),
    1256: Said(
        "warning",
        "not 16 digits",
        "{column} has 16 digits; this value has not and was left out.",
        "Type all of its 16 digits, or complete it later on the pupil's card.",
    ),
    1257: Said(
        "warning",
        "last digit unsure",
        "{column} was stored as a number. Excel keeps only 15 of its 16 digits, so the last one may be wrong; it was left out.",
        "Type all of its 16 digits, or complete it later on the pupil's card.",
    ),
    1260: Said(
        "refused", "no name", "The row has no name with letters in it.", "Type the pupil's name, or delete the row if it is not a pupil."
    ),
    1261: Said(
        "warning",
        "like a formula",
        "The name looks like a formula. It was read as plain text and is never calculated.",
        "Correct the name in Dapodik if the pupil is not really called that.",
    ),
    1262: Said("refused", "too long", "The text is longer than {limit} characters.", "Shorten it, or check whether two cells were joined."),
    1263: Said("warning", "L or P", "JK is L or P; this value was left out.", "Type L for a boy or P for a girl."),
    1264: Said("refused", "not a date", "This cannot be read as a date.", "Type the date as day/month/year, for example 17/08/2013."),
    1265: Said(
        "refused", "no such day", "There is no such day in the calendar.", "Look the date up in Dapodik and type it as day/month/year."
    ),
    1266: Said(
        "warning",
        "day before month",
        "Day and month could be swapped here; it was read as day/month/year: {date}.",
        "Compare it with Dapodik. If it is right there is nothing to do.",
    ),
    1267: Said(
        "refused",
        "day or month first?",
        "Day and month could be swapped here, and other dates in this file do have the month first.",
        "Look the date up in Dapodik and type it as year-month-day, for example 2013-08-17.",
    ),
    1268: Said(
        "refused",
        "age {age}",
        "With this date of birth the pupil would be {age} years old; {low} to {high} is expected.",
        "Look the date up in Dapodik and correct it.",
    ),
    1270: Said(
        "warning",
        "unknown religion",
        "This religion is not known; the pupil was read without it and belongs to no religion group yet.",
        "Type Islam, Kristen, Katolik, Hindu, Buddha, Khonghucu or Kepercayaan.",
    ),
    1271: Said(
        "refused",
        "no class",
        "The pupil has no class, so it is not clear where to put the pupil.",
        "Put the pupil into a rombel in Dapodik, or type the class.",
    ),
    1272: Said(
        "refused",
        "which level?",
        "The level cannot be read from this class name.",
        "Type the class with its level first, for example 7A or VII A.",
    ),
    1280: Said(
        "refused",
        "the same person?",
        "{name}, born on {date}, is at the school already under another or no number. This is probably the same person.",
        "Compare the two and say whether they are the same person.",
    ),
    1281: Said(
        "refused",
        "someone else's",
        "This number belongs to {name} at the school, and neither the name nor the date of birth agrees.",
        "Look up in Dapodik whose number it is and correct it, or say that they are the same person.",
    ),
    1282: Said(
        "refused",
        "two pupils",
        "The NISN belongs to {name} at the school, but the NIK belongs to {other}.",
        "Look up in Dapodik which of the two is right and correct the other.",
    ),
    1283: Said(
        "refused",
        "also row {rows}",
        "More than one row (also {rows}) leads to the same pupil at the school, {name}.",
        "Correct the number in the row that is not this pupil, or delete the row that is there twice.",
    ),
    1290: Said(
        "warning",
        "no such column",
        "The file has no column {column}; what the school knows of it stays as it is.",
        "If the column is there under another name, give it Dapodik's name and choose the file again.",
    ),
}
