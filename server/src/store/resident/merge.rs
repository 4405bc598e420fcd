//! Merges of residents, and what refers to a resident: cases and appointments. The unique index on
//! the duplicate is the last word on one merge that waits.

use crate::{
    domain::{
        id::{AccountId, AppointmentId, CaseId, ResidentId, ResidentMergeId},
        resident::{MergeDecision, MergeState, ResidentMerge, ResidentState},
    },
    error::{Error, Result},
    store::{
        Session, Tx, duplicate,
        entity::{appointment, case_file, resident, resident_merge},
        padded,
    },
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::HashMap;
use uuid::Uuid;

impl<C: ConnectionTrait> Session<C> {
    /// A page of merges in some states, by id, after one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn resident_merges(
        &self,
        states: &[MergeState],
        after: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<ResidentMerge>> {
        use resident_merge::Column;
        let mut find = resident_merge::Entity::find()
            .filter(Column::State.is_in(states.iter().map(|state| state.number())));
        if let Some(after) = after {
            find = find.filter(Column::Id.gt(after));
        }
        let find = find.order_by_asc(Column::Id).limit(limit);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// A merge that waits and would end one of these records.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open_merge_of(&self, ids: &[ResidentId]) -> Result<Option<ResidentMergeId>> {
        use resident_merge::Column;
        let id: Option<Uuid> = resident_merge::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::State.eq(MergeState::Requested.number()))
            .filter(Column::DuplicateId.is_in(ids.iter().map(|id| id.0)))
            .order_by_asc(Column::Id)
            .into_tuple()
            .one(&self.conn)
            .await?;
        Ok(id.map(ResidentMergeId))
    }

    /// The records that go on of those among some that were merged into another, at its end where
    /// that one was merged too.
    ///
    /// # Errors
    /// What the database says.
    pub async fn merged_into(&self, ids: &[ResidentId]) -> Result<HashMap<ResidentId, ResidentId>> {
        use resident::Column;
        let mut found: HashMap<ResidentId, ResidentId> = HashMap::new();
        let mut asked: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        while !asked.is_empty() {
            let find = resident::Entity::find()
                .select_only()
                .columns([Column::Id, Column::MergedInto])
                .filter(Column::Id.is_in(padded(asked)))
                .filter(Column::MergedInto.is_not_null());
            let rows: Vec<(Uuid, Uuid)> = find.into_tuple().all(&self.conn).await?;
            for (id, into) in &rows {
                let before = found.values_mut().filter(|own| own.0 == *id);
                before.for_each(|own| own.0 = *into);
                if ids.contains(&ResidentId(*id)) {
                    found.insert(ResidentId(*id), ResidentId(*into));
                }
            }
            asked = rows.into_iter().map(|(_, into)| into).collect();
        }
        Ok(found)
    }

    /// The cases of a resident, by id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn cases_of_resident(&self, of: ResidentId) -> Result<Vec<CaseId>> {
        let find = case_file::Entity::find()
            .select_only()
            .column(case_file::Column::Id)
            .filter(case_file::Column::ResidentId.eq(of.0))
            .order_by_asc(case_file::Column::Id);
        let ids: Vec<Uuid> = find.into_tuple().all(&self.conn).await?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// The appointments of a resident, by id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn appointments_of_resident(&self, of: ResidentId) -> Result<Vec<AppointmentId>> {
        let find = appointment::Entity::find()
            .select_only()
            .column(appointment::Column::Id)
            .filter(appointment::Column::ResidentId.eq(of.0))
            .order_by_asc(appointment::Column::Id);
        let ids: Vec<Uuid> = find.into_tuple().all(&self.conn).await?;
        Ok(ids.into_iter().map(AppointmentId).collect())
    }

    /// Who in use depends on a resident, by id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn dependants_of(&self, of: ResidentId) -> Result<Vec<ResidentId>> {
        let find = resident::Entity::find()
            .select_only()
            .column(resident::Column::Id)
            .filter(resident::Column::PrincipalId.eq(of.0))
            .filter(resident::Column::State.eq(ResidentState::Active.number()))
            .order_by_asc(resident::Column::Id);
        let ids: Vec<Uuid> = find.into_tuple().all(&self.conn).await?;
        Ok(ids.into_iter().map(ResidentId).collect())
    }
}

impl Tx {
    /// A merge, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn lock_merge(&self, id: ResidentMergeId) -> Result<ResidentMerge> {
        let find = resident_merge::Entity::find_by_id(id.0).lock_exclusive();
        of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Adds a merge.
    ///
    /// # Errors
    /// `Conflict` where one of the duplicate waits meanwhile: the request is judged again.
    pub async fn add_merge(&self, new: &ResidentMerge) -> Result<()> {
        let insert = resident_merge::Entity::insert(row_of(new));
        match insert.exec_without_returning(&self.conn).await {
            Ok(_) => Ok(()),
            Err(error) if duplicate(&error).is_some() => Err(Error::Conflict),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes a decided merge.
    ///
    /// # Errors
    /// What the database says.
    pub async fn update_merge(&self, changed: &ResidentMerge) -> Result<()> {
        resident_merge::Entity::update_many()
            .set(row_of(changed))
            .filter(resident_merge::Column::Id.eq(changed.id.0))
            .exec(&self.conn)
            .await?;
        Ok(())
    }
}

fn row_of(from: &ResidentMerge) -> resident_merge::ActiveModel {
    let decision = from.decision.as_ref();
    resident_merge::ActiveModel {
        id: Set(from.id.0),
        state: Set(from.state.number()),
        duplicate_id: Set(from.duplicate.0),
        survivor_id: Set(from.survivor.0),
        reason: Set(from.reason.clone()),
        requested_by: Set(from.requested_by.0),
        requested_at: Set(from.requested_at),
        decision: Set(decision.map(|decision| decision.text.clone()).unwrap_or_default()),
        decided_by: Set(decision.map(|decision| decision.by.0)),
        decided_at: Set(decision.map(|decision| decision.at)),
        version: Set(from.version),
    }
}

fn of_row(row: resident_merge::Model) -> Result<ResidentMerge> {
    let unreadable = || Error::internal("a merge cannot be read");
    let decided = row.decided_by.zip(row.decided_at);
    let text = row.decision;
    Ok(ResidentMerge {
        id: ResidentMergeId(row.id),
        state: MergeState::from_number(row.state).ok_or_else(unreadable)?,
        duplicate: ResidentId(row.duplicate_id),
        survivor: ResidentId(row.survivor_id),
        reason: row.reason,
        requested_by: AccountId(row.requested_by),
        requested_at: row.requested_at,
        decision: decided.map(|(by, at)| MergeDecision { by: AccountId(by), at, text }),
        version: row.version,
    })
}
