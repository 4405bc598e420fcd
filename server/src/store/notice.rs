//! Notices to the outside. Whoever delivers takes up pending ones by moving on the instant before
//! which they are not tried; rows that another server is taking up are passed over.

use super::{
    Session, Tx, before_row,
    case::row::number,
    entity::notice::{self, Column},
    rows::Batch,
};
use crate::{
    domain::{
        id::{NoticeId, WebhookEndpointId},
        notice::{Notice, NoticeChannel, NoticeKind, NoticeRecipient, NoticeState},
    },
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};
use std::fmt;
use uuid::Uuid;

/// A notice with what it tells and where it goes, both sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedNotice {
    /// The notice.
    pub notice: Notice,
    /// The electronic mail address, where it goes to one.
    pub address_sealed: Option<Vec<u8>>,
    /// What is told.
    pub facts_sealed: Vec<u8>,
}

impl fmt::Debug for SealedNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SealedNotice").field(&self.notice.id).finish()
    }
}

/// Which notices are asked for.
#[derive(Clone, Debug, Default)]
pub struct NoticeFilter {
    /// In these states; empty: in any.
    pub states: Vec<NoticeState>,
    /// About this resource.
    pub resource_id: Option<String>,
}

impl<C: ConnectionTrait> Session<C> {
    /// A notice.
    ///
    /// # Errors
    /// `NotFound`; what the database says.
    pub async fn notice(&self, id: NoticeId) -> Result<Notice> {
        let found = notice::Entity::find_by_id(id.0).one(&self.conn).await?;
        Ok(of_row(found.ok_or(Error::NotFound)?)?.notice)
    }

    /// A page of notices, the newest first, after the notice `(created_at, id)`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn notices(
        &self,
        filter: &NoticeFilter,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: u64,
    ) -> Result<Vec<Notice>> {
        let mut find = notice::Entity::find();
        if !filter.states.is_empty() {
            let states = filter.states.iter().map(|state| state.number());
            find = find.filter(Column::State.is_in(states));
        }
        if let Some(resource_id) = &filter.resource_id {
            find = find.filter(Column::ResourceId.eq(resource_id));
        }
        if let Some((at, id)) = after {
            let columns = [Column::CreatedAt, Column::Id];
            find = find.filter(before_row(&columns, vec![at.into(), id.into()]));
        }
        let find = find.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit);
        let rows = find.all(&self.conn).await?;
        rows.into_iter().map(|row| Ok(of_row(row)?.notice)).collect()
    }
}

impl Tx {
    /// Adds notices.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_notices(&self, new: &[SealedNotice]) -> Result<()> {
        let mut batch = Batch::new(&self.conn);
        batch.add(new.iter().map(row_of), None)?;
        batch.write(&self.conn).await
    }

    /// Takes up pending notices of some channels whose time has come, the longest waiting first:
    /// until `leased_until` nobody else tries them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn take_up_notices(
        &self,
        channels: &[NoticeChannel],
        now: DateTime<Utc>,
        leased_until: DateTime<Utc>,
        limit: u64,
    ) -> Result<Vec<SealedNotice>> {
        // Written as the partial index has it, so that it is used.
        let mut find = notice::Entity::find()
            .filter(Expr::cust("state = 1"))
            .filter(Column::NextAttemptAt.lte(now))
            .filter(Column::Channel.is_in(channels.iter().map(|channel| channel.number())))
            .order_by_asc(Column::NextAttemptAt)
            .limit(limit);
        if self.is_postgres() {
            find = find.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        let rows = find.all(&self.conn).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        notice::Entity::update_many()
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .col_expr(Column::NextAttemptAt, Expr::value(leased_until))
            .filter(Column::Id.is_in(ids))
            .exec(&self.conn)
            .await?;
        let taken = rows.into_iter().map(|row| {
            let mut sealed = of_row(row)?;
            sealed.notice.attempts += 1;
            Ok(sealed)
        });
        taken.collect()
    }

    /// A notice, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound`; what the database says.
    pub async fn lock_notice(&self, id: NoticeId) -> Result<Notice> {
        let find = notice::Entity::find_by_id(id.0).lock_exclusive();
        Ok(of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)?.notice)
    }

    /// Writes where a changed notice stands.
    ///
    /// # Errors
    /// What the database says.
    pub async fn update_notice(&self, changed: &Notice) -> Result<()> {
        let row = notice::ActiveModel {
            state: Set(changed.state.number()),
            attempts: Set(number(changed.attempts)),
            next_attempt_at: Set(changed.next_attempt_at),
            failure: Set(changed.failure.clone()),
            sent_at: Set(changed.sent_at),
            version: Set(changed.version),
            ..Default::default()
        };
        let update = notice::Entity::update_many().set(row).filter(Column::Id.eq(changed.id.0));
        update.exec(&self.conn).await?;
        Ok(())
    }
}

fn row_of(from: &SealedNotice) -> notice::ActiveModel {
    let SealedNotice { notice, address_sealed, facts_sealed } = from;
    notice::ActiveModel {
        id: Set(notice.id.0),
        kind: Set(notice.kind.number()),
        resource_id: Set(notice.resource_id.clone()),
        recipient: Set(notice.recipient.number()),
        channel: Set(notice.channel.number()),
        endpoint_id: Set(notice.endpoint_id.map(|id| id.0)),
        address_sealed: Set(address_sealed.clone()),
        facts_sealed: Set(facts_sealed.clone()),
        language: Set(notice.language.clone()),
        state: Set(notice.state.number()),
        attempts: Set(number(notice.attempts)),
        next_attempt_at: Set(notice.next_attempt_at),
        failure: Set(notice.failure.clone()),
        created_at: Set(notice.created_at),
        sent_at: Set(notice.sent_at),
        version: Set(notice.version),
    }
}

fn of_row(row: notice::Model) -> Result<SealedNotice> {
    let unreadable = || Error::internal("a notice cannot be read");
    let notice = Notice {
        id: NoticeId(row.id),
        kind: NoticeKind::from_number(row.kind).ok_or_else(unreadable)?,
        resource_id: row.resource_id,
        recipient: NoticeRecipient::from_number(row.recipient).ok_or_else(unreadable)?,
        channel: NoticeChannel::from_number(row.channel).ok_or_else(unreadable)?,
        endpoint_id: row.endpoint_id.map(WebhookEndpointId),
        language: row.language,
        state: NoticeState::from_number(row.state).ok_or_else(unreadable)?,
        attempts: u32::try_from(row.attempts).unwrap_or(0),
        next_attempt_at: row.next_attempt_at,
        failure: row.failure,
        created_at: row.created_at,
        sent_at: row.sent_at,
        version: row.version,
    };
    Ok(SealedNotice { notice, address_sealed: row.address_sealed, facts_sealed: row.facts_sealed })
}
