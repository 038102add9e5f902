//! Malformed files end in an error by name or in an account, and no message shows a cell.

use cx_core::intake::files::{FileOptions, read_csv};
use cx_core::intake::{Feedback, FeedbackRoles};
use cx_tests::malformed::{SECRET, files, sound};

fn check(name: &str, bytes: &[u8], options: &FileOptions) -> Option<u64> {
    let file = match read_csv(bytes, options) {
        Ok(file) => file,
        Err(error) => {
            let said = error.to_string();
            assert!(matches!(error.kind(), "file" | "option"), "{name}: {said}");
            assert!(
                !said.contains(SECRET) && said.contains(';') && said.len() < 300,
                "{name}: {said}"
            );
            return None;
        }
    };
    let rows = file.rows() as u64;
    match Feedback::read_input(file.input(), &FeedbackRoles::default()) {
        Ok(read) => {
            let report = &read.report;
            assert_eq!(
                (report.read(), report.accepted() + report.rejected()),
                (rows, rows),
                "{name}"
            );
            assert!(report.rejected() >= file.faults().len() as u64, "{name}");
            Some(report.accepted())
        }
        Err(error) => {
            let said = error.to_string();
            assert!(!said.contains(SECRET), "{name}: {said}");
            assert_ne!(error.kind(), "internal", "{name}: {said}");
            None
        }
    }
}

#[test]
fn every_malformed_file_ends_in_an_error_or_an_account() {
    let all = files();
    assert!(all.len() >= 250, "{} files", all.len());
    let mut read = 0;
    for (name, bytes) in &all {
        read += usize::from(check(name, bytes, &FileOptions::default()).is_some());
        let told = FileOptions::default().separator(",").quote("\"").header(1).footer(0).skip(0);
        check(name, bytes, &told);
    }
    assert!(read > 150, "only {read} of {} were read", all.len());
}

#[test]
fn the_sound_file_is_read_whole() {
    let accepted = check("sound", &sound(), &FileOptions::default());
    assert_eq!(accepted, Some(300));
}
