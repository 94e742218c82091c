"""Codes 19xx: the command line and the tools."""

CODES: dict[int, str] = {
    1901: "EMS Desktop needs Python 3.11 or newer and found none; install Python and give the same command again.",
    1902: "The program's environment could not be made ({reason}); mend that and give the same command again.",
    1903: "The window needs system libraries that are missing here; install them with: {command}",
    1904: "The command line was not understood ({reason}); {help} lists what can be said.",
    1905: "The program made a mistake ({reason}); what happened is written in {path}.",
    1906: "These checks failed: {names}; their output stands above.",
    1907: "{tool} stopped with exit code {exit_code}; its output stands above.",
    1908: "There is a school in {path} already. Choose another folder with --data-dir.",
    1909: "Nobody is signed in on this profile. Open the program, sign in as the office, and give the command again.",
    1910: "This profile has no server of its own. Give the command on the computer that the server runs on.",
    1911: "The answer could not be written ({reason}). Free some space on the disk, then give the same command again.",
    1930: "{part} needs {program}, which is not on this computer. Install it and give the same command again, or open the demo without --full.",
    1931: "{part} could not be installed here. The demo runs without it: leave out --full. What the installer said last: {reason}",
    1932: "{part} was started and does not answer. The demo runs without it: leave out --full. What it said last: {reason}",
    1920: "Google's keys could not be fetched ({reason}). Check the network of this computer, then give the command again; the keys at school stay as they are.",
    1921: "That is not a set of keys as Google publishes it. Fetch it anew; the keys at school stay as they are.",
    1922: "The file {path} cannot be read: {detail}. Name another file.",
}
