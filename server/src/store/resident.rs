//! Residents with the keys of their names. A finder asks for a scope: a department sees the
//! applicants of the cases in which it has a task.

pub mod import;
mod merge;
mod record;
mod row;

use super::{
    Session, Tx, after_row,
    case::cases_with,
    entity::{case_file, case_task, resident, resident_name_key},
    padded,
    rows::Batch,
};
use crate::{
    domain::{
        caller::Scope,
        id::ResidentId,
        resident::{MAX_PRINCIPALS, Resident, ResidentState, name_keys},
    },
    error::{Error, Result},
};
use import::REGISTRATIONS;
use row::{key_rows, of_row, row_of, step_row};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select, Statement, sea_query::SelectStatement,
};
use uuid::Uuid;

/// Which residents are asked for.
#[derive(Clone, Debug, Default)]
pub struct ResidentFilter {
    /// Each of these begins a key of his names.
    pub name_tokens: Vec<String>,
    /// Born on the day of this keyed hash.
    pub birth_key: Option<[u8; 32]>,
    /// Who work there, by its credit code.
    pub enterprise_id: Option<String>,
    /// Who depend on him.
    pub principal: Option<ResidentId>,
    /// In these states; empty: in use.
    pub states: Vec<ResidentState>,
}

impl<C: ConnectionTrait> Session<C> {
    /// A resident within the scope, also a merged one.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn resident(&self, scope: &Scope, id: ResidentId) -> Result<Resident> {
        let find = scoped(resident::Entity::find_by_id(id.0), scope);
        of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Those residents of some ids that are within the scope, in no order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn residents_by_id(
        &self,
        scope: &Scope,
        ids: &[ResidentId],
    ) -> Result<Vec<Resident>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = padded::<Uuid>(ids.iter().map(|id| id.0).collect());
        let find = resident::Entity::find().filter(resident::Column::Id.is_in(ids));
        scoped(find, scope).all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// A page of residents within the scope, by name, then id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn residents(
        &self,
        scope: &Scope,
        filter: &ResidentFilter,
        after: Option<(String, Uuid)>,
        limit: u64,
    ) -> Result<Vec<Resident>> {
        use resident::Column;
        let mut find = scoped(filtered(filter), scope);
        if let Some((name, id)) = after {
            let columns = [Column::SortName, Column::Id];
            find = find.filter(after_row(&columns, vec![name.into(), id.into()]));
        }
        let find = find.order_by_asc(Column::SortName).order_by_asc(Column::Id).limit(limit);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// The departments that may see a resident: those with a task in one of his cases, in order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn departments_of_resident(&self, id: ResidentId) -> Result<Vec<String>> {
        let cases = case_file::Entity::find()
            .select_only()
            .column(case_file::Column::Id)
            .filter(case_file::Column::ResidentId.eq(id.0))
            .into_query();
        let find = case_task::Entity::find()
            .select_only()
            .column(case_task::Column::DepartmentId)
            .distinct()
            .filter(case_task::Column::CaseId.in_subquery(cases))
            .order_by_asc(case_task::Column::DepartmentId);
        Ok(find.into_tuple().all(&self.conn).await?)
    }
}

