//! The integration suite: real servers, real clients, real databases, one file a noun. The same
//! tests run on SQLite and on PostgreSQL (`FRSC_TEST_DATABASE=postgres`, `tests/postgres.sh`).

#![allow(unreachable_pub, missing_docs, reason = "this is a program of tests; nobody uses it")]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod account;
mod appointment;
mod audit;
mod auth;
mod authorization;
mod contention;
mod harness;
mod migrations;
mod privacy;
mod queue;
mod system;
mod wire;
mod write;
