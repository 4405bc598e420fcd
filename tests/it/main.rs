//! The integration suite: real servers, real clients, real databases, one file a noun. The same
//! tests run on SQLite and on PostgreSQL (`FRSC_TEST_DATABASE=postgres`, `tests/postgres.sh`).

#![allow(unreachable_pub, missing_docs, reason = "this is a program of tests; nobody uses it")]
#![allow(clippy::needless_update, reason = "one macro makes several kinds of requests")]
#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod account;
mod appointment;
mod audit;
mod auth;
mod authorization;
mod case;
mod catalogue;
mod cli;
mod contention;
mod directory;
mod document;
mod enterprise;
mod event;
mod evidence;
mod expedite;
mod expiry;
mod flag;
mod harness;
mod identifier;
mod mandate;
mod migrations;
mod notice;
mod privacy;
mod program;
mod queue;
mod rating;
mod referral;
mod reminder;
mod resident;
mod schedule;
mod supervision;
mod system;
mod task;
mod tidy;
mod tls;
mod trip;
mod webhook_endpoint;
mod whitelist;
mod wire;
mod write;
