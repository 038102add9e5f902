// The three ways into a page: a function, an element, a notebook's widget.

import { createView } from "./view/page.js";

const Base = globalThis.HTMLElement ?? class {};
const pick = (value, allowed) => (allowed.includes(value) ? value : undefined);
const settings = ({ language, theme, controls, bare } = {}) => ({
  language: pick(language, ["en", "de"]),
  theme: pick(theme, ["light", "dark"]),
  controls: controls === true,
  bare: bare === true,
});

/** Draws a cockpit into `el`, with `bare: true` without the page's head; returns `{update(data, options?), destroy()}`. */
export function mount(el, data, options = {}) {
  const host = el.ownerDocument.createElement("div");
  const view = createView(host.attachShadow({ mode: "open" }), host);
  el.append(host);
  view.render(data, settings(options));
  let last = options;
  return {
    update(next, changed = last) {
      last = { ...last, ...changed };
      view.render(next, settings(last));
    },
    destroy() {
      view.destroy();
      host.remove();
    },
  };
}

/**
 * `<cx-cockpit>`: property `data` (the cockpit's JSON as object or text) or attribute `src` (its address, fetched);
 * attributes `language` (en | de), `theme` (light | dark), `controls`. Fires `cx-error` when `src` cannot be read.
 */
export class CxCockpit extends Base {
  static observedAttributes = ["language", "theme", "src", "controls"];
  #view = null;
  #data = null;
  #request = null;

  get data() {
    return this.#data;
  }
  set data(value) {
    this.#data = value ?? null;
    this.#draw();
  }
  get language() {
    return this.getAttribute("language");
  }
  set language(value) {
    this.#reflect("language", value);
  }
  get theme() {
    return this.getAttribute("theme");
  }
  set theme(value) {
    this.#reflect("theme", value);
  }
  get src() {
    return this.getAttribute("src");
  }
  set src(value) {
    this.#reflect("src", value);
  }
  get controls() {
    return this.hasAttribute("controls");
  }
  set controls(value) {
    this.toggleAttribute("controls", Boolean(value));
  }

  connectedCallback() {
    // A property set before the element was defined lies on the instance and hides the accessor.
    for (const name of ["data", "language", "theme", "src", "controls"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    this.#view ??= createView(this.shadowRoot ?? this.attachShadow({ mode: "open" }), this);
    this.#draw();
    if (this.src && this.#data === null) this.#load();
  }

  disconnectedCallback() {
    this.#request?.abort();
    this.#view?.destroy();
    this.#view = null;
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || !this.#view) return;
    if (name === "src") this.#load();
    else this.#draw();
  }

  #reflect(name, value) {
    if (value == null) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }

  #draw() {
    this.#view?.render(this.#data, settings(this));
  }

  async #load() {
    this.#request?.abort();
    if (!this.src) return;
    const request = (this.#request = new AbortController());
    try {
      const response = await fetch(this.src, { signal: request.signal });
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
      const data = await response.json();
      if (!request.signal.aborted) this.data = data;
    } catch (error) {
      if (!request.signal.aborted) this.dispatchEvent(new CustomEvent("cx-error", { detail: error }));
    }
  }
}

/** Registers the element once. */
export function define(tag = "cx-cockpit") {
  const registry = globalThis.customElements;
  if (registry && !registry.get(tag))
    registry.define(tag, tag === "cx-cockpit" ? CxCockpit : class extends CxCockpit {});
}

/** The front end of an anywidget: traits `data`, `language`, `theme`, `controls`. */
export function render({ model, el }) {
  const options = () => ({
    language: model.get("language"),
    theme: model.get("theme"),
    controls: model.get("controls"),
  });
  const view = mount(el, model.get("data"), options());
  const sync = () => view.update(model.get("data"), options());
  const names = ["data", "language", "theme", "controls"].map((name) => `change:${name}`);
  for (const name of names) model.on(name, sync);
  return () => {
    for (const name of names) model.off(name, sync);
    view.destroy();
  };
}
