//! Flags as they are kept in the rows that carry them.

use crate::{
    domain::flag::{Flag, FlagKind},
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Kept {
    kind: i32,
    resource_id: String,
    at: DateTime<Utc>,
    reason: String,
}

/// The kept form of flags.
pub(in crate::store) fn text_of(flags: &[Flag]) -> String {
    let kept = flags.iter().map(|flag| Kept {
        kind: flag.kind.number(),
        resource_id: flag.resource_id.clone(),
        at: flag.at,
        reason: flag.reason.clone(),
    });
    // Numbers, texts and instants always have a form.
    serde_json::to_string(&kept.collect::<Vec<_>>()).unwrap_or_else(|_| "[]".to_owned())
}

/// The flags of a kept form.
pub(in crate::store) fn of_text(text: &str) -> Result<Vec<Flag>> {
    // Most rows have none, and nothing is read for them.
    if text == "[]" {
        return Ok(Vec::new());
    }
    let unreadable = || Error::internal("flags cannot be read");
    let kept: Vec<Kept> = serde_json::from_str(text).map_err(|_| unreadable())?;
    let flag = |kept: Kept| {
        let kind = FlagKind::from_number(kept.kind).ok_or_else(unreadable)?;
        let Kept { resource_id, at, reason, .. } = kept;
        Ok(Flag { kind, resource_id, at, reason })
    };
    kept.into_iter().map(flag).collect()
}
