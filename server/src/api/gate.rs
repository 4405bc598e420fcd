//! What the guard asks the application: who is behind a token, and that a refusal is put on record.

use super::guard::{Gate, Origin};
use crate::{
    domain::caller::Caller,
    error::{Error, Result},
    service::{App, Visit, audit, identity},
};
use std::sync::Arc;

impl Gate for Arc<App> {
    fn known(&self, token: &str) -> Option<Arc<Caller>> {
        identity::known(self, token)
    }

    async fn authenticate(&self, token: &str) -> Result<Arc<Caller>> {
        identity::authenticate(self, token).await
    }

    async fn still(&self, caller: &Caller) -> Result<Arc<Caller>> {
        identity::still(self, caller).await
    }

    async fn refused(&self, origin: &Origin, caller: Option<&Caller>, error: &Error) {
        let visit = Visit { method: origin.method.name(), source: origin.source_address };
        if let Err(failure) = audit::refused(self, visit, caller, error).await {
            let method = visit.method;
            tracing::error!(method, error = %failure, "a refusal was not put on record");
        }
    }
}
