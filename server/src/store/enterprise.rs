//! Enterprises with the groups they are in. They are everybody's of the business, so a finder asks
//! for no scope; who may ask is settled by the table of methods.

mod group;

use super::{
    Session, Tx, after_row, duplicate,
    entity::{enterprise, enterprise_membership, enterprise_name_key, resident},
    padded,
    rows::Batch,
};
use crate::{
    domain::{
        enterprise::{Enterprise, Membership},
        id::EnterpriseGroupId,
        resident::ResidentState,
    },
    error::{Error, Result},
};
use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait as _, PaginatorTrait as _,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait as _,
    sea_query::{OnConflict, SelectStatement},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Which enterprises are asked for.
#[derive(Clone, Debug, Default)]
pub struct EnterpriseFilter {
    /// Each begins a key of the name.
    pub name_tokens: Vec<String>,
    /// The code begins or ends so.
    pub code_part: Option<String>,
    /// In this group on a day.
    pub group: Option<(EnterpriseGroupId, NaiveDate)>,
    /// In this town.
    pub town: Option<String>,
}

impl<C: ConnectionTrait> Session<C> {
    /// An enterprise.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn enterprise(&self, id: &str) -> Result<Enterprise> {
        self.enterprises_by_id(&[id.to_owned()]).await?.pop().ok_or(Error::NotFound)
    }

    /// Some enterprises, by code.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enterprises_by_id(&self, ids: &[String]) -> Result<Vec<Enterprise>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let find = enterprise::Entity::find()
            .filter(enterprise::Column::Id.is_in(padded(ids.to_vec())))
            .order_by_asc(enterprise::Column::Id);
        let rows = find.all(&self.conn).await?;
        self.with_memberships(rows).await
    }

    /// A page of enterprises by code, after one of them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enterprises(
        &self,
        filter: &EnterpriseFilter,
        after: Option<String>,
        limit: u64,
    ) -> Result<Vec<Enterprise>> {
        use enterprise::Column;
        let mut find = enterprise::Entity::find();
        for token in &filter.name_tokens {
            find = find.filter(Column::Id.in_subquery(named(token)));
        }
        if let Some(part) = &filter.code_part {
            let ends = Column::Id.ends_with(part.clone());
            let begins = Column::Id.gte(part).and(Column::Id.lt(format!("{part}~")));
            find = find.filter(begins.or(ends));
        }
        if let Some((group, day)) = filter.group {
            find = find.filter(Column::Id.in_subquery(members(group, day)));
        }
        if let Some(town) = &filter.town {
            find = find.filter(Column::Town.eq(town));
        }
        if let Some(after) = after {
            find = find.filter(after_row(&[Column::Id], vec![after.into()]));
        }
        let rows = find.order_by_asc(Column::Id).limit(limit).all(&self.conn).await?;
        self.with_memberships(rows).await
    }

    /// The codes of those in a group on a day, in order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enterprises_in(
        &self,
        group: EnterpriseGroupId,
        day: NaiveDate,
    ) -> Result<Vec<String>> {
        use enterprise::Column;
        let find = enterprise::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::Id.in_subquery(members(group, day)))
            .order_by_asc(Column::Id);
        Ok(find.into_tuple().all(&self.conn).await?)
    }

    /// How many are in some groups on a day, by group; one of none is left out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enterprises_by_groups(
        &self,
        groups: &[EnterpriseGroupId],
        day: NaiveDate,
    ) -> Result<HashMap<EnterpriseGroupId, u64>> {
        use enterprise_membership::Column;
        let find = enterprise_membership::Entity::find()
            .select_only()
            .column(Column::GroupId)
            .column_as(Column::EnterpriseId.count(), "enterprises")
            .filter(in_groups(groups, day))
            .group_by(Column::GroupId);
        by_group(find.into_tuple().all(&self.conn).await?)
    }

    /// The codes of those that are in a group on a day or later; without a day, of those ever in
    /// it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enterprises_from(
        &self,
        group: EnterpriseGroupId,
        day: Option<NaiveDate>,
    ) -> Result<Vec<String>> {
        use enterprise_membership::Column;
        let mut find = enterprise_membership::Entity::find()
            .select_only()
            .column(Column::EnterpriseId)
            .filter(Column::GroupId.eq(group.0));
        if let Some(day) = day {
            find = find.filter(Column::UntilDate.is_null().or(Column::UntilDate.gte(day)));
        }
        let find = find.distinct().order_by_asc(Column::EnterpriseId);
        Ok(find.into_tuple().all(&self.conn).await?)
    }

    /// How many people in use are employed by an enterprise.
    ///
    /// # Errors
    /// What the database says.
    pub async fn people_of(&self, enterprise: &str) -> Result<u64> {
        let find = resident::Entity::find()
            .filter(resident::Column::EnterpriseId.eq(enterprise))
            .filter(resident::Column::State.eq(ResidentState::Active.number()));
        Ok(find.count(&self.conn).await?)
    }

    async fn with_memberships(&self, rows: Vec<enterprise::Model>) -> Result<Vec<Enterprise>> {
        use enterprise_membership::Column;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let ids = padded(rows.iter().map(|row| row.id.clone()).collect());
        let find = enterprise_membership::Entity::find()
            .filter(Column::EnterpriseId.is_in(ids))
            .order_by_asc(Column::EnterpriseId)
            .order_by_asc(Column::FromDate);
        let mut memberships: HashMap<String, Vec<Membership>> = HashMap::new();
        for row in find.all(&self.conn).await? {
            let group = EnterpriseGroupId(row.group_id);
            let one = Membership { group, from: row.from_date, until: row.until_date };
            memberships.entry(row.enterprise_id).or_default().push(one);
        }
        let of = |row: enterprise::Model| {
            let memberships = memberships.remove(&row.id).unwrap_or_default();
            of_row(row, memberships)
        };
        Ok(rows.into_iter().map(of).collect())
    }
}

