//! Ratings. A finder asks for a scope and for the department that collects ratings: a department
//! sees those of the cases in which it has a task. The unique index on case and handling is the
//! last word on one rating a handling.

mod counts;
mod row;

pub use counts::{DepartmentRatingCount, RatingCount};
use row::{of_row, row_of};

use super::{
    Session, Tx, before_row,
    case::cases_with,
    duplicate,
    entity::{case_file, case_step, rating},
};
use crate::{
    domain::{
        caller::Scope,
        case::CaseStepKind,
        id::{CaseId, RatingId},
        rating::{Rating, RectificationState},
    },
    error::{Error, Result},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait as _, QueryFilter, QueryOrder,
    QuerySelect, Select,
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
    /// Of this case.
    pub case_id: Option<CaseId>,
    /// Due before this day.
    pub due_before: Option<NaiveDate>,
}

impl<C: ConnectionTrait> Session<C> {
    /// A rating within the scope; `platform` is the department that collects ratings.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn rating(&self, scope: &Scope, platform: &str, id: RatingId) -> Result<Rating> {
        let find = scoped(rating::Entity::find_by_id(id.0), scope, platform);
        of_row(&self.keys, find.one(&self.conn).await?.ok_or(Error::NotFound)?)
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
        find.all(&self.conn).await?.into_iter().map(|row| of_row(&self.keys, row)).collect()
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
        let mut find = filtered(rating::Entity::find(), scope, platform, filter);
        if let Some((at, id)) = after {
            let columns = [Column::RatedAt, Column::Id];
            find = find.filter(before_row(&columns, vec![at.into(), id.into()]));
        }
        let find = find.order_by_desc(Column::RatedAt).order_by_desc(Column::Id).limit(limit);
        find.all(&self.conn).await?.into_iter().map(|row| of_row(&self.keys, row)).collect()
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

    /// The case of a whole number, whoever may see it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn case_of_number(&self, number: &str) -> Result<Option<CaseId>> {
        use case_file::Column;
        let id: Option<Uuid> = case_file::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::Number.eq(number))
            .into_tuple()
            .one(&self.conn)
            .await?;
        Ok(id.map(CaseId))
    }

    /// Ratings after one, by id, whose rectification is not closed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open_ratings_after(
        &self,
        after: Option<RatingId>,
        limit: u64,
    ) -> Result<Vec<Rating>> {
        use rating::Column;
        let mut find = rating::Entity::find().filter(Column::RectificationState.between(1, 4));
        if let Some(after) = after {
            find = find.filter(Column::Id.gt(after.0));
        }
        let find = find.order_by_asc(Column::Id).limit(limit);
        find.all(&self.conn).await?.into_iter().map(|row| of_row(&self.keys, row)).collect()
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
        of_row(&self.keys, find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Adds a rating.
    ///
    /// # Errors
    /// `Conflict` where the handling was rated meanwhile: the request is judged again.
    pub async fn add_rating(&self, new: &Rating) -> Result<()> {
        let insert = rating::Entity::insert(row_of(&self.keys, new)?);
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
            .set(row_of(&self.keys, changed)?)
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

fn filtered(
    find: Select<rating::Entity>,
    scope: &Scope,
    platform: &str,
    filter: &RatingFilter,
) -> Select<rating::Entity> {
    use rating::Column;
    let mut find = scoped(find, scope, platform);
    if let Some(case) = filter.case_id {
        find = find.filter(Column::CaseId.eq(case.0));
        // Whose case it is tells who left no name.
        if *scope != Scope::Centre {
            find = find.filter(Column::RaterName.is_not_null());
        }
    }
    if let Some(before) = filter.due_before {
        // Written as the partial index has it, so that it is used.
        find = find.filter(Column::RectificationState.between(1, 4));
        find = find.filter(Column::DueOn.lt(before));
    }
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
