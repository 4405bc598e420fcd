//! What every write leaves behind: audit records, events, and answers kept for repeats. Rows are
//! only added here; nothing reads them back to decide anything but whether a request is a repeat.

use super::{
    Session, Tx, before_row,
    entity::{audit, idempotency, outbox},
    rows::{Batch, Lookup},
};
use crate::{domain::id::AccountId, error::Result};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// A record of the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRecord {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub account_id: Option<Uuid>,
    /// By which session.
    pub session_id: Option<Uuid>,
    /// From where.
    pub source_address: Option<String>,
    /// What was called.
    pub method: String,
    /// The request's id.
    pub request_id: Option<Uuid>,
    /// On what; empty where on nothing.
    pub resource_id: String,
    /// `OK` or the reason of the refusal.
    pub result: String,
    /// For what purpose.
    pub purpose: String,
    /// Keyed hash before.
    pub before_hash: Option<Vec<u8>>,
    /// Keyed hash after.
    pub after_hash: Option<Vec<u8>>,
}

/// An event to tell of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What happened, for example `appointment.booked`.
    pub kind: &'static str,
    /// To what.
    pub resource_id: String,
    /// Whom it concerns, with spaces between.
    pub department_ids: String,
    /// What is told, as JSON without personal data.
    pub body: String,
}

/// The answer kept for a repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Who asked.
    pub account_id: AccountId,
    /// What was called.
    pub method: &'static str,
    /// The request's id.
    pub request_id: Uuid,
    /// Keyed hash of the request.
    pub request_hash: Vec<u8>,
    /// The answer, encoded.
    pub response: Vec<u8>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Which records of the audit trail are asked for.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub to: Option<DateTime<Utc>>,
    /// By these accounts.
    pub account_ids: Vec<Uuid>,
    /// On this resource.
    pub resource_id: Option<String>,
    /// Of these methods.
    pub methods: Vec<String>,
    /// With these results.
    pub results: Vec<String>,
}

/// The key of a kept answer, and the keyed hash of its request and the answer.
pub type Replay = ((AccountId, String, Uuid), Vec<u8>, Vec<u8>);

