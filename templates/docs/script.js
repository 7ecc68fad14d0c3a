// What the pages do beyond being read: navigation, search, tabs, copying, and links into closed parts.
"use strict";

const root = document.body.dataset.root;

/** An element with attributes and children. Texts are added as text, never as HTML. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value !== undefined) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

/** A setting that the browser remembers, if it allows that: on some pages it does not. */
const memory = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { /* The choice lasts for this page. */ } },
};

// Navigation ----------------------------------------------------------------------------------------------

const here = location.pathname;

function pageLink(title, path, method) {
  const link = element("a", { href: `${root}${path}.html` });
  if (method) link.append(element("span", { class: `method ${method.toLowerCase()}` }, method));
  link.append(title);
  if (link.pathname === here) link.setAttribute("aria-current", "page");
  return link;
}

function navigationGroup(title, links) {
  const isCurrent = links.some((link) => link.hasAttribute("aria-current"));
  return element("details", { open: isCurrent || links.length <= 8 },
    element("summary", {}, title), element("ul", {}, ...links.map((link) => element("li", {}, link))));
}

function fillNavigation() {
  const { pages, groups, schemas } = NAVIGATION;
  const navigation = document.getElementById("navigation");
  const parts = groups.map((group) =>
    navigationGroup(group.title, group.operations.map((operation) => pageLink(...operation))));
  if (schemas.length) parts.push(navigationGroup("Schemas", schemas.map((schema) => pageLink(...schema))));
  navigation.replaceChildren(element("ul", {}, ...pages.map((page) => element("li", {}, pageLink(...page)))), ...parts);
  navigation.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  document.body.classList.add("folded");
  const button = element("button", { type: "button", class: "menu", "aria-expanded": "false", "aria-controls": "navigation" }, "Menu");
  button.addEventListener("click", () => {
    const isFolded = document.body.classList.toggle("folded");
    button.setAttribute("aria-expanded", String(!isFolded));
  });
  document.querySelector(".home").after(button);
}

// Search --------------------------------------------------------------------------------------------------

const MOST_RESULTS = 40;

/** The same as `objects.anchor` of the generator. */
function anchor(name) {
  return name.replace(/[^A-Za-z0-9_-]/gu, (char) => `~${char.codePointAt(0).toString(16)}~`);
}

/** The words of a text, in small letters. */
function wholeWords(text) {
  return text.toLowerCase().split(/[\s/{}"'`,;:()[\].]+/u).filter(Boolean);
}

/** The words of a text in small letters, and the parts of words such as `petType` and `vpc_id`. */
function words(text) {
  const parts = text.split(/[^\p{L}\p{N}]+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u).filter(Boolean);
  return [...new Set([...wholeWords(text), ...parts.map((part) => part.toLowerCase())])];
}

function* entries(data) {
  for (const [title, request, id, path, parameters] of data.operations) {
    yield { kind: "Operation", title, about: request, href: `${path}.html`, words: words(`${title} ${request} ${id}`) };
    for (const [place, name] of parameters) {
      const href = `${path}.html#parameter-${place}-${anchor(name)}`;
      yield { kind: "Parameter", title: name, about: `${request}, ${place}`, href, words: words(name) };
    }
  }
  for (const [path, objects] of data.schemas) {
    for (const [name, fields = [], values = [], rules = []] of objects) {
      const home = `${path}.html#${anchor(name)}`;
      yield { kind: "Schema", title: name, about: "", href: home, words: words(name) };
      for (const value of values) yield { kind: "Value", title: value, about: name, href: home, words: words(value) };
      for (const field of fields) {
        const [title, ...allowed] = typeof field === "string" ? [field] : field;
        const href = `${home}.${anchor(title)}`;
        yield { kind: "Field", title, about: name, href, words: words(title), more: words(name) };
        for (const value of allowed) {
          yield { kind: "Value", title: value, about: `${name}.${title}`, href, words: words(value), more: words(title) };
        }
      }
      for (const [id, message] of rules) {
        const href = `${home}.rule.${anchor(id)}`;
        yield { kind: "Rule", title: message, about: `${id}, ${name}`, href, words: words(`${id} ${message}`) };
      }
    }
  }
}

const KINDS = ["Operation", "Schema", "Field", "Parameter", "Rule", "Value"];

/** How well an entry fits the words that are searched for; the lower the better, Infinity if it does not. */
function distance(entry, query, text) {
  let far = KINDS.indexOf(entry.kind);
  for (const word of query) {
    if (entry.words.includes(word)) far += 10;
    else if (entry.words.some((other) => other.startsWith(word))) far += 20;
    else if (entry.more?.some((other) => other.startsWith(word))) far += 30;
    else return Infinity;
  }
  const title = entry.title.toLowerCase();
  if (title === text) far -= 50;
  else if (title.startsWith(text)) far -= 5;
  return far + Math.min(entry.title.length / 100, 1);
}

function find(index, text) {
  const query = wholeWords(text);
  if (!query.length) return [];
  return index
    .map((entry) => [distance(entry, query, text.trim().toLowerCase()), entry])
    .filter(([far]) => far < Infinity)
    .sort((one, other) => one[0] - other[0])
    .slice(0, MOST_RESULTS)
    .map(([, entry]) => entry);
}

let index = null;

/** The entries of the search. Their data are loaded when they are needed first. */
function loadIndex() {
  index ??= new Promise((resolve) => {
    const script = element("script", { src: `${root}search.js` });
    script.addEventListener("load", () => resolve([...entries(SEARCH)]));
    document.head.append(script);
  });
  return index;
}

function addSearch() {
  const form = document.querySelector("form[role=search]");
  const input = element("input", {
    type: "search", placeholder: "Search operations, fields, rules, values", "aria-label": "Search", autocomplete: "off",
    role: "combobox", "aria-expanded": "false", "aria-controls": "results", "aria-autocomplete": "list",
  });
  const list = element("div", { id: "results", class: "results", role: "listbox", "aria-label": "Results", hidden: true });
  const status = element("p", { class: "skip", role: "status" });
  form.append(input, list, status);
  form.hidden = false;
  let chosen = -1;

  function choose(number) {
    const items = list.querySelectorAll("a");
    if (!items.length) return;
    chosen = (number + items.length) % items.length;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    items[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[chosen].id);
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  async function show() {
    const text = input.value;
    const found = find(await loadIndex(), text);
    if (text !== input.value) return;
    chosen = -1;
    if (!text.trim()) return close();
    list.replaceChildren(...found.map((entry, at) =>
      element("a", { role: "option", id: `result-${at}`, "aria-selected": "false", href: root + entry.href, tabindex: "-1" },
        element("small", { class: "kind" }, entry.kind), element("b", {}, entry.title), element("small", {}, entry.about))));
    if (!found.length) list.append(element("div", { class: "none", role: "option", "aria-disabled": "true" }, "Nothing found"));
    status.textContent = found.length ? `${found.length} results` : "Nothing found";
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
  }

  input.addEventListener("focus", loadIndex);
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); choose(chosen + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen - 1); }
    if (event.key === "Escape") close();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await loadIndex();
    const items = list.querySelectorAll("a");
    items[Math.max(chosen, 0)]?.click();
  });
  list.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) close(); });
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });
}

