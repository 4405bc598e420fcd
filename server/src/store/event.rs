//! The feed of events: the outbox read in an order without gaps, how far it is forgotten and how
//! far each account has processed it; and the bells by which this server and the others hear that
//! there is something new. A finder of events asks for a scope.

mod bell;

pub use bell::{Added, Commits, Hearing};

use super::{
    Session, Tx, after_row, before_row, duplicate,
    entity::{feed, feed_acknowledgement, outbox},
};
use crate::{
    domain::{
        caller::Scope,
        event::{FeedState, Place, RecordedEvent, ResourceKind},
        id::AccountId,
    },
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
    sea_query::{Expr, SimpleExpr},
};

/// The one row of the feed.
const ONLY: i32 = 1;
/// True of an event before which no event can come any more: every transaction that is open, or
/// will be, has a higher number.
const IS_SETTLED: &str =
    "xid < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)";
/// The number that no transaction has had yet.
const NEXT_TRANSACTION: &str =
    "CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT) AS BIGINT)";

/// Some events, in order.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The events.
    pub events: Vec<RecordedEvent>,
    /// True where more are there that cannot be told yet: an older transaction is open.
    pub unsettled: bool,
}

/// How far an account has processed a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// Of which epoch of the feed.
    pub epoch: i64,
    /// To where.
    pub place: Place,
    /// When.
    pub at: DateTime<Utc>,
}

type Row = (i64, i64, DateTime<Utc>, String, String, String, bool);

impl<C: ConnectionTrait> Session<C> {
    /// The events of a scope's feed after a place, and up to another one where it is given.
    ///
    /// # Errors
    /// What the database says.
    pub async fn events(
        &self,
        scope: &Scope,
        after: Place,
        up_to: Option<Place>,
        limit: u64,
    ) -> Result<Found> {
        use outbox::Column;
        let columns = [Column::Xid, Column::Position, Column::At, Column::Kind, Column::ResourceId];
        let settled = if self.is_postgres() { IS_SETTLED } else { "TRUE" };
        let mut find = self.after(scope, after).select_only().columns(columns);
        find = find.column(Column::DepartmentIds).column_as(Expr::cust(settled), "settled");
        if let Some(up_to) = up_to {
            find = find.filter(self.compare(Place { position: up_to.position + 1, ..up_to }, true));
        }
        let rows: Vec<Row> = find.limit(limit).into_tuple().all(&self.conn).await?;
        let mut found = Found::default();
        for (xid, position, at, kind, resource_id, department_ids, settled) in rows {
            if !settled {
                found.unsettled = true;
                break;
            }
            let place = Place { xid, position };
            found.events.push(RecordedEvent { place, at, kind, resource_id, department_ids });
        }
        Ok(found)
    }

