//! Audits: a tree of criteria, findings by auditors of different severity, and the truth about both.

use std::path::Path;

use super::calendar::{Clock, DAY, Hours, START, Zone};
use super::catalogue::{AUDITED, Criterion, Kind, criteria, level};
use super::key::{BANK, Draw, Stream, Subject, mix};
use super::sheet::table;
use super::touchpoint::Touchpoint;

/// Auditors and how many points of the scale from 0 to 10 they give too much.
pub(crate) const AUDITORS: [(&str, f64); 4] =
    [("M. Keller", 0.6), ("G. Rossi", 0.0), ("T. Huber", -0.4), ("C. Favre", -1.2)];

/// Standard deviation of one auditor's judgement of one thing.
const JUDGEMENT: f64 = 0.7;

/// A defect of the findings: kind, rows, fate.
pub(crate) type Defect = (&'static str, u64, &'static str);

/// Writes `findings.csv`, `truth_auditors.csv` and `truth_audit.csv`; returns the sound rows and the defects.
pub(crate) fn write(
    dir: &Path,
    zone: &Zone,
    seed: u64,
    dirty: bool,
) -> Result<(u64, Vec<Defect>), csv::Error> {
    let mut rows = Vec::new();
    let mut done = [0_u64; 4];
    let criteria = criteria();
    let bank = Subject { seed, who: BANK };
    for month in 0..12_u64 {
        for (place, (touchpoint, _)) in AUDITED.iter().enumerate() {
            let mut draw = bank.stream(Stream::Audit, month << 8 | place as u64);
            let week = (month * 52 / 12) as i64;
            let day = START + (week * 7 + draw.below(21) as i64) * DAY;
            let at = Hours::Branch.on_day(day, draw.uniform(), 0.0);
            let visit = format!("V{:02}-{}", month + 1, touchpoint.name().replace(' ', "-"));
            // Two auditors look at the same thing; the pairs rotate.
            let first = (month as usize + place) % 4;
            let second = (first + 1 + month as usize % 3) % 4;
            for (auditor, minutes) in [(first, 0), (second, 20)] {
                done[auditor] += 1;
                for (number, criterion) in
                    criteria.iter().enumerate().filter(|c| c.1.kind != Kind::Section)
                {
                    let key = mix(&[month, place as u64, auditor as u64, number as u64]);
                    let mut draw = bank.stream(Stream::Auditor, key);
                    let when = at + (minutes + number as i64) * 60;
                    let (state, answer) =
                        answer(criterion, *touchpoint, week, AUDITORS[auditor].1, &mut draw);
                    let note = if draw.chance(0.3) {
                        format!("photo-{:08x}.jpg", key as u32)
                    } else {
                        String::new()
                    };
                    rows.push(vec![
                        format!("f{key:016x}"),
                        visit.clone(),
                        zone.write(Clock::LocalMinutes, when, key),
                        criterion.id.into(),
                        touchpoint.name().into(),
                        AUDITORS[auditor].0.into(),
                        state.into(),
                        answer,
                        note,
                    ]);
                }
            }
        }
    }
    let sound = rows.len() as u64;
    let defects = if dirty { spoil(&mut rows) } else { Vec::new() };
    let header = [
        "finding_id",
        "visit",
        "visited_at",
        "criterion",
        "touchpoint",
        "auditor",
        "state",
        "answer",
        "evidence",
    ];
    table(dir, "findings", &header, rows)?;
    let auditors = AUDITORS.iter().zip(done).map(|((name, severity), visits)| {
        vec![(*name).to_string(), severity.to_string(), JUDGEMENT.to_string(), visits.to_string()]
    });
    table(dir, "truth_auditors", &["auditor", "severity", "judgement_sd", "visits"], auditors)?;
    truth(dir)?;
    Ok((sound, defects))
}

/// State and answer of one finding.
fn answer(
    criterion: &Criterion,
    touchpoint: Touchpoint,
    week: i64,
    severity: f64,
    draw: &mut Draw,
) -> (&'static str, String) {
    if !criterion.applies.contains(&touchpoint) {
        return ("not_applicable", String::new());
    }
    if draw.chance(0.03) {
        return ("not_checked", String::new());
    }
    let seen = level(criterion, touchpoint, week) + severity + draw.normal(0.0, JUDGEMENT);
    let text = match criterion.kind {
        Kind::YesNo => if seen >= 5.0 { "yes" } else { "no" }.to_string(),
        Kind::Scale => (seen.round() as i32).clamp(0, 10).to_string(),
        // A clock has no severity: what is measured lies below the limit if the level is above 7.
        Kind::Measured | Kind::Section => {
            let true_level = level(criterion, touchpoint, week);
            format!(
                "{:.1}",
                criterion.limit() * libm::exp(0.25 * (7.0 - true_level) + draw.normal(0.0, 0.2))
            )
        }
    };
    ("scored", text)
}

/// Adds defect rows to the findings.
fn spoil(rows: &mut Vec<Vec<String>>) -> Vec<Defect> {
    let source: Vec<Vec<String>> =
        rows.iter().filter(|row| row[6] == "scored").take(400).cloned().collect();
    let mut defects = Vec::new();
    // Column, text, kind, how many, what becomes of them.
    let plan: [(usize, &str, &'static str, usize, &'static str); 8] = [
        (2, "2025-13-01 10:00", "bad_time", 3, "rejected"),
        (2, "", "blank_time", 2, "rejected"),
        (3, "Z9", "unknown_criterion", 3, "rule"),
        (3, "", "blank_criterion", 2, "rejected"),
        (4, "", "blank_touchpoint", 2, "rejected"),
        (6, "perhaps", "unknown_state", 2, "rejected"),
        (7, "vielleicht", "answer_text", 4, "rejected"),
        (7, "NaN", "answer_nan", 2, "rejected"),
    ];
    let mut next = 0;
    for (column, text, kind, count, fate) in plan {
        for _ in 0..count {
            let Some(mut row) = source.get(next * 13 % source.len().max(1)).cloned() else {
                continue;
            };
            next += 1;
            row[0].push('d');
            row[column] = text.into();
            rows.push(row);
        }
        defects.push((kind, count as u64, fate));
    }
    rows.extend(source.iter().skip(7).step_by(80).cloned());
    // Findings have no key of their own in the catalogue of roles, so a repeated one is the reader's choice.
    defects.push(("duplicate", source.iter().skip(7).step_by(80).count() as u64, "rule"));
    defects
}

/// Writes what an auditor without severity would find.
fn truth(dir: &Path) -> Result<(), csv::Error> {
    let mut rows = Vec::new();
    for criterion in criteria().iter().filter(|criterion| criterion.kind != Kind::Section) {
        for &touchpoint in criterion.applies {
            for (half, week) in [("first", 0), ("second", super::calendar::BREAK_WEEK)] {
                let level = level(criterion, touchpoint, week);
                let yes = 0.5 * libm::erfc((5.0 - level) / (JUDGEMENT * core::f64::consts::SQRT_2));
                let expected = match criterion.kind {
                    Kind::YesNo => format!("{yes:.6}"),
                    Kind::Scale => format!("{level:.6}"),
                    _ => format!("{:.6}", criterion.limit() * libm::exp(0.25 * (7.0 - level))),
                };
                rows.push(vec![
                    criterion.id.into(),
                    touchpoint.name().into(),
                    half.into(),
                    format!("{level:.3}"),
                    expected,
                ]);
            }
        }
    }
    table(dir, "truth_audit", &["criterion", "touchpoint", "half", "level", "expected"], rows)
}
