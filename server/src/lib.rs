//! The gRPC service of frsc. Layers, from the outside in: `api` (gRPC), `service` (use cases),
//! `store` (SQL) and `domain` (rules); who may know whom is enforced by the tidy test.

pub mod api;
pub mod clock;
pub mod config;
pub mod delivery;
pub mod domain;
pub mod error;
pub mod program;
pub mod run;
pub mod secrets;
pub mod service;
pub mod store;
pub mod telemetry;
pub mod vault;

/// A service makes and drops many small things, on all cores: the C library's allocator spent a
/// fifth of an import in itself. It serves SQLite as well.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
