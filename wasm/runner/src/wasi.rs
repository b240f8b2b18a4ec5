//! The part of WASI preview 1 that a command with three standard streams needs, and nothing more.
//!
//! There are no arguments, no environment, no files. The clock stands at zero and random bytes are constant: the
//! engine must give equal output for equal input. Every other function answers "not supported".

mod guest;
mod streams;

use wasmtime::{Caller, Extern, FuncType, Linker, Module, Val, ValType};

use self::guest::{Errno, Guest};
pub(crate) use self::streams::Streams;
use crate::limits::{MemoryLimit, Watch};

const MODULE: &str = "wasi_snapshot_preview1";

pub(crate) struct Host {
    pub(crate) memory_limit: MemoryLimit,
    pub(crate) watch: Watch,
    pub(crate) streams: Streams,
}

/// The module called `proc_exit`.
#[derive(Debug, thiserror::Error)]
#[error("exit with code {0}")]
pub(crate) struct Exit(pub(crate) i32);

/// A WASI function's answer: an error number for the module, or an end of the run.
type Answer = wasmtime::Result<i32>;

pub(crate) fn link(linker: &mut Linker<Host>, module: &Module) -> wasmtime::Result<()> {
    link_streams(linker)?;
    link_emptiness(linker)?;
    link_unsupported(linker, module)
}

fn link_streams(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    linker.func_wrap(
        MODULE,
        "fd_read",
        |mut caller: Caller<'_, Host>, fd: u32, list: u32, count: u32, done: u32| {
            answer(with_guest(&mut caller, |guest, host| {
                let read = host.streams.read(fd, guest.first_buffer(list, count)?, &host.watch)?;
                guest.write_size(done, read)
            }))
        },
    )?;
    linker.func_wrap(
        MODULE,
        "fd_write",
        |mut caller: Caller<'_, Host>, fd: u32, list: u32, count: u32, done: u32| {
            answer(with_guest(&mut caller, |guest, host| {
                let mut written = 0;
                for place in 0..count {
                    written += host.streams.write(fd, guest.buffer(list, place)?, &host.watch)?;
                }
                guest.write_size(done, written)
            }))
        },
    )?;
    linker.func_wrap(MODULE, "fd_fdstat_get", |mut caller: Caller<'_, Host>, fd: u32, stat: u32| {
        answer(with_guest(&mut caller, |guest, _| {
            streams::check(fd)?;
            guest.zero(stat, streams::FDSTAT_BYTES)
        }))
    })?;
    linker.func_wrap(MODULE, "fd_close", |fd: u32| answer(streams::check(fd)))?;
    linker.func_wrap(MODULE, "fd_seek", |fd: u32, _: i64, _: i32, _: u32| {
        answer(streams::check(fd).and(Err(Errno::SPIPE.into())))
    })?;
    linker.func_wrap(MODULE, "proc_exit", |code: i32| -> wasmtime::Result<()> { Err(Exit(code).into()) })?;
    Ok(())
}

/// What a program asks about its surroundings: there are none.
fn link_emptiness(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    for (sizes, list) in [("args_sizes_get", "args_get"), ("environ_sizes_get", "environ_get")] {
        linker.func_wrap(MODULE, sizes, |mut caller: Caller<'_, Host>, count: u32, bytes: u32| {
            answer(with_guest(&mut caller, |guest, _| {
                guest.write_size(count, 0)?;
                guest.write_size(bytes, 0)
            }))
        })?;
        linker.func_wrap(MODULE, list, |_: u32, _: u32| answer(Ok(())))?;
    }
    // No directory is open: this is how a C library finds out, from descriptor 3 upwards.
    linker.func_wrap(MODULE, "fd_prestat_get", |_: u32, _: u32| answer(Err(Errno::BADF.into())))?;
    linker.func_wrap(
        MODULE,
        "clock_time_get",
        |mut caller: Caller<'_, Host>, _: i32, _: i64, time: u32| {
            answer(with_guest(&mut caller, |guest, _| guest.zero(time, 8)))
        },
    )?;
    linker.func_wrap(MODULE, "random_get", |mut caller: Caller<'_, Host>, buffer: u32, length: u32| {
        answer(with_guest(&mut caller, |guest, _| guest.zero(buffer, length)))
    })?;
    linker.func_wrap(MODULE, "sched_yield", || answer(Ok(())))?;
    Ok(())
}

/// Answers ENOSYS for the rest of WASI that the module imports; imports from elsewhere stay missing.
fn link_unsupported(linker: &mut Linker<Host>, module: &Module) -> wasmtime::Result<()> {
    for import in module.imports() {
        let Some(ty) = import.ty().func().filter(|_| import.module() == MODULE).cloned() else {
            wasmtime::bail!("it imports {}.{}, which no engine needs", import.module(), import.name());
        };
        // A name that is linked already stays as it is.
        if returns_errno(&ty) {
            let _ = linker.func_new(MODULE, import.name(), ty, |_, _, results| {
                results[0] = Val::I32(i32::from(Errno::NOSYS.0));
                Ok(())
            });
        }
    }
    Ok(())
}

fn returns_errno(ty: &FuncType) -> bool {
    let mut results = ty.results();
    matches!((results.next(), results.next()), (Some(ValType::I32), None))
}

fn with_guest(
    caller: &mut Caller<'_, Host>,
    call: impl FnOnce(&mut Guest<'_>, &mut Host) -> Result<(), guest::Stop>,
) -> Result<(), guest::Stop> {
    let Some(Extern::Memory(memory)) = caller.get_export("memory") else {
        return Err(Errno::FAULT.into());
    };
    let (bytes, host) = memory.data_and_store_mut(caller);
    call(&mut Guest(bytes), host)
}

fn answer(result: Result<(), guest::Stop>) -> Answer {
    match result {
        Ok(()) => Ok(0),
        Err(guest::Stop::Errno(errno)) => Ok(i32::from(errno.0)),
        Err(guest::Stop::Fault(fault)) => Err(fault.into()),
    }
}
