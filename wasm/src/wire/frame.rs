//! A frame is two little-endian lengths, a JSON text and a blob of raw bodies.

use std::io::{self, Read, Write};

/// Larger frames are refused: no step needs them, so a length beyond this is a broken pipe, not data.
pub const MAX_FRAME: usize = 64 * 1024 * 1024;

/// One message with the raw bodies that it names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    pub json: Vec<u8>,
    pub blob: Vec<u8>,
}

#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    #[error("the frame ends early: {have} of {need} bytes are there; send whole frames")]
    Short { have: usize, need: usize },
    #[error("the frame claims {0} bytes, more than {MAX_FRAME}; send smaller pages")]
    TooLarge(usize),
    #[error("the frame is followed by {0} bytes that belong to none")]
    Trailing(usize),
}

const HEAD: usize = 8;

fn lengths(head: [u8; HEAD]) -> Result<(usize, usize), FrameError> {
    let number = |at: usize| u32::from_le_bytes(std::array::from_fn(|i| head[at + i])) as usize;
    let (json, blob) = (number(0), number(4));
    match json.checked_add(blob) {
        Some(total) if total <= MAX_FRAME => Ok((json, blob)),
        _ => Err(FrameError::TooLarge(json.saturating_add(blob))),
    }
}

impl Frame {
    /// The frame in its wire form.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEAD + self.json.len() + self.blob.len());
        out.extend_from_slice(&self.head());
        out.extend_from_slice(&self.json);
        out.extend_from_slice(&self.blob);
        out
    }

    fn head(&self) -> [u8; HEAD] {
        let mut head = [0; HEAD];
        head[..4].copy_from_slice(&length(&self.json));
        head[4..].copy_from_slice(&length(&self.blob));
        head
    }

    /// Exactly one frame from `bytes`.
    pub fn decode(bytes: &[u8]) -> Result<Self, FrameError> {
        let head = bytes.first_chunk::<HEAD>().ok_or(FrameError::Short { have: bytes.len(), need: HEAD })?;
        let (json, blob) = lengths(*head)?;
        let need = HEAD + json + blob;
        if bytes.len() < need {
            return Err(FrameError::Short { have: bytes.len(), need });
        }
        if bytes.len() > need {
            return Err(FrameError::Trailing(bytes.len() - need));
        }
        Ok(Self { json: bytes[HEAD..HEAD + json].to_vec(), blob: bytes[HEAD + json..].to_vec() })
    }
}

fn length(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes()
}

/// The next frame of a stream, `None` at its orderly end.
pub fn read_frame(input: &mut impl Read) -> io::Result<Option<Frame>> {
    let mut head = [0; HEAD];
    let mut have = 0;
    while have < HEAD {
        match input.read(&mut head[have..])? {
            0 if have == 0 => return Ok(None),
            0 => {
                return Err(io::Error::new(
                    io::ErrorKind::UnexpectedEof,
                    FrameError::Short { have, need: HEAD },
                ));
            }
            n => have += n,
        }
    }
    let (json, blob) = lengths(head).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?;
    let mut frame = Frame { json: vec![0; json], blob: vec![0; blob] };
    input.read_exact(&mut frame.json)?;
    input.read_exact(&mut frame.blob)?;
    Ok(Some(frame))
}

/// Writes one frame: its header in a single call, so that a pipe never carries half of it, and its parts as they are, for a copy of
/// both would double them.
pub fn write_frame(output: &mut impl Write, frame: &Frame) -> io::Result<()> {
    output.write_all(&frame.head())?;
    output.write_all(&frame.json)?;
    output.write_all(&frame.blob)?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_survives_the_wire() {
        let frame = Frame { json: b"{}".to_vec(), blob: vec![0, 255, 7] };
        assert_eq!(Frame::decode(&frame.encode()).unwrap(), frame);
        let mut stream = io::Cursor::new([frame.encode(), frame.encode()].concat());
        assert_eq!(read_frame(&mut stream).unwrap(), Some(frame.clone()));
        assert_eq!(read_frame(&mut stream).unwrap(), Some(frame));
        assert_eq!(read_frame(&mut stream).unwrap(), None);
    }

    #[test]
    fn every_cut_of_a_frame_is_refused() {
        let whole = Frame { json: b"{\"a\":1}".to_vec(), blob: b"body".to_vec() }.encode();
        for cut in 0..whole.len() {
            assert!(matches!(Frame::decode(&whole[..cut]), Err(FrameError::Short { .. })), "cut at {cut}");
        }
        assert!(matches!(Frame::decode(&[whole, vec![0]].concat()), Err(FrameError::Trailing(1))));
    }

    #[test]
    fn an_absurd_length_is_no_allocation() {
        assert!(matches!(Frame::decode(&[255; 8]), Err(FrameError::TooLarge(_))));
    }
}
