//! Numbers that look random.

/// `SplitMix64`: the same numbers for the same seed, everywhere.
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.below(from.len() as u64)).expect("an index")]
    }

    /// Numbers at the edges are where mistakes are.
    pub fn number(&mut self) -> i64 {
        let edge = match self.below(8) {
            0 => 0,
            1 => 1 << self.below(63),
            2 => -(1 << self.below(63)),
            3 => i64::MIN,
            4 => i64::MAX,
            5 => self.next().cast_signed(),
            6 => i64::from(u32::MAX),
            _ => (self.below(200)).cast_signed() - 100,
        };
        edge.wrapping_add(self.below(3).cast_signed() - 1)
    }

    pub fn number32(&mut self) -> i32 {
        let number = self.number();
        let [a, b, c, d, ..] = if self.chance(50) { number } else { number >> 32 }.to_le_bytes();
        i32::from_le_bytes([a, b, c, d])
    }
}
