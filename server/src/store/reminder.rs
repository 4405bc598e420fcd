//! Reminders, and the documents whose ladder is to be looked at. The unique index is the last word
//! on each rung being raised once.

use super::{
    Session, Tx, after_row,
    entity::{case_file, document, reminder, reminder_ladder},
    rows::Batch,
};
use crate::{
    domain::{
        case::CaseState,
        id::{AccountId, DocumentId, ReminderId},
        reminder::{PlannedReminder, Reminder, ReminderRecipient},
    },
    error::{Error, Result},
};
use chrono::NaiveDate;
use reminder::Column;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType, OnConflict},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Which reminders are asked for.
#[derive(Clone, Debug, Default)]
pub struct ReminderFilter {
    /// Of this document.
    pub document_id: Option<DocumentId>,
    /// Only an officer's that are not done.
    pub open_only: bool,
}

impl<C: ConnectionTrait> Session<C> {
    /// A page of reminders, by the day they were raised for, after the reminder `(raise_on, id)`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn reminders(
        &self,
        filter: &ReminderFilter,
        after: Option<(NaiveDate, Uuid)>,
        limit: u64,
    ) -> Result<Vec<Reminder>> {
        let mut find = reminder::Entity::find();
        if let Some(id) = filter.document_id {
            find = find.filter(Column::DocumentId.eq(id.0));
        }
        if filter.open_only {
            // Written as the partial index has it, so that it is used.
            find = find.filter(Expr::cust("recipient = 1 AND superseded = 0 AND done_at IS NULL"));
            // What ended meanwhile, or is being renewed, is nothing to do any more.
            let accepted = [CaseState::Accepted, CaseState::Suspended, CaseState::Decided];
            let accepted = accepted.map(|state| state.number().to_string()).join(", ");
            find = find.filter(Expr::cust(format!(
                "EXISTS (SELECT 1 FROM document d WHERE d.id = reminder.document_id AND d.ended_on IS NULL) \
                 AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.document_id = \
                 reminder.document_id AND c.state IN ({accepted}))"
            )));
        }
        if let Some((day, id)) = after {
            let columns = [Column::RaiseOn, Column::Id];
            find = find.filter(after_row(&columns, vec![day.into(), id.into()]));
        }
        let find = find.order_by_asc(Column::RaiseOn).order_by_asc(Column::Id).limit(limit);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// The rungs that were raised of some documents.
    ///
    /// # Errors
    /// What the database says.
    pub async fn reminders_raised(
        &self,
        of: &[DocumentId],
    ) -> Result<BTreeMap<DocumentId, BTreeSet<(i32, ReminderRecipient)>>> {
        let ids: Vec<Uuid> = of.iter().map(|id| id.0).collect();
        let rows: Vec<(Uuid, i32, i32)> = reminder::Entity::find()
            .select_only()
            .columns([Column::DocumentId, Column::OffsetDays, Column::Recipient])
            .filter(Column::DocumentId.is_in(super::padded(ids)))
            .into_tuple()
            .all(&self.conn)
            .await?;
        let mut raised: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for (id, offset, recipient) in rows {
            let recipient = ReminderRecipient::from_number(recipient);
            let rung = recipient.map(|recipient| (offset, recipient));
            raised.entry(DocumentId(id)).or_default().extend(rung);
        }
        Ok(raised)
    }

    /// Those of some documents that an accepted case is renewing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn being_renewed(&self, of: &[DocumentId]) -> Result<BTreeSet<DocumentId>> {
        let ids: Vec<Uuid> = of.iter().map(|id| id.0).collect();
        let accepted = [CaseState::Accepted, CaseState::Suspended, CaseState::Decided];
        let rows: Vec<Option<Uuid>> = case_file::Entity::find()
            .select_only()
            .column(case_file::Column::DocumentId)
            .filter(case_file::Column::DocumentId.is_in(super::padded(ids)))
            .filter(case_file::Column::State.is_in(accepted.map(CaseState::number)))
            .into_tuple()
            .all(&self.conn)
            .await?;
        Ok(rows.into_iter().flatten().map(DocumentId).collect())
    }
}