impl<C: ConnectionTrait> Session<C> {
    /// The answers kept for these requests.
    ///
    /// # Errors
    /// What the database says.
    pub async fn kept_answers(
        &self,
        keys: &[(AccountId, &'static str, Uuid)],
    ) -> Result<Vec<Replay>> {
        let rows: Vec<idempotency::Model> = self.find_kept(keys)?.rows(&self.conn).await?;
        let key = |row: &idempotency::Model| {
            (AccountId(row.account_id), row.method.clone(), row.request_id)
        };
        Ok(rows.into_iter().map(|row| (key(&row), row.request_hash, row.response)).collect())
    }

    /// The look-up of the answers kept for these requests.
    pub(in crate::store) fn find_kept(
        &self,
        keys: &[(AccountId, &'static str, Uuid)],
    ) -> Result<Lookup> {
        let wanted = keys.iter().map(|(account, method, request)| idempotency::ActiveModel {
            account_id: Set(account.0),
            method: Set((*method).to_owned()),
            request_id: Set(*request),
            ..Default::default()
        });
        Lookup::new(&self.conn, &wanted.collect::<Vec<_>>(), Condition::all())
    }

    /// A page of the audit trail, the newest first, after the record `(at, id)`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn audit_records(
        &self,
        filter: &AuditFilter,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: u64,
    ) -> Result<Vec<AuditRecord>> {
        use audit::Column;
        let mut find = audit::Entity::find();
        if let Some(from) = filter.from {
            find = find.filter(Column::At.gte(from));
        }
        if let Some(to) = filter.to {
            find = find.filter(Column::At.lt(to));
        }
        if !filter.account_ids.is_empty() {
            find = find.filter(Column::AccountId.is_in(filter.account_ids.clone()));
        }
        if let Some(resource) = &filter.resource_id {
            find = find.filter(Column::ResourceId.eq(resource));
        }
        if !filter.methods.is_empty() {
            find = find.filter(Column::Method.is_in(filter.methods.clone()));
        }
        if !filter.results.is_empty() {
            find = find.filter(Column::Result.is_in(filter.results.clone()));
        }
        if let Some((at, id)) = after {
            find = find.filter(before_row(&[Column::At, Column::Id], vec![at.into(), id.into()]));
        }
        let find = find.order_by_desc(Column::At).order_by_desc(Column::Id).limit(limit);
        Ok(find.all(&self.conn).await?.into_iter().map(record).collect())
    }
}

/// What writes leave behind.
#[derive(Debug, Default)]
pub struct TrailRows {
    /// Records of the audit trail.
    pub records: Vec<AuditRecord>,
    /// Events to tell of.
    pub events: Vec<OutboxEvent>,
    /// Answers kept for repeats.
    pub answers: Vec<KeptAnswer>,
}

impl Tx {
    /// Adds what writes leave behind.
    ///
    /// # Errors
    /// What the database says; the caller writes nothing then. `Conflict` where the same request
    /// was answered meanwhile: a repeat then finds that answer.
    pub async fn add_trail(&self, rows: TrailRows) -> Result<()> {
        let mut batch = Batch::new(&self.conn);
        self.add_trail_to(&mut batch, rows)?;
        batch.write(&self.conn).await
    }

    /// Adds what writes leave behind to a batch, and notes where there are events among it.
    pub(in crate::store) fn add_trail_to(&self, batch: &mut Batch, rows: TrailRows) -> Result<()> {
        if !rows.events.is_empty() {
            self.events.added();
        }
        batch.add(rows.records.into_iter().map(audit_row), None)?;
        batch.add(rows.events.into_iter().map(event_row), None)?;
        batch.add(rows.answers.into_iter().map(answer_row), None)
    }

    /// Adds audit records.
    ///
    /// # Errors
    /// What the database says; the caller writes nothing then.
    pub async fn add_audit(&self, records: Vec<AuditRecord>) -> Result<()> {
        self.add_trail(TrailRows { records, ..TrailRows::default() }).await
    }

    /// Adds events.
    ///
    /// # Errors
    /// What the database says; the caller writes nothing then.
    pub async fn add_events(&self, events: Vec<OutboxEvent>) -> Result<()> {
        self.add_trail(TrailRows { events, ..TrailRows::default() }).await
    }

    /// Forgets the answers kept before an instant.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_answers(&self, before: DateTime<Utc>) -> Result<u64> {
        let old = idempotency::Entity::delete_many().filter(idempotency::Column::At.lt(before));
        Ok(old.exec(&self.conn).await?.rows_affected)
    }
}

fn audit_row(record: AuditRecord) -> audit::ActiveModel {
    audit::ActiveModel {
        id: Set(record.id),
        at: Set(record.at),
        account_id: Set(record.account_id),
        session_id: Set(record.session_id),
        source_address: Set(record.source_address),
        method: Set(record.method),
        request_id: Set(record.request_id),
        resource_id: Set(record.resource_id),
        result: Set(record.result),
        purpose: Set(record.purpose),
        before_hash: Set(record.before_hash),
        after_hash: Set(record.after_hash),
    }
}

fn event_row(event: OutboxEvent) -> outbox::ActiveModel {
    outbox::ActiveModel {
        position: NotSet,
        at: Set(event.at),
        kind: Set(event.kind.to_owned()),
        resource_id: Set(event.resource_id),
        department_ids: Set(event.department_ids),
        body: Set(event.body),
        // The database's own default, which is the order of the feed.
        xid: NotSet,
    }
}

fn answer_row(kept: KeptAnswer) -> idempotency::ActiveModel {
    idempotency::ActiveModel {
        account_id: Set(kept.account_id.0),
        method: Set(kept.method.to_owned()),
        request_id: Set(kept.request_id),
        request_hash: Set(kept.request_hash),
        response: Set(kept.response),
        at: Set(kept.at),
    }
}

fn record(row: audit::Model) -> AuditRecord {
    AuditRecord {
        id: row.id,
        at: row.at,
        account_id: row.account_id,
        session_id: row.session_id,
        source_address: row.source_address,
        method: row.method,
        request_id: row.request_id,
        resource_id: row.resource_id,
        result: row.result,
        purpose: row.purpose,
        before_hash: row.before_hash,
        after_hash: row.after_hash,
    }
}
