//! Documents that run out: passports, visas, permits, receipts. Whether one is valid is told from
//! its dates, never typed in. A person is not a document.

mod kind;

pub use kind::{DocumentKind, PermitPurpose, WorkPermitClass};
