//! Every rule of every table decides a row of its own.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use cx_core::intake::{ChannelOptions, ChannelReport, channels};

/// The rule that is to decide; source, medium, campaign, referrer, query of the page; the channel.
type Case = (&'static str, [&'static str; 5], &'static str);

const GA4: [Case; 28] = [
    ("direct", ["(direct)", "(none)", "", "", ""], "Direct"),
    ("direct-spelling", ["Direct", "", "", "", ""], "Direct"),
    ("direct-medium", ["", "(none)", "", "", ""], "Direct"),
    ("direct-blank", ["", "", "", "", ""], "Direct"),
    ("cross-network", ["google", "cpc", "x-Cross-Network-y", "", ""], "Cross-network"),
    ("paid-shopping", ["etsy.com", "cpc", "", "", ""], "Paid Shopping"),
    ("paid-search", ["google.ch", "PPC", "", "", ""], "Paid Search"),
    ("paid-social", ["l.facebook.com", "paid", "", "", ""], "Paid Social"),
    ("paid-video", ["youtube", "cpv", "", "", ""], "Paid Video"),
    ("display", ["x", "interstitial", "", "", ""], "Display"),
    ("paid-other", ["x", "cpc", "", "", ""], "Paid Other"),
    ("organic-shopping", ["x", "y", "e-shop", "", ""], "Organic Shopping"),
    ("organic-social", ["x", "social media", "", "", ""], "Organic Social"),
    ("organic-video", ["x", "my-video-ad", "", "", ""], "Organic Video"),
    ("organic-search", ["duckduckgo", "x", "", "", ""], "Organic Search"),
    ("referral", ["x", "link", "", "", ""], "Referral"),
    ("email", ["e_mail", "x", "", "", ""], "Email"),
    ("affiliates", ["x", "affiliate", "", "", ""], "Affiliates"),
    ("audio", ["x", "audio", "", "", ""], "Audio"),
    ("sms", ["x", "sms", "", "", ""], "SMS"),
    ("mobile-push", ["x", "mobile", "", "", ""], "Mobile Push Notifications"),
    ("referrer-shopping", ["", "", "", "https://www.amazon.de/dp/1", ""], "Organic Shopping"),
    ("referrer-social", ["", "", "", "https://www.linkedin.com/feed", ""], "Organic Social"),
    ("referrer-video", ["", "", "", "https://m.youtube.com/", ""], "Organic Video"),
    ("referrer-search", ["", "", "", "https://search.ch/?q=a", ""], "Organic Search"),
    ("referrer", ["", "", "", "https://forum.example/", ""], "Referral"),
    ("otherwise", ["x", "y", "z", "", ""], "Unassigned"),
    ("otherwise", ["(not set)", "(not set)", "", "", ""], "Unassigned"),
];

const ASSISTANTS: [Case; 2] = [
    ("ai-assistant", ["x", "ai-assistant", "", "", ""], "AI Assistant"),
    ("referrer-ai", ["", "", "", "https://claude.ai/", ""], "AI Assistant"),
];

const MATOMO: [Case; 9] = [
    ("campaign", ["x", "y", "spring", "", ""], "Campaigns"),
    ("ai-assistant", ["", "", "", "https://perplexity.ai/a", ""], "AI Assistants"),
    ("search", ["", "", "", "https://www.google.co.uk/", ""], "Search Engines"),
    ("social", ["", "", "", "https://www.youtube.com/", ""], "Social Networks"),
    ("website", ["", "", "", "https://forum.example/", ""], "Websites"),
    ("direct", ["(direct)", "(not set)", "", "", ""], "Direct"),
    ("direct-blank", ["", "", "", "", ""], "Direct"),
    ("website-source", ["forum.example", "referral", "", "", ""], "Websites"),
    ("otherwise", ["(not set)", "(not set)", "(not set)", "", ""], "Unassigned"),
];

