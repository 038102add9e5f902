//! Writes the simulated bank: `bank --customers 20000 --seed 7 --out DIR [--without TOUCHPOINT] [--clean]`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use cx_bank::{Options, TOUCHPOINTS, Touchpoint, generate};

const USAGE: &str =
    "usage: bank [--customers 20000] [--seed 7] [--out build/bank] [--without TOUCHPOINT] [--clean]
  --without  write the world without this touchpoint (same random numbers)
  --clean    add no defect rows";

fn main() -> ExitCode {
    let options = match parse(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => return say(USAGE, ExitCode::SUCCESS),
        Err(error) => return say(&format!("bank: {error}\n{USAGE}"), ExitCode::from(2)),
    };
    match generate(&options) {
        Ok(summary) => {
            let mut text = String::new();
            for size in &summary.tables {
                let _ = writeln!(
                    text,
                    "{:<12} {:>10} rows, {} sound",
                    size.table, size.rows, size.sound
                );
            }
            let (whole, part) = (summary.value_cents / 100, summary.value_cents % 100);
            let _ =
                writeln!(text, "{} conversions worth CHF {whole}.{part:02}", summary.conversions);
            let _ = write!(text, "written to {}", options.out.display());
            say(&text, ExitCode::SUCCESS)
        }
        Err(error) => say(&format!("bank: {error}"), ExitCode::FAILURE),
    }
}

fn say(text: &str, code: ExitCode) -> ExitCode {
    // A closed pipe is no reason to fail.
    let _ = writeln!(std::io::stdout(), "{text}");
    code
}

fn parse(mut args: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options::default();
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
        let number = |text: String| {
            text.parse::<u64>().map_err(|_| format!("{arg}: {text:?} is not a whole number"))
        };
        match arg.as_str() {
            "--customers" => options.customers = number(value()?)?,
            "--seed" => options.seed = number(value()?)?,
            "--out" => options.out = value()?.into(),
            "--without" => {
                let name = value()?;
                let names = TOUCHPOINTS.map(Touchpoint::name).join(", ");
                let known = Touchpoint::parse(&name)
                    .ok_or_else(|| format!("no touchpoint {name:?}; there are {names}"))?;
                options.without = Some(known);
            }
            "--clean" => options.dirty = false,
            "--help" | "-h" => return Ok(None),
            _ => return Err(format!("unknown argument {arg:?}")),
        }
    }
    Ok(Some(options))
}
