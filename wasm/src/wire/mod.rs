//! The only place that knows the frame format and the messages on it (`docs/wire.md`).

mod frame;
mod message;
mod request;

pub use frame::{Frame, FrameError, MAX_FRAME, read_frame, write_frame};
pub use message::{
    Budget, Counts, EngineMessage, HostMessage, Level, Log, Progress, Report, RunResult, RunStatus,
};
pub use request::{
    Body, CatalogRecord, FileWish, GetAnswer, GetFault, ItemKey, ItemRow, MediaPath, NameWish, PlanRow,
    Request, Response, TaxonomyWish, Tongue,
};