    /// The times of a feed's events after a place, in order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn event_times(
        &self,
        scope: &Scope,
        after: Place,
        limit: u64,
    ) -> Result<Vec<DateTime<Utc>>> {
        let find = self.after(scope, after).select_only().column(outbox::Column::At);
        Ok(find.limit(limit).into_tuple().all(&self.conn).await?)
    }

    /// What is known of the feed as a whole.
    ///
    /// # Errors
    /// What the database says.
    pub async fn feed_state(&self) -> Result<FeedState> {
        let row = feed::Entity::find_by_id(ONLY).one(&self.conn).await?;
        Ok(state(&row.ok_or_else(|| Error::internal("the feed has no row"))?))
    }

    /// What is known of the feed, and its last place: whatever is committed later comes behind it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn feed_end(&self) -> Result<(FeedState, Place)> {
        use outbox::Column;
        let mut find =
            outbox::Entity::find().select_only().columns([Column::Xid, Column::Position]);
        if self.is_postgres() {
            find = find.filter(Expr::cust(IS_SETTLED)).order_by_desc(Column::Xid);
        }
        let find = find.order_by_desc(Column::Position).limit(1);
        let last: Option<(i64, i64)> = find.into_tuple().one(&self.conn).await?;
        let last = last.map(|(xid, position)| Place { xid, position }).unwrap_or_default();
        let state = self.feed_state().await?;
        Ok((state, last.max(state.forgotten)))
    }

    /// How far an account has processed the feed of a scope.
    ///
    /// # Errors
    /// What the database says.
    pub async fn acknowledged(
        &self,
        account: AccountId,
        scope: &Scope,
    ) -> Result<Option<Acknowledged>> {
        let key = (account.0, feed_of(scope).to_owned());
        let row = feed_acknowledgement::Entity::find_by_id(key).one(&self.conn).await?;
        Ok(row.as_ref().map(acknowledged))
    }

    /// The events of a scope's feed after a place, in order.
    fn after(&self, scope: &Scope, after: Place) -> Select<outbox::Entity> {
        use outbox::Column;
        let mut kinds = Condition::any();
        for kind in ResourceKind::ALL {
            kinds = kinds.add(match kind.prefix() {
                Some(prefix) => Column::ResourceId.starts_with(format!("{prefix}_")),
                // A code is known by what happened, not by its first characters.
                None => Column::Kind.starts_with("enterprise."),
            });
        }
        let mut find = outbox::Entity::find().filter(self.compare(after, false)).filter(kinds);
        if let Scope::Department(own) = scope {
            let own = Condition::any()
                .add(Column::DepartmentIds.eq(own))
                .add(Column::DepartmentIds.starts_with(format!("{own} ")))
                .add(Column::DepartmentIds.ends_with(format!(" {own}")))
                .add(Column::DepartmentIds.contains(format!(" {own} ")));
            find = find.filter(own);
        }
        if self.is_postgres() {
            find = find.order_by_asc(Column::Xid);
        }
        find.order_by_asc(Column::Position)
    }

    /// What is after a place, or before it.
    fn compare(&self, place: Place, before: bool) -> SimpleExpr {
        use outbox::Column;
        let (columns, values) = match self.is_postgres() {
            true => {
                (vec![Column::Xid, Column::Position], vec![place.xid.into(), place.position.into()])
            }
            // One writer: the number alone is the order, and the key of the table.
            false => (vec![Column::Position], vec![place.position.into()]),
        };
        if before { before_row(&columns, values) } else { after_row(&columns, values) }
    }
}

impl Tx {
    /// Keeps how far an account has processed the feed of a scope, and answers the furthest.
    ///
    /// # Errors
    /// `Conflict` where the account's first acknowledgement was made meanwhile.
    pub async fn acknowledge(
        &self,
        account: AccountId,
        scope: &Scope,
        new: Acknowledged,
    ) -> Result<Acknowledged> {
        let key = (account.0, feed_of(scope).to_owned());
        let find = feed_acknowledgement::Entity::find_by_id(key).lock_exclusive();
        let kept = find.one(&self.conn).await?.as_ref().map(acknowledged);
        if let Some(kept) = kept.filter(|kept| (kept.epoch, kept.place) >= (new.epoch, new.place)) {
            return Ok(kept);
        }
        let row = feed_acknowledgement::ActiveModel {
            account_id: Set(account.0),
            department_id: Set(feed_of(scope).to_owned()),
            epoch: Set(new.epoch),
            xid: Set(new.place.xid),
            position: Set(new.place.position),
            acknowledged_at: Set(new.at),
        };
        let written = match kept {
            Some(_) => feed_acknowledgement::Entity::update(row).exec(&self.conn).await.map(|_| ()),
            None => feed_acknowledgement::Entity::insert(row)
                .exec_without_returning(&self.conn)
                .await
                .map(|_| ()),
        };
        match written {
            Ok(()) => Ok(new),
            Err(error) if duplicate(&error).is_some() => Err(Error::Conflict),
            Err(error) => Err(error.into()),
        }
    }

