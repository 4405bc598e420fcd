//! The keys that seal fields. The newest seals once its time has come, by when every server knows
//! it; the others only open what they sealed.

use super::{Plain, refused};
use crate::error::Result;
use aws_lc_rs::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// What is told of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataKey {
    /// Its number, from 1; it stands before every field it sealed.
    pub number: u32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// From when it seals, unless a later one does.
    pub seals_from: DateTime<Utc>,
}

/// The keys by their numbers.
pub struct KeyRing {
    keys: BTreeMap<u32, LessSafeKey>,
    sealing: u32,
}

impl KeyRing {
    /// A ring as it is at an instant. Where the time of none has come, because a clock was set
    /// back, the oldest seals: every server knows it.
    ///
    /// # Errors
    /// An internal error where the crypto library refuses a key, or where there is none.
    pub fn new(given: Vec<(DataKey, Plain)>, now: DateTime<Utc>) -> Result<Self> {
        let usable = given.iter().filter(|(key, _)| key.seals_from <= now);
        let oldest = given.iter().map(|(key, _)| key.number).min();
        let sealing = usable.map(|(key, _)| key.number).max().or(oldest).ok_or_else(refused)?;
        let mut keys = BTreeMap::new();
        for (key, plain) in given {
            let unbound = UnboundKey::new(&AES_256_GCM, plain.as_slice()).map_err(|_| refused())?;
            keys.insert(key.number, LessSafeKey::new(unbound));
        }
        Ok(Self { keys, sealing })
    }

    pub(super) const fn sealing_number(&self) -> u32 {
        self.sealing
    }

    pub(super) fn sealing(&self) -> Option<(u32, &LessSafeKey)> {
        Some((self.sealing, self.keys.get(&self.sealing)?))
    }

    pub(super) fn key(&self, number: u32) -> Option<&LessSafeKey> {
        self.keys.get(&number)
    }
}