impl Tx {
    /// Some residents, whom nobody changes until the transaction ends; in the order of their ids.
    ///
    /// # Errors
    /// What the database says.
    pub async fn share_residents(&self, ids: &[ResidentId]) -> Result<Vec<Resident>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = padded::<Uuid>(ids.iter().map(|id| id.0).collect());
        let find = resident::Entity::find().filter(resident::Column::Id.is_in(ids));
        let find = find.order_by_asc(resident::Column::Id).lock_shared();
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// A resident within the scope, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn lock_resident(&self, scope: &Scope, id: ResidentId) -> Result<Resident> {
        let find = scoped(resident::Entity::find_by_id(id.0), scope).lock_exclusive();
        of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Keeps others from registering a person of this birth date until the transaction ends: who
    /// comes later sees who was registered before. On SQLite there is one writer anyway.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_birth(&self, birth_key: &[u8; 32]) -> Result<()> {
        if self.is_postgres() {
            let (first, _) = birth_key.split_first_chunk().ok_or(Error::NotFound)?;
            // The first is an import's alone.
            let sql = "SELECT pg_advisory_xact_lock_shared($1), pg_advisory_xact_lock($2)";
            let values = [REGISTRATIONS.into(), i64::from_be_bytes(*first).into()];
            let backend = self.conn.get_database_backend();
            self.conn.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        }
        Ok(())
    }

    /// The residents in use who were born on the day of a keyed hash.
    ///
    /// # Errors
    /// What the database says.
    pub async fn residents_born(&self, birth_key: &[u8; 32]) -> Result<Vec<Resident>> {
        let find = resident::Entity::find()
            .filter(resident::Column::BirthKey.eq(birth_key.to_vec()))
            .filter(resident::Column::State.eq(ResidentState::Active.number()))
            .order_by_asc(resident::Column::Id);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// The principals above one another, from one on, each locked: whoever closes a circle from the
    /// other side waits, or is told to try again. One more than may be tells of too many.
    ///
    /// # Errors
    /// `NotFound` where the first is not there.
    pub async fn lock_principals(&self, from: ResidentId) -> Result<Vec<Resident>> {
        let mut chain: Vec<Resident> = Vec::new();
        let mut next = Some(from);
        while let Some(id) = next.filter(|_| chain.len() <= MAX_PRINCIPALS) {
            let resident = self.lock_resident(&Scope::Centre, id).await?;
            next = resident.dependence.map(|dependence| dependence.principal);
            chain.push(resident);
        }
        Ok(chain)
    }

    /// Adds a resident, the keys of his names and his history.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_resident(&self, new: &Resident) -> Result<()> {
        let mut batch = Batch::new(&self.conn);
        batch.add([row_of(new)?], None)?;
        batch.add(key_rows(new.id, name_keys(&new.names)), None)?;
        batch.add(new.new_steps.iter().map(|step| step_row(new.id, step)), None)?;
        batch.write(&self.conn).await
    }

    /// Writes a changed resident, his keys where his names changed, and his new steps.
    ///
    /// # Errors
    /// What the database says.
    pub async fn update_resident(&self, before: &Resident, after: &Resident) -> Result<()> {
        resident::Entity::update_many()
            .set(row_of(after)?)
            .filter(resident::Column::Id.eq(after.id.0))
            .exec(&self.conn)
            .await?;
        let mut batch = Batch::new(&self.conn);
        if before.names != after.names {
            let (old, new) = (name_keys(&before.names), name_keys(&after.names));
            let gone: Vec<String> = old.difference(&new).cloned().collect();
            if !gone.is_empty() {
                resident_name_key::Entity::delete_many()
                    .filter(resident_name_key::Column::ResidentId.eq(after.id.0))
                    .filter(resident_name_key::Column::NameKey.is_in(gone))
                    .exec(&self.conn)
                    .await?;
            }
            let added = new.difference(&old).cloned();
            batch.add(key_rows(after.id, added), None)?;
        }
        batch.add(after.new_steps.iter().map(|step| step_row(after.id, step)), None)?;
        batch.write(&self.conn).await
    }
}

fn scoped(find: Select<resident::Entity>, scope: &Scope) -> Select<resident::Entity> {
    match scope {
        Scope::Centre => find,
        Scope::Department(own) => find.filter(resident::Column::Id.in_subquery(applicants_of(own))),
    }
}

/// The ids of the residents who apply in a case in which a department has a task.
pub(in crate::store) fn applicants_of(department: &str) -> SelectStatement {
    case_file::Entity::find()
        .select_only()
        .column(case_file::Column::ResidentId)
        .filter(case_file::Column::ResidentId.is_not_null())
        .filter(case_file::Column::Id.in_subquery(cases_with(department)))
        .into_query()
}

fn filtered(filter: &ResidentFilter) -> Select<resident::Entity> {
    use resident::Column;
    let mut find = resident::Entity::find();
    find = match filter.states.as_slice() {
        [] => find.filter(Column::State.eq(ResidentState::Active.number())),
        states => find.filter(Column::State.is_in(states.iter().map(|state| state.number()))),
    };
    for token in &filter.name_tokens {
        find = find.filter(Column::Id.in_subquery(named(token)));
    }
    if let Some(key) = filter.birth_key {
        find = find.filter(Column::BirthKey.eq(key.to_vec()));
    }
    if let Some(enterprise) = &filter.enterprise_id {
        find = find.filter(Column::EnterpriseId.eq(enterprise));
    }
    if let Some(principal) = filter.principal {
        find = find.filter(Column::PrincipalId.eq(principal.0));
    }
    find
}

/// The ids of those with a key that begins so. The bounds are those of an index; a pattern's would
/// depend on the database.
fn named(token: &str) -> SelectStatement {
    use resident_name_key::Column;
    resident_name_key::Entity::find()
        .select_only()
        .column(Column::ResidentId)
        .filter(Column::NameKey.gte(token))
        .filter(Column::NameKey.lt(format!("{token}\u{10ffff}")))
        .into_query()
}
