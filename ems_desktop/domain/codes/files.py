"""Codes 16xx, from 1610 on: files, photos, their storage."""

CODES: dict[int, str] = {
    1610: "“{name}” is {size} MB large, and the school takes files of up to {most} MB. Make it smaller, or put a link into the description.",
    1611: "“{name}” is {size} MB large, and the school's storage has only {free} MB left. Ask the office to make room.",
    1612: "“{name}” cannot be read. Look whether it is still there and not open in another program, then choose it again.",
    1613: "“{name}” is empty. Choose another file.",
    1614: "What arrived at school is not what was sent. It is sent again by itself; if this goes on, choose the file again.",
    1615: "“{name}” is not on this computer yet. Connect to the school and open it again.",
    1616: "“{name}” was damaged on its way and has been put away. Try again; if this goes on, ask for the file to be uploaded anew.",
    1617: "The school's file storage does not answer. Files are sent by themselves as soon as it does.",
    1618: "The school's file storage refused this: {status} {reason}. It is tried again by itself; if this goes on, the office must look at its settings.",
    1619: "“{name}” has not been uploaded yet. It comes from another computer: ask its owner to connect that one.",
    1620: "A photo must be a JPEG or PNG of up to {most} MB. Save it as one of these and choose it again.",
    1621: "These are not the settings of a file storage. Wanted are an https address, a bucket, a region and two keys.",
    1622: "The school's storage for files has been changed just now. This is sent again by itself.",
    1623: "The school does not take this file any more: it was removed, or somebody else put it there. Choose it again if it is still needed.",
    1624: "The copy of “{name}” on this computer is damaged. Connect to the school and open it again; if it was not sent yet, choose it again.",
}
