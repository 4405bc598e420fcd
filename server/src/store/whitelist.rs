//! The whitelist: entries with their steps and persons, and what of them is held in memory. The
//! list is everybody's of the business, so a finder asks for no scope; who may ask is settled by
//! the table of methods.

mod check_count;
mod memory;
mod row;
mod whole;

pub use check_count::CheckCountFilter;
pub use memory::HeldRow;

use super::{
    Session, Tx, after_row,
    entity::{enterprise, whitelist_entry, whitelist_evidence, whitelist_person, whitelist_step},
    padded,
    rows::Batch,
};
use crate::{
    domain::{
        id::{EvidenceId, ResidentId, WhitelistEntryId},
        whitelist::{Direction, Entry, EntryState},
    },
    error::{Error, Result},
};
use chrono::{DateTime, NaiveDate, Utc};
use row::{end_rows, person_row, row_of, step_row};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait as _, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait as _, Select, Statement,
    sea_query::{OnConflict, SelectStatement},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Which entries are asked for.
#[derive(Clone, Debug, Default)]
pub struct EntryFilter {
    /// Of these enterprises; none: of all.
    pub enterprises: Option<Vec<String>>,
    /// Of those in this town.
    pub town: Option<String>,
    /// In these states at an instant; none: in any.
    pub states: Vec<EntryState>,
    /// The instant.
    pub now: DateTime<Utc>,
    /// In this direction, or in both.
    pub direction: Option<Direction>,
    /// Whose last day is not after this.
    pub valid_until_at_most: Option<NaiveDate>,
}

/// Where a page ends: enterprise, first day, id.
pub type EntryCursor = (String, NaiveDate, Uuid);

impl<C: ConnectionTrait> Session<C> {
    /// An entry, whole.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn whitelist_entry(&self, id: WhitelistEntryId) -> Result<Entry> {
        self.whitelist_entries_by_id(&[id]).await?.pop().ok_or(Error::NotFound)
    }

    /// Some entries, whole, in no order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn whitelist_entries_by_id(&self, ids: &[WhitelistEntryId]) -> Result<Vec<Entry>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = padded(ids.iter().map(|id| id.0).collect());
        let find = whitelist_entry::Entity::find().filter(whitelist_entry::Column::Id.is_in(ids));
        let rows = find.all(&self.conn).await?;
        self.whole(rows).await
    }

    /// All entries of some enterprises, whole, by enterprise and first day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn whitelist_entries_of(&self, enterprises: &[String]) -> Result<Vec<Entry>> {
        use whitelist_entry::Column;
        if enterprises.is_empty() {
            return Ok(Vec::new());
        }
        let find = whitelist_entry::Entity::find()
            .filter(Column::EnterpriseId.is_in(padded(enterprises.to_vec())))
            .order_by_asc(Column::EnterpriseId)
            .order_by_asc(Column::ValidFrom)
            .order_by_asc(Column::Id);
        let rows = find.all(&self.conn).await?;
        self.whole(rows).await
    }

    /// A page of entries without whom they name, by enterprise, first day and id, after one of
    /// them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn whitelist_entries(
        &self,
        filter: &EntryFilter,
        after: Option<EntryCursor>,
        limit: u64,
    ) -> Result<Vec<Entry>> {
        use whitelist_entry::Column;
        let mut find = filtered(filter);
        if let Some((enterprise, from, id)) = after {
            let columns = [Column::EnterpriseId, Column::ValidFrom, Column::Id];
            let values = vec![enterprise.into(), from.into(), id.into()];
            find = find.filter(after_row(&columns, values));
        }
        let find = find
            .order_by_asc(Column::EnterpriseId)
            .order_by_asc(Column::ValidFrom)
            .order_by_asc(Column::Id)
            .limit(limit);
        let rows = find.all(&self.conn).await?;
        self.nameless(rows).await
    }

    /// The enterprises that have such entries, by code, so many of them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enterprises_listed(
        &self,
        filter: &EntryFilter,
        limit: u64,
    ) -> Result<Vec<String>> {
        use whitelist_entry::Column;
        let find = filtered(filter).select_only().column(Column::EnterpriseId).distinct();
        let find = find.order_by_asc(Column::EnterpriseId).limit(limit);
        Ok(find.into_tuple().all(&self.conn).await?)
    }

    /// The departments that have taken a step with some entries, in order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn departments_of_entries(&self, ids: &[WhitelistEntryId]) -> Result<Vec<String>> {
        use whitelist_step::Column;
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let find = whitelist_step::Entity::find()
            .select_only()
            .column(Column::DepartmentId)
            .distinct()
            .filter(Column::EntryId.is_in(padded(ids.iter().map(|id| id.0).collect())))
            .filter(Column::DepartmentId.is_not_null())
            .order_by_asc(Column::DepartmentId);
        Ok(find.into_tuple().all(&self.conn).await?)
    }

    /// How many entries there are.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_whitelist_entries(&self, filter: &EntryFilter) -> Result<u64> {
        Ok(filtered(filter).count(&self.conn).await?)
    }

    /// How many enterprises have such entries.
    ///
    /// # Errors
    /// What the database says.
    pub async fn count_whitelisted(&self, filter: &EntryFilter) -> Result<u64> {
        let find =
            filtered(filter).select_only().column(whitelist_entry::Column::EnterpriseId).distinct();
        Ok(find.count(&self.conn).await?)
    }

    /// Entries that some files prove, by file.
    ///
    /// # Errors
    /// What the database says.
    pub async fn whitelist_entries_proven_by(
        &self,
        files: Vec<EvidenceId>,
    ) -> Result<HashMap<EvidenceId, WhitelistEntryId>> {
        use whitelist_evidence::Column;
        if files.is_empty() {
            return Ok(HashMap::new());
        }
        let files = padded(files.into_iter().map(|id| id.0).collect());
        let find = whitelist_evidence::Entity::find().filter(Column::EvidenceId.is_in(files));
        let rows = find.all(&self.conn).await?.into_iter();
        Ok(rows.map(|row| (EvidenceId(row.evidence_id), WhitelistEntryId(row.entry_id))).collect())
    }
}

