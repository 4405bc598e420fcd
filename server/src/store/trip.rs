//! Trips with who travels and the entries they rest on. A department sees those under an entry with
//! which it took a step.

mod row;
mod step;

use super::{
    Session, Tx, after_row,
    enterprise::{by_group, in_groups},
    entity::{enterprise_membership, trip, trip_entry, trip_person, whitelist_step},
    padded,
    rows::Batch,
};
use crate::{
    domain::{
        id::{EnterpriseGroupId, ResidentId, TripId, WhitelistEntryId},
        trip::{Traveller, Trip, TripState},
        whitelist::TravellerRole,
    },
    error::{Error, Result},
};
use chrono::{Datelike as _, Months, NaiveDate};
use row::{of_row, row_of};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType,
    PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _, Select,
    sea_query::SelectStatement,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Which trips are asked for.
#[derive(Clone, Debug, Default)]
pub struct TripFilter {
    /// Of this enterprise.
    pub enterprise_id: Option<String>,
    /// Under this entry.
    pub entry: Option<WhitelistEntryId>,
    /// In these states; none: in any.
    pub states: Vec<TripState>,
    /// Only those with flags.
    pub flagged_only: bool,
    /// Whose last day is not before this.
    pub from: Option<NaiveDate>,
    /// Whose first day is not after this.
    pub until: Option<NaiveDate>,
    /// Under an entry with which this department took a step.
    pub department_id: Option<String>,
}

