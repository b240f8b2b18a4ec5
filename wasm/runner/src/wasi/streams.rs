//! The three standard streams, unbuffered: what the module writes is with PHP when the call returns.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};

use super::guest::{Errno, Stop};
use crate::fault::Fault;
use crate::limits::Watch;

const INPUT: u32 = 0;
const OUTPUT: u32 = 1;
const ERRORS: u32 = 2;

/// The size of WASI's `fdstat`. All zero says: a stream of unknown kind without flags.
pub(super) const FDSTAT_BYTES: u32 = 24;

/// A pipe holds 64 KiB. PHP reads standard error only after the end, so more than this would block for ever; the
/// rest of a flood is dropped and room is kept for the runner's own line.
const MAX_ERROR_BYTES: usize = 32 * 1024;

pub(crate) struct Streams {
    input: File,
    output: File,
    errors: File,
    error_bytes_left: usize,
}

impl Streams {
    /// Duplicates the descriptors, so that nothing of the standard library's buffering is in the way.
    pub(crate) fn standard() -> io::Result<Self> {
        Ok(Self {
            input: duplicate(io::stdin().as_fd())?,
            output: duplicate(io::stdout().as_fd())?,
            errors: duplicate(io::stderr().as_fd())?,
            error_bytes_left: MAX_ERROR_BYTES,
        })
    }

    /// Waits for input. 0 is the end: PHP has closed its side or is gone.
    pub(super) fn read(&mut self, fd: u32, buffer: &mut [u8], watch: &Watch) -> Result<usize, Stop> {
        if fd != INPUT {
            return Err(Errno::BADF.into());
        }
        let left = watch.pause();
        let read = read_uninterrupted(&mut self.input, buffer).map_err(|_| Errno::IO)?;
        // Asking again and again at the end must not buy time.
        if read > 0 {
            watch.restart();
        } else {
            watch.resume(left);
        }
        Ok(read)
    }

    pub(super) fn write(&mut self, fd: u32, bytes: &[u8], watch: &Watch) -> Result<usize, Stop> {
        match fd {
            OUTPUT => {
                let left = watch.pause();
                self.output
                    .write_all(bytes)
                    .map_err(|error| Stop::Fault(Fault::OutputClosed(error.to_string())))?;
                watch.resume(left);
            }
            ERRORS => {
                let kept = bytes.len().min(self.error_bytes_left);
                self.error_bytes_left -= kept;
                // Messages are a courtesy: losing one must not end the run.
                let _ = self.errors.write_all(&bytes[..kept]);
            }
            _ => return Err(Errno::BADF.into()),
        }
        Ok(bytes.len())
    }
}

pub(super) fn check(fd: u32) -> Result<(), Stop> {
    if fd <= ERRORS { Ok(()) } else { Err(Errno::BADF.into()) }
}

fn duplicate(fd: BorrowedFd<'_>) -> io::Result<File> {
    fd.try_clone_to_owned().map(File::from)
}

fn read_uninterrupted(input: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}
