// Shows /openapi.json and lets people try every operation. Plain DOM: text is never parsed as HTML.

const document_ = await (await fetch("/openapi.json")).json();
const $ = (id) => document.getElementById(id);

function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

// `code`, **bold**, paragraphs and tables: all that the document's texts use.
function inline(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).filter(Boolean).map((part) => {
    if (part.startsWith("`")) return el("code", {}, part.slice(1, -1));
    if (part.startsWith("**")) return el("b", {}, part.slice(2, -2));
    return part;
  });
}

function markdown(text) {
  return text.trim().split(/\n\s*\n/).map((block) => {
    if (!block.startsWith("|")) return el("p", {}, inline(block.replaceAll("\n", " ")));
    const rows = block.split("\n").filter((line) => !/^\|[-| ]+\|$/.test(line));
    const cells = (line) => line.replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
    return el("table", {}, rows.map((line, number) =>
      el("tr", {}, cells(line).map((cell) => el(number ? "td" : "th", {}, inline(cell))))));
  });
}

function resolve(schema) {
  if (!schema?.$ref) return schema ?? {};
  const found = schema.$ref.slice(2).split("/").reduce((node, name) => node[name], document_);
  const { $ref, ...beside } = schema;
  return { ...found, ...beside };
}

function plain(schema) {
  const whole = resolve(schema);
  const real = whole.anyOf?.find((arm) => arm.type !== "null" && !("const" in arm));
  return real ? { ...resolve(real), description: whole.description } : whole;
}

function typeText(schema) {
  const whole = plain(schema);
  const kind = [whole.type].flat().filter((name) => name !== "null").join(" | ");
  if (kind === "array") return `list of ${typeText(whole.items)}`;
  const limits = [
    whole.format && whole.format,
    whole.enum && whole.enum.filter(Boolean).join(" · "),
    whole.pattern && `/${whole.pattern}/`,
    whole.minLength !== undefined && `≥ ${whole.minLength} characters`,
    whole.maxLength !== undefined && `≤ ${whole.maxLength} characters`,
    whole.minimum !== undefined && `≥ ${whole.minimum}`,
    whole.maximum !== undefined && `≤ ${whole.maximum}`,
    (whole.type?.includes?.("null") || resolve(schema).anyOf?.some((arm) => arm.type === "null")) && "or null",
  ].filter(Boolean);
  return [kind === "object" ? "object" : kind, ...limits].join(", ");
}

function fieldRows(schema, depth = 0) {
  const whole = plain(schema);
  if ([whole.type].flat().includes("array")) return fieldRows(whole.items, depth);
  return Object.entries(whole.properties ?? {}).flatMap(([name, field]) => [
    row(name, field, whole.required?.includes(name) && whole.additionalProperties === false, depth),
    ...(depth < 3 ? fieldRows(field, depth + 1) : []),
  ]);
}

function row(name, schema, required, depth = 0, description) {
  const text = (description ?? resolve(schema).description ?? "").replace(/(^| )`[A-Z_0-9]+`:.*$/, "");
  const node = el("div", { class: depth ? "row nested" : "row" },
    el("span", { class: "field" }, name), el("span", { class: "type" }, typeText(schema)),
    required ? el("span", { class: "required" }, "required") : null, el("p", {}, inline(text)));
  if (depth > 1) node.style.marginLeft = `${depth * 16}px`;
  return node;
}

function highlighted(value) {
  const pre = el("pre");
  const tokens = JSON.stringify(value, null, 2).split(/("(?:[^"\\]|\\.)*"(?:\s*:)?|-?\d+(?:\.\d+)?|true|false|null)/);
  for (const token of tokens) {
    let kind = null;
    if (token.endsWith(":")) kind = "key";
    else if (token.startsWith('"')) kind = "string";
    else if (/^-?\d/.test(token)) kind = "number";
    else if (/^(true|false|null)$/.test(token)) kind = "literal";
    pre.append(kind ? el("span", { class: kind }, token) : token);
  }
  return pre;
}

function newKey() {
  return crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));
}

function tryForm(path, verb, operation) {
  const parameters = operation.parameters.map(resolve);
  const inputs = new Map();
  const fields = parameters
    .filter((one) => one.in !== "header" || ["Idempotency-Key", "Last-Event-ID"].includes(one.name))
    .map((one) => {
      const value = one.name === "Idempotency-Key" ? newKey() : one.example ?? "";
      const choices = (one.schema.items ?? one.schema).enum;
      const input = choices
        ? el("select", {}, el("option", { value: "" }, "(any)"), choices.map((choice) => el("option", {}, choice)))
        : el("input", { value, spellcheck: "false" });
      inputs.set(one, input);
      return el("label", {}, `${one.name} (${one.in})`, input);
    });
  const example = operation.requestBody?.content["application/json"].example;
  const body = example ? el("textarea", { spellcheck: "false", "aria-label": "Body" }) : null;
  if (body) body.value = JSON.stringify(example, null, 2);
  const status = el("span", { class: "status" });
  const result = el("div");
  let running = null;

  async function send() {
    running?.abort();
    running = new AbortController();
    const headers = { "Accept-Language": $("language").value };
    const query = new URLSearchParams();
    let address = path;
    for (const [one, input] of inputs) {
      const value = input.value.trim();
      if (one.in === "path") address = address.replace(`{${one.name}}`, encodeURIComponent(value));
      else if (value && one.in === "query") query.append(one.name, value);
      else if (value) headers[one.name] = value;
    }
    const token = $("token").value.trim().replace(/^bearer /i, "");
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    const started = performance.now();
    status.className = "status";
    status.textContent = "…";
    result.replaceChildren();
    try {
      const response = await fetch(query.size ? `${address}?${query}` : address, {
        method: verb.toUpperCase(), headers, body: body ? body.value : undefined, signal: running.signal });
      status.className = `status ${response.ok ? "good" : "bad"}`;
      status.textContent = `${response.status} · ${Math.round(performance.now() - started)} ms · ${response.headers.get("X-Request-Id") ?? ""}`;
      if (response.headers.get("Content-Type")?.startsWith("text/event-stream")) await follow(response);
      else result.replaceChildren(highlighted(await response.json()));
    } catch (error) {
      status.className = "status bad";
      status.textContent = error.name === "AbortError" ? "stopped" : `no answer: ${error.message}`;
    }
  }

  async function follow(response) {
    const pre = el("pre");
    result.replaceChildren(pre);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      pre.append(part.value);
      pre.scrollTop = pre.scrollHeight;
    }
  }

  const renew = [...inputs].find(([one]) => one.name === "Idempotency-Key")?.[1];
  return el("div", { class: "try wide" }, el("h4", {}, "Try it"), el("div", { class: "inputs" }, fields), body,
    el("div", { class: "actions" }, el("button", { type: "button", onclick: send }, "Send"),
      renew ? el("button", { type: "button", class: "quiet", onclick: () => { renew.value = newKey(); } }, "New key") : null,
      el("button", { type: "button", class: "quiet", onclick: () => running?.abort() }, "Stop"), status), result);
}