impl Tx {
    /// An entry, whole, locked with its enterprise until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn lock_whitelist_entry(&self, id: WhitelistEntryId) -> Result<Entry> {
        let found = whitelist_entry::Entity::find_by_id(id.0).one(&self.conn).await?;
        let row = found.ok_or(Error::NotFound)?;
        self.lock_enterprises(&[row.enterprise_id]).await?;
        self.whitelist_entry(id).await
    }

    /// The entries that name a person, whole, locked with their enterprises in the order of their
    /// codes.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_whitelist_entries_naming(&self, resident: ResidentId) -> Result<Vec<Entry>> {
        let enterprises: Vec<String> = whitelist_entry::Entity::find()
            .select_only()
            .column(whitelist_entry::Column::EnterpriseId)
            .distinct()
            .filter(whitelist_entry::Column::Id.in_subquery(naming(resident)))
            .into_tuple()
            .all(&self.conn)
            .await?;
        if enterprises.is_empty() {
            return Ok(Vec::new());
        }
        self.lock_enterprises(&enterprises).await?;
        let find = whitelist_entry::Entity::find()
            .filter(whitelist_entry::Column::Id.in_subquery(naming(resident)))
            .filter(whitelist_entry::Column::EnterpriseId.is_in(padded(enterprises)))
            .order_by_asc(whitelist_entry::Column::Id);
        let rows = find.all(&self.conn).await?;
        self.whole(rows).await
    }

    /// Some enterprises, locked until the transaction ends in the order of their ids, so that the
    /// entries of each are changed by one at a time; those of them that are on record.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_enterprises(&self, ids: &[String]) -> Result<Vec<String>> {
        let ids = padded(ids.to_vec());
        let rows: Vec<String> = enterprise::Entity::find()
            .select_only()
            .column(enterprise::Column::Id)
            .filter(enterprise::Column::Id.is_in(ids))
            .order_by_asc(enterprise::Column::Id)
            .lock_exclusive()
            .into_tuple()
            .all(&self.conn)
            .await?;
        Ok(rows)
    }

    /// The number of the change that this transaction makes to the list; nobody else takes one
    /// until it ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn next_whitelist_stamp(&self) -> Result<i64> {
        let sql = "UPDATE whitelist_clock SET number = number + 1 WHERE id = 1 RETURNING number";
        let backend = self.conn.get_database_backend();
        let row = self.conn.query_one_raw(Statement::from_string(backend, sql)).await?;
        let row = row.ok_or_else(|| Error::internal("the whitelist has no clock"))?;
        Ok(row.try_get("", "number")?)
    }

    /// Adds entries.
    ///
    /// # Errors
    /// `Conflict` where another holds its days; what else the database says.
    pub async fn add_whitelist_entries(&self, new: &[Entry]) -> Result<()> {
        let mut batch = Batch::new(&self.conn);
        batch.add(new.iter().map(row_of).collect::<Result<Vec<_>>>()?, None)?;
        let steps = new.iter().flat_map(|entry| {
            let numbered = (1..).zip(&entry.steps);
            numbered.map(|(number, step)| step_row(entry.id, number, step))
        });
        batch.add(steps, None)?;
        let files = new.iter().flat_map(|entry| evidence_rows(entry, 0));
        batch.add(files, None)?;
        let persons = new.iter().flat_map(|entry| {
            let numbered = (1..).zip(&entry.persons);
            numbered.map(|(number, person)| person_row(entry.id, number, person))
        });
        batch.add(persons, None)?;
        let ends = new.iter().flat_map(|entry| {
            let numbered = (1..).zip(&entry.persons);
            numbered.flat_map(|(number, person)| end_rows(entry.id, number, person, 0))
        });
        batch.add(ends, None)?;
        batch.write(&self.conn).await
    }

    /// Writes an entry that has changed: its row, its new steps, what is known of its persons now,
    /// and the new ends of their coverage.
    ///
    /// # Errors
    /// `Conflict` where another holds its days; what else the database says.
    pub async fn update_whitelist_entry(&self, before: &Entry, after: &Entry) -> Result<()> {
        let update = whitelist_entry::Entity::update_many()
            .set(row_of(after)?)
            .filter(whitelist_entry::Column::Id.eq(after.id.0));
        update.exec(&self.conn).await?;
        let mut batch = Batch::new(&self.conn);
        let steps = (1..).zip(&after.steps).skip(before.steps.len());
        batch.add(steps.map(|(number, step)| step_row(after.id, number, step)), None)?;
        batch.add(evidence_rows(after, before.steps.len()), None)?;
        let persons = (1..).zip(&after.persons).enumerate();
        let changed = persons.filter(|(index, (_, own))| before.persons.get(*index) != Some(*own));
        let rows = changed.map(|(_, (number, person))| person_row(after.id, number, person));
        use whitelist_person::Column;
        let mut over = OnConflict::columns([Column::EntryId, Column::Number]);
        over.update_columns([Column::ResidentId, Column::UntilDate, Column::EndedAt]);
        batch.add(rows, Some(over))?;
        let known = |index: usize| before.persons.get(index).map_or(0, |own| own.ends.len());
        let persons = (1..).zip(&after.persons).enumerate();
        let ends = persons
            .flat_map(|(index, (number, person))| end_rows(after.id, number, person, known(index)));
        batch.add(ends, None)?;
        batch.write(&self.conn).await
    }
}

