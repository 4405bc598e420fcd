//! Cards of supervision. A finder asks for a scope: a department sees its own. The unique index on
//! a subject's rungs is the last word on each being raised once.

mod due;
mod row;

pub use due::Due;
pub(in crate::store) use due::raised_number;

use super::{Session, Tx, before_row, entity::card, padded, rows::Batch};
use crate::{
    domain::{
        caller::Scope,
        id::{CardId, CaseId, TaskId},
        supervision::{Card, CardState, Rung},
    },
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use row::{card_of, card_row};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::Expr,
};
use std::ops::Range;
use uuid::Uuid;

/// Which cards are asked for.
#[derive(Clone, Debug, Default)]
pub struct CardFilter {
    /// Of this department.
    pub department_id: Option<String>,
    /// Of these rungs; empty: of all.
    pub rungs: Vec<Rung>,
    /// In these states; empty: in all.
    pub states: Vec<CardState>,
    /// Of this case.
    pub case_id: Option<CaseId>,
    /// Of this task.
    pub task_id: Option<TaskId>,
    /// Raised from this instant on.
    pub raised_from: Option<DateTime<Utc>>,
    /// Raised before this instant.
    pub raised_before: Option<DateTime<Utc>>,
}

/// The cards of a rung against a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RungScore {
    /// The department; empty: the centre.
    pub department_id: String,
    /// The rung.
    pub rung: Rung,
    /// How many cards.
    pub count: u64,
    /// The sum of their points.
    pub points: u64,
}

impl<C: ConnectionTrait> Session<C> {
    /// A card within the scope.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn card(&self, scope: &Scope, id: CardId) -> Result<Card> {
        let find = scoped(card::Entity::find_by_id(id.0), scope);
        card_of(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Those cards of some ids that are within the scope, in no order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn cards_by_id(&self, scope: &Scope, ids: &[CardId]) -> Result<Vec<Card>> {
        let ids = padded(ids.iter().map(|id| id.0).collect());
        let find = scoped(card::Entity::find().filter(card::Column::Id.is_in(ids)), scope);
        find.all(&self.conn).await?.into_iter().map(card_of).collect()
    }

    /// A page of cards within the scope, the newest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn cards(
        &self,
        scope: &Scope,
        filter: &CardFilter,
        before: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<Card>> {
        use card::Column;
        let mut find = filtered(scoped(card::Entity::find(), scope), filter);
        if let Some(before) = before {
            find = find.filter(before_row(&[Column::Id], vec![before.into()]));
        }
        let find = find.order_by_desc(Column::Id).limit(limit);
        find.all(&self.conn).await?.into_iter().map(card_of).collect()
    }

    /// The cards raised in a time that were not withdrawn, counted by department and rung.
    ///
    /// # Errors
    /// What the database says.
    pub async fn rung_scores(
        &self,
        scope: &Scope,
        department: Option<&str>,
        raised: Range<DateTime<Utc>>,
    ) -> Result<Vec<RungScore>> {
        use card::Column;
        let mut find = scoped(card::Entity::find(), scope)
            .filter(Column::RaisedAt.gte(raised.start))
            .filter(Column::RaisedAt.lt(raised.end))
            .filter(Column::State.ne(CardState::Withdrawn.number()));
        if let Some(department) = department {
            find = find.filter(Column::DepartmentId.eq(department));
        }
        let rows: Vec<(String, i32, i64, i64)> = find
            .select_only()
            .columns([Column::DepartmentId, Column::Rung])
            .column_as(Column::Id.count(), "cards")
            .column_as(Expr::cust("CAST(SUM(points) AS BIGINT)"), "points")
            .group_by(Column::DepartmentId)
            .group_by(Column::Rung)
            .order_by_asc(Column::DepartmentId)
            .order_by_asc(Column::Rung)
            .into_tuple()
            .all(&self.conn)
            .await?;
        let score = |(department_id, rung, count, points): (String, i32, i64, i64)| {
            let rung = Rung::from_number(rung).ok_or_else(|| Error::internal("no such rung"))?;
            let whole = |number: i64| u64::try_from(number).unwrap_or(0);
            Ok(RungScore { department_id, rung, count: whole(count), points: whole(points) })
        };
        rows.into_iter().map(score).collect()
    }
}

impl Tx {
    /// A card within the scope, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn lock_card(&self, scope: &Scope, id: CardId) -> Result<Card> {
        let find = scoped(card::Entity::find_by_id(id.0), scope).lock_exclusive();
        card_of(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Adds cards, in one statement.
    ///
    /// # Errors
    /// `Conflict` where another server raised one of the rungs meanwhile: all is judged again.
    pub async fn add_cards(&self, cards: &[Card]) -> Result<()> {
        let new = cards.iter().map(card_row).collect::<Result<Vec<_>>>()?;
        let mut batch = Batch::new(&self.conn);
        batch.add(new, None)?;
        batch.write(&self.conn).await
    }

    /// Writes a changed card.
    ///
    /// # Errors
    /// What the database says.
    pub async fn update_card(&self, card: &Card) -> Result<()> {
        card::Entity::update_many()
            .set(card_row(card)?)
            .filter(card::Column::Id.eq(card.id.0))
            .exec(&self.conn)
            .await?;
        Ok(())
    }
}

fn scoped(find: Select<card::Entity>, scope: &Scope) -> Select<card::Entity> {
    match scope {
        Scope::Centre => find,
        Scope::Department(own) => find.filter(card::Column::DepartmentId.eq(own)),
    }
}

fn filtered(mut find: Select<card::Entity>, filter: &CardFilter) -> Select<card::Entity> {
    use card::Column;
    if let Some(department) = &filter.department_id {
        find = find.filter(Column::DepartmentId.eq(department));
    }
    if !filter.rungs.is_empty() {
        find = find.filter(Column::Rung.is_in(filter.rungs.iter().map(|rung| rung.number())));
    }
    if !filter.states.is_empty() {
        find = find.filter(Column::State.is_in(filter.states.iter().map(|s| s.number())));
    }
    if let Some(case) = filter.case_id {
        find = find.filter(Column::CaseId.eq(case.0));
    }
    if let Some(task) = filter.task_id {
        find = find.filter(Column::SubjectId.eq(task.0));
    }
    if let Some(from) = filter.raised_from {
        find = find.filter(Column::RaisedAt.gte(from));
    }
    if let Some(before) = filter.raised_before {
        find = find.filter(Column::RaisedAt.lt(before));
    }
    find
}
