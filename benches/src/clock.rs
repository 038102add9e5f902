use std::time::Instant;

/// Times one stage after the other.
#[derive(Debug)]
pub struct Clock {
    started: Instant,
    processor: f64,
}

impl Clock {
    /// Starts the first stage.
    pub fn start() -> Self {
        Self { started: Instant::now(), processor: processor() }
    }

    /// A line with the elapsed and the processor time of the stage that ends here, in seconds.
    pub fn lap(&mut self, stage: &str) -> String {
        let last = std::mem::replace(self, Self::start());
        let (elapsed, cpu) =
            (last.started.elapsed().as_secs_f64(), self.processor - last.processor);
        format!("{stage:12} {elapsed:8.3} s {cpu:8.2} s CPU")
    }
}

/// Processor time of all threads so far, user and system, in seconds; 0 where Linux does not say.
fn processor() -> f64 {
    /// Ticks a second of the figures in `/proc`, on all usual systems.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name in brackets, user and system time are the fields 12 and 13.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / TICKS
}

/// The most memory that the process has held so far, in MB; 0 where Linux does not say.
pub fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kibibytes.unwrap_or(0.0) * 1_024.0 / 1e6
}
