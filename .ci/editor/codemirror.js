// What packbuilder/web/static/editor.js takes from CodeMirror 6. `build` makes one file of it.
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { Language, defineLanguageFacet, syntaxHighlighting } from "@codemirror/language";
export { openSearchPanel, search, searchKeymap } from "@codemirror/search";
export { EditorState } from "@codemirror/state";
export {
  Decoration,
  EditorView,
  MatchDecorator,
  ViewPlugin,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";
export { classHighlighter } from "@lezer/highlight";
export { GFM, parser } from "@lezer/markdown";