/// The advisory lock that an import of enterprises takes: two of them make no group twice.
const IMPORTS: i64 = 0x6672_7363_656e_7472;

impl Tx {
    /// Keeps every other import of enterprises waiting until the transaction ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_enterprise_imports(&self) -> Result<()> {
        self.lock_advisory(IMPORTS).await
    }

    /// Adds enterprises, with their keys and memberships.
    ///
    /// # Errors
    /// `AlreadyExists` for one enterprise that is on record, `Conflict` for several of which some
    /// are; what else the database says.
    pub async fn add_enterprises(&self, new: &[Enterprise]) -> Result<()> {
        if let [one] = new {
            let insert = enterprise::Entity::insert(row_of(one));
            let added = insert.exec_without_returning(&self.conn).await;
            added.map_err(|error| match duplicate(&error) {
                Some(_) => Error::AlreadyExists { existing_id: one.id.clone() },
                None => error.into(),
            })?;
        }
        let mut batch = Batch::new(&self.conn);
        if new.len() > 1 {
            batch.add(new.iter().map(row_of), None)?;
        }
        batch.add(new.iter().flat_map(key_rows), None)?;
        batch.add(new.iter().flat_map(membership_rows), None)?;
        batch.write(&self.conn).await
    }

    /// Writes enterprises that have changed, with their keys and memberships.
    ///
    /// # Errors
    /// What the database says.
    pub async fn update_enterprises(&self, changed: &[(Enterprise, Enterprise)]) -> Result<()> {
        let mut batch = Batch::new(&self.conn);
        for (before, after) in changed {
            let update = enterprise::Entity::update_many()
                .set(row_of(after))
                .filter(enterprise::Column::Id.eq(&after.id));
            update.exec(&self.conn).await?;
            if before.name_keys() != after.name_keys() {
                enterprise_name_key::Entity::delete_many()
                    .filter(enterprise_name_key::Column::EnterpriseId.eq(&after.id))
                    .exec(&self.conn)
                    .await?;
                batch.add(key_rows(after), None)?;
            }
        }
        use enterprise_membership::Column;
        let moved = changed.iter().flat_map(|(before, after)| {
            let new = |row: &Membership| !before.memberships.contains(row);
            let id = after.id.clone();
            let new: Vec<_> = after.memberships.iter().filter(|row| new(row)).copied().collect();
            new.into_iter().map(move |row| membership_row(&id, &row))
        });
        let mut over = OnConflict::columns([Column::EnterpriseId, Column::FromDate]);
        over.update_columns([Column::GroupId, Column::UntilDate]);
        // A membership ends before the next begins.
        let (mut ended, mut begun) = (Vec::new(), Vec::new());
        for row in moved {
            match row.until_date {
                Set(None) => begun.push(row),
                _ => ended.push(row),
            }
        }
        let mut first = Batch::new(&self.conn);
        first.add(ended, Some(over.clone()))?;
        first.write(&self.conn).await?;
        batch.add(begun, Some(over))?;
        batch.write(&self.conn).await
    }
}

