// Plays the customers of a demo: who there is, what was said, writing as one of them.
const NAMES = { email: "Mail", telegram: "Telegram", webchat: "Chat" };
const at = (id) => document.getElementById(id);
let customers = [];
let chosen = null;
let way = "";
let shown = "";

const made = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });

async function fetched(path, options) {
  const answer = await fetch(path, options);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

function list() {
  const words = at("find").value.trim().toLowerCase();
  const fitting = customers.filter((one) => `${one.name} ${one.organisation} ${one.address}`.toLowerCase().includes(words));
  at("customers").replaceChildren(...fitting.map((one) => {
    const button = made("button", one.name, { type: "button", lang: one.language, onclick: () => choose(one) });
    button.append(made("small", `${one.organisation || one.address} · ${one.ways.map((name) => NAMES[name]).join(", ")}`));
    if (one === chosen) button.setAttribute("aria-current", "true");
    const item = made("li", "");
    item.append(button);
    return item;
  }));
}

function choose(one) {
  chosen = one;
  at("name").textContent = one.name;
  at("about").textContent = [one.organisation, one.address, one.language].filter(Boolean).join(" · ");
  list();
  turn(one.ways[0]);
  at("write").hidden = false;
}

function turn(to) {
  way = to;
  shown = "";
  at("ways").replaceChildren(...chosen.ways.map((name) => {
    const button = made("button", NAMES[name], { type: "button", onclick: () => turn(name) });
    button.setAttribute("aria-pressed", String(name === way));
    return button;
  }));
  at("subject-field").hidden = way !== "email";
  at("file-field").hidden = way === "webchat";
  look();
}

function item(one) {
  const item = made("li", one.text, { className: one.is_mine ? "mine" : "" });
  const when = one.at ? new Date(one.at).toLocaleString() : "";
  item.prepend(made("small", [one.is_mine ? chosen.name : "The desk", when, one.subject].filter(Boolean).join(" · ")));
  for (const name of one.files) item.append(made("small", `📎 ${name}`));
  return item;
}

async function look() {
  if (!chosen) return;
  const path = `/customers/${chosen.number}/${way}`;
  const { said } = await fetched(path);
  const now = path + JSON.stringify(said);
  if (now === shown || path !== `/customers/${chosen.number}/${way}`) return;
  shown = now;
  at("said").replaceChildren(...said.map(item));
  at("said").scrollTop = at("said").scrollHeight;
}

at("write").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(at("write"));
  at("status").textContent = "Sending …";
  try {
    await fetched(`/customers/${chosen.number}/${way}`, { method: "POST", body: form });
    at("write").reset();
    at("status").textContent = "Sent.";
    await look();
  } catch (error) {
    at("status").textContent = error.message;
  }
});
at("find").addEventListener("input", list);

const world = await fetched("/customers");
customers = world.customers;
at("desk").href = world.desk;
at("staff").replaceChildren(...world.staff.map((one) => made("li", `${one.email} · ${one.role}`)));
list();
setInterval(() => look().catch(() => undefined), 1500);
