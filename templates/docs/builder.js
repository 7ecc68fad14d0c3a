// The request builder: the body of a sample can be edited in the page. It is validated against the contract
// of the client, and the samples follow it.
"use strict";

// Validation ----------------------------------------------------------------------------------------------

/** What a page has as JSON in an element; null if it has none. */
function dataIn(parent, selector) {
  const found = parent.querySelector(selector);
  return found && JSON.parse(found.textContent);
}

function unescapedPointer(part) {
  return decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
}

/** The innermost rule of the description around a keyword, whose place leads through references. */
function ruleAt(schema, place) {
  let node = schema;
  let rule = null;
  for (const part of place.split("/").slice(1).map(unescapedPointer)) {
    node = part === "$ref"
      ? node.$ref.split("/").slice(1).map(unescapedPointer).reduce((target, step) => target[step], schema)
      : node[part];
    rule = node?.["x-rule"] ?? rule;
  }
  return rule;
}

/** The ways in which a body breaks the contract: where, why, and the rule if it is one of the description. */
function violations(schema, validator, body) {
  const { errors } = validator.validate(body);
  const places = errors.map((error) => error.keywordLocation);
  const found = new Map();
  for (const error of errors) {
    const { keyword, keywordLocation: place } = error;
    const isInUnion = /\/(oneOf|anyOf)\//.test(place);
    const isUnion = keyword === "oneOf" || keyword === "anyOf";
    // The others only repeat that something inside is wrong.
    const isCause = keyword !== "if" && !places.some((other) => other.startsWith(`${place}/`));
    if (isInUnion || !(isUnion || isCause)) continue;
    const rule = ruleAt(schema, place);
    const pointer = error.instanceLocation.slice(1);
    const message = rule ? rule.message : error.error;
    found.set(`${pointer} ${rule ? rule.id : message}`, { pointer, message, rule: rule?.id ?? "", source: rule?.source ?? "" });
  }
  return [...found.values()];
}

// Bodies in each language ---------------------------------------------------------------------------------

const json = (body) => JSON.stringify(body, null, 2);
const shell = (body) => json(body).replaceAll("'", `'"'"'`);

/** How the text of a body is written in the languages that have it as JSON. */
const WRITTEN = {
  curl: shell,
  HTTPie: shell,
  Go: (body) => json(body).replaceAll("`", "` + \"`\" + `"),
  HTTP: json,
  Java: (body) => json(body).replaceAll("\\", "\\\\").replaceAll('"""', '\\"""'),
  JavaScript: json,
};

function pythonValue(value, indent = "") {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return JSON.stringify(value);
  const inner = `${indent}    `;
  if (Array.isArray(value)) {
    if (!value.length) return "[]";
    return `[\n${value.map((item) => `${inner}${pythonValue(item, inner)},\n`).join("")}${indent}]`;
  }
  const items = Object.entries(value);
  if (!items.length) return "{}";
  return `{\n${items.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${pythonValue(item, inner)},\n`).join("")}${indent}}`;
}

/** The end of the first argument in code, after its opening parenthesis. */
function argumentEnd(code, start) {
  let depth = 0;
  let quote = "";
  for (let at = start; at < code.length; at += 1) {
    const char = code[at];
    if (quote) {
      if (char === "\\") at += 1;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
    else if ("([{".includes(char)) depth += 1;
    else if (")]}".includes(char) && depth === 0) return at;
    else if (")]}".includes(char)) depth -= 1;
    else if (char === "," && depth === 0) return at;
  }
  return -1;
}

/** A Python sample with another body, as a mapping; null if it has another form. */
function inPython(code, body) {
  const call = /^( *)(?:result = )(?:await )?client\.[\w.]+\(\s*/m.exec(code);
  if (!call) return null;
  const start = call.index + call[0].length;
  const end = argumentEnd(code, start);
  if (end < 0) return null;
  const indent = `${call[1]}    `;
  const rest = code.slice(end).replace(/^,?\s*/, "");
  const after = rest.startsWith(")") ? `\n${call[1]}` : `\n${indent}`;
  const before = `${code.slice(0, call.index + call[0].trimEnd().length)}\n${indent}`;
  const models = /^from \w+\.models import (\([^)]*\)|[^\n]*)\n/m;
  return `${before}${pythonValue(body, indent)},${after}${rest}`.replace(models, "");
}

/** An HTTPie sample with another body: its fields are replaced by the whole body. */
function inFields(code, old, body) {
  const names = Object.keys(old);
  const isField = (line) => names.some((name) => ["[", "=", ":="].some((mark) => line.startsWith(`  '${name}${mark}`)));
  const lines = code.split("\n");
  const kept = lines.filter((line) => !isField(line));
  if (kept.length === lines.length) return null;
  return [...kept, `  --raw '${shell(body)}'`].join("\n");
}