impl Tx {
    /// Live documents whose ladder is to be looked at by a day, the longest due first; rows that
    /// another server looks at are passed over. All stay locked until the transaction ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn documents_to_remind(
        &self,
        today: NaiveDate,
        limit: u64,
    ) -> Result<Vec<DocumentId>> {
        use document::Column;
        let mut find = document::Entity::find()
            .select_only()
            .column(Column::Id)
            // Written as the partial index has it, so that it is used.
            .filter(Expr::cust("remind_on IS NOT NULL AND ended_on IS NULL"))
            .filter(Column::RemindOn.lte(today))
            .order_by_asc(Column::RemindOn)
            .order_by_asc(Column::Id)
            .limit(limit);
        if self.is_postgres() {
            find = find.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        let ids: Vec<Uuid> = find.into_tuple().all(&self.conn).await?;
        Ok(ids.into_iter().map(DocumentId).collect())
    }

    /// Adds reminders.
    ///
    /// # Errors
    /// `Conflict` where one was raised meanwhile; what the database says.
    pub async fn add_reminders(&self, new: &[Reminder]) -> Result<()> {
        let mut batch = Batch::new(&self.conn);
        batch.add(new.iter().map(row_of), None)?;
        batch.write(&self.conn).await
    }

    /// Keeps the days on which ladders are looked at next.
    ///
    /// # Errors
    /// What the database says.
    pub async fn look_again(
        &self,
        days: &BTreeMap<Option<NaiveDate>, Vec<DocumentId>>,
    ) -> Result<()> {
        for (day, documents) in days {
            let ids: Vec<Uuid> = documents.iter().map(|id| id.0).collect();
            let row = document::ActiveModel { remind_on: Set(*day), ..Default::default() };
            document::Entity::update_many()
                .set(row)
                .filter(document::Column::Id.is_in(super::padded(ids)))
                .exec(&self.conn)
                .await?;
        }
        Ok(())
    }

    /// Has the ladders of live documents looked at from a day on, where another ladder than this
    /// one was the last: so many at a time, by their last day. True where more of them wait.
    ///
    /// # Errors
    /// What the database says.
    pub async fn take_ladder(
        &self,
        fingerprint: &[u8],
        today: NaiveDate,
        (from, to): (NaiveDate, NaiveDate),
        limit: usize,
    ) -> Result<bool> {
        use document::Column;
        let known = reminder_ladder::Entity::find().lock_exclusive().one(&self.conn).await?;
        let known = known.filter(|known| known.fingerprint == fingerprint);
        let after = match known.map(|known| known.marked_on.zip(known.marked_id)) {
            Some(None) => return Ok(false),
            Some(Some(marked)) => marked,
            None => (from, Uuid::nil()),
        };
        let rows: Vec<(NaiveDate, Uuid)> = document::Entity::find()
            .select_only()
            .columns([Column::ExpiresOn, Column::Id])
            .filter(Column::EndedOn.is_null())
            .filter(Column::ExpiresOn.between(from, to))
            .filter(after_row(
                &[Column::ExpiresOn, Column::Id],
                vec![after.0.into(), after.1.into()],
            ))
            .order_by_asc(Column::ExpiresOn)
            .order_by_asc(Column::Id)
            .limit(limit as u64)
            .into_tuple()
            .all(&self.conn)
            .await?;
        let marked = rows.last().copied().filter(|_| rows.len() == limit);
        self.keep_ladder(fingerprint, marked).await?;
        let ids = rows.into_iter().map(|(_, id)| DocumentId(id)).collect();
        self.look_again(&BTreeMap::from([(Some(today), ids)])).await?;
        Ok(marked.is_some())
    }

    /// Keeps by which ladder the days are worked out, and how far that has come.
    async fn keep_ladder(
        &self,
        fingerprint: &[u8],
        marked: Option<(NaiveDate, Uuid)>,
    ) -> Result<()> {
        use reminder_ladder::Column;
        let row = reminder_ladder::ActiveModel {
            number: Set(1),
            fingerprint: Set(fingerprint.to_vec()),
            marked_on: Set(marked.map(|(day, _)| day)),
            marked_id: Set(marked.map(|(_, id)| id)),
        };
        let replace = OnConflict::column(Column::Number)
            .update_columns([Column::Fingerprint, Column::MarkedOn, Column::MarkedId])
            .to_owned();
        let insert = reminder_ladder::Entity::insert(row).on_conflict(replace);
        insert.exec_without_returning(&self.conn).await?;
        Ok(())
    }

    /// A reminder, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound`; what the database says.
    pub async fn lock_reminder(&self, id: ReminderId) -> Result<Reminder> {
        let find = reminder::Entity::find_by_id(id.0).lock_exclusive();
        of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Writes a changed reminder.
    ///
    /// # Errors
    /// What the database says.
    pub async fn update_reminder(&self, changed: &Reminder) -> Result<()> {
        let update = reminder::Entity::update_many()
            .set(row_of(changed))
            .filter(Column::Id.eq(changed.id.0));
        update.exec(&self.conn).await?;
        Ok(())
    }
}

fn row_of(from: &Reminder) -> reminder::ActiveModel {
    reminder::ActiveModel {
        id: Set(from.id.0),
        document_id: Set(from.document_id.0),
        offset_days: Set(from.planned.offset_days),
        recipient: Set(from.planned.recipient.number()),
        raise_on: Set(from.planned.raise_on),
        remind_on: Set(from.planned.remind_on),
        provisional: Set(i32::from(from.planned.provisional)),
        expires_on: Set(from.expires_on),
        raised_at: Set(from.raised_at),
        superseded: Set(i32::from(from.superseded)),
        done_at: Set(from.done_at),
        done_by: Set(from.done_by.map(|id| id.0)),
        version: Set(from.version),
    }
}

fn of_row(row: reminder::Model) -> Result<Reminder> {
    let unreadable = || Error::internal("a reminder cannot be read");
    Ok(Reminder {
        id: ReminderId(row.id),
        document_id: DocumentId(row.document_id),
        expires_on: row.expires_on,
        planned: PlannedReminder {
            raise_on: row.raise_on,
            remind_on: row.remind_on,
            offset_days: row.offset_days,
            recipient: ReminderRecipient::from_number(row.recipient).ok_or_else(unreadable)?,
            provisional: row.provisional == 1,
        },
        raised_at: row.raised_at,
        superseded: row.superseded == 1,
        done_at: row.done_at,
        done_by: row.done_by.map(AccountId),
        version: row.version,
    })
}