impl<C: ConnectionTrait> Session<C> {
    /// Some trips, in no order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn trips_by_id(&self, ids: &[TripId]) -> Result<Vec<Trip>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = padded(ids.iter().map(|id| id.0).collect());
        let find = trip::Entity::find().filter(trip::Column::Id.is_in(ids));
        let rows = find.all(&self.conn).await?;
        self.whole_trips(rows).await
    }

    /// A trip.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn trip(&self, id: TripId) -> Result<Trip> {
        self.trips_by_id(&[id]).await?.pop().ok_or(Error::NotFound)
    }

    /// A page of trips by first day and id, after one of them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn trips(
        &self,
        filter: &TripFilter,
        after: Option<(NaiveDate, Uuid)>,
        limit: u64,
    ) -> Result<Vec<Trip>> {
        use trip::Column;
        let mut find = trip::Entity::find();
        if let Some(enterprise) = &filter.enterprise_id {
            find = find.filter(Column::EnterpriseId.eq(enterprise));
        }
        if let Some(entry) = filter.entry {
            find = find.filter(Column::Id.in_subquery(under(entry)));
        }
        if !filter.states.is_empty() {
            let states = filter.states.iter().map(|state| state.number());
            find = find.filter(Column::State.is_in(states));
        }
        if filter.flagged_only {
            find = find.filter(Column::Flags.ne("[]"));
        }
        if let Some(from) = filter.from {
            find = find.filter(Column::UntilDate.gte(from));
        }
        if let Some(until) = filter.until {
            find = find.filter(Column::FromDate.lte(until));
        }
        if let Some(department) = &filter.department_id {
            find = find.filter(Column::Id.in_subquery(under_steps_of(department)));
        }
        if let Some((from, id)) = after {
            let columns = [Column::FromDate, Column::Id];
            find = find.filter(after_row(&columns, vec![from.into(), id.into()]));
        }
        let find = find.order_by_asc(Column::FromDate).order_by_asc(Column::Id).limit(limit);
        let rows = find.all(&self.conn).await?;
        self.whole_trips(rows).await
    }

    /// How many trips under an entry begin in a day's month, those that are cancelled not counted.
    ///
    /// # Errors
    /// What the database says.
    pub async fn trips_filed_under(&self, entry: WhitelistEntryId, day: NaiveDate) -> Result<u64> {
        let find = filed_in_month(day).filter(trip::Column::Id.in_subquery(under(entry)));
        Ok(find.count(&self.conn).await?)
    }

    /// The same of the enterprises that are in some groups on the day, by group; one of which there
    /// are none is left out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn trips_filed_by_groups(
        &self,
        groups: &[EnterpriseGroupId],
        day: NaiveDate,
    ) -> Result<HashMap<EnterpriseGroupId, u64>> {
        use enterprise_membership::Column;
        let of = trip::Entity::belongs_to(enterprise_membership::Entity)
            .from(trip::Column::EnterpriseId)
            .to(Column::EnterpriseId);
        let find = filed_in_month(day)
            .select_only()
            .column(Column::GroupId)
            .column_as(trip::Column::Id.count(), "trips")
            .join(JoinType::InnerJoin, of.into())
            .filter(in_groups(groups, day))
            .group_by(Column::GroupId);
        let rows: Vec<(Uuid, i64)> = find.into_tuple().all(&self.conn).await?;
        by_group(rows)
    }

    /// Those of some persons who travel on a filed trip that does not end before a day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn coming_travellers(
        &self,
        some: &[ResidentId],
        from: NaiveDate,
    ) -> Result<Vec<ResidentId>> {
        use trip_person::Column;
        if some.is_empty() {
            return Ok(Vec::new());
        }
        let coming = trip::Entity::find()
            .select_only()
            .column(trip::Column::Id)
            .filter(coming(from))
            .into_query();
        let ids: Vec<Uuid> = trip_person::Entity::find()
            .select_only()
            .column(Column::ResidentId)
            .distinct()
            .filter(Column::ResidentId.is_in(padded(some.iter().map(|id| id.0).collect())))
            .filter(Column::TripId.in_subquery(coming))
            .into_tuple()
            .all(&self.conn)
            .await?;
        Ok(ids.into_iter().map(ResidentId).collect())
    }

    async fn whole_trips(&self, rows: Vec<trip::Model>) -> Result<Vec<Trip>> {
        let mut trips = Vec::with_capacity(rows.len());
        for rows in rows.chunks(500) {
            let ids: Vec<Uuid> = padded(rows.iter().map(|row| row.id).collect());
            let mut entries: HashMap<Uuid, Vec<_>> = HashMap::new();
            let find = trip_entry::Entity::find()
                .filter(trip_entry::Column::TripId.is_in(ids.clone()))
                .order_by_asc(trip_entry::Column::EntryId);
            for row in find.all(&self.conn).await? {
                entries.entry(row.trip_id).or_default().push(WhitelistEntryId(row.entry_id));
            }
            let mut persons: HashMap<Uuid, Vec<_>> = HashMap::new();
            let find = trip_person::Entity::find()
                .filter(trip_person::Column::TripId.is_in(ids))
                .order_by_asc(trip_person::Column::TripId)
                .order_by_asc(trip_person::Column::Number);
            for row in find.all(&self.conn).await? {
                let role = TravellerRole::from_number(row.role);
                let traveller = Traveller { resident_id: ResidentId(row.resident_id), role };
                persons.entry(row.trip_id).or_default().push(traveller);
            }
            for row in rows {
                let of = |found: Option<Vec<_>>| found.unwrap_or_default();
                let travellers = persons.remove(&row.id).unwrap_or_default();
                trips.push(of_row(row.clone(), travellers, of(entries.remove(&row.id)))?);
            }
        }
        Ok(trips)
    }
}

