//! Who may do what: integrations and their tokens, permissions, the rate limit.

pub mod accounts;
pub mod bearer;
pub mod throttle;
pub mod token;
