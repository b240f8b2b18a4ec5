//! Writing PHP.

pub mod class;
mod control;
mod data;
mod dispatch;
mod expression;
mod facts;
mod function;
mod integer;
mod load;
mod place;
mod runtime;
mod shell;
mod store;
mod text;
