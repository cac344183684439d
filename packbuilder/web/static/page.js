// What a page does more with scripts: files can be dropped, and what is typed outlives the program.
"use strict";

const ended = document.getElementById("ended");

/** Whether the program still answers. */
async function answers() {
  try {
    return (await fetch(document.querySelector("link[rel=icon]").href)).ok;
  } catch {
    return false;
  }
}

/** Say that the program has ended; what is typed stays where it is. */
function sayEnded(isAsked) {
  ended.hidden = false;
  if (isAsked) ended.focus();
}

if (ended) {
  const field = document.querySelector("form textarea[name]");
  const asked = new WeakSet();
  field.addEventListener("htmx:error", () => sayEnded(false));
  field.addEventListener("htmx:after:request", () => { ended.hidden = true; });
  field.form.addEventListener("submit", async (event) => {
    if (asked.delete(field.form)) return;
    event.preventDefault();
    if (await answers()) {
      asked.add(field.form);
      field.form.requestSubmit(event.submitter);
    } else {
      sayEnded(true);
    }
  });
  ended.querySelector("button").addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    ended.querySelector("[role=status]").textContent = ended.dataset.copied;
  });
}

for (const box of document.querySelectorAll(".file")) {
  const input = box.querySelector("input[type=file]");
  const said = box.querySelector("[role=status]");
  box.addEventListener("dragover", (event) => event.preventDefault());
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    const files = new DataTransfer();
    for (const file of event.dataTransfer.files) {
      if (input.multiple || !files.items.length) files.items.add(file);
    }
    if (!files.files.length) return;
    input.files = files.files;
    const { one, many } = said.dataset;
    const count = files.files.length;
    said.textContent = (count > 1 ? many : one)
      .replace("{n}", count).replace("{name}", files.files[0].name);
  });
}
