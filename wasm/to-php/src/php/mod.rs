//! Writing PHP.

pub mod class;
mod control;
mod data;
mod dispatch;
mod expression;
mod facts;
mod function;
mod integer;
mod memory;
mod runtime;
mod shell;
mod text;
