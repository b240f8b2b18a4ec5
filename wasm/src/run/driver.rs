//! Polls a run once per frame.

use std::task::{Context, Poll, Waker};

use serde_json::Value;

use super::io::Io;
use super::spec::{Job, RunSpec};
use super::stories::{Story, story};
use crate::plain::read_value;
use crate::wire::{Budget, EngineMessage, Progress, Report, Request, Response, RunResult, RunStatus};

/// A run in progress.
pub struct Driver {
    io: Io,
    story: Story,
}

/// What the host is told.
pub enum Step {
    Ask { requests: Vec<Request>, checkpoint: Value, report: Report },
    Done { result: RunResult, report: Report },
}

impl Driver {
    /// The run and its first step.
    pub fn start(spec: RunSpec, now: String) -> (Self, Step) {
        let io = Io::default();
        {
            let mut x = io.0.borrow_mut();
            x.now = now;
            x.budget = Budget {
                requests: u64::from(spec.settings.requests_per_minute),
                images: u64::from(spec.settings.images_per_minute),
            };
            // Somebody waits for a probe or a preview: neither pauses.
            x.pauses = !matches!(spec.job, Job::Probe | Job::Preview { .. });
            // A checkpoint of another version is no reason to fail: links say what was done.
            x.checkpoint = read_value(spec.checkpoint.clone()).unwrap_or_default();
            x.counted = std::mem::take(&mut x.checkpoint.settled);
        }
        let story = story(io.clone(), spec);
        Self::begin(io, story)
    }

    /// A run whose story ends in something other than a value, kept by the caller.
    pub fn begin(io: Io, story: Story) -> (Self, Step) {
        let mut driver = Self { io, story };
        let step = driver.poll();
        (driver, step)
    }

    /// The answers to the last step; the next one.
    pub fn answer(&mut self, responses: Vec<Response>, now: String) -> Step {
        {
            let mut x = self.io.0.borrow_mut();
            x.incoming = Some(responses);
            x.now = now;
        }
        self.poll()
    }

    fn poll(&mut self) -> Step {
        let mut context = Context::from_waker(Waker::noop());
        let polled = self.story.as_mut().poll(&mut context);
        let mut x = self.io.0.borrow_mut();
        let checkpoint = x.checkpoint.clone();
        let step = std::mem::take(&mut x.report.progress.step);
        x.report.progress = Progress {
            step: step.clone(),
            done: checkpoint.done,
            total: checkpoint.total,
            counts: checkpoint.counts,
        };
        let mut report = std::mem::take(&mut x.report);
        x.report.progress.step = step;
        report.pace = x.in_force();
        match polled {
            Poll::Pending => {
                let requests = std::mem::take(&mut x.outgoing);
                Step::Ask {
                    requests,
                    checkpoint: serde_json::to_value(checkpoint).unwrap_or_default(),
                    report,
                }
            }
            Poll::Ready(Ok(value)) => {
                let status = if checkpoint.had_errors { RunStatus::DoneWithErrors } else { RunStatus::Done };
                Step::Done {
                    result: RunResult {
                        status,
                        counts: checkpoint.counts,
                        warnings: checkpoint.warnings,
                        error: None,
                        value,
                    },
                    report,
                }
            }
            Poll::Ready(Err(fault)) => Step::Done {
                result: RunResult {
                    status: RunStatus::Failed,
                    counts: checkpoint.counts,
                    warnings: checkpoint.warnings,
                    error: Some(fault),
                    value: Value::Null,
                },
                report,
            },
        }
    }
}

impl From<Step> for EngineMessage {
    fn from(step: Step) -> Self {
        match step {
            Step::Ask { requests, checkpoint, report } => Self::Step { requests, checkpoint, report },
            Step::Done { result, report } => Self::Done { result, report },
        }
    }
}
