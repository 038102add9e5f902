"""What every sample of a recipe holds, counted by hand."""

from __future__ import annotations

from pathlib import Path

SAMPLES = Path(__file__).parent / "recipes"
PEOPLE = {"contacts": "salesforce/contacts.csv", "leads": "salesforce/leads.csv"}
# Sample, options of the user, (read, accepted, rejected, duplicate, filtered).
ACCOUNTS = [
    ("bank/calls.csv", {}, (3, 3, 0, 0, 0)),
    ("bank/crm.csv", {}, (3, 3, 0, 0, 0)),
    ("cloudevents/events.jsonl", {}, (3, 2, 0, 1, 0)),
    ("ga4/bigquery_json.jsonl", {}, (3, 3, 0, 0, 0)),
    ("ga4/fivetran.csv", {}, (4, 3, 0, 1, 0)),
    ("genesys/conversations.json", {}, (3, 2, 0, 0, 1)),
    ("google_ads/campaigns.csv", {}, (3, 3, 0, 0, 0)),
    ("google_ads/interface.csv", {}, (3, 3, 0, 0, 0)),
    ("google_ads/interface_de.csv", {}, (3, 3, 0, 0, 0)),
    ("hubspot/email_events.csv", {"timezone": "UTC"}, (4, 3, 0, 1, 0)),
    ("hubspot/contacts.csv", {"timezone": "UTC"}, (2, 2, 0, 0, 0)),
    ("hubspot/deals.csv", {"join": {"contacts": "hubspot/deals.contacts.csv"}}, (3, 2, 0, 0, 1)),
    ("hubspot/forms.csv", {}, (3, 2, 0, 1, 0)),
    ("hubspot/forms_json.json", {}, (3, 2, 1, 0, 0)),
    ("klaviyo/events.csv", {"timezone": "UTC"}, (3, 3, 0, 0, 0)),
    ("limesurvey/responses.csv", {"score": "NPS", "timezone": "UTC"}, (3, 2, 0, 0, 1)),
    ("matomo/visits.json", {}, (3, 3, 0, 0, 0)),
    ("matomo/conversions.json", {}, (5, 3, 0, 0, 2)),
    ("meta_ads/campaigns.csv", {}, (3, 3, 0, 0, 0)),
    ("meta_ads/campaigns_de.csv", {}, (3, 3, 0, 0, 0)),
    ("ocel/json.json", {"where": {"object_type": "customer"}}, (5, 3, 0, 0, 2)),
    ("qualtrics/responses.csv", {"score": "Q1", "timezone": "UTC"}, (4, 2, 0, 0, 2)),
    ("rudderstack/tracks.csv", {}, (4, 3, 0, 1, 0)),
    ("rudderstack/json.jsonl", {}, (3, 2, 0, 0, 1)),
    ("salesforce/campaign_members.csv", {}, (3, 3, 0, 0, 0)),
    ("salesforce/campaigns.csv", {}, (2, 2, 0, 0, 0)),
    ("salesforce/contacts.csv", {}, (2, 2, 0, 0, 0)),
    ("salesforce/leads.csv", {}, (2, 2, 0, 0, 0)),
    ("salesforce/opportunities.csv", {}, (3, 2, 0, 0, 1)),
    ("salesforce/tasks.csv", {"join": PEOPLE}, (4, 2, 1, 0, 1)),
    ("segment/json.jsonl", {}, (3, 2, 0, 0, 1)),
    ("segment/tracks.csv", {}, (4, 3, 0, 1, 0)),
    ("snowplow/enriched.tsv", {}, (5, 4, 0, 1, 0)),
    (
        "surveymonkey/responses.csv",
        {"score": "How likely are you to recommend us?", "timezone": "UTC"},
        (3, 3, 0, 0, 0),
    ),
    ("terminal/presses.csv", {}, (5, 4, 0, 1, 0)),
    ("touchpoints/responses.csv", {"touchpoint": "=office"}, (4, 4, 0, 0, 0)),
    ("tv/as_run.csv", {"timezone": "UTC"}, (3, 3, 0, 0, 0)),
    ("tv/as_run_datetime.csv", {"timezone": "UTC"}, (3, 3, 0, 0, 0)),
    ("tv/as_run_iso.csv", {}, (3, 3, 0, 0, 0)),
    ("xes/table.csv", {}, (3, 3, 0, 0, 0)),
]
# Of events: time (of March 2026), touchpoint, event, value.
ROWS = {
    "bank/calls.csv": [
        ("01 10:00", "call", "card lost", None),
        ("01 11:00", "call", "question", None),
        ("01 12:00", "call", "complaint", None),
    ],
    "bank/crm.csv": [
        ("01 10:00", "branch", "advice", None),
        ("02 10:00", "letter", "offer", None),
        ("05 10:00", "branch", "purchase", 250.5),
    ],
    "cloudevents/events.jsonl": [("01 10:00", "/web", "visit", None), ("01 10:05", "/app", "login", None)],
    "ga4/bigquery_json.jsonl": [
        ("01 10:00", "Paid Search", "page_view", None),
        ("01 10:01", "Email", "page_view", None),
        ("01 10:02", "Organic Search", "purchase", 12.5),
    ],
    "ga4/fivetran.csv": [
        ("01 10:00", "Paid Search", "page_view", None),
        ("01 10:10", "Paid Search", "purchase", 49.5),
        ("02 10:00", "Email", "page_view", None),
    ],
    "genesys/conversations.json": [("01 10:00", "voice", "contact", None), ("01 11:00", "callback", "contact", None)],
    "hubspot/email_events.csv": [
        ("01 08:00", "email", "SENT", None),
        ("01 09:30", "email", "OPEN", None),
        ("01 09:31", "email", "CLICK", None),
    ],
    "hubspot/contacts.csv": [
        ("01 08:00", "Organic Search", "contact created", None),
        ("02 09:30", "(not set)", "contact created", None),
    ],
    "hubspot/deals.csv": [("03 10:00", "sales", "won", 1200.5), ("05 10:00", "sales", "won", 99.5)],
    "hubspot/forms.csv": [("01 08:00", "form", "form submitted", None), ("02 09:30", "form", "form submitted", None)],
    "klaviyo/events.csv": [
        ("01 10:00", "klaviyo", "Opened Email", None),
        ("01 10:02", "klaviyo", "Clicked Email", None),
        ("01 11:00", "klaviyo", "Placed Order", 59.9),
    ],
    "matomo/visits.json": [
        ("01 10:00", "search", "visit", None),
        ("01 10:01", "direct", "visit", None),
        ("02 10:00", "campaign", "visit", None),
    ],
    "matomo/conversions.json": [
        ("01 10:03", "search", "goal", 0.0),
        ("01 10:05", "search", "ecommerceOrder", 59.9),
        ("02 09:01", "campaign", "goal", 5.5),
    ],
    # The payment is one event of each of two customers.
    "ocel/json.json": [
        ("01 08:00", "place order", "place order", None),
        ("01 09:00", "pay", "pay", None),
        ("01 09:00", "pay", "pay", None),
    ],
    "rudderstack/tracks.csv": [
        ("01 10:00", "Paid Search", "product_viewed", None),
        ("01 10:05", "Paid Search", "order_completed", None),
        ("02 08:00", "Email", "product_viewed", None),
    ],
    "salesforce/campaign_members.csv": [
        ("01 08:00", "campaign", "Sent", None),
        ("02 08:00", "campaign", "Responded", None),
        ("04 08:00", "campaign", "Sent", None),
    ],
    "salesforce/opportunities.csv": [("01 00:00", "sales", "won", 1200.5), ("07 00:00", "sales", "won", 99.5)],
    "salesforce/contacts.csv": [
        ("01 09:00", "Web", "contact created", None),
        ("02 09:00", "Trade Show", "contact created", None),
    ],
    "salesforce/leads.csv": [
        ("01 07:00", "Web", "lead created", None),
        ("02 07:00", "(not set)", "lead created", None),
    ],
    "salesforce/tasks.csv": [("01 14:00", "Call", "task", None), ("03 08:00", "Email", "task", None)],
    # Pages after the first of a visit carry no campaign.
    "snowplow/enriched.tsv": [
        ("01 10:00", "Paid Search", "page_view", None),
        ("01 10:02", "Direct", "page_view", None),
        ("01 10:05", "Direct", "transaction", 49.5),
        ("02 08:00", "Email", "page_view", None),
    ],
    "xes/table.csv": [
        ("01 08:00", "register", "register", None),
        ("01 09:00", "check", "check", None),
        ("01 08:30", "register", "register", None),
    ],
    "segment/json.jsonl": [
        ("01 10:05", "Paid Search", "Order Completed", 39.9),
        ("01 11:00", "Email", "Product Viewed", None),
    ],
}
ROWS["segment/tracks.csv"] = ROWS["rudderstack/tracks.csv"]
ROWS["rudderstack/json.jsonl"] = ROWS["segment/json.jsonl"]
ROWS["hubspot/forms_json.json"] = ROWS["hubspot/forms.csv"]
# Warnings of the report; only joined tables have some.
NOTES = {
    "hubspot/deals.csv": ["contacts: 1 of 3 rows have several partners; the first one counts"],
    "ocel/json.json": ["objects: 1 of 5 rows with objectId have no partner by id"],
    "salesforce/tasks.csv": [
        "contacts: 1 of 3 rows with WhoId have no partner by Id",
        "leads: 2 of 3 rows with WhoId have no partner by Id",
    ],
}
COSTS = {
    "google_ads/campaigns.csv": {"17": 3.75, "18": 0.99},
    "google_ads/interface.csv": {"Brand": 0.75, "Spring": 1334.46},
    "google_ads/interface_de.csv": {"Brand": 0.75, "Spring": 1334.46},
    "meta_ads/campaigns.csv": {"Brand": 0.75, "Spring": 1247.06},
    "meta_ads/campaigns_de.csv": {"Frühling": 1247.06, "Marke": 0.75},
    "salesforce/campaigns.csv": {"701A": 1250.5, "701B": 800.0},
}
# NPS: promoters minus detractors in percent. CSAT: 4 and 5 in percent.
# Smileys: the mean in percent of the way from 1 to 4.
SCORES = {
    "limesurvey/responses.csv": 50.0,
    "qualtrics/responses.csv": 0.0,
    "surveymonkey/responses.csv": 0.0,
    "terminal/presses.csv": 100 * 2 / 3,
    "touchpoints/responses.csv": 75.0,
}
