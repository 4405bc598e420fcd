//! Ratings. A finder asks for a scope and for the department that collects ratings: a department
//! sees those of the cases in which it has a task. The unique index on case and handling is the
//! last word on one rating a handling.

use super::{
    Session, Tx, before_row,
    case::cases_with,
    duplicate,
    entity::{case_step, rating},
};
use crate::{
    domain::{
        admission::ItemSet,
        caller::Scope,
        case::CaseStepKind,
        id::{AccountId, CaseId, RatingId},
        rating::{Rater, Rating, RatingChannel, RectificationState},
    },
    error::{Error, Result},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait as _, QueryFilter,
    QueryOrder, QuerySelect, Select, sea_query::Expr,
};
use uuid::Uuid;

/// Which ratings are asked for.
#[derive(Clone, Debug, Default)]
pub struct RatingFilter {
    /// With these levels; empty: with any.
    pub levels: Vec<u32>,
    /// Whose rectification is in these states; empty: any, and none.
    pub states: Vec<RectificationState>,
    /// Of cases with this item.
    pub service_item_id: Option<String>,
    /// Of cases with a task of this department.
    pub department_id: Option<String>,
    /// Not before this day.
    pub from: Option<NaiveDate>,
    /// Not after this day.
    pub to: Option<NaiveDate>,
}

/// How often a level was given for the items of a case, and how many of their rectifications are
/// closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingCount {
    /// The items.
    pub items: String,
    /// The level.
    pub level: u32,
    /// True where they are bad.
    pub bad: bool,
    /// How often.
    pub count: u64,
    /// Closed rectifications among them.
    pub closed: u64,
}

impl<C: ConnectionTrait> Session<C> {
    /// A rating within the scope; `platform` is the department that collects ratings.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn rating(&self, scope: &Scope, platform: &str, id: RatingId) -> Result<Rating> {
        let find = scoped(rating::Entity::find_by_id(id.0), scope, platform);
        of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Those ratings of some ids that are within the scope, in no order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ratings_by_id(
        &self,
        scope: &Scope,
        platform: &str,
        ids: &[RatingId],
    ) -> Result<Vec<Rating>> {
        let ids = ids.iter().map(|id| id.0).collect();
        let wanted = rating::Column::Id.is_in(super::padded::<Uuid>(ids));
        let find = scoped(rating::Entity::find().filter(wanted), scope, platform);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// A page of ratings within the scope, the newest first, after the rating `(at, id)`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ratings(
        &self,
        scope: &Scope,
        platform: &str,
        filter: &RatingFilter,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: u64,
    ) -> Result<Vec<Rating>> {
        use rating::Column;
        let mut find = filtered(scoped(rating::Entity::find(), scope, platform), filter);
        if let Some((at, id)) = after {
            let columns = [Column::RatedAt, Column::Id];
            find = find.filter(before_row(&columns, vec![at.into(), id.into()]));
        }
        let find = find.order_by_desc(Column::RatedAt).order_by_desc(Column::Id).limit(limit);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// How often which level was given within the scope, by items and level.
    ///
    /// # Errors
    /// What the database says.
    pub async fn rating_counts(
        &self,
        scope: &Scope,
        platform: &str,
        filter: &RatingFilter,
    ) -> Result<Vec<RatingCount>> {
        use rating::Column;
        let closed = RectificationState::Closed.number();
        let closed = format!(
            "CAST(SUM(CASE rectification_state WHEN {closed} THEN 1 ELSE 0 END) AS BIGINT)"
        );
        let rows: Vec<(String, i32, i32, i64, i64)> =
            filtered(scoped(rating::Entity::find(), scope, platform), filter)
                .select_only()
                .columns([Column::ServiceItems, Column::Level, Column::Bad])
                .column_as(Column::Id.count(), "ratings")
                .column_as(Expr::cust(closed), "closed")
                .group_by(Column::ServiceItems)
                .group_by(Column::Level)
                .group_by(Column::Bad)
                .order_by_asc(Column::ServiceItems)
                .order_by_asc(Column::Level)
                .into_tuple()
                .all(&self.conn)
                .await?;
        let count = |number: i64| u64::try_from(number).unwrap_or(0);
        Ok(rows
            .into_iter()
            .map(|(items, level, bad, all, closed)| RatingCount {
                items,
                level: u32::try_from(level).unwrap_or(0),
                bad: bad == 1,
                count: count(all),
                closed: count(closed),
            })
            .collect())
    }

    /// The rating of a handling, whoever may see it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn rating_of(&self, case: CaseId, handling: u32) -> Result<Option<RatingId>> {
        use rating::Column;
        let id: Option<Uuid> = rating::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::CaseId.eq(case.0))
            .filter(Column::Handling.eq(handling))
            .into_tuple()
            .one(&self.conn)
            .await?;
        Ok(id.map(RatingId))
    }

    /// How often a case was delivered.
    ///
    /// # Errors
    /// What the database says.
    pub async fn deliveries(&self, case: CaseId) -> Result<u32> {
        use case_step::Column;
        let delivered = case_step::Entity::find()
            .filter(Column::CaseId.eq(case.0))
            .filter(Column::Kind.eq(CaseStepKind::Delivered.number()));
        Ok(u32::try_from(delivered.count(&self.conn).await?).unwrap_or(u32::MAX))
    }
}

