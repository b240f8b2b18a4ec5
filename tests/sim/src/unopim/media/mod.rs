//! Files: upload, public download, and pictures made on demand.

pub mod category_upload;
pub mod checks;
pub mod dam;
pub mod download;
pub mod jpeg;
pub mod png;
pub mod product_upload;
pub mod sniff;
pub mod store;
pub mod swatch_upload;
