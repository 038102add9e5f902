// Elements made by the DOM's own calls only: text becomes text nodes, never markup; no style attribute is ever set.

const SVG = "http://www.w3.org/2000/svg";

/** Attributes that this page sets; anything else is a mistake in the code and throws. */
const ALLOWED =
  /^(?:aria-[a-z]+|data-[a-z-]+|class|id|role|title|type|scope|tabindex|colspan|rowspan|href|for|value|placeholder|name|lang|dir|hidden|open|disabled|checked|selected|download|viewBox|width|height|x|y|x1|x2|y1|y2|cx|cy|r|d|fill|stroke|stroke-width|stroke-opacity|fill-opacity|opacity|transform|text-anchor|dominant-baseline|focusable|points|preserveAspectRatio)$/;

function fill(node, props, children) {
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value == null || value === false) continue;
    if (key === "on") {
      for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
    } else if (!ALLOWED.test(key)) {
      throw new TypeError(`attribute ${key} is not allowed`);
    } else node.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child == null || child === false) continue;
    node.append(typeof child === "object" ? child : document.createTextNode(String(child)));
  }
  return node;
}

/** An HTML element: `h("p", {class: "note", on: {click}}, "text", node)`. */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** An SVG element, by the same rules. */
export function s(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}
