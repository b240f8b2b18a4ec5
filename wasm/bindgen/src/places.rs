//! Takes out where in the source a panic happened: a module for browsers has nowhere to print it, and it costs a hundredth of what travels.

use std::ops::Range;

use wasmparser::{BinaryReaderError, DataKind, Operator, Parser, Payload};

/// A `core::panic::Location`: address and length of the file's name, line, column.
const SIZE: usize = 16;
/// No longer line and no wider column is taken for one.
const MOST: Range<usize> = 1..1 << 16;

/// The module, with empty names and no numbers in every place of its data that says where in the source something is.
pub fn without(module: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    let memory = Memory::of(module)?;
    let mut out = module.to_vec();
    for (_, data) in &memory.0 {
        // The compiler puts them at addresses that four divides, and so do they lie within a segment that begins at one.
        let places = (data.start..data.end).step_by(4).filter(|at| at + SIZE <= data.end);
        for place in places {
            if let Some(name) = memory.source_file(module, place) {
                out[name].fill(0);
                out[place..place + SIZE].fill(0);
                // An address that is none, and so many bytes: how Rust has an empty text.
                out[place] = 1;
            }
        }
    }
    Ok(out)
}

/// The segments of a module's data: where each begins in its memory, and where it lies in the file.
struct Memory(Vec<(usize, Range<usize>)>);

impl Memory {
    fn of(module: &[u8]) -> Result<Self, BinaryReaderError> {
        let mut segments = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            let Payload::DataSection(section) = payload? else { continue };
            for data in section {
                let data = data?;
                let DataKind::Active { offset_expr, .. } = data.kind else { continue };
                if let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? {
                    let start = value.cast_unsigned() as usize;
                    segments.push((start, data.range.end - data.data.len()..data.range.end));
                }
            }
        }
        Ok(Self(segments))
    }

    /// Where in the file the name of a source file is, if what lies at `place` is a location within one.
    fn source_file(&self, module: &[u8], place: usize) -> Option<Range<usize>> {
        let word = |n: usize| {
            let at = place + 4 * n;
            module[at..at + 4].iter().rev().fold(0, |word, byte| word << 8 | usize::from(*byte))
        };
        let [address, length, line, column] = [0, 1, 2, 3].map(word);
        if !(MOST.contains(&length) && MOST.contains(&line) && MOST.contains(&column)) {
            return None;
        }
        self.0.iter().find_map(|(start, data)| {
            let from = data.start + address.checked_sub(*start)?;
            let name = from..from + length;
            (name.end <= data.end && module[name.clone()].ends_with(b".rs")).then_some(name)
        })
    }
}
