// Keeps answers: “Save my answers” writes a copy of this page with the answers in it.
"use strict";
(function () {
  function each(list, act) { Array.prototype.forEach.call(list, act); }

  function keep(form) {
    each(form.elements, function (place) {
      if (place.type === "checkbox" || place.type === "radio") {
        place.toggleAttribute("checked", place.checked);
      } else if (place.tagName === "TEXTAREA") {
        // The first line break of a text area is no part of it.
        place.textContent = place.value.charAt(0) === "\n" ? "\n" + place.value : place.value;
      } else if (place.tagName === "SELECT") {
        each(place.options, function (option) {
          option.toggleAttribute("selected", option.selected);
        });
      } else if (place.tagName === "INPUT") {
        place.setAttribute("value", place.value);
      }
    });
  }

  function show(shown) {
    each(document.querySelectorAll(".saving button"), function (button) { button.hidden = !shown; });
  }

  function forget(form) {
    each(form.elements, function (place) {
      if (place.type === "checkbox" || place.type === "radio") { place.checked = false; }
      else if (place.tagName !== "BUTTON") { place.value = ""; }
    });
  }

  function save() {
    each(document.forms, keep);
    each(document.querySelectorAll("[role=status]"), function (said) { said.textContent = ""; });
    show(false);
    var page = "<!doctype html>\n" + document.documentElement.outerHTML + "\n";
    show(true);
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([page], { type: "text/html" }));
    link.download = document.documentElement.dataset.name || "answers.html";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }

  each(document.forms, function (form) {
    var box = form.querySelector(".saving");
    box.querySelector(".save").addEventListener("click", function () {
      save();
      box.querySelector("[role=status]").textContent = box.dataset.saved;
    });
    box.querySelector(".print").addEventListener("click", function () { print(); });
    form.addEventListener("reset", function (event) { event.preventDefault(); forget(form); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
  });
  // On paper, answers are ordinary text: it has as many lines as it needs, and may cross pages.
  addEventListener("beforeprint", function () {
    each(document.querySelectorAll("textarea"), function (place) {
      if (!place.value.trim()) { return; }
      var typed = document.createElement("div");
      typed.className = "typed";
      typed.textContent = place.value;
      place.before(typed);
    });
  });
  addEventListener("afterprint", function () {
    each(document.querySelectorAll(".typed"), function (typed) { typed.remove(); });
  });
  show(true);
})();
