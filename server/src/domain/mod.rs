//! The rules: plain values in, plain values out. Nothing here knows a database, a network, the time
//! of day or a runtime.

pub mod caller;
pub mod id;
pub mod refusal;