    /// Begins the feed anew where its events are of another PostgreSQL, whose transactions had
    /// higher numbers: the database was brought back from a dump, and what is written now would
    /// come before them. They keep their order; tokens of before are refused. True where it was so.
    ///
    /// # Errors
    /// What the database says.
    pub async fn renew_feed(&self) -> Result<bool> {
        use outbox::Column;
        if !self.is_postgres() {
            return Ok(false);
        }
        let row = feed::Entity::find_by_id(ONLY).lock_exclusive().one(&self.conn).await?;
        let known = state(&row.ok_or_else(|| Error::internal("the feed has no row"))?);
        let last = known.forgotten.xid;
        let foreign = outbox::Entity::find()
            .select_only()
            .column_as(Column::Xid.max(), "last")
            .column_as(Expr::cust(NEXT_TRANSACTION), "next");
        let found: Option<(Option<i64>, i64)> = foreign.into_tuple().one(&self.conn).await?;
        let (max, next) = found.ok_or_else(|| Error::internal("no transaction has a number"))?;
        if max.unwrap_or(0).max(last) < next {
            return Ok(false);
        }
        let anew = outbox::Entity::update_many().col_expr(Column::Xid, Expr::value(0_i64));
        anew.exec(&self.conn).await?;
        let row = feed::ActiveModel {
            id: Set(ONLY),
            epoch: Set(known.epoch + 1),
            forgotten_xid: Set(0),
            forgotten_position: Set(0),
        };
        feed::Entity::update(row).exec(&self.conn).await?;
        Ok(true)
    }

    /// Forgets the oldest events before an instant, so many at most, and remembers how far.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_events(&self, before: DateTime<Utc>, limit: u64) -> Result<u64> {
        use outbox::Column;
        let row = feed::Entity::find_by_id(ONLY).lock_exclusive().one(&self.conn).await?;
        let known = state(&row.ok_or_else(|| Error::internal("the feed has no row"))?);
        let mut oldest = outbox::Entity::find()
            .select_only()
            .columns([Column::Xid, Column::Position, Column::At, Column::ResourceId])
            .limit(limit);
        if self.is_postgres() {
            oldest = oldest.order_by_asc(Column::Xid);
        }
        let oldest = oldest.order_by_asc(Column::Position);
        let rows: Vec<(i64, i64, DateTime<Utc>, String)> =
            oldest.into_tuple().all(&self.conn).await?;
        let mut last = None;
        let mut forgotten = known.forgotten;
        for (xid, position, _, resource) in rows.iter().take_while(|row| row.2 < before) {
            let place = Place { xid: *xid, position: *position };
            last = Some(place);
            // A reader who saw everything the feed carries has missed nothing by the others.
            if ResourceKind::of(resource).is_some() {
                forgotten = forgotten.max(place);
            }
        }
        let Some(last) = last else { return Ok(0) };
        let behind = Place { position: last.position + 1, ..last };
        let old = outbox::Entity::delete_many().filter(self.compare(behind, true));
        let gone = old.exec(&self.conn).await?.rows_affected;
        let row = feed::ActiveModel {
            id: Set(ONLY),
            epoch: Set(known.epoch),
            forgotten_xid: Set(forgotten.xid),
            forgotten_position: Set(forgotten.position),
        };
        feed::Entity::update(row).exec(&self.conn).await?;
        Ok(gone)
    }
}

/// The name of a scope's feed: its department, or nothing for the centre's.
fn feed_of(scope: &Scope) -> &str {
    match scope {
        Scope::Centre => "",
        Scope::Department(own) => own,
    }
}

fn state(row: &feed::Model) -> FeedState {
    let forgotten = Place { xid: row.forgotten_xid, position: row.forgotten_position };
    FeedState { epoch: row.epoch, forgotten }
}

fn acknowledged(row: &feed_acknowledgement::Model) -> Acknowledged {
    let place = Place { xid: row.xid, position: row.position };
    Acknowledged { epoch: row.epoch, place, at: row.acknowledged_at }
}