// Tabs ----------------------------------------------------------------------------------------------------

const LANGUAGE = "oasmith-language";

function addTabs() {
  const samples = [...document.querySelectorAll(".sample")];
  samples.forEach((sample, number) => {
    const panels = [...sample.querySelectorAll(":scope > details")];
    if (!panels.length) return;
    const tabs = element("div", { class: "tabs", role: "tablist", "aria-label": "Language" });
    panels.forEach((panel, at) => {
      const id = `sample-${number}-${at}`;
      const frame = element("div", { role: "tabpanel", id, "aria-labelledby": `${id}-tab` });
      panel.replaceWith(frame);
      frame.append(panel);
      panel.open = true;
      const label = panel.querySelector("summary").textContent;
      const tab = element("button", { type: "button", role: "tab", id: `${id}-tab`, "aria-controls": id }, label);
      tab.addEventListener("click", () => { selectLanguage(samples, label); memory.set(LANGUAGE, label); });
      tabs.append(tab);
    });
    tabs.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const all = [...tabs.children];
      const next = { Home: 0, End: all.length - 1 }[event.key]
        ?? (step && (all.indexOf(document.activeElement) + step + all.length) % all.length);
      if (next === undefined) return;
      event.preventDefault();
      all[next].focus();
      all[next].click();
    });
    sample.classList.add("tabbed");
    sample.querySelector("[role=tabpanel]").before(tabs);
  });
  selectLanguage(samples, memory.get(LANGUAGE));
}

/** Show the samples in a language; a sample that has none in it keeps, or gets, its first. */
function selectLanguage(samples, label) {
  for (const sample of samples) {
    const tabs = [...sample.querySelectorAll("[role=tab]")];
    const panels = [...sample.querySelectorAll("[role=tabpanel]")];
    const found = tabs.findIndex((tab) => tab.textContent === label);
    const selected = found >= 0 ? found : Math.max(tabs.findIndex((tab) => tab.ariaSelected === "true"), 0);
    tabs.forEach((tab, at) => {
      tab.setAttribute("aria-selected", String(at === selected));
      tab.tabIndex = at === selected ? 0 : -1;
      panels[at].hidden = at !== selected;
    });
  }
}

// Copying, and links to rows ------------------------------------------------------------------------------

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = element("textarea", { readonly: true });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

function addCopyButtons() {
  for (const code of document.querySelectorAll("pre")) {
    code.tabIndex = 0;
    const button = element("button", { type: "button" }, "Copy");
    button.addEventListener("click", async () => {
      await copy(code.textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    const frame = element("div", { class: "copied" });
    code.replaceWith(frame);
    frame.append(code, button);
  }
}

function linkRows() {
  for (const row of document.querySelectorAll("tr[id] > th, .schema > h2[id]")) {
    const name = row.firstChild;
    const link = element("a", { href: `#${row.id || row.parentElement.id}` });
    name.replaceWith(link, " ");
    link.append(name.textContent.trim());
  }
}

/** Open what the target of the address is in, and scroll to it. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let part = target.parentElement; part; part = part.parentElement) {
    if (part.tagName === "DETAILS") part.open = true;
  }
  target.scrollIntoView();
}

fillNavigation();
addSearch();
addTabs();
addCopyButtons();
linkRows();
openTarget();
addEventListener("hashchange", openTarget);
