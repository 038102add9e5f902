// The script of the self-contained page: reads the data block and draws it.

import { define } from "./mount.js";

define();
const element = document.querySelector("cx-cockpit");
element.addEventListener("cx-language", (event) => document.documentElement.setAttribute("lang", event.detail));
element.data = document.getElementById("cx-data").textContent;
