//! The file that holds a compiled module: one line of text, then wasmtime's bytes.
//!
//! Loading compiled code is only sound for code that our own tool has made, so the line carries a checksum of
//! itself and of the bytes. It guards against damage (cut uploads, text-mode transfers), not against someone
//! who can write to the plugin folder: they could replace the runner as well. PHP can read the line with `fgets`.

use crate::fault::Fault;
use crate::settings::{RUNNER_VERSION, WASMTIME_VERSION, settings_id};

const MAGIC: &str = "unopim-module";
const FORMAT: &str = "1";
const MAX_LINE: usize = 512;

/// Puts a line in front of `compiled` that names everything it depends on.
pub fn pack(compiled: &[u8], target: &str) -> Vec<u8> {
    let head = format!(
        "{MAGIC} {FORMAT} runner={RUNNER_VERSION} wasmtime={WASMTIME_VERSION} settings={} target={target} bytes={}",
        settings_id(),
        compiled.len()
    );
    let mut file = Vec::with_capacity(head.len() + 80 + compiled.len());
    file.extend_from_slice(head.as_bytes());
    file.extend_from_slice(format!(" blake3={}\n", checksum(head.as_bytes(), compiled)).as_bytes());
    file.extend_from_slice(compiled);
    file
}

/// Checks the line and hands out the compiled bytes.
pub fn unpack(file: &[u8]) -> Result<&[u8], Fault> {
    let end = file.iter().take(MAX_LINE).position(|byte| *byte == b'\n');
    let line = end.and_then(|end| std::str::from_utf8(&file[..end]).ok());
    let (Some(end), Some(line)) = (end, line) else {
        return Err(damaged("it does not begin with a module line"));
    };
    let compiled = &file[end + 1..];

    let mut words = line.split(' ');
    if words.next() != Some(MAGIC) {
        return Err(damaged("it does not begin with a module line"));
    }
    require("format", words.next().unwrap_or_default(), FORMAT)?;

    let (head, expected) = line.rsplit_once(" blake3=").ok_or_else(|| damaged("its line has no checksum"))?;
    let length = field(head, "bytes")?;
    if length != compiled.len().to_string() {
        return Err(damaged(&format!("{} of {length} bytes are there", compiled.len())));
    }
    if checksum(head.as_bytes(), compiled) != expected {
        return Err(damaged("its checksum differs"));
    }

    require("runner", field(head, "runner")?, RUNNER_VERSION)?;
    require("wasmtime", field(head, "wasmtime")?, WASMTIME_VERSION)?;
    require("settings", field(head, "settings")?, &settings_id())?;
    let target = field(head, "target")?;
    require("processor", target.split('-').next().unwrap_or_default(), std::env::consts::ARCH)?;
    Ok(compiled)
}

fn checksum(head: &[u8], compiled: &[u8]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(head).update(compiled);
    hasher.finalize().to_hex().to_string()
}

fn field<'a>(head: &'a str, name: &str) -> Result<&'a str, Fault> {
    head.split(' ')
        .find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
        .ok_or_else(|| damaged(&format!("its line does not name {name}")))
}

fn require(field: &'static str, found: &str, expected: &str) -> Result<(), Fault> {
    if found == expected {
        return Ok(());
    }
    Err(Fault::ModuleMismatch { field, found: found.to_owned(), expected: expected.to_owned() })
}

fn damaged(reason: &str) -> Fault {
    Fault::ModuleDamaged(reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed() -> Vec<u8> {
        pack(b"compiled code", &format!("{}-unknown-linux-musl", std::env::consts::ARCH))
    }

    /// The line of `packed()` with one field changed and the checksum made to fit again.
    fn forged(from: &str, to: &str) -> Vec<u8> {
        let file = packed();
        let end = file.iter().position(|byte| *byte == b'\n').unwrap();
        let line = std::str::from_utf8(&file[..end]).unwrap();
        let head = line.rsplit_once(" blake3=").unwrap().0.replace(from, to);
        assert_ne!(head, line.rsplit_once(" blake3=").unwrap().0, "{from} is not in the line");
        let body = &file[end + 1..];
        [format!("{head} blake3={}\n", checksum(head.as_bytes(), body)).as_bytes(), body].concat()
    }

    fn fault_of(file: &[u8]) -> String {
        unpack(file).unwrap_err().to_string()
    }

    #[test]
    fn what_was_packed_comes_back() {
        assert_eq!(unpack(&packed()).unwrap(), b"compiled code");
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let file = packed();
        for place in 0..file.len() {
            let mut changed = file.clone();
            changed[place] ^= 1;
            assert!(unpack(&changed).is_err(), "byte {place}");
        }
    }

    #[test]
    fn a_cut_file_says_how_much_is_missing() {
        let file = packed();
        assert_eq!(fault_of(&file[..file.len() - 1]), "the module file is damaged: 12 of 13 bytes are there");
        assert_eq!(fault_of(b""), "the module file is damaged: it does not begin with a module line");
    }

    #[test]
    fn plain_compiled_code_is_refused() {
        assert_eq!(
            fault_of(b"\x7fELF\n..."),
            "the module file is damaged: it does not begin with a module line"
        );
    }

    #[test]
    fn another_release_is_named() {
        let cases = [
            (format!("runner={RUNNER_VERSION}"), "runner=9.9.9", "runner 9.9.9"),
            (format!("wasmtime={WASMTIME_VERSION}"), "wasmtime=1.2.3", "wasmtime 1.2.3"),
            (settings_id(), "0000", "settings 0000"),
            (format!("target={}", std::env::consts::ARCH), "target=s390x", "processor s390x"),
        ];
        for (from, to, named) in cases {
            let file = forged(&from, to);
            assert!(matches!(unpack(&file), Err(Fault::ModuleMismatch { .. })), "{to}");
            assert!(fault_of(&file).starts_with(&format!("the module was made for {named}, ")), "{to}");
        }
    }
}
