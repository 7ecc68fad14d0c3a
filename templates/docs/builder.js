// The request builder: the body of a sample can be edited in the page. It is validated against the contract
// of the client, and the samples follow it.
"use strict";

// JSON ----------------------------------------------------------------------------------------------------

/** What a page has as JSON in an element; null if it has none. */
function dataIn(parent, selector, parse = JSON.parse) {
  const found = parent.querySelector(selector);
  return found && parse(found.textContent);
}

/** Whether a value is a number that is kept as it was written. */
const isLiteral = (value) => JSON.isRawJSON?.(value) ?? false;

/** A JSON value for the samples, in which numbers keep their digits: a double would round them. */
function exact(text) {
  return JSON.parse(text, (key, value, { source } = {}) =>
    typeof value === "number" && JSON.rawJSON && source !== String(value) ? JSON.rawJSON(source) : value);
}

/** A number as an integer, if it is one that doubles may round; else null. */
function large(value) {
  const text = isLiteral(value) ? value.rawJSON : String(value);
  const integer = /^-?\d+$/.test(text) ? BigInt(text) : Number.isInteger(Number(text)) ? BigInt(Number(text)) : 0n;
  return integer >= LARGE || integer <= -LARGE ? integer : null;
}

const LARGE = 2n ** 53n;
const isNumber = (value) => typeof value === "number" || isLiteral(value);

/** The large integers in a value. */
function largeIn(value) {
  if (isNumber(value)) return [large(value) ?? []].flat();
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(largeIn) : [];
}

/** A double for each large integer. They have the same order, and are above or below all other numbers. */
function doublesFor(integers) {
  const ascending = [...new Set(integers)].sort((one, other) => (one < other ? -1 : 1));
  const negative = ascending.filter((it) => it < 0n).length;
  const double = (at) => (at < negative ? -(2 ** 53) - 2 * (negative - 1 - at) : 2 ** 53 + 2 * (at - negative));
  return new Map(ascending.map((integer, at) => [integer, double(at)]));
}

/** A value with doubles for its numbers, those of ``doubles`` for its large integers. */
function withDoubles(value, doubles) {
  if (isNumber(value)) return doubles.get(large(value)) ?? Number(isLiteral(value) ? value.rawJSON : value);
  if (Array.isArray(value)) return value.map((item) => withDoubles(item, doubles));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withDoubles(inner, doubles)]));
}

// Validation ----------------------------------------------------------------------------------------------

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

/** The contract of the page's body, compared with exact numbers. */
class Contract {
  constructor(schema) {
    this.schema = schema;
    this.integers = largeIn(schema);
    this.hasMultiples = JSON.stringify(schema).includes('"multipleOf":');
    this.plain = this.with(doublesFor(this.integers));
  }

  with(doubles) {
    const schema = withDoubles(this.schema, doubles);
    return { schema, validator: new JsonSchema.Validator(schema, "2020-12", false) };
  }

  /** The violations of a body. Raises an error for one that cannot be validated here. */
  violations(body) {
    const own = largeIn(body);
    if (own.length && this.hasMultiples) throw new Error(`it would round ${own[0]}`);
    const doubles = doublesFor([...own, ...this.integers]);
    const { schema, validator } = own.length ? this.with(doubles) : this.plain;
    const shown = new Map([...doubles].map(([integer, double]) => [String(double), String(integer)]));
    return violations(schema, validator, withDoubles(body, doubles)).map((found) => (
      { ...found, message: found.message.replace(/-?\d{16,}/g, (text) => shown.get(text) ?? text) }));
  }
}

// Bodies in each language ---------------------------------------------------------------------------------

const json = (body) => JSON.stringify(body, null, 2);
const shell = (body) => json(body).replaceAll("'", `'"'"'`);

/** An expression for the text of a body: an object made text, unless JavaScript would change it. */
function expression(body) {
  const isKept = !largeIn(body).length && !json(body).includes('"__proto__"');
  return isKept ? fromObject(body) : fromText(body);
}

