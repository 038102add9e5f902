// Every word of the page, in English and German.

const EN = {
  eyebrow: "Customer experience cockpit", theme_light: "Light", theme_dark: "Dark", language: "Language", theme: "Theme",
  key_figures: "Key figures", persons: "Persons", events: "Contacts", sessions: "Sessions", journeys: "Journeys", touches: "Touches",
  conversions: "Conversions", value: "Value", cost: "Cost", answers: "Survey answers", findings_n: "Audit findings",
  findings: "What matters most", alarms: "Alarms", high: "High", medium: "Medium", low: "Low",
  touchpoints: "Touchpoints", touchpoint: "Touchpoint",
  touchpoints_note: "Credits follow the model “{model}”. Small figures are intervals. A light is green or red only if proven.",
  touchpoints_note_plain: "Small figures are intervals. A light is green or red only if proven.",
  contacts: "Contacts", n_persons: "{n} persons", credited_conversions: "Credited conversions", credited_value: "Credited value", roas: "ROAS",
  roas_help: "Return on spend: credited value per unit of cost", per_conversion: "Cost per conversion",
  kpi: "KPI", trend: "Trend by week", target: "Target", experience: "Expected → felt", audit: "Audit", score: "Score", light: "Light",
  n_answers: "n = {n}", target_value: "target {v}", answers_needed: "{n} more answers would decide", answers_short: "{n} more answers needed", in_sessions: "in {n} sessions", metric_by_week: "{m} by week",
  light_green: "Met", light_amber: "Undecided", light_red: "Missed", light_none: "No light",
  no_value: "no value", ascending: "ascending", descending: "descending",
  show_all: "Show all {n}", show_fewer: "Show fewer", search: "Find a touchpoint", shown: "{k} of {n}", no_match: "No touchpoint matches.",
  show_numbers: "Show the numbers", download: "Download CSV",
  credits: "What each touchpoint contributed", credits_note: "One symbol per attribution model; lines are intervals. Where the models lie far apart, the credit depends on the model.",
  credits_note_one: "The dot is the credit, the line its interval.",
  by_conversions: "Conversions", by_value: "Value", model: "Model", share: "Share", interval: "Interval", removal_effect: "Removal effect",
  kpi_weeks: "KPI by week", kpi_weeks_note: "Line: score; band: interval; dashed: target. Those that miss their target come first.", week: "Week of", metric: "Metric", gap: "Gap",
  gaps: "Expectation and perception", gaps_note: "How far the experience falls short of what was expected, worst first.", expectation: "Expectation", perception: "Perception", by: "By",
  audit_title: "Audit: target and actual", audit_note: "Bar: actual score; tick: target.", actual: "Actual", coverage_share: "Coverage", visits: "Visits", due: "Due", gated: "capped by a critical criterion", criterion: "Criterion", criteria_tree: "Criteria in detail",
  returns: "Return in money and in experience", returns_note: "Right of the line: brings in more than it costs. Above the line: customers felt better. Area: cost.",
  roas_axis: "Credited value per unit of cost", points_axis: "Experience points per 1000 of cost", points_axis_currency: "Experience points per {c} 1000", campaign: "Campaign", points: "Experience points",
  unplaced: "{n} without cost or experience points are not drawn.", q_good: "pays off and pleases", q_money: "pays off, displeases", q_points: "pleases, costs more than it brings", q_bad: "neither",
  flow: "How journeys flow", flow_note: "The most frequent touchpoints of each step; the rest is gathered in “{other}”.", step: "Step {n}", from: "From", to: "To", count: "Journeys",
  paths: "Most frequent journeys", path: "Journey", conversion_rate: "Conversion rate",
  special_conversion: "Conversion", special_null: "No conversion", special_other: "Others", special_start: "Start", special_baseline: "Baseline", special_unattributed: "Unattributed",
  coverage: "What is not covered", coverage_note: "Gaps in the data that limit what this page can say.",
  cov_touchpoint_without_feedback: "Touchpoints without feedback", cov_touchpoint_without_audit: "Touchpoints without audit", cov_spend_without_touchpoint: "Spend without touchpoint", cov_campaign_without_events: "Campaigns without contacts", cov_touchpoint_without_target: "Touchpoints without target", cov_touchpoint_without_cost: "Touchpoints without cost",
  intake: "Rows read", intake_note: "Accepted, rejected and duplicate rows add up to the rows read.", table: "Table", source: "Source", read: "Read", accepted: "Accepted", rejected: "Rejected", duplicate: "Duplicate", total: "Total",
  definitions: "Definitions", definitions_note: "Two reports with the same definition were computed by the same rules.", name: "Report", method: "Method", definition: "Definition", version: "Version",
  no_data: "This cockpit holds no data yet.", bad_data: "This cockpit's data cannot be read.", newer: "These data were written by a newer version; some figures may be missing.",
  sort_hint: "Column headings sort the table.", more_n: "and {n} more",
  model_first: "First contact", model_last: "Last contact", model_last_non_direct: "Last non-direct", model_linear: "Linear", model_position: "Position-based", model_time_decay: "Time decay", model_markov: "Markov chain", model_shapley: "Shapley",
  metric_nps: "NPS", metric_csat: "CSAT", metric_ces: "CES", metric_rating: "Rating",
};

