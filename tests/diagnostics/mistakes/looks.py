"""Mistakes in tokens, labels and templates."""

from mistake import Mistake

TOKENS = "templates/tokens.yaml"
LABELS = "templates/labels/en.yaml"
CSS = "templates/pack.css"
WEB = "templates/web.css"
PARTS = "templates/parts.html"
PAGE = "templates/publication.html"
START = "templates/start-here.html"

LOOKS = (
    Mistake("length in px", TOKENS, "  gap: 5mm", "  gap: 5px"),
    Mistake("length in cm", TOKENS, "  blank: 40mm", "  blank: 4cm"),
    Mistake("length without a unit", TOKENS, "  gap: 5mm", "  gap: 5"),
    Mistake("space before the unit", TOKENS, "  gap: 5mm", "  gap: 5 mm"),
    Mistake("comma in a number", TOKENS, "cell-padding: 1.8mm", "cell-padding: 1,8mm"),
    Mistake("length below zero", TOKENS, "  gap: 5mm", "  gap: -5mm"),
    Mistake(
        "unit of a variant forgotten",
        TOKENS,
        "writing-line: 12mm, blank",
        "writing-line: 12, blank",
    ),
    Mistake(
        "length of a variant misspelt",
        TOKENS,
        "writing-line: 12mm, blank",
        "writing-lines: 12mm, blank",
    ),
    Mistake("colour without quotation marks", TOKENS, '"#1b2730"', "#1b2730"),
    Mistake("colour by its name", TOKENS, 'accent: "#b4531b"', "accent: orange"),
    Mistake("colour of three digits", TOKENS, 'accent: "#b4531b"', 'accent: "#b53"'),
    Mistake("colour too pale", TOKENS, 'rule: "#5d6b75"', 'rule: "#ccd3d8"'),
    Mistake("background too dark", TOKENS, 'tint: "#eef2f5"', 'tint: "#8899aa"'),
    Mistake("colour of a variant too pale", TOKENS, 'accent: "#6b6b6b"', 'accent: "#c0c0c0"'),
    Mistake("colour of a variant misspelt", TOKENS, '{ink: "#000000"', '{inc: "#000000"'),
    Mistake(
        "colour of a role misspelt",
        TOKENS,
        "footer:          {sizes: {all: 12/15}, step: -1, leading: 1.25, colour: ink}",
        "footer:          {sizes: {all: 12/15}, step: -1, leading: 1.25, colour: inc}",
    ),
    Mistake("colour of a pair misspelt", TOKENS, "- {text: rule", "- {text: rules"),
    Mistake("key of a pair misspelt", TOKENS, "- {text: rule", "- {txt: rule"),
    Mistake("colour renamed", TOKENS, "  primary: ", "  main: ", (-2, 0)),
    Mistake("length misspelt", TOKENS, "  writing-line: 9mm", "  writing-lines: 9mm"),
    Mistake(
        "length deleted",
        TOKENS,
        "  gap: 5mm             # around tables, boxes, figures\n",
        "",
        -12,
    ),
    Mistake("role misspelt", TOKENS, "  list-item:  ", "  list-items: "),
    Mistake("margin misspelt", TOKENS, "  bottom: 27mm", "  botom: 27mm"),
    Mistake(
        "step of a role in words",
        TOKENS,
        "  text:            {step: 0",
        "  text:            {step: none",
    ),
    Mistake(
        "bold neither true nor false",
        TOKENS,
        "caption:         {sizes: {all: 12/15, large-print: 16/20}, step: -1",
        "caption:         {step: 0, bold: strong",
    ),
    Mistake(
        "comma for the point", TOKENS, "measure: 136mm, scale: 1.2}", "measure: 136mm, scale: 1,2}"
    ),
    Mistake(
        "scale in per cent", TOKENS, "measure: 136mm, scale: 1.2}", "measure: 136mm, scale: 120}"
    ),
    Mistake(
        "brace not closed",
        TOKENS,
        "measure: 136mm, scale: 1.2}",
        "measure: 136mm, scale: 1.2",
        (0, 1),
    ),
    Mistake("smallest text too small", TOKENS, "least_size: 12pt", "least_size: 9pt"),
    Mistake(
        "lines too close", TOKENS, "leading: 18pt, measure: 136mm", "leading: 14pt, measure: 136mm"
    ),
    Mistake("lines too long", TOKENS, "measure: 136mm", "measure: 170mm"),
    Mistake("margin that printers cut off", TOKENS, "  top: 18mm", "  top: 5mm"),
    Mistake("margin too narrow to punch", TOKENS, "  left: 25mm", "  left: 12mm"),
    Mistake("cards that miss the sheet", TOKENS, "card-width: 93mm", "card-width: 85mm"),
    Mistake("boxes too small", TOKENS, "  tick: 7mm", "  tick: 4mm"),
    Mistake("font of another program", TOKENS, "font: Source Sans Pro", "font: Arial"),
    Mistake("variant misspelt", TOKENS, "  large-print: ", "  larg-print: "),
    Mistake("key twice", TOKENS, "  right: 15mm\n", "  right: 15mm\n  top: 20mm\n", 1),
    Mistake("tab in front of a length", TOKENS, "  gap: 5mm", "\tgap: 5mm"),
    Mistake(
        "placeholder misspelt",
        LABELS,
        'minutes: "{minutes} min"',
        'minutes: "{minuts} min"',
    ),
    Mistake("placeholder lost", LABELS, 'minutes: "{minutes} min"', 'minutes: "min"'),
    Mistake(
        "brace of a label lost",
        LABELS,
        'minutes: "{minutes} min"',
        'minutes: "{minutes min"',
    ),
    Mistake(
        "label without quotation marks",
        LABELS,
        'minutes: "{minutes} min"',
        "minutes: {minutes} min",
    ),
    Mistake("label deleted", LABELS, "contents: Contents\n", "", (-2, 0)),
    Mistake("label misspelt", LABELS, "needs: You need", "need: You need"),
    Mistake("label left empty", LABELS, "needs: You need", "needs:"),
    Mistake("label of the order misspelt", LABELS, "  caption: What", "  captoin: What"),
    Mistake(
        "placeholder of the order misspelt",
        LABELS,
        "{tables} for tables + {spare}",
        "{table} for tables + {spare}",
    ),
    Mistake("number of a list in words", LABELS, "row_field: row {number}", "row_field: row {n}"),
    Mistake("mark that is no drawing", "templates/mark.svg", "<svg", "<svgg"),
    Mistake("condition not closed", PARTS, "{% if", "{% iff", build=True),
    Mistake(
        "name misspelt in a template", PAGE, "publication.title", "publication.titel", build=True
    ),
    Mistake(
        "brace of a template lost",
        PAGE,
        "{{ publication.title }}",
        "{{ publication.title }",
        build=True,
    ),
    Mistake("property misspelt", CSS, "text-align:", "text-algin:"),
    Mistake("value misspelt", CSS, "text-align: left", "text-align: lefft"),
    Mistake("length of a style without a unit", "templates/covers.css", "height: 0;", "height: 4;"),
    Mistake(
        "colour of the style sheet misspelt",
        CSS,
        "var(--colour-primary)",
        "var(--colour-primry)",
    ),
    Mistake("colour of web pages misspelt", WEB, "var(--colour-primary)", "var(--colour-primry)"),
    Mistake("property of web pages misspelt", WEB, "margin: 0;", "margn: 0;"),
    Mistake("length of web pages without a unit", WEB, "margin: 0;", "margin: 5;"),
    Mistake(
        "template saved as Windows does",
        PARTS,
        "",
        lambda text: b"<!-- caf\xe9 -->\n" + text.encode(),
        build=True,
    ),
    Mistake("bracket of a rule not closed", CSS, ".skipped { break-after: page; }", ".skipped {"),
    Mistake("bracket of a value not closed", CSS, "var(--measure); o", "var(--measure; o"),
    Mistake("bracket that closes nothing", "templates/web.css", "rem) {", "rem) }"),
    Mistake("comment not closed", CSS, ".foot p {", "/* smaller\n.foot p {"),
    Mistake(
        "quotation in a style not closed", CSS, ".foot p {", '.foot p::before { content: "x; }\n'
    ),
)
