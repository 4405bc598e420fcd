//! Entries whole: with their steps, what proves them, and persons.

use super::row::{of_end, of_person, of_rows, of_step};
use crate::{
    domain::whitelist::{Entry, EntryStep, NamedEnd, NamedPerson},
    error::Result,
    store::{
        Session,
        entity::{
            whitelist_entry, whitelist_evidence, whitelist_person, whitelist_person_end,
            whitelist_step,
        },
        padded,
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;
use uuid::Uuid;

/// Entries that are read together.
const AT_A_TIME: usize = 500;

/// What belongs to entries, by their ids.
type Of<T> = HashMap<Uuid, Vec<T>>;

impl<C: ConnectionTrait> Session<C> {
    /// The entries of some rows, with their steps and persons.
    pub(super) async fn whole(&self, rows: Vec<whitelist_entry::Model>) -> Result<Vec<Entry>> {
        self.read_with(rows, true).await
    }

    /// The entries of some rows, with their steps.
    pub(super) async fn nameless(&self, rows: Vec<whitelist_entry::Model>) -> Result<Vec<Entry>> {
        self.read_with(rows, false).await
    }

    async fn read_with(
        &self,
        rows: Vec<whitelist_entry::Model>,
        named: bool,
    ) -> Result<Vec<Entry>> {
        let mut entries = Vec::with_capacity(rows.len());
        for rows in rows.chunks(AT_A_TIME) {
            let ids: Vec<Uuid> = padded(rows.iter().map(|row| row.id).collect());
            let mut steps = self.steps_of_entries(&ids).await?;
            let mut persons = if named { self.persons_of_entries(&ids).await? } else { Of::new() };
            for row in rows {
                let steps = steps.remove(&row.id).unwrap_or_default();
                let persons = persons.remove(&row.id).unwrap_or_default();
                entries.push(of_rows(row, steps, persons)?);
            }
        }
        Ok(entries)
    }

    async fn steps_of_entries(&self, ids: &[Uuid]) -> Result<Of<EntryStep>> {
        let mut evidence: HashMap<(Uuid, i32), Vec<Uuid>> = HashMap::new();
        let find = whitelist_evidence::Entity::find()
            .filter(whitelist_evidence::Column::EntryId.is_in(ids.iter().copied()));
        for row in find.all(&self.conn).await? {
            let own = evidence.entry((row.entry_id, row.step_number)).or_default();
            own.push(row.evidence_id);
        }
        let mut steps: Of<EntryStep> = HashMap::new();
        let find = whitelist_step::Entity::find()
            .filter(whitelist_step::Column::EntryId.is_in(ids.iter().copied()))
            .order_by_asc(whitelist_step::Column::EntryId)
            .order_by_asc(whitelist_step::Column::Number);
        for row in find.all(&self.conn).await? {
            let files = evidence.remove(&(row.entry_id, row.number)).unwrap_or_default();
            steps.entry(row.entry_id).or_default().push(of_step(row, files)?);
        }
        Ok(steps)
    }

    async fn persons_of_entries(&self, ids: &[Uuid]) -> Result<Of<NamedPerson>> {
        use whitelist_person_end::Column as End;
        let find = whitelist_person::Entity::find()
            .filter(whitelist_person::Column::EntryId.is_in(ids.iter().copied()))
            .order_by_asc(whitelist_person::Column::EntryId)
            .order_by_asc(whitelist_person::Column::Number);
        let rows = find.all(&self.conn).await?;
        let mut ends: HashMap<(Uuid, i32), Vec<NamedEnd>> = HashMap::new();
        if rows.iter().any(|row| row.until_date.is_some()) {
            let find = whitelist_person_end::Entity::find()
                .filter(End::EntryId.is_in(ids.iter().copied()))
                .order_by_asc(End::EntryId)
                .order_by_asc(End::PersonNumber)
                .order_by_asc(End::Number);
            for row in find.all(&self.conn).await? {
                let own = ends.entry((row.entry_id, row.person_number)).or_default();
                own.push(of_end(&row));
            }
        }
        let mut persons: Of<NamedPerson> = HashMap::new();
        for row in rows {
            let own = ends.remove(&(row.entry_id, row.number)).unwrap_or_default();
            persons.entry(row.entry_id).or_default().push(of_person(&row, own));
        }
        Ok(persons)
    }
}
