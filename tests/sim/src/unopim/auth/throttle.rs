//! Laravel's rate limiter: a counter per key that empties a minute after its first hit.

use std::collections::BTreeMap;

use crate::unopim::clock::{Moment, SECOND};
use crate::unopim::response::Response;
use crate::unopim::version::Quota;

const WINDOW: Moment = 60 * SECOND;

#[derive(Clone, Debug, Default)]
pub struct Throttle {
    counters: BTreeMap<String, (Moment, u32)>,
}

/// How a counter stands after a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    Allowed { remaining: u32 },
    Refused { wait_seconds: u64, reset: u64 },
}

impl Throttle {
    pub fn hit(&mut self, key: &str, quota: Quota, now: Moment) -> Hit {
        let (start, count) = self.counters.entry(key.to_owned()).or_insert((now, 0));
        if now >= *start + WINDOW {
            (*start, *count) = (now, 0);
        }
        if *count >= quota.per_minute {
            let until = *start + WINDOW;
            return Hit::Refused {
                wait_seconds: (until - now).div_ceil(SECOND),
                reset: until.div_ceil(SECOND),
            };
        }
        *count += 1;
        Hit::Allowed { remaining: quota.per_minute - *count }
    }

    pub fn clear(&mut self) {
        self.counters.clear();
    }
}

/// The headers that go with a hit. A refusal that is shown as a crash carries none.
pub fn with_headers(response: Response, quota: Quota, hit: Hit) -> Response {
    match hit {
        Hit::Allowed { remaining } => response
            .with("X-RateLimit-Limit", quota.per_minute.to_string())
            .with("X-RateLimit-Remaining", remaining.to_string()),
        Hit::Refused { wait_seconds, reset } if response.status == 429 => response
            .with("X-RateLimit-Limit", quota.per_minute.to_string())
            .with("X-RateLimit-Remaining", "0")
            .with("Retry-After", wait_seconds.to_string())
            .with("X-RateLimit-Reset", reset.to_string()),
        Hit::Refused { .. } => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counter_empties_a_minute_after_its_first_hit() {
        let quota = Quota { per_minute: 2, status: 429 };
        let mut throttle = Throttle::default();
        assert_eq!(throttle.hit("a", quota, 1_000), Hit::Allowed { remaining: 1 });
        assert_eq!(throttle.hit("a", quota, 5_000), Hit::Allowed { remaining: 0 });
        assert_eq!(throttle.hit("a", quota, 5_500), Hit::Refused { wait_seconds: 56, reset: 61 });
        assert_eq!(throttle.hit("b", quota, 5_500), Hit::Allowed { remaining: 1 });
        assert_eq!(throttle.hit("a", quota, 61_000), Hit::Allowed { remaining: 1 });
    }
}
