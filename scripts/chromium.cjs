// Headless Chromium for the scripts: one way to start it, and all that a page can complain about.
const { chromium } = require("playwright-core");

/** Starts the Chromium that setup-chromium.sh found. */
exports.launch = () =>
  chromium.launch({
    executablePath: process.env.CX_CHROMIUM || "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-sync",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
    ],
  });

/** Collects what a page complains about: errors, warnings of its policy, failed requests, requests to elsewhere. */
exports.listen = (page, own) => {
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`error: ${error.stack || error}`));
  page.on("console", (message) => {
    if (message.type() === "error" || /Content Security Policy/i.test(message.text()))
      complaints.push(`console: ${message.text()}`);
  });
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url().slice(0, 200)}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(own) && !url.startsWith("data:") && !url.startsWith("blob:"))
      complaints.push(`asks for ${url.slice(0, 200)}`);
  });
  return complaints;
};
