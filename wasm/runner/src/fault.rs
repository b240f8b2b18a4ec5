//! The runner's own faults: exit code, stable name, what happened, what to do.

use thiserror::Error;

#[derive(Debug, Error, PartialEq, Eq)]
pub enum Fault {
    #[error("{0}")]
    Usage(String),
    #[error("{path}: {reason}")]
    ModuleUnreadable { path: String, reason: String },
    #[error("the module file is damaged: {0}")]
    ModuleDamaged(String),
    #[error("the module was made for {field} {found}, this runner has {expected}")]
    ModuleMismatch { field: &'static str, found: String, expected: String },
    #[error("the module cannot run here: {0}")]
    ModuleRefused(String),
    #[error("the engine asked for {asked} MB of memory, its limit is {limit} MB")]
    MemoryLimit { asked: usize, limit: usize },
    #[error("the engine computed for more than {seconds} s without asking for input")]
    TimeLimit { seconds: u64 },
    #[error("the engine stopped: {0}")]
    Trap(String),
    #[error("the operating system refused: {0}")]
    HostRefused(String),
    #[error("the engine ended with {0}, which is not an exit code of its own")]
    ExitCode(i32),
    #[error("nobody reads the output any more: {0}")]
    OutputClosed(String),
}

impl Fault {
    /// 0 to 63 belong to the module.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 64,
            Self::ModuleUnreadable { .. } => 65,
            Self::ModuleDamaged(_) => 66,
            Self::ModuleMismatch { .. } => 67,
            Self::ModuleRefused(_) => 68,
            Self::MemoryLimit { .. } => 69,
            Self::TimeLimit { .. } => 70,
            Self::Trap(_) => 71,
            Self::HostRefused(_) => 72,
            Self::ExitCode(_) => 73,
            Self::OutputClosed(_) => 74,
        }
    }

    pub fn code(&self) -> &'static str {
        match self {
            Self::Usage(_) => "usage",
            Self::ModuleUnreadable { .. } => "module_unreadable",
            Self::ModuleDamaged(_) => "module_damaged",
            Self::ModuleMismatch { .. } => "module_mismatch",
            Self::ModuleRefused(_) => "module_refused",
            Self::MemoryLimit { .. } => "memory_limit",
            Self::TimeLimit { .. } => "time_limit",
            Self::Trap(_) => "trap",
            Self::HostRefused(_) => "host_refused",
            Self::ExitCode(_) => "exit_code",
            Self::OutputClosed(_) => "output_closed",
        }
    }

    pub fn hint(&self) -> &'static str {
        match self {
            Self::Usage(_) => "call: unopim-runner MODULE.cwasm [--memory-mb 64] [--seconds 300]",
            Self::ModuleUnreadable { .. } => "check that the file exists and that this user may read it",
            Self::ModuleDamaged(_) => "upload the plugin again, in binary mode",
            Self::ModuleMismatch { .. } => "install runner and module from the same release",
            Self::ModuleRefused(_) => "install the release for this processor, or use the PHP engine",
            Self::MemoryLimit { .. } => "use smaller pages or raise --memory-mb",
            Self::TimeLimit { .. } => "use smaller pages or raise --seconds",
            Self::Trap(_) => "run the same step with the PHP engine and report both outputs",
            Self::HostRefused(_) => {
                "raise the address space limit (ulimit -v) to 8 GB, or use the PHP engine"
            }
            Self::ExitCode(_) => "report this together with the release in use",
            Self::OutputClosed(_) => "read standard output until the runner ends",
        }
    }

    /// The one line that is written to standard error.
    pub fn line(&self) -> String {
        let message = self.to_string().replace(['\n', '\r'], " ");
        format!("unopim-runner: {}: {message}; {}", self.code(), self.hint())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_one_line_with_code_message_and_hint() {
        let fault = Fault::Trap("first\nsecond".to_owned());
        assert_eq!(
            fault.line(),
            "unopim-runner: trap: the engine stopped: first second; \
             run the same step with the PHP engine and report both outputs"
        );
    }
}
