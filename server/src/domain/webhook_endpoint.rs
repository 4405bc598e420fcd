//! Endpoints of departments' systems that notices are sent to.

use super::id::{AccountId, WebhookEndpointId};
use chrono::{DateTime, Utc};
use std::fmt;

/// Longest address of an endpoint, in characters.
pub const MAX_URL_CHARS: usize = 500;
/// Random bytes of an endpoint's secret, as Standard Webhooks asks for.
pub const SECRET_BYTES: usize = 32;

/// An endpoint.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookEndpoint {
    /// Its id.
    pub id: WebhookEndpointId,
    /// Whose system it is.
    pub department_id: String,
    /// Its address.
    pub url: String,
    /// What signs the notices to it, sealed.
    pub secret_sealed: Vec<u8>,
    /// Since when nothing is sent to it; absent: it is in use.
    pub disabled_at: Option<DateTime<Utc>>,
    /// Who made it.
    pub created_by: AccountId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Goes up with every change.
    pub version: i64,
}

impl fmt::Debug for WebhookEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WebhookEndpoint").field(&self.id).finish()
    }
}