impl Tx {
    /// A rating within the scope, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn lock_rating(&self, scope: &Scope, platform: &str, id: RatingId) -> Result<Rating> {
        let find = scoped(rating::Entity::find_by_id(id.0), scope, platform).lock_exclusive();
        of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Adds a rating.
    ///
    /// # Errors
    /// `Conflict` where the handling was rated meanwhile: the request is judged again.
    pub async fn add_rating(&self, new: &Rating) -> Result<()> {
        let insert = rating::Entity::insert(row_of(new)?);
        match insert.exec_without_returning(&self.conn).await {
            Ok(_) => Ok(()),
            Err(error) if duplicate(&error).is_some() => Err(Error::Conflict),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes a changed rating.
    ///
    /// # Errors
    /// What the database says.
    pub async fn update_rating(&self, changed: &Rating) -> Result<()> {
        rating::Entity::update_many()
            .set(row_of(changed)?)
            .filter(rating::Column::Id.eq(changed.id.0))
            .exec(&self.conn)
            .await?;
        Ok(())
    }
}

fn scoped(find: Select<rating::Entity>, scope: &Scope, platform: &str) -> Select<rating::Entity> {
    match scope {
        Scope::Centre => find,
        Scope::Department(own) if own == platform => find,
        Scope::Department(own) => find.filter(rating::Column::CaseId.in_subquery(cases_with(own))),
    }
}

fn filtered(mut find: Select<rating::Entity>, filter: &RatingFilter) -> Select<rating::Entity> {
    use rating::Column;
    if !filter.levels.is_empty() {
        find = find.filter(Column::Level.is_in(filter.levels.clone()));
    }
    if !filter.states.is_empty() {
        let states = filter.states.iter().map(|state| state.number());
        find = find.filter(Column::RectificationState.is_in(states));
    }
    if let Some(item) = &filter.service_item_id {
        find = find.filter(super::case::has_item(item));
    }
    if let Some(department) = &filter.department_id {
        find = find.filter(Column::CaseId.in_subquery(cases_with(department)));
    }
    if let Some(from) = filter.from {
        find = find.filter(Column::RatedOn.gte(from));
    }
    if let Some(to) = filter.to {
        find = find.filter(Column::RatedOn.lte(to));
    }
    find
}

fn row_of(from: &Rating) -> Result<rating::ActiveModel> {
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    let rectification = from.rectification.as_ref();
    let kept = rectification.map(serde_json::to_string).transpose().map_err(Error::internal)?;
    Ok(rating::ActiveModel {
        id: Set(from.id.0),
        case_id: Set(from.case_id.0),
        handling: Set(number(from.handling)),
        service_items: Set(from.items.text()),
        level: Set(number(from.level)),
        tags: Set(from.tags.join(" ")),
        words: Set(from.text.clone()),
        channel: Set(from.channel.number()),
        rater_name: Set(from.rater.as_ref().map(|rater| rater.name.clone())),
        rater_phone: Set(from.rater.as_ref().map(|rater| rater.phone.clone())),
        rated_at: Set(from.rated_at),
        rated_on: Set(from.rated_on),
        bad: Set(i32::from(from.bad)),
        rectification_state: Set(rectification.map_or(0, |one| one.state.number())),
        rectification: Set(kept),
        created_by: Set(from.created_by.0),
        version: Set(from.version),
    })
}

fn of_row(row: rating::Model) -> Result<Rating> {
    // The error's own text could quote what is kept.
    let unreadable = || Error::internal("a rating cannot be read");
    let number = |count: i32| u32::try_from(count).unwrap_or(0);
    let rectification = row.rectification.as_deref().map(serde_json::from_str).transpose();
    let phone = row.rater_phone.unwrap_or_default();
    Ok(Rating {
        id: RatingId(row.id),
        case_id: CaseId(row.case_id),
        handling: number(row.handling),
        items: ItemSet::parse(&row.service_items),
        level: number(row.level),
        tags: row.tags.split_whitespace().map(str::to_owned).collect(),
        text: row.words,
        channel: RatingChannel::from_number(row.channel).ok_or_else(unreadable)?,
        rater: row.rater_name.map(|name| Rater { name, phone }),
        rated_at: row.rated_at,
        rated_on: row.rated_on,
        bad: row.bad == 1,
        rectification: rectification.map_err(|_| unreadable())?,
        created_by: AccountId(row.created_by),
        version: row.version,
    })
}
