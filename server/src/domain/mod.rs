//! The rules: plain values in, plain values out. Nothing here knows a database, a network, the time
//! of day or a runtime.

#[macro_use]
mod kept;

pub mod account;
pub mod admission;
pub mod appointment;
pub mod booking;
pub mod calendar;
pub mod caller;
pub mod case;
pub mod catalogue;
pub mod disclosure;
pub mod document;
pub mod enterprise;
pub mod event;
pub mod evidence;
pub mod expedite;
pub mod expiry;
pub mod fee;
pub mod flag;
pub mod id;
pub mod identifier;
pub mod ledger;
pub mod legal_clock;
pub mod limit;
pub mod mandate;
pub mod notice;
pub mod proxy;
pub mod rating;
pub mod referral;
pub mod refusal;
pub mod reminder;
pub mod resident;
pub mod slot;
pub mod supervision;
pub mod task;
pub mod ticket;
pub mod token;
pub mod trip;
pub mod webhook_endpoint;
pub mod whitelist;
pub mod zone;
