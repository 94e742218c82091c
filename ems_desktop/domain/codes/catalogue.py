"""Codes 15xx: the catalogue of materials and its Google Sheet."""

CODES: dict[int, str] = {
    1515: "Google Sheets cannot be reached. Check the internet connection; what you typed is kept and is sent later.",
    1516: "Google no longer lets EMS Desktop use the Sheet for you: access was withdrawn or has ended. Connect Google Sheets again; what you typed is kept.",
    1517: "Your Google account may not do this in the school's Sheet. Ask the Sheet's owner to share it with you as an editor.",
    1518: "Google does not find the school's Sheet: it was deleted, or your account may not see it. Ask the office which Sheet the school uses.",
    1519: "Google Sheets takes no more requests for the moment. EMS Desktop tries again by itself.",
    1520: "Google Sheets is not switched on for the school's EMS Desktop. Show this to the office.",
    1521: "Google Sheets has trouble of its own at the moment. EMS Desktop tries again by itself.",
    1522: "Not Google Sheets answered but something else ({reason}), perhaps this network's login page. Open a page in the browser, then try again.",
    1523: "Google did not allow everything that the Sheet needs: {missing}. Connect Google Sheets again and leave every box ticked.",
    1524: "Google Sheets is not connected on this computer yet. Connect it first.",
    1525: "Google was told not to let EMS Desktop use the Sheet. Connect Google Sheets again and allow it.",
    1526: "Connecting Google Sheets was cancelled. Nothing was changed.",
    1527: "No answer from Google within {minutes} minutes. Connect Google Sheets again, and finish in the browser.",
    1528: "Google does not open the Sheet to EMS Desktop for this account ({reason}). Show this to the office.",
    1530: "Google Sheets does not take what EMS Desktop wants to write: {reason}. Look in the browser whether the Sheet is protected; nothing is lost, and it is tried again.",
}
