//! Loads a packaged module, runs it, and says how it ended.

use std::fs;

use wasmtime::{Engine, Linker, Module, Store, Trap};

use crate::arguments::Job;
use crate::fault::Fault;
use crate::limits::{MemoryLimit, Watch};
use crate::wasi::{self, Exit, Host, Streams};
use crate::{package, settings};

/// Exit codes from here on are the runner's own.
const FIRST_OWN_CODE: i32 = 64;

/// Runs the module to its end and returns its exit code.
pub fn run(job: &Job) -> Result<u8, Fault> {
    let engine =
        settings::config().and_then(|config| Engine::new(&config)).map_err(|error| host_fault(&error))?;
    let file = fs::read(&job.module).map_err(|error| Fault::ModuleUnreadable {
        path: job.module.display().to_string(),
        reason: error.to_string(),
    })?;
    let module = load(&engine, package::unpack(&file)?)?;
    drop(file);

    let host = Host {
        memory_limit: MemoryLimit { megabytes: job.memory_mb },
        watch: Watch::start(job.time)?,
        streams: Streams::standard()
            .map_err(|error| Fault::HostRefused(format!("standard streams: {error}")))?,
    };
    let mut store = Store::new(&engine, host);
    store.limiter(|host| &mut host.memory_limit);

    let mut linker = Linker::new(&engine);
    wasi::link(&mut linker, &module).map_err(|error| Fault::ModuleRefused(error.to_string()))?;
    let instance = linker.instantiate(&mut store, &module).map_err(own_fault_or(host_fault))?;
    let start = instance
        .get_typed_func::<(), ()>(&mut store, "_start")
        .map_err(|error| Fault::ModuleRefused(format!("it is not a command: {error}")))?;
    match start.call(&mut store, ()) {
        Ok(()) => Ok(0),
        Err(error) => ended(error),
    }
}

/// Turns our tool's bytes into code.
///
/// Sound because `package::unpack` let the bytes through: they are, unchanged, what unopim-precompile of this very
/// release and these settings has written. wasmtime itself checks its version, the settings and the processor again.
#[allow(unsafe_code)]
fn load(engine: &Engine, compiled: &[u8]) -> Result<Module, Fault> {
    unsafe { Module::deserialize(engine, compiled) }
        .map_err(|error| Fault::ModuleRefused(format!("{error:#}")))
}

fn ended(error: wasmtime::Error) -> Result<u8, Fault> {
    match error.downcast::<Exit>() {
        Ok(Exit(code)) if (0..FIRST_OWN_CODE).contains(&code) => Ok(u8::try_from(code).unwrap_or_default()),
        Ok(Exit(code)) => Err(Fault::ExitCode(code)),
        Err(error) => Err(own_fault_or(trap_fault)(error)),
    }
}

/// A fault raised by a host function or a limit travels through wasmtime unchanged; anything else becomes `other`.
fn own_fault_or(other: fn(&wasmtime::Error) -> Fault) -> impl Fn(wasmtime::Error) -> Fault {
    move |error| error.downcast::<Fault>().unwrap_or_else(|error| other(&error))
}

fn trap_fault(error: &wasmtime::Error) -> Fault {
    Fault::Trap(error.downcast_ref::<Trap>().map_or_else(|| format!("{error:#}"), ToString::to_string))
}

fn host_fault(error: &wasmtime::Error) -> Fault {
    Fault::HostRefused(format!("{error:#}"))
}
