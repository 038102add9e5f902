//! Long calls: without the GIL, stopped by Ctrl-C, reporting their progress.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use cx_core::parallel::{Watch, watched};
use pyo3::prelude::*;

use crate::error;

/// How often the calling thread looks for signals.
const LOOK: Duration = Duration::from_millis(50);
/// How often progress is told at most.
const TELL: Duration = Duration::from_millis(100);
/// How long an interrupted call may take to end by itself before it is left to end on its own.
const GRACE: Duration = Duration::from_millis(100);

/// A Python callable `(done, total) -> None`, or nothing.
pub(crate) type Progress = Option<Py<PyAny>>;

/// What the working thread sends back.
type Outcome<T> = std::thread::Result<cx_core::Result<T>>;

/// Runs `work` on a thread of its own and waits for it, without the GIL.
///
/// A panic of the engine comes out as `cxcockpit.InternalError`. At Ctrl-C the work is asked to
/// stop; if it does not within a tenth of a second, its thread ends at its next chunk, by itself.
#[allow(clippy::needless_pass_by_value, reason = "callers hand over the argument that they got")]
pub(crate) fn run<T, F>(py: Python<'_>, progress: Progress, work: F) -> PyResult<T>
where
    T: Send + 'static,
    F: FnOnce() -> cx_core::Result<T> + Send + 'static,
{
    let watch = Arc::new(Watch::default());
    let (send, mut receive) = channel();
    let worker = std::thread::Builder::new().name("cxcockpit".into());
    let theirs = Arc::clone(&watch);
    worker.spawn(move || send_outcome(&send, &theirs, work))?;
    let outcome = wait(py, &mut receive, &watch, progress.as_ref())?;
    match outcome {
        Ok(result) => result.map_err(|error| error::to_py(py, &error)),
        Err(panic) => Err(internal(py, panic.as_ref())),
    }
}

/// Runs something short on this thread, with panics and errors made into Python exceptions.
pub(crate) fn short<T>(py: Python<'_>, work: impl FnOnce() -> cx_core::Result<T>) -> PyResult<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => result.map_err(|error| error::to_py(py, &error)),
        Err(panic) => Err(internal(py, panic.as_ref())),
    }
}

fn send_outcome<T>(
    send: &Sender<Outcome<T>>,
    watch: &Arc<Watch>,
    work: impl FnOnce() -> cx_core::Result<T>,
) {
    let outcome = catch_unwind(AssertUnwindSafe(|| watched(watch, work)));
    // Nobody listens any more after Ctrl-C; then the outcome is dropped here.
    drop(send.send(outcome));
}

fn wait<T: Send>(
    py: Python<'_>,
    receive: &mut Receiver<Outcome<T>>,
    watch: &Watch,
    progress: Option<&Py<PyAny>>,
) -> PyResult<Outcome<T>> {
    let mut told = Told { at: None, progress: (0, 0) };
    loop {
        match next(py, receive, LOOK) {
            Ok(outcome) => {
                told.tell(py, watch, progress, true)?;
                return Ok(outcome);
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Ok(Ok(Err(cx_core::Error::Interrupted)));
            }
            Err(RecvTimeoutError::Timeout) => {
                let signals = py.check_signals();
                if let Err(stop) = signals.and_then(|()| told.tell(py, watch, progress, false)) {
                    watch.stop();
                    drop(next(py, receive, GRACE));
                    return Err(stop);
                }
            }
        }
    }
}

/// Waits for the outcome with the GIL released. `&mut`, because a receiver may move between threads
/// but not be shared by them.
fn next<T: Send>(
    py: Python<'_>,
    receive: &mut Receiver<Outcome<T>>,
    time: Duration,
) -> Result<Outcome<T>, RecvTimeoutError> {
    py.detach(move || receive.recv_timeout(time))
}

/// What the caller was told last.
struct Told {
    at: Option<Instant>,
    progress: (u64, u64),
}

impl Told {
    /// Tells of the progress if there is any, at most ten times a second and once at the end.
    fn tell(
        &mut self,
        py: Python<'_>,
        watch: &Watch,
        callback: Option<&Py<PyAny>>,
        last: bool,
    ) -> PyResult<()> {
        let Some(callback) = callback else { return Ok(()) };
        let now = watch.progress();
        let due = self.at.is_none_or(|at| at.elapsed() >= TELL);
        if now != self.progress && (due || last) {
            self.at = Some(Instant::now());
            self.progress = now;
            callback.call1(py, now)?;
        }
        Ok(())
    }
}

fn internal(py: Python<'_>, panic: &(dyn Any + Send)) -> PyErr {
    let said = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    let message = format!("defect of the engine, please report it: {said}");
    error::raise(py, "internal", &message, None)
}

/// Panics on purpose, in a long or a short call: tests see by it what a defect of the engine becomes.
#[pyfunction]
#[pyo3(name = "_defect")]
pub(crate) fn defect(py: Python<'_>, long: bool) -> PyResult<()> {
    #[allow(clippy::panic, reason = "it is what the function is for")]
    let work = || -> cx_core::Result<()> { panic!("on purpose") };
    if long { run(py, None, work) } else { short(py, work) }
}
