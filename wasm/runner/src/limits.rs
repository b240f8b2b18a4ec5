//! What the engine may use: linear memory, and time between two inputs.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use wasmtime::ResourceLimiter;

use crate::fault::Fault;

const MIB: usize = 1 << 20;
/// Function tables of a large engine hold a few thousand entries.
const MAX_TABLE_ENTRIES: usize = 100_000;

/// Stops the engine with a clear fault instead of letting it fail on a refused allocation.
pub(crate) struct MemoryLimit {
    pub(crate) megabytes: usize,
}

impl ResourceLimiter for MemoryLimit {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        if desired <= self.megabytes * MIB {
            return Ok(true);
        }
        Err(Fault::MemoryLimit { asked: desired.div_ceil(MIB), limit: self.megabytes }.into())
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired <= MAX_TABLE_ENTRIES)
    }
}

/// Ends the process when the engine computes for too long without asking for input.
///
/// A run may last for hours, so the limit is on one stretch: it begins when input has arrived and ends when the
/// engine asks for more. Time in which the engine waits, for input or for its output to be read, does not count.
/// The watchdog is a thread that sleeps until the deadline; compiled code carries no checks and is not slowed down.
#[derive(Clone)]
pub(crate) struct Watch {
    start: Instant,
    limit: Duration,
    /// Milliseconds since `start`, or `WAITING`.
    deadline: Arc<AtomicU64>,
}

const WAITING: u64 = u64::MAX;

impl Watch {
    pub(crate) fn start(limit: Duration) -> Result<Self, Fault> {
        let watch = Self { start: Instant::now(), limit, deadline: Arc::new(AtomicU64::new(WAITING)) };
        watch.restart();
        let watchdog = watch.clone();
        thread::Builder::new()
            .stack_size(64 * 1024)
            .spawn(move || watchdog.wait())
            .map_err(|error| Fault::HostRefused(format!("no thread for the time limit: {error}")))?;
        Ok(watch)
    }

    /// A new stretch begins.
    pub(crate) fn restart(&self) {
        self.resume(millis(self.limit));
    }

    /// The engine waits. Returns what is left of the stretch, in milliseconds.
    pub(crate) fn pause(&self) -> u64 {
        self.deadline.swap(WAITING, Ordering::Relaxed).saturating_sub(self.elapsed())
    }

    pub(crate) fn resume(&self, left: u64) {
        self.deadline.store(self.elapsed().saturating_add(left), Ordering::Relaxed);
    }

    fn wait(&self) {
        while let Some(sleep) = self.until_deadline() {
            thread::sleep(sleep);
        }
        let fault = Fault::TimeLimit { seconds: self.limit.as_secs() };
        eprintln!("{}", fault.line());
        process::exit(i32::from(fault.exit_code()));
    }

    /// How long the watchdog may sleep; `None` when the time is up.
    fn until_deadline(&self) -> Option<Duration> {
        let left = match self.deadline.load(Ordering::Relaxed) {
            // No stretch that begins later can end before this.
            WAITING => millis(self.limit),
            deadline => deadline.saturating_sub(self.elapsed()),
        };
        (left > 0).then(|| Duration::from_millis(left))
    }

    fn elapsed(&self) -> u64 {
        millis(self.start.elapsed())
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