function inside(path, verb, operation) {
  const own = operation.parameters.map(resolve).filter((one) => one.in !== "header");
  const headers = operation.parameters.map(resolve).filter((one) => one.in === "header");
  const media = operation.requestBody?.content["application/json"];
  const [type, reply] = Object.entries(operation.responses["200"].content)[0];
  const left = el("div", {},
    own.length ? [el("h4", {}, "Parameters"), el("div", { class: "fields" }, own.map((one) => row(one.name, one.schema, one.required, 0, one.description)))] : null,
    media ? [el("h4", {}, "Body"), el("div", { class: "fields" }, fieldRows(media.schema))] : null,
    headers.length ? [el("h4", {}, "Headers"), el("div", { class: "fields" }, headers.map((one) => row(one.name, one.schema, false, 0, one.description)))] : null);
  const right = el("div", {}, el("h4", {}, `Reply · ${type}`), el("div", { class: "fields" }, fieldRows(reply["x-event-data"] ?? reply.schema)),
    reply.example ? [el("h4", {}, "Example"), highlighted(reply.example)] : null);
  const reasons = operation["x-reasons"];
  return el("div", { class: "inside" },
    operation.description ? el("div", { class: "wide" }, markdown(operation.description)) : null, left, right,
    reasons.length ? el("div", { class: "wide" }, el("h4", {}, "May be refused with"),
      el("div", { class: "chips" }, reasons.map((reason) => el("a", { href: `#${reason}` }, reason)))) : null,
    tryForm(path, verb, operation));
}

function operationNode(path, verb, operation) {
  const roles = operation.security.flatMap(Object.keys);
  const node = el("details", { class: "operation", id: operation.operationId },
    el("summary", {}, el("span", { class: `verb ${verb}` }, verb.toUpperCase()), el("span", { class: "path" }, path),
      el("span", { class: "role" }, roles.join(", ") || "open to all"), el("span", { class: "what" }, operation.summary)));
  node.addEventListener("toggle", () => { if (node.open && node.children.length === 1) node.append(inside(path, verb, operation)); });
  node.words = [path, verb, operation.summary, operation.description ?? "", operation.operationId, ...operation["x-reasons"]].join(" ").toLowerCase();
  return node;
}

function build() {
  $("summary").textContent = `API ${document_.info.version}`;
  $("introduction").append(el("h1", {}, document_.info.summary), ...markdown(document_.info.description));
  for (const tag of document_.tags) {
    const links = [];
    const nodes = [];
    for (const [path, verbs] of Object.entries(document_.paths)) {
      for (const [verb, operation] of Object.entries(verbs)) {
        if (operation.tags[0] !== tag.name) continue;
        const node = operationNode(path, verb, operation);
        const link = el("a", { href: `#${operation.operationId}` }, el("span", { class: `verb ${verb}` }, verb.toUpperCase()),
          operation.operationId.replace(/(?<=[a-z])(?=[A-Z])/g, " "));
        link.addEventListener("click", () => { node.open = true; });
        node.link = link;
        nodes.push(node);
        links.push(link);
      }
    }
    $("nav").append(el("h3", {}, tag.name), ...links);
    $("operations").append(el("section", { class: "area" }, el("h2", {}, tag.name), el("p", {}, tag.description), nodes));
  }
  const rows = Object.entries(document_["x-reasons"]).map(([reason, texts]) =>
    el("tr", { id: reason }, el("td", {}, reason), ...["zh", "en"].map((language) => el("td", { lang: language }, texts[language][0], el("small", {}, texts[language][1])))));
  $("reasons").append(el("h2", {}, "Reasons"), el("p", {}, "Every reason a request can be refused with, as people read it."),
    el("table", {}, el("tr", {}, ["reason", "zh-CN", "en"].map((name) => el("th", {}, name))), rows));
}

function search() {
  const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const node of document.querySelectorAll(".operation")) {
    node.hidden = !words.every((word) => node.words.includes(word));
    node.link.hidden = node.hidden;
  }
  for (const area of document.querySelectorAll(".area")) area.hidden = !area.querySelector(".operation:not([hidden])");
  $("introduction").hidden = words.length > 0;
}

function openFromAddress() {
  const node = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (node instanceof HTMLDetailsElement) node.open = true;
  node?.scrollIntoView();
}

build();
$("search").addEventListener("input", search);
window.addEventListener("hashchange", openFromAddress);
openFromAddress();