const fromObject = (body) => `JSON.stringify(${json(body)})`;
const fromText = (body) => JSON.stringify(json(body))
  .replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** How the text of a body is written in the languages that have it as JSON. */
const WRITTEN = {
  curl: shell,
  HTTPie: shell,
  Go: (body) => json(body).replaceAll("`", "` + \"`\" + `"),
  HTTP: json,
  Java: (body) => json(body).replaceAll("\\", "\\\\").replaceAll('"""', '\\"""'),
  JavaScript: expression,
};

function pythonValue(value, indent = "") {
  if (isLiteral(value)) return value.rawJSON;
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
  const isField = (line) => {
    const item = line.replace(/^ {2}'?/, "");
    return line.startsWith("  ") && names.some((name) => item.startsWith(name) && /^(\[|:=|=(?!=))/.test(item.slice(name.length)));
  };
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
  const forms = language === "JavaScript" ? [fromObject, fromText] : [write];
  for (let spaces = 0; spaces <= 24; spaces += 1) {
    const indented = (text) => text.replaceAll("\n", `\n${" ".repeat(spaces)}`);
    const found = forms.map((form) => indented(form(old))).find((text) => code.includes(text));
    if (found) return code.replace(found, () => indented(write(body)));
  }
  return language === "HTTPie" ? inFields(code, old, body) : null;
}

// The page ------------------------------------------------------------------------------------------------

function violationItem({ pointer, message, rule, source }) {
  const about = [rule, source].filter(Boolean).join("; ");
  return element("li", {}, element("code", {}, pointer || "/"), ` ${message}`, ...(about ? [element("small", {}, ` ${about}`)] : []));
}

function addBuilder(sample, contract, number) {
  const body = dataIn(sample, "script.body", exact);
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
      edited = exact(area.value);
    } catch (error) {
      verdict.textContent = `This is not JSON: ${error.message}`;
      verdict.className = "verdict wrong";
      list.replaceChildren();
      return;
    }
    let found;
    try {
      found = contract.violations(edited);
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

const NUMBER = "\\d+(?:[.,]\\d+)?";
const parts = (units) => [...units].map((unit) => `(?:${NUMBER}${unit})?`).join("");
const DURATION = new RegExp(`^[+-]?P(?!$)${parts("YMWD")}(?:T(?!$)${parts("HMS")})?$`);

/** Make the validator's formats those of the client's. */
function useFormatsOfClient() {
  const { format } = JsonSchema;
  const { "date-time": dateTime, uri, "uri-reference": reference } = format;
  const ascii = (text) => text.replace(/[^\x00-\x7f]/g, "x");
  format["date-time"] = (text) => !text.includes(" ") && dateTime(text);
  format["idn-email"] = (text) => format.email(ascii(text));
  format["idn-hostname"] = (text) => format.hostname(ascii(text));
  format.ipv4 = (text) => /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);
  format.uri = (text) => uri(text) || /^[a-z][a-z\d+.-]*:$/i.test(text);
  format.iri = (text) => format.uri(ascii(text));
  format["iri-reference"] = (text) => reference(ascii(text));
  delete format.url;
}

/** Accept times without an offset from UTC, and the durations of ISO 8601, as clients of most APIs do. */
function allowLocalTimes() {
  for (const name of ["date-time", "time"]) {
    const check = JsonSchema.format[name];
    JsonSchema.format[name] = (text) => ["", "Z", ":00Z"].some((rest) => check(`${text}${rest}`));
  }
  JsonSchema.format.duration = (text) => DURATION.test(text);
}

function addBuilders() {
  const schema = dataIn(document, "#contract", exact);
  if (schema === null) return;
  useFormatsOfClient();
  if ("localTimes" in document.getElementById("contract").dataset) allowLocalTimes();
  const contract = new Contract(schema);
  document.querySelectorAll(".sample").forEach((sample, number) => addBuilder(sample, contract, number));
}

addBuilders();