/** A sample with another body; null if the old one is not in it in a known form. */
function withBody(label, code, old, body) {
  const language = label.split(" ")[0];
  if (language === "Python") return inPython(code, body);
  const write = WRITTEN[language];
  if (!write) return null;
  for (let spaces = 0; spaces <= 24; spaces += 1) {
    const indented = (value) => write(value).replaceAll("\n", `\n${" ".repeat(spaces)}`);
    if (code.includes(indented(old))) return code.replace(indented(old), () => indented(body));
  }
  return language === "HTTPie" ? inFields(code, old, body) : null;
}

// The page ------------------------------------------------------------------------------------------------

function violationItem({ pointer, message, rule, source }) {
  const about = [rule, source].filter(Boolean).join("; ");
  return element("li", {}, element("code", {}, pointer || "/"), ` ${message}`, ...(about ? [element("small", {}, ` ${about}`)] : []));
}

function addBuilder(sample, schema, validator, number) {
  const body = dataIn(sample, "script.body");
  if (body === null) return;
  const codes = [...sample.querySelectorAll("pre")].map((pre) => ({
    pre, marked: [...pre.childNodes], original: pre.textContent, label: pre.closest("details").querySelector("summary").textContent,
  }));
  const area = element("textarea", { "aria-label": "Request body", spellcheck: "false", rows: "14" });
  area.value = json(body);
  const verdict = element("p", { class: "verdict", role: "status" });
  const list = element("ul", { class: "violations" });
  const left = element("p", { class: "left" });

  function update() {
    let edited;
    try {
      edited = JSON.parse(area.value);
    } catch (error) {
      verdict.textContent = `This is not JSON: ${error.message}`;
      verdict.className = "verdict wrong";
      list.replaceChildren();
      return;
    }
    let found;
    try {
      found = violations(schema, validator, edited);
    } catch (error) {
      // For example a pattern that only the client's engine knows.
      verdict.textContent = `This page cannot validate the body, the client can: ${error.message}`;
      verdict.className = "verdict";
      list.replaceChildren();
      follow(edited);
      return;
    }
    verdict.textContent = found.length ? "The client refuses this body:" : "This body is valid.";
    verdict.className = found.length ? "verdict wrong" : "verdict right";
    list.replaceChildren(...found.map(violationItem));
    follow(edited);
  }

  /** Write the edited body into the samples. */
  function follow(edited) {
    const isChanged = JSON.stringify(edited) !== JSON.stringify(body);
    const unchanged = [];
    for (const { pre, marked, original, label } of codes) {
      const code = isChanged ? withBody(label, original, body, edited) : null;
      pre.replaceChildren(...(code === null ? marked : [code]));
      if (isChanged && code === null) unchanged.push(label);
    }
    left.textContent = unchanged.length ? `These samples have the original body: ${unchanged.join(", ")}.` : "";
  }

  area.addEventListener("input", update);
  sample.append(element("details", { class: "builder", id: `builder-${number}` },
    element("summary", {}, "Edit the body"), area, verdict, list, left));
  update();
}

/** Accept times without an offset from UTC, as clients of most APIs do. */
function allowLocalTimes() {
  for (const name of ["date-time", "time"]) {
    const check = JsonSchema.format[name];
    JsonSchema.format[name] = (text) => check(text) || check(`${text}Z`);
  }
}

function addBuilders() {
  const schema = dataIn(document, "#contract");
  if (schema === null) return;
  if ("localTimes" in document.getElementById("contract").dataset) allowLocalTimes();
  const validator = new JsonSchema.Validator(schema, "2020-12", false);
  document.querySelectorAll(".sample").forEach((sample, number) => addBuilder(sample, schema, validator, number));
}

addBuilders();
