// A table as CSV for a spreadsheet.

const cell = (value) => {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  // A spreadsheet would run text that begins like a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Lines of CSV (RFC 4180), numbers with a point, for `columns` of `{head, raw}`. */
export function csv(columns, rows) {
  return (
    [columns.map((c) => cell(c.head)), ...rows.map((row) => columns.map((c) => cell(c.raw(row))))]
      .map((line) => line.join(","))
      .join("\r\n") + "\r\n"
  );
}

/** Hands the text to the browser as a file. */
export function save(name, text) {
  const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
