//! What writes leave behind.

use super::{DONE, Trace, WriteCall, answer_place, record};
use crate::{
    error::{Error, Result},
    service::App,
    store::{
        Tx,
        trail::{AuditRecord, KeptAnswer, OutboxEvent, TrailRows},
    },
};
use chrono::{DateTime, Utc};

/// The rows that one or several writes leave behind, written together.
#[derive(Debug, Default)]
pub struct Trail(TrailRows);

impl Trail {
    /// Adds what a done write leaves behind, its answer sealed.
    ///
    /// # Errors
    /// An internal error where the answer cannot be sealed.
    pub fn add(
        &mut self,
        app: &App,
        call: &WriteCall,
        now: DateTime<Utc>,
        traces: Vec<Trace>,
        response: &[u8],
    ) -> Result<()> {
        self.add_traces(app, call, now, traces);
        let account_id = call.call.caller.account_id;
        let place = answer_place(account_id, call.call.method, call.request_id);
        self.0.answers.push(KeptAnswer {
            account_id,
            method: call.call.method,
            request_id: call.request_id,
            request_hash: call.request_hash.to_vec(),
            response: app.secrets.seal_answer(&place, response)?,
            at: now,
        });
        Ok(())
    }

    /// Adds what a part of a write leaves behind, whose answer comes with the last part.
    pub fn add_traces(
        &mut self,
        app: &App,
        call: &WriteCall,
        now: DateTime<Utc>,
        traces: Vec<Trace>,
    ) {
        for trace in traces {
            self.add_trace(app, record(app, &call.call, Some(call.request_id), now, DONE), trace);
        }
    }

    /// Adds what something leaves behind that nobody asked for.
    pub fn add_by_itself(&mut self, app: &App, method: &'static str, traces: Vec<Trace>) {
        for trace in traces {
            let record = AuditRecord {
                id: app.clock.new_id(),
                at: app.clock.now(),
                account_id: None,
                session_id: None,
                source_address: None,
                method: method.to_owned(),
                request_id: None,
                resource_id: String::new(),
                result: DONE.to_owned(),
                purpose: String::new(),
                before_hash: None,
                after_hash: None,
            };
            self.add_trace(app, record, trace);
        }
    }

    fn add_trace(&mut self, app: &App, record: AuditRecord, trace: Trace) {
        let hash = |state: &String| app.secrets.fingerprint(state.as_bytes()).to_vec();
        let at = record.at;
        self.0.records.push(AuditRecord {
            resource_id: trace.resource_id.clone(),
            purpose: trace.purpose,
            before_hash: trace.before.as_ref().map(hash),
            after_hash: trace.after.as_ref().map(hash),
            ..record
        });
        if let Some(event) = trace.event {
            self.0.events.push(OutboxEvent {
                at,
                kind: event.kind,
                resource_id: trace.resource_id,
                department_ids: event.department_ids,
                body: event.body,
            });
        }
    }

    /// Adds the record of a refused write.
    pub fn add_refusal(&mut self, app: &App, call: &WriteCall, now: DateTime<Utc>, error: &Error) {
        let result = error.reason();
        self.0.records.push(record(app, &call.call, Some(call.request_id), now, result));
    }

    /// Writes the rows.
    ///
    /// # Errors
    /// What the database says; nothing of the transaction may be kept then.
    pub async fn write(self, tx: &Tx) -> Result<()> {
        tx.add_trail(self.0).await
    }

    /// The rows, for the one who writes them together with those of the effect.
    #[must_use]
    pub fn into_rows(self) -> TrailRows {
        self.0
    }
}
