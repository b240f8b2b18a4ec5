//! Reading and writing the module's memory. Every address comes from the module, so every one is checked.

use crate::fault::Fault;

/// An error number of WASI preview 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Errno(pub(super) u16);

impl Errno {
    pub(super) const BADF: Self = Self(8);
    pub(super) const FAULT: Self = Self(21);
    pub(super) const IO: Self = Self(29);
    pub(super) const NOSYS: Self = Self(52);
    pub(super) const SPIPE: Self = Self(70);
}

/// Why a call does not succeed: the module is told, or the run ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stop {
    Errno(Errno),
    Fault(Fault),
}

impl From<Errno> for Stop {
    fn from(errno: Errno) -> Self {
        Self::Errno(errno)
    }
}

pub(super) struct Guest<'a>(pub(super) &'a mut [u8]);

impl Guest<'_> {
    /// The buffer at `place` in a list of (address, length) pairs.
    pub(super) fn buffer(&mut self, list: u32, place: u32) -> Result<&mut [u8], Stop> {
        let pair = place.checked_mul(8).and_then(|offset| list.checked_add(offset)).ok_or(Errno::FAULT)?;
        let address = self.read_u32(pair)?;
        let length = self.read_u32(pair.checked_add(4).ok_or(Errno::FAULT)?)?;
        self.slice(address, length)
    }

    /// The first buffer of the list that is not empty: filling only that one is a valid short read.
    pub(super) fn first_buffer(&mut self, list: u32, count: u32) -> Result<&mut [u8], Stop> {
        for place in 0..count {
            if !self.buffer(list, place)?.is_empty() {
                return self.buffer(list, place);
            }
        }
        Ok(&mut [])
    }

    /// WASI sizes are 32 bits wide; more than the module's memory cannot have been read or written.
    pub(super) fn write_size(&mut self, address: u32, size: usize) -> Result<(), Stop> {
        let size = u32::try_from(size).map_err(|_| Errno::FAULT)?;
        self.slice(address, 4)?.copy_from_slice(&size.to_le_bytes());
        Ok(())
    }

    pub(super) fn zero(&mut self, address: u32, length: u32) -> Result<(), Stop> {
        self.slice(address, length)?.fill(0);
        Ok(())
    }

    fn read_u32(&mut self, address: u32) -> Result<u32, Stop> {
        let bytes = self.slice(address, 4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    fn slice(&mut self, address: u32, length: u32) -> Result<&mut [u8], Stop> {
        let start = address as usize;
        let end = start.checked_add(length as usize).ok_or(Errno::FAULT)?;
        Ok(self.0.get_mut(start..end).ok_or(Errno::FAULT)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAULT: Stop = Stop::Errno(Errno::FAULT);

    /// 16 bytes of memory: a list of two pairs.
    fn memory(first: (u32, u32), second: (u32, u32)) -> Vec<u8> {
        [first.0, first.1, second.0, second.1].iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    #[test]
    fn the_first_buffer_with_room_is_filled() {
        let mut bytes = memory((4, 0), (8, 3));
        assert_eq!(Guest(&mut bytes).first_buffer(0, 2).unwrap().len(), 3);
        assert_eq!(Guest(&mut bytes).first_buffer(0, 1).unwrap().len(), 0);
    }

    #[test]
    fn addresses_outside_of_memory_are_refused() {
        let mut bytes = memory((12, 5), (u32::MAX, u32::MAX));
        let mut guest = Guest(&mut bytes);
        assert_eq!(guest.buffer(0, 0), Err(FAULT));
        assert_eq!(guest.buffer(0, 1), Err(FAULT));
        assert_eq!(guest.buffer(0, u32::MAX), Err(FAULT));
        assert_eq!(guest.buffer(u32::MAX - 3, 0), Err(FAULT));
        assert_eq!(guest.write_size(13, 1), Err(FAULT));
        assert_eq!(guest.zero(0, 17), Err(FAULT));
        assert_eq!(guest.zero(0, 16), Ok(()));
    }
}
