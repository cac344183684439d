"""Mistakes in the project’s file, in recipes and in editions."""

from mistake import Mistake

PROJECT = "content/project.yaml"
PACK = "content/packs/full-pack.yaml"
LISTED = "content/packs/organiser.yaml"
BRIEFING = "content/packs/briefing.yaml"
BOOKLET = "content/packs/facilitator-booklet.yaml"
TOWN = "content/editions/riverbank.yaml"

SETTINGS = (
    Mistake("document misspelt", LISTED, "  - briefing\n", "  - breifing\n"),
    Mistake("document with another ending", LISTED, "  - briefing\n", "  - briefing.docx\n"),
    Mistake("document with its folder", LISTED, "  - briefing\n", "  - briefing/briefing\n"),
    Mistake("document with spaces", LISTED, "  - event-report\n", "  - event report\n"),
    Mistake("document twice", LISTED, "  - event-report\n", "  - event-report\n  - briefing\n", 1),
    Mistake("document of the pack’s name", LISTED, "  - briefing\n", "  - organiser\n"),
    Mistake("no space after the dash", LISTED, "  - briefing\n", "  -briefing\n"),
    Mistake("dash forgotten", LISTED, "  - briefing\n", "  briefing\n"),
    Mistake("tab in the list", LISTED, "  - briefing\n", "\t- briefing\n"),
    Mistake("item moved to the right", LISTED, "  - briefing\n", "    - briefing\n"),
    Mistake(
        "documents without a list", BRIEFING, "documents:\n  - briefing\n", "documents: briefing\n"
    ),
    Mistake("documents forgotten", BRIEFING, "  - briefing\n", "", -1),
    Mistake("list of documents emptied", BRIEFING, "documents:\n  - briefing\n", "documents: []\n"),
    Mistake("key in the singular", BRIEFING, "documents:", "document:"),
    Mistake("Word by its name", BRIEFING, "[pdf, docx]", "[pdf, word]"),
    Mistake("format in capitals", BRIEFING, "[pdf, docx]", "[PDF, docx]"),
    Mistake("formats without brackets", BRIEFING, "formats: [pdf, docx]", "formats: pdf, docx"),
    Mistake("semicolon in a list", BRIEFING, "[pdf, docx]", "[pdf; docx]"),
    Mistake("variant misspelt", BOOKLET, "variant: booklet", "variant: booklett"),
    Mistake("variant with a space", BOOKLET, "variant: booklet", "variant: large print"),
    Mistake("title forgotten", BRIEFING, "title: Partnership working briefing\n", "", (0,)),
    Mistake("title commented out", BRIEFING, "title: P", "# title: P", (0, 1)),
    Mistake("second colon", BRIEFING, "title: Partnership working", "title: Partnership: working"),
    Mistake("quotation mark not closed", BRIEFING, 'version: "1.0"', 'version: "1.0'),
    Mistake("value that begins with an ampersand", BRIEFING, "title: Partner", "title: &Partner"),
    Mistake(
        "value that begins with an exclamation mark", BRIEFING, "title: Partner", "title: !Partner"
    ),
    Mistake("value that begins with an at sign", BRIEFING, "title: Partner", "title: @Partner"),
    Mistake("lines that begin a second file", BRIEFING, "formats:", "---\nformats:"),
    Mistake("recipe emptied", BRIEFING, "", lambda text: b""),
    Mistake("recipe of words", BRIEFING, "", lambda text: b"summary, briefing\n"),
    Mistake(
        "recipe saved as Windows does",
        BRIEFING,
        "short briefing",
        lambda text: text.replace("A short", "A café’s short").encode("cp1252"),
    ),
    Mistake(
        "recipe with another ending",
        BRIEFING,
        "",
        "",
        down=(-1, 0),
        renamed="content/packs/briefing.yml",
    ),
    Mistake(
        "two versions to merge",
        LISTED,
        "  - briefing\n",
        "<<<<<<< HEAD\n  - briefing\n=======\n  - summary\n>>>>>>> theirs\n",
    ),
    Mistake("default pack misspelt", PROJECT, "default_pack: full-pack", "default_pack: full_pack"),
    Mistake("default pack forgotten", PROJECT, "default_pack: full-pack\n", "", -2),
    Mistake(
        "notice that is not there", PROJECT, "notice: shared/notice.md", "notice: shared/notices.md"
    ),
    Mistake("notice with its whole path", PROJECT, "notice: shared", "notice: content/shared"),
    Mistake("formats statement misspelt", PROJECT, "formats_statement:", "format_statement:"),
    Mistake("language in words", PROJECT, "language: en-GB", "language: English"),
    Mistake("country code of UK", PROJECT, "language: en-GB", "language: en-UK"),
    Mistake("bracket not closed", PROJECT, "PO, EN]", "PO, EN"),
    Mistake("quotation mark closed too early", PROJECT, "event report by", 'event "report" by'),
    Mistake("key of an edition misspelt", TOWN, "short_name:", "shortname:"),
    Mistake("key with hyphens", TOWN, "contact_name:", "contact-name:"),
    Mistake("key with a capital", TOWN, "partnership: R", "Partnership: R"),
    Mistake("key twice", TOWN, 'version: "1.1"\n', 'version: "1.1"\nvenue: Town Hall\n', 1),
    Mistake("key indented", TOWN, "area: R", "  area: R"),
    Mistake("date with slashes", TOWN, '"2027-02-11"', "11/02/2027"),
    Mistake("date in words", TOWN, '"2027-02-11"', "11 February 2027"),
    Mistake("date that does not exist", TOWN, '"2027-02-11"', "2027-02-30"),
    Mistake("time with am", TOWN, '"09:30"', '"9.30 am"'),
    Mistake("time in words", TOWN, '"09:30"', "half past nine"),
    Mistake("time that does not exist", TOWN, '"09:30"', '"25:30"'),
    Mistake("colour without quotation marks", TOWN, '"#1f5a4c"', "#1f5a4c"),
    Mistake("colour without its sign", TOWN, '"#1f5a4c"', "1f5a4c"),
    Mistake("colour with a digit too few", TOWN, '"#1f5a4c"', '"#1f5a4"'),
    Mistake("colour by its name", TOWN, '"#1f5a4c"', "green"),
    Mistake("colour too pale", TOWN, '"#1f5a4c"', '"#f2c94c"'),
    Mistake("colour in Word’s quotation marks", TOWN, '"#1f5a4c"', "“#1f5a4c”"),
    Mistake("phone in Word’s quotation marks", TOWN, '"01632 960 123"', "“01632 960 123”"),
    Mistake("logo that is not there", TOWN, "images/riverbank-logo.svg", "images/logo.svg"),
    Mistake(
        "logo with its whole path",
        TOWN,
        "images/riverbank-logo.svg",
        "content/images/riverbank-logo.svg",
    ),
    Mistake("logo of a text file", TOWN, "images/riverbank-logo.svg", "shared/notice.md"),
    Mistake(
        "logo without words", TOWN, "logo_alt: Riverbank Community Planning Partnership\n", "", -1
    ),
    Mistake("unknown tool left out", TOWN, "version:", "leave_out: [t05-power]\nversion:"),
    Mistake("tool left out by a code of none", TOWN, "version:", "leave_out: [T55]\nversion:"),
    Mistake("left out without brackets", TOWN, "version:", "leave_out: briefing\nversion:"),
    Mistake("terms as a list", TOWN, "version:", "terms: [table, group]\nversion:"),
    Mistake(
        "term that stands nowhere",
        TOWN,
        "version:",
        "terms:\n  partnership bord: steering group\nversion:",
        1,
    ),
    Mistake("people in words", TOWN, "delegates: 62", "delegates: sixty"),
    Mistake("people with a unit", TOWN, "delegates: 62", "delegates: 62 people"),
    Mistake("nobody comes", TOWN, "delegates: 62", "delegates: 0"),
    Mistake("table too large", TOWN, "table_size: 6", "table_size: 12"),
    Mistake(
        "tool for tables that does not exist", TOWN, "deep_tools: [t05, t10]", "deep_tools: [t99]"
    ),
    Mistake("neither true nor false", TOWN, "version:", "duplex: perhaps\nversion:"),
    Mistake("email without its sign", TOWN, "partnership@riverbank", "partnership.riverbank"),
    Mistake(
        "second colon in an edition",
        TOWN,
        "access_notes: Step-free",
        "access_notes: Access: step-free",
    ),
    Mistake("tab in front of a key", TOWN, "venue:", "\tvenue:"),
    Mistake("invisible character in an edition", TOWN, "Town Hall", "Town\x0bHall"),
    Mistake("character that the font lacks", TOWN, "venue: Riverbank", "venue: 🏛 Riverbank"),
    Mistake(
        "edition with another ending",
        TOWN,
        "",
        "",
        down=(-1, 0),
        renamed="content/editions/riverbank.yml",
    ),
    Mistake("year of another millennium", TOWN, '"2027-02-11"', '"1027-02-11"'),
    Mistake("letter O in a phone number", TOWN, '"01632 960 123"', '"01632 96O 123"'),
    Mistake("comma in an email address", TOWN, "@riverbank.example", "@riverbank,example"),
    Mistake("scheme before an email address", TOWN, "email: part", "email: mailto:part"),
    Mistake("comma in a website", TOWN, "www.riverbank", "www,riverbank"),
    Mistake("scheme of a website twice", TOWN, "www.riverbank", "https://https://riverbank"),
    Mistake("more large print than people", TOWN, "large_print: 1", "large_print: 70"),
    Mistake("name of the logo’s file for words", TOWN, "logo_alt: Riv", "logo_alt: l.svg #"),
    Mistake("term without words for it", TOWN, "version:", 'terms:\n  coffee: ""\nversion:', 1),
    Mistake("term that stays the same", TOWN, "version:", "terms:\n  coffee: coffee\nversion:", 1),
)
