// The whole text in an editor: numbered lines, marked mistakes, the same field of the same form.
// Without this file the page has a plain text field; what it sends is the same.
import * as cm from "./codemirror.min.js";

const field = document.getElementById("text");
const given = JSON.parse(field.dataset.editor);
const form = field.form;
const SEND_AFTER = 300; // milliseconds after the last key, until the field has the text again

const markdown = new cm.Language(
  cm.defineLanguageFacet({}), cm.parser.configure(cm.GFM), [], "markdown");

/** Return what marks all places of a pattern with a class. */
function marking(regexp, name) {
  const matcher = new cm.MatchDecorator({ regexp, decoration: cm.Decoration.mark({ class: name }) });
  return cm.ViewPlugin.define((view) => ({
    places: matcher.createDeco(view),
    update(change) { this.places = matcher.updateDeco(change, this.places); },
  }), { decorations: (plugin) => plugin.places });
}

/** Return what marks the lines with something to fix, until somebody writes. */
function markingLines() {
  return cm.ViewPlugin.define((view) => ({
    places: linesToFix(view.state.doc),
    update(change) { this.places = this.places.map(change.changes); },
  }), { decorations: (plugin) => plugin.places });
}

function linesToFix(doc) {
  const kinds = new Map();
  for (const { line, error } of given.problems) {
    if (line >= 1 && line <= doc.lines) kinds.set(line, error || kinds.get(line) || false);
  }
  const lines = [...kinds].sort((a, b) => a[0] - b[0]);
  return cm.Decoration.set(lines.map(([line, error]) =>
    cm.Decoration.line({ class: error ? "line-wrong" : "line-hint" }).range(doc.line(line).from)));
}

let waiting = 0;
function put() {
  clearTimeout(waiting);
  waiting = 0;
  field.value = view.state.doc.toString();
}
function changed() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    put();
    field.dispatchEvent(new Event("input", { bubbles: true })); // what keeps drafts waits for it
  }, SEND_AFTER);
}

const view = new cm.EditorView({
  doc: field.value,
  extensions: [
    cm.EditorView.cspNonce.of(document.querySelector('script[src$="/editor.js"]').nonce),
    cm.lineNumbers(), cm.highlightActiveLine(), cm.highlightActiveLineGutter(),
    cm.highlightSpecialChars(), cm.drawSelection(), cm.history(), cm.search({ top: true }),
    // Tab is not taken: it leaves the editor, as it leaves every other field.
    cm.keymap.of([...cm.defaultKeymap, ...cm.historyKeymap, ...cm.searchKeymap]),
    cm.EditorView.lineWrapping, markdown, cm.syntaxHighlighting(cm.classHighlighter),
    marking(/\[\[[\w-]+\]\]/g, "is-value"), marking(/^:::.*$/g, "is-block"),
    marking(/\{#?[^{}]*\}/g, "is-block"), markingLines(),
    cm.EditorState.phrases.of(given.phrases),
    cm.EditorView.contentAttributes.of({
      "aria-labelledby": "text-label", "aria-describedby": "text-hint", spellcheck: "true",
      lang: given.language,
    }),
    cm.EditorView.updateListener.of((update) => { if (update.docChanged) changed(); }),
  ],
});
field.after(view.dom);
field.hidden = true;
form.addEventListener("submit", put);
document.getElementById("text-label").addEventListener("click", () => view.focus());

/** Put words around what is selected, or in its place; what is selected then can be typed over. */
function around(before, after, usual) {
  const { from, to } = view.state.selection.main;
  const words = view.state.sliceDoc(from, to) || usual;
  const start = from + before.length;
  view.dispatch({
    changes: { from, to, insert: before + words + after },
    selection: { anchor: start, head: start + words.length },
  });
}

/** Begin the lines that are selected with a mark; lines that have it already lose it. */
function beginning(mark) {
  const { from, to } = view.state.selection.main;
  const changes = [];
  for (let at = from; ;) {
    const line = view.state.doc.lineAt(at);
    const has = line.text.startsWith(mark);
    changes.push({ from: line.from, to: line.from + (has ? mark.length : 0), insert: has ? "" : mark });
    at = line.to + 1;
    if (at > to) break;
  }
  view.dispatch({ changes });
}

const DOES = {
  bold: () => around("**", "**", given.words),
  heading: () => beginning("## "),
  list: () => beginning("- "),
  link: () => around("[", "](#)", given.words),
  detail: () => around(`[[${document.getElementById("detail").value}]]`, "", ""),
  find: () => cm.openSearchPanel(view),
};
for (const button of document.querySelectorAll("[data-does]")) {
  button.addEventListener("click", () => {
    view.focus();
    DOES[button.dataset.does]();
  });
}
for (const link of document.querySelectorAll("a[data-line]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const number = Math.min(Number(link.dataset.line), view.state.doc.lines);
    const { from } = view.state.doc.line(Math.max(number, 1));
    view.dispatch({ selection: { anchor: from }, effects: cm.EditorView.scrollIntoView(from, { y: "center" }) });
    view.focus();
  });
}
document.getElementById("editing-tools").hidden = false;
