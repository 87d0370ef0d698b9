// The record page by keyboard: which field is at hand, its place on the page, the next doubt.
"use strict";

(function () {
  const $ = (id) => document.getElementById(id);
  const fields = () => Array.from(document.querySelectorAll("#fields .field"));
  const isTyping = (element) =>
    element && element.matches("input:not([type=checkbox]):not([type=hidden]), textarea, select");
  const narrow = window.matchMedia("(max-width: 60rem)"); // the pages stand above the fields
  let path = null; // of the field at hand

  function fieldAt(wanted) {
    return fields().find((field) => field.dataset.path === wanted) || null;
  }

  function isOpen(field) {
    return field.matches(".doubt, .error, [data-urgent]") && !field.matches(".done");
  }

  // Makes a field the one at hand; `move` says whether the fields are scrolled to it.
  function take(field, move) {
    document.querySelectorAll(".field.here").forEach((each) => each.classList.remove("here"));
    if (!field) return;
    path = field.dataset.path;
    field.classList.add("here");
    if (move) field.scrollIntoView({ block: narrow.matches ? "start" : "center" });
    showPlace();
  }

  function showPlace() {
    document.querySelectorAll("rect.here").forEach((each) => each.classList.remove("here"));
    const found = Array.from(document.querySelectorAll("#pages rect")).filter(
      (each) => each.dataset.path === path
    );
    found.forEach((each) => each.classList.add("here"));
    if (found.length) scrollPages(found[0]);
  }

  function scrollPages(rectangle) {
    const pane = $("pages");
    const there = rectangle.getBoundingClientRect();
    const frame = pane.getBoundingClientRect();
    // Both at once: setting one after the other would end the smooth way of the first.
    pane.scrollTo({
      top: pane.scrollTop + there.top - frame.top - frame.height / 3,
      left: pane.scrollLeft + Math.min(0, there.left - frame.left),
    });
  }

  function focusField(field) {
    if (!field) return;
    take(field, true);
    field.setAttribute("tabindex", "-1");
    field.focus({ preventScroll: true });
  }

  function startTyping(field) {
    const control = field && field.querySelector(
      ".body > textarea, .body > select, .body > input:not([type=hidden]), fieldset input"
    );
    if (!control) return;
    control.focus({ preventScroll: true });
    if (control.select && control.type !== "checkbox") control.select();
  }

  function step(by, only) {
    const all = fields();
    const here = all.findIndex((field) => field.dataset.path === path);
    const order = by > 0
      ? [...all.slice(here + 1), ...all.slice(0, Math.max(here, 0))]
      : [...all.slice(0, Math.max(here, 0)).reverse(), ...all.slice(here + 1).reverse()];
    focusField(order.find(only || (() => true)));
  }

  // Asks for a new row of the list that a field is in; of a list round it where that one has none.
  function addRow(field) {
    const lists = field ? Array.from(document.querySelectorAll("#fields .more [data-list]")) : [];
    const around = lists.filter((each) => `${field.dataset.path}.`.startsWith(`${each.dataset.list}.`));
    around.sort((a, b) => b.dataset.list.length - a.dataset.list.length);
    if (around.length) around[0].click();
  }

  const click = (name) => { const button = document.querySelector(`[data-do=${name}]`); if (button) button.click(); };

  const actions = {
    next: () => step(1, isOpen),
    previous: () => step(-1, isOpen),
    below: () => step(1),
    above: () => step(-1),
    type: () => startTyping(fieldAt(path)),
    accept: () => { const here = fieldAt(path); const button = here && here.querySelector("[data-key=accept]"); if (button) button.click(); },
    add: () => addRow(fieldAt(path)),
    remove: () => { const here = fieldAt(path); const button = here && here.querySelector("[data-key=remove]"); if (button) button.click(); },
    undo: () => click("undo"),
    review: () => click("review"),
    help: () => { const help = $("help"); if (help && !help.open) help.showModal(); },
  };

  const KEYS = {
    n: "next", p: "previous", j: "below", k: "above", Enter: "type", e: "type",
    a: "accept", "+": "add", Delete: "remove", u: "undo", r: "review", "?": "help",
  };

  document.addEventListener("keydown", (event) => {
    if (!$("fields") || event.isComposing) return;
    const typing = isTyping(event.target);
    if (typing && event.key === "Escape") {
      event.preventDefault();
      focusField(event.target.closest(".field") || fieldAt(path));
    } else if (typing && event.key === "Enter") {
      const ruling = event.target.closest(".ruling");
      const field = event.target.closest(".field");
      if (ruling) {
        event.preventDefault();
        ruling.querySelector("button").click();
      } else if (field && (event.ctrlKey || event.metaKey || event.target.matches("select"))) {
        event.preventDefault();
        field.requestSubmit();
      }
    } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && !document.querySelector("dialog[open]")) {
      const does = KEYS[event.key];
      const onControl = event.target.closest("button, a, summary, input");
      if (does && !(event.key === "Enter" && onControl)) {
        event.preventDefault();
        actions[does]();
      }
    }
  });

  document.addEventListener("focusin", (event) => {
    const field = event.target.closest("#fields .field");
    if (field) take(field, false);
  });

  document.addEventListener("click", (event) => {
    const rectangle = event.target.closest("#pages rect");
    if (rectangle) {
      const field = fieldAt(rectangle.dataset.path);
      if (field) { focusField(field); startTyping(field); }
    }
    const button = event.target.closest("[data-do]");
    if (button && ["next", "previous", "help"].includes(button.dataset.do)) actions[button.dataset.do]();
  });

  // After a field was saved or accepted: on to the next doubt; after a refusal: stay there.
  document.addEventListener("htmx:afterSettle", (event) => {
    const target = event.detail.elt;
    const fresh = document.querySelector("#fields [data-fresh]");
    if (fresh && !fresh.matches(".shown")) {
      document.querySelectorAll("[data-fresh]").forEach((each) => each.classList.add("shown"));
      focusField(fresh);
      startTyping(fresh);
      return;
    }
    if (event.detail.target && event.detail.target.id === "notice") window.scrollTo(0, 0);
    if (target.matches && target.matches("#pages") ) { if (path) showPlace(); else actions.next(); return; }
    if (!target.matches || !target.matches("#fields .field")) return;
    const field = fieldAt(target.dataset.path);
    if (field && field.querySelector("[data-refused]")) {
      take(field, true);
      startTyping(field);
    } else {
      $("notice").replaceChildren();
      path = target.dataset.path;
      step(1, isOpen);
      if (!document.querySelector(".field.here")) focusField(field);
    }
  });

  document.addEventListener("tianbao:at", (event) => {
    const field = fieldAt(event.detail.path);
    if (field) focusField(field);
  });

  // Lists: a filter that was changed is asked for at once.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form) form.requestSubmit();
  });

  // Files dropped on the upload page go as if they had been chosen.
  const drop = document.querySelector(".drop");
  if (drop) {
    const input = drop.querySelector("input[type=file]");
    for (const kind of ["dragenter", "dragover"]) {
      drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
    }
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      input.files = event.dataTransfer.files;
      drop.closest("form").requestSubmit();
    });
  }
})();