impl Tx {
    /// A trip, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn lock_trip(&self, id: TripId) -> Result<Trip> {
        let find = trip::Entity::find_by_id(id.0).lock_exclusive();
        let row = find.one(&self.conn).await?.ok_or(Error::NotFound)?;
        self.whole_trips(vec![row]).await?.pop().ok_or(Error::NotFound)
    }

    /// The filed trips under an entry that do not end before a day, locked in the order of their
    /// ids.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_coming_trips(
        &self,
        entry: WhitelistEntryId,
        from: NaiveDate,
    ) -> Result<Vec<Trip>> {
        self.lock_some(under(entry), coming(from)).await
    }

    /// The filed trips of a person that do not end before a day, locked in the order of their ids.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_coming_trips_of(
        &self,
        who: ResidentId,
        from: NaiveDate,
    ) -> Result<Vec<Trip>> {
        self.lock_some(of_person(who), coming(from)).await
    }

    /// All trips of a person, locked in the order of their ids.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_trips_of(&self, who: ResidentId) -> Result<Vec<Trip>> {
        self.lock_some(of_person(who), Condition::all()).await
    }

    async fn lock_some(&self, ids: SelectStatement, which: Condition) -> Result<Vec<Trip>> {
        let find = trip::Entity::find()
            .filter(trip::Column::Id.in_subquery(ids))
            .filter(which)
            .order_by_asc(trip::Column::Id)
            .lock_exclusive();
        let rows = find.all(&self.conn).await?;
        self.whole_trips(rows).await
    }

    /// Adds a trip.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_trip(&self, new: &Trip) -> Result<()> {
        let mut batch = Batch::new(&self.conn);
        batch.add([row_of(new)], None)?;
        let entries = new.entries.iter().map(|entry| trip_entry::ActiveModel {
            trip_id: Set(new.id.0),
            entry_id: Set(entry.0),
        });
        batch.add(entries, None)?;
        let persons = (1..).zip(&new.journey.travellers);
        let persons = persons.map(|(number, traveller)| trip_person::ActiveModel {
            trip_id: Set(new.id.0),
            number: Set(number),
            resident_id: Set(traveller.resident_id.0),
            role: Set(traveller.role.map_or(0, TravellerRole::number)),
        });
        batch.add(persons, None)?;
        batch.write(&self.conn).await
    }

    /// Writes a trip that has changed; who travels and what it rests on stay.
    ///
    /// # Errors
    /// What the database says.
    pub async fn update_trip(&self, changed: &Trip) -> Result<()> {
        trip::Entity::update_many()
            .set(row_of(changed))
            .filter(trip::Column::Id.eq(changed.id.0))
            .exec(&self.conn)
            .await?;
        Ok(())
    }

    /// Who travels is another record of the same person from now on; the trips.
    ///
    /// # Errors
    /// What the database says.
    pub async fn move_traveller(&self, from: ResidentId, to: ResidentId) -> Result<()> {
        trip_person::Entity::update_many()
            .set(trip_person::ActiveModel { resident_id: Set(to.0), ..Default::default() })
            .filter(trip_person::Column::ResidentId.eq(from.0))
            .exec(&self.conn)
            .await?;
        Ok(())
    }
}

/// True of a filed trip that does not end before a day.
fn coming(from: NaiveDate) -> Condition {
    let filed = trip::Column::State.eq(TripState::Filed.number());
    Condition::all().add(filed).add(trip::Column::UntilDate.gte(from))
}

/// The ids of the trips of a person.
fn of_person(who: ResidentId) -> SelectStatement {
    trip_person::Entity::find()
        .select_only()
        .column(trip_person::Column::TripId)
        .filter(trip_person::Column::ResidentId.eq(who.0))
        .into_query()
}

/// The ids of the trips under the entries with which a department took a step.
fn under_steps_of(department: &str) -> SelectStatement {
    let entries = whitelist_step::Entity::find()
        .select_only()
        .column(whitelist_step::Column::EntryId)
        .filter(whitelist_step::Column::DepartmentId.eq(department))
        .into_query();
    trip_entry::Entity::find()
        .select_only()
        .column(trip_entry::Column::TripId)
        .filter(trip_entry::Column::EntryId.in_subquery(entries))
        .into_query()
}

/// The ids of the trips under an entry.
fn under(entry: WhitelistEntryId) -> SelectStatement {
    trip_entry::Entity::find()
        .select_only()
        .column(trip_entry::Column::TripId)
        .filter(trip_entry::Column::EntryId.eq(entry.0))
        .into_query()
}

/// The trips that begin in a day's month and are not cancelled.
fn filed_in_month(day: NaiveDate) -> Select<trip::Entity> {
    use trip::Column;
    let first = day.with_day(1).unwrap_or(day);
    let next = first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
    trip::Entity::find()
        .filter(Column::FromDate.gte(first))
        .filter(Column::FromDate.lt(next))
        .filter(Column::State.ne(TripState::Cancelled.number()))
}