const DE = {
  eyebrow: "Customer-Experience-Cockpit", theme_light: "Hell", theme_dark: "Dunkel", language: "Sprache", theme: "Darstellung",
  key_figures: "Kennzahlen", persons: "Personen", events: "Kontakte", sessions: "Sitzungen", journeys: "Journeys", touches: "Berührungen",
  conversions: "Abschlüsse", value: "Wert", cost: "Kosten", answers: "Antworten", findings_n: "Auditbefunde",
  findings: "Das Wichtigste", alarms: "Alarme", high: "Hoch", medium: "Mittel", low: "Niedrig",
  touchpoints: "Touchpoints", touchpoint: "Touchpoint",
  touchpoints_note: "Zurechnung nach dem Modell «{model}». Kleine Zahlen sind Intervalle. Grün und Rot nur, wenn es bewiesen ist.",
  touchpoints_note_plain: "Kleine Zahlen sind Intervalle. Grün und Rot nur, wenn es bewiesen ist.",
  contacts: "Kontakte", n_persons: "{n} Personen", credited_conversions: "Zugerechnete Abschlüsse", credited_value: "Zugerechneter Wert", roas: "ROAS",
  roas_help: "Ertrag der Ausgaben: zugerechneter Wert je Einheit Kosten", per_conversion: "Kosten je Abschluss",
  kpi: "KPI", trend: "Verlauf nach Woche", target: "Soll", experience: "Erwartet → empfunden", audit: "Audit", score: "Wert", light: "Ampel",
  n_answers: "n = {n}", target_value: "Soll {v}", answers_needed: "{n} weitere Antworten würden entscheiden", answers_short: "noch {n} Antworten nötig", in_sessions: "in {n} Sitzungen", metric_by_week: "{m} nach Woche",
  light_green: "Erreicht", light_amber: "Offen", light_red: "Verfehlt", light_none: "Keine Ampel",
  no_value: "kein Wert", ascending: "aufsteigend", descending: "absteigend",
  show_all: "Alle {n} zeigen", show_fewer: "Weniger zeigen", search: "Touchpoint suchen", shown: "{k} von {n}", no_match: "Kein Touchpoint passt.",
  show_numbers: "Zahlen zeigen", download: "CSV herunterladen",
  credits: "Was jeder Touchpoint beigetragen hat", credits_note: "Ein Zeichen je Zurechnungsmodell; Linien sind Intervalle. Wo die Modelle weit auseinanderliegen, hängt die Zurechnung vom Modell ab.",
  credits_note_one: "Der Punkt ist die Zurechnung, die Linie ihr Intervall.",
  by_conversions: "Abschlüsse", by_value: "Wert", model: "Modell", share: "Anteil", interval: "Intervall", removal_effect: "Wegfalleffekt",
  kpi_weeks: "KPI nach Woche", kpi_weeks_note: "Linie: Wert; Band: Intervall; gestrichelt: Soll. Zuerst kommen die, die ihr Soll verfehlen.", week: "Woche ab", metric: "Kennzahl", gap: "Lücke",
  gaps: "Erwartung und Empfindung", gaps_note: "Wie weit das Erlebnis hinter der Erwartung zurückbleibt, das Schlimmste zuerst.", expectation: "Erwartung", perception: "Empfindung", by: "Nach",
  audit_title: "Audit: Soll und Ist", audit_note: "Balken: Ist; Strich: Soll.", actual: "Ist", coverage_share: "Abdeckung", visits: "Besuche", due: "Fällig", gated: "durch ein kritisches Kriterium begrenzt", criterion: "Kriterium", criteria_tree: "Kriterien im Einzelnen",
  returns: "Ertrag in Geld und im Erlebnis", returns_note: "Rechts der Linie: bringt mehr ein, als es kostet. Über der Linie: Kunden ging es besser. Fläche: Kosten.",
  roas_axis: "Zugerechneter Wert je Einheit Kosten", points_axis: "Erlebnispunkte je 1000 Kosten", points_axis_currency: "Erlebnispunkte je {c} 1000", campaign: "Massnahme", points: "Erlebnispunkte",
  unplaced: "{n} ohne Kosten oder Erlebnispunkte sind nicht gezeichnet.", q_good: "rentiert und gefällt", q_money: "rentiert, missfällt", q_points: "gefällt, kostet mehr, als es bringt", q_bad: "weder noch",
  flow: "Wie Journeys fliessen", flow_note: "Die häufigsten Touchpoints jedes Schritts; der Rest ist unter «{other}» gesammelt.", step: "Schritt {n}", from: "Von", to: "Nach", count: "Journeys",
  paths: "Die häufigsten Journeys", path: "Journey", conversion_rate: "Abschlussquote",
  special_conversion: "Abschluss", special_null: "Kein Abschluss", special_other: "Übrige", special_start: "Start", special_baseline: "Grundniveau", special_unattributed: "Nicht zugerechnet",
  coverage: "Was nicht abgedeckt ist", coverage_note: "Lücken in den Daten, die begrenzen, was diese Seite sagen kann.",
  cov_touchpoint_without_feedback: "Touchpoints ohne Feedback", cov_touchpoint_without_audit: "Touchpoints ohne Audit", cov_spend_without_touchpoint: "Ausgaben ohne Touchpoint", cov_campaign_without_events: "Massnahmen ohne Kontakte", cov_touchpoint_without_target: "Touchpoints ohne Soll", cov_touchpoint_without_cost: "Touchpoints ohne Kosten",
  intake: "Gelesene Zeilen", intake_note: "Angenommene, abgelehnte und doppelte Zeilen ergeben zusammen die gelesenen.", table: "Tabelle", source: "Quelle", read: "Gelesen", accepted: "Angenommen", rejected: "Abgelehnt", duplicate: "Doppelt", total: "Summe",
  definitions: "Definitionen", definitions_note: "Zwei Berichte mit derselben Definition wurden nach denselben Regeln gerechnet.", name: "Bericht", method: "Methode", definition: "Definition", version: "Version",
  no_data: "Dieses Cockpit enthält noch keine Daten.", bad_data: "Die Daten dieses Cockpits sind nicht lesbar.", newer: "Diese Daten stammen von einer neueren Version; einzelne Zahlen können fehlen.",
  sort_hint: "Spaltentitel sortieren die Tabelle.", more_n: "und {n} weitere",
  model_first: "Erster Kontakt", model_last: "Letzter Kontakt", model_last_non_direct: "Letzter nicht direkter", model_linear: "Linear", model_position: "Positionsbasiert", model_time_decay: "Zeitzerfall", model_markov: "Markow-Kette", model_shapley: "Shapley",
  metric_nps: "NPS", metric_csat: "CSAT", metric_ces: "CES", metric_rating: "Bewertung",
};

/** The dictionaries, for tests. */
export const WORDS = { en: EN, de: DE };

/** A translator: `t("show_all", {n: 12})`. */
export function translator(language) {
  const words = WORDS[language] ?? EN;
  const t = (key, values) => {
    const text = words[key] ?? EN[key] ?? key;
    return values ? text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? "")) : text;
  };
  const known = (prefix, key) => {
    const word = Object.hasOwn(words, prefix + key) ? words[prefix + key] : null;
    return word ?? String(key ?? "").replaceAll("_", " ");
  };
  /** A model's name as the field says it; unknown names as they are. */
  t.model = (key) => known("model_", key);
  t.metric = (key) => {
    const word = `metric_${String(key ?? "").toLowerCase()}`;
    return Object.hasOwn(words, word) ? words[word] : String(key ?? "").replaceAll("_", " ");
  };
  t.coverage = (key) => known("cov_", key);
  /** A touchpoint's name, with the special ones ("(other)") in words. */
  t.special = (name) => {
    const match = /^\((\w+)\)$/.exec(name ?? "");
    return match && Object.hasOwn(words, `special_${match[1]}`) ? words[`special_${match[1]}`] : (name ?? "");
  };
  t.pick = (row) => row[language] || row.en || row.de || "";
  return t;
}