/// The ids of the entries that name a person.
fn naming(resident: ResidentId) -> SelectStatement {
    whitelist_person::Entity::find()
        .select_only()
        .column(whitelist_person::Column::EntryId)
        .filter(whitelist_person::Column::ResidentId.eq(resident.0))
        .into_query()
}

fn filtered(filter: &EntryFilter) -> Select<whitelist_entry::Entity> {
    use whitelist_entry::Column;
    let mut find = whitelist_entry::Entity::find();
    if let Some(some) = &filter.enterprises {
        find = find.filter(Column::EnterpriseId.is_in(padded(some.clone())));
    }
    if let Some(town) = &filter.town {
        let there = enterprise::Entity::find()
            .select_only()
            .column(enterprise::Column::Id)
            .filter(enterprise::Column::Town.eq(town));
        find = find.filter(Column::EnterpriseId.in_subquery(there.into_query()));
    }
    if let Some(direction) = filter.direction {
        let meets = Direction::ALL.into_iter().filter(|one| one.meets(direction));
        find = find.filter(Column::Direction.is_in(meets.map(Direction::number)));
    }
    if let Some(last) = filter.valid_until_at_most {
        find = find.filter(Column::ValidUntil.lte(last));
    }
    if !filter.states.is_empty() {
        let any = filter
            .states
            .iter()
            .fold(Condition::any(), |any, state| any.add(row::stands(*state, filter.now)));
        find = find.filter(any);
    }
    find
}

fn evidence_rows(
    entry: &Entry,
    skip: usize,
) -> impl Iterator<Item = whitelist_evidence::ActiveModel> {
    use sea_orm::ActiveValue::Set;
    let steps = (1..).zip(&entry.steps).skip(skip);
    steps.flat_map(move |(number, step)| {
        step.evidence.iter().map(move |file| whitelist_evidence::ActiveModel {
            entry_id: Set(entry.id.0),
            step_number: Set(number),
            evidence_id: Set(file.0),
        })
    })
}