const OURS: [Case; 57] = [
    ("cross-network", ["google", "cpc", "cross-network", "", ""], "Cross-network"),
    ("click-google", ["google", "organic", "", "", "gclid=a"], "Paid Search"),
    ("click-microsoft", ["", "", "", "", "msclkid=a"], "Paid Search"),
    ("click-yandex", ["", "", "", "", "yclid=a"], "Paid Search"),
    ("click-display", ["", "", "", "", "dclid=a"], "Display"),
    ("click-social-ads", ["", "", "", "", "x=1&TTCLID=a"], "Paid Social"),
    ("click-affiliate", ["", "", "", "", "awc=a"], "Affiliates"),
    ("click-mail", ["", "", "", "", "mc_eid=a"], "Email"),
    ("click-social", ["", "", "", "", "fbclid=a"], "Organic Social"),
    ("direct", ["Direktzugriff", "", "", "", ""], "Direct"),
    ("direct-medium", ["", "(none)", "", "", ""], "Direct"),
    ("direct-blank", ["", "", "(direct)", "", ""], "Direct"),
    ("tv", ["TV-SRF1", "spot", "", "", ""], "TV"),
    ("radio", ["x", "Hörfunk", "", "", ""], "Radio"),
    ("out-of-home", ["Plakat", "", "", "", ""], "Out of Home"),
    ("print", ["nzz", "Inserat", "", "", ""], "Print"),
    ("direct-mail", ["x", "Postwurf", "", "", ""], "Direct Mail"),
    ("sponsoring", ["stadion", "sponsoring", "", "", ""], "Sponsoring"),
    ("event", ["Messe Bern", "event", "", "", ""], "Event"),
    ("call-centre", ["Hotline", "", "", "", ""], "Call Centre"),
    ("branch", ["Filiale", "", "", "", ""], "Branch"),
    ("crm", ["crm", "x", "", "", ""], "CRM"),
    ("email", ["x", "Newsletter", "eshop", "", ""], "Email"),
    ("sms", ["x", "sms", "", "", ""], "SMS"),
    ("messenger", ["WhatsApp", "", "", "", ""], "Messenger"),
    ("push", ["x", "web-push", "", "", ""], "Push"),
    ("affiliates", ["x", "affiliates", "", "", ""], "Affiliates"),
    ("display", ["google", "cpm", "", "", ""], "Display"),
    ("audio", ["x", "podcast", "", "", ""], "Audio"),
    ("ai-assistant", ["chatgpt.com", "referral", "", "", ""], "AI Assistant"),
    ("paid-search-medium", ["x", "SEA", "", "", ""], "Paid Search"),
    ("paid-social-medium", ["x", "paid_social", "", "", ""], "Paid Social"),
    ("paid-shopping", ["google", "cpc", "brand-shopping-ch", "", ""], "Paid Shopping"),
    ("paid-search", ["bing", "cpc", "", "", ""], "Paid Search"),
    ("paid-video", ["youtube.com", "cpv", "", "", ""], "Paid Video"),
    ("paid-social", ["instagram", "ads", "", "", ""], "Paid Social"),
    ("paid-other", ["x", "cpc", "", "", ""], "Paid Other"),
    ("organic-shopping", ["galaxus.ch", "referral", "", "", ""], "Organic Shopping"),
    ("organic-video", ["vimeo", "", "", "", ""], "Organic Video"),
    ("organic-social", ["xing.com", "referral", "", "", ""], "Organic Social"),
    ("organic-search", ["x", "organic", "", "", ""], "Organic Search"),
    ("referrer-mail", ["", "", "", "android-app://com.google.android.gm/", ""], "Email"),
    ("referrer-ai", ["", "", "", "https://gemini.google.com/app", ""], "AI Assistant"),
    ("referrer-shopping", ["", "", "", "https://www.ricardo.ch/", ""], "Organic Shopping"),
    ("referrer-video", ["", "", "", "https://youtu.be/a", ""], "Organic Video"),
    ("referrer-social", ["", "", "", "https://t.co/a", ""], "Organic Social"),
    ("referrer-search", ["", "", "", "https://www.google.ch/", ""], "Organic Search"),
    ("referral", ["x", "qr", "", "", ""], "Referral"),
    ("referrer", ["", "", "", "https://forum.example/", ""], "Referral"),
    ("otherwise", ["(not set)", "(not set)", "", "", ""], "Unassigned"),
    // Words that only look alike.
    ("otherwise", ["tvdeals", "y", "", "", ""], "Unassigned"),
    ("otherwise", ["x", "scp", "", "", ""], "Unassigned"),
    ("otherwise", ["callista", "y", "", "", ""], "Unassigned"),
    ("otherwise", ["x", "y", "workshop", "", ""], "Unassigned"),
    // What says more than a click id decides.
    ("email", ["crm-tool", "email", "", "", "gclid=a"], "Email"),
    ("paid-social", ["facebook", "cpc", "", "", "fbclid=a"], "Paid Social"),
    ("click-google", ["(direct)", "(none)", "", "", "gbraid=a"], "Paid Search"),
];

fn asked(rules: &str, cases: &[Case]) -> ChannelReport {
    let column = |cell: &dyn Fn(&Case) -> String| {
        Arc::new(cases.iter().map(|case| Some(cell(case))).collect::<StringArray>()) as ArrayRef
    };
    let text = |at: usize| column(&|(_, row, _)| row[at].to_owned());
    let page = column(&|(_, row, _)| format!("https://shop.example/?{}", row[4]));
    let columns = [
        ("source", text(0)),
        ("medium", text(1)),
        ("campaign", text(2)),
        ("referrer", text(3)),
        ("url", page),
    ];
    let options = ChannelOptions::new(rules).source("source").medium("medium").campaign("campaign");
    let options = options.referrer("referrer").url("url");
    channels(&[RecordBatch::try_from_iter(columns).expect("one length")], &options)
        .expect("channels")
}

#[test]
fn every_rule_of_every_table_decides_a_row() {
    let assistants = [GA4.as_slice(), ASSISTANTS.as_slice()].concat();
    for (rules, cases) in [
        ("ga4@2023-11", GA4.as_slice()),
        ("ga4@2026-05", assistants.as_slice()),
        ("matomo@2026-07", MATOMO.as_slice()),
        ("cx@2026-11", OURS.as_slice()),
    ] {
        let report = asked(rules, cases);
        for (at, (rule, row, channel)) in cases.iter().enumerate() {
            let found = (report.rule.name(at), report.channel.name(at));
            assert_eq!((&*found.0, &*found.1), (*rule, *channel), "{rules} {row:?}");
        }
        let silent: Vec<&str> = report
            .by_rule
            .iter()
            .filter(|rule| rule.rows == 0)
            .map(|rule| rule.rule.as_str())
            .collect();
        assert!(silent.is_empty(), "{rules}: no row for {silent:?}");
    }
}