fn of_row(row: enterprise::Model, memberships: Vec<Membership>) -> Enterprise {
    Enterprise {
        id: row.id,
        name_zh: row.name_zh,
        name_en: row.name_en,
        town: row.town,
        language: row.language,
        contact_sealed: row.contact_sealed,
        memberships,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
    }
}

fn row_of(from: &Enterprise) -> enterprise::ActiveModel {
    enterprise::ActiveModel {
        id: Set(from.id.clone()),
        name_zh: Set(from.name_zh.clone()),
        name_en: Set(from.name_en.clone()),
        town: Set(from.town.clone()),
        language: Set(from.language.clone()),
        contact_sealed: Set(from.contact_sealed.clone()),
        created_at: Set(from.created_at),
        updated_at: Set(from.updated_at),
        version: Set(from.version),
    }
}

fn key_rows(of: &Enterprise) -> impl Iterator<Item = enterprise_name_key::ActiveModel> + use<> {
    let id = of.id.clone();
    of.name_keys().into_iter().map(move |key| enterprise_name_key::ActiveModel {
        name_key: Set(key),
        enterprise_id: Set(id.clone()),
    })
}

fn membership_rows(
    of: &Enterprise,
) -> impl Iterator<Item = enterprise_membership::ActiveModel> + '_ {
    of.memberships.iter().map(|one| membership_row(&of.id, one))
}

fn membership_row(id: &str, of: &Membership) -> enterprise_membership::ActiveModel {
    enterprise_membership::ActiveModel {
        enterprise_id: Set(id.to_owned()),
        from_date: Set(of.from),
        group_id: Set(of.group.0),
        until_date: Set(of.until),
    }
}

/// The codes of those with a key that begins so.
fn named(token: &str) -> SelectStatement {
    use enterprise_name_key::Column;
    enterprise_name_key::Entity::find()
        .select_only()
        .column(Column::EnterpriseId)
        .filter(Column::NameKey.gte(token))
        .filter(Column::NameKey.lt(format!("{token}\u{10ffff}")))
        .into_query()
}

/// True of memberships in some groups that hold on a day.
pub(in crate::store) fn in_groups(groups: &[EnterpriseGroupId], day: NaiveDate) -> Condition {
    use enterprise_membership::Column;
    let groups = padded(groups.iter().map(|group| group.0).collect());
    Condition::all()
        .add(Column::GroupId.is_in(groups))
        .add(Column::FromDate.lte(day))
        .add(Column::UntilDate.is_null().or(Column::UntilDate.gte(day)))
}

/// Counts by group.
pub(in crate::store) fn by_group(
    rows: Vec<(Uuid, i64)>,
) -> Result<HashMap<EnterpriseGroupId, u64>> {
    let count = |(id, count): (Uuid, i64)| {
        Ok((EnterpriseGroupId(id), u64::try_from(count).map_err(Error::internal)?))
    };
    rows.into_iter().map(count).collect()
}

/// The codes of those in a group on a day.
fn members(group: EnterpriseGroupId, day: NaiveDate) -> SelectStatement {
    use enterprise_membership::Column;
    enterprise_membership::Entity::find()
        .select_only()
        .column(Column::EnterpriseId)
        .filter(in_groups(&[group], day))
        .into_query()
}
