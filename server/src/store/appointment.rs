//! Appointments and their items. A finder asks for a scope: what is outside it is not found. The
//! unique index on active items is the last word on one appointment a person, item and day.

pub(in crate::store) mod row;

use self::row::{full_row, item_rows, of_row, person_key, slot_of, state_of};
use super::{
    Session, Tx, after_row,
    contact::Keys,
    duplicate,
    entity::{appointment, appointment_item},
    padded,
    rows::{Batch, Lookup},
};
use crate::{
    domain::{
        admission::ItemSet,
        appointment::{Appointment, AppointmentFilter, AppointmentState, PersonKey},
        caller::Scope,
        id::AppointmentId,
        slot::SlotKey,
    },
    error::{Error, Result},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, SelectStatement},
};
use uuid::Uuid;

/// A day, state and items of a person's appointment.
#[derive(Clone, Debug)]
pub struct PersonRow {
    /// Whose.
    pub person_key: PersonKey,
    /// When.
    pub date: NaiveDate,
    /// Where it stands.
    pub state: AppointmentState,
    /// What for.
    pub items: ItemSet,
}

/// An appointment to write, with the owner department of each item.
#[derive(Clone, Debug)]
pub struct NewAppointment {
    /// The appointment.
    pub appointment: Appointment,
    /// Item and owner department.
    pub departments: Vec<(String, String)>,
}

impl<C: ConnectionTrait> Session<C> {
    /// An appointment within the scope.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn appointment(&self, scope: &Scope, id: AppointmentId) -> Result<Appointment> {
        let find = scoped(appointment::Entity::find_by_id(id.0), scope);
        of_row(&self.keys, find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Those of these appointments that are within the scope.
    ///
    /// # Errors
    /// What the database says.
    pub async fn appointments_by_id(
        &self,
        scope: &Scope,
        ids: &[AppointmentId],
    ) -> Result<Vec<Appointment>> {
        let ids = padded(ids.iter().map(|id| id.0).collect());
        let find = appointment::Entity::find().filter(appointment::Column::Id.is_in(ids));
        scoped(find, scope)
            .all(&self.conn)
            .await?
            .into_iter()
            .map(|row| of_row(&self.keys, row))
            .collect()
    }

    /// Those of some appointments that there are within the scope, each as it can be read.
    ///
    /// # Errors
    /// What the database says.
    pub async fn appointments_of(
        &self,
        scope: &Scope,
        ids: &[AppointmentId],
    ) -> Result<Vec<(AppointmentId, Result<Appointment>)>> {
        let wanted =
            ids.iter().map(|id| appointment::ActiveModel { id: Set(id.0), ..Default::default() });
        let find = Lookup::new(&self.conn, &wanted.collect::<Vec<_>>(), within(scope))?;
        let rows: Vec<appointment::Model> = find.rows(&self.conn).await?;
        Ok(rows.into_iter().map(|row| (AppointmentId(row.id), of_row(&self.keys, row))).collect())
    }

    /// An appointment within the scope, by its number for paper.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn appointment_by_number(&self, scope: &Scope, number: &str) -> Result<Appointment> {
        let find = appointment::Entity::find().filter(appointment::Column::Number.eq(number));
        of_row(&self.keys, scoped(find, scope).one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// A page of appointments within the scope, by slot time, then id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn appointments(
        &self,
        scope: &Scope,
        filter: &AppointmentFilter,
        after: Option<(NaiveDate, DateTime<Utc>, Uuid)>,
        limit: u64,
    ) -> Result<Vec<Appointment>> {
        use appointment::Column;
        let mut find =
            appointment::Entity::find().filter(Column::SlotDate.between(filter.from, filter.to));
        if !filter.states.is_empty() {
            find = find.filter(Column::State.is_in(filter.states.iter().map(|s| s.number())));
        }
        if !filter.channels.is_empty() {
            find = find.filter(Column::Channel.is_in(filter.channels.iter().map(|c| c.number())));
        }
        if !filter.service_item_ids.is_empty() {
            let items = filter.service_item_ids.clone();
            let wanted = appointment_item::Column::ServiceItemId.is_in(items);
            find = find.filter(Column::Id.in_subquery(item_owners(wanted)));
        }
        if let Some(person) = filter.person_key {
            find = find.filter(Column::PersonKey.eq(person.0.to_vec()));
        }
        if let Some((date, start, id)) = after {
            let columns = [Column::SlotDate, Column::StartAt, Column::Id];
            find = find.filter(after_row(&columns, vec![date.into(), start.into(), id.into()]));
        }
        let find = scoped(find, scope)
            .order_by_asc(Column::SlotDate)
            .order_by_asc(Column::StartAt)
            .order_by_asc(Column::Id)
            .limit(limit);
        find.all(&self.conn).await?.into_iter().map(|row| of_row(&self.keys, row)).collect()
    }

    /// The slots of booked appointments of some days, whatever their scope: for those who change
    /// the calendar or a session and see no more than that.
    ///
    /// # Errors
    /// What the database says.
    pub async fn booked_days(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<(AppointmentId, SlotKey)>> {
        use appointment::Column;
        let find = appointment::Entity::find()
            .filter(Column::SlotDate.between(from, to))
            .filter(Column::State.eq(AppointmentState::Booked.number()))
            .order_by_asc(Column::StartAt)
            .order_by_asc(Column::Id);
        let rows = find.all(&self.conn).await?;
        Ok(rows.iter().map(|row| (AppointmentId(row.id), slot_of(row))).collect())
    }

    /// What may count against these persons since a day: places taken, and appointments missed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn person_rows(
        &self,
        persons: &[PersonKey],
        since: NaiveDate,
    ) -> Result<Vec<PersonRow>> {
        let rows: Vec<appointment::Model> =
            self.find_persons(persons, since)?.rows(&self.conn).await?;
        let row = |row: appointment::Model| {
            Ok(PersonRow {
                person_key: person_key(&row.person_key)?,
                date: row.slot_date,
                state: state_of(row.state)?,
                items: ItemSet::parse(&row.service_items),
            })
        };
        rows.into_iter().map(row).collect()
    }

    /// The look-up of what may count against these persons.
    pub(in crate::store) fn find_persons(
        &self,
        persons: &[PersonKey],
        since: NaiveDate,
    ) -> Result<Lookup> {
        use appointment::Column;
        let wanted = persons.iter().map(|key| appointment::ActiveModel {
            person_key: Set(key.0.to_vec()),
            ..Default::default()
        });
        let counts = |s: &AppointmentState| s.counts_for_person() || *s == AppointmentState::NoShow;
        let states = AppointmentState::ALL.into_iter().filter(counts).map(|s| s.number());
        let also = Condition::all()
            .add(Column::SlotDate.gte(since))
            .add(Column::State.is_in(states.collect::<Vec<_>>()));
        Lookup::new(&self.conn, &wanted.collect::<Vec<_>>(), also)
    }
}

impl Tx {
    /// An appointment within the scope, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn lock_appointment(&self, scope: &Scope, id: AppointmentId) -> Result<Appointment> {
        let find = scoped(appointment::Entity::find_by_id(id.0), scope).lock_exclusive();
        of_row(&self.keys, find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// The booked appointments of these slots, the first booked first, locked.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_booked_in(&self, slots: &[SlotKey]) -> Result<Vec<Appointment>> {
        self.lock_in(slots, AppointmentState::Booked).await
    }

    /// The orphaned appointments of a slot, the first booked first, locked.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_orphaned_in(&self, slot: SlotKey) -> Result<Vec<Appointment>> {
        self.lock_in(&[slot], AppointmentState::Orphaned).await
    }

    async fn lock_in(
        &self,
        slots: &[SlotKey],
        state: AppointmentState,
    ) -> Result<Vec<Appointment>> {
        use appointment::Column;
        let mut any = Condition::any();
        for slot in slots {
            any = any.add(
                Condition::all()
                    .add(Column::SlotDate.eq(slot.date()))
                    .add(Column::StartAt.eq(slot.start))
                    .add(Column::HallSessionId.eq(slot.hall_session_id.0)),
            );
        }
        let find = appointment::Entity::find()
            .filter(any)
            .filter(Column::State.eq(state.number()))
            .order_by_asc(Column::CreatedAt)
            .order_by_asc(Column::Id)
            .lock_exclusive();
        find.all(&self.conn).await?.into_iter().map(|row| of_row(&self.keys, row)).collect()
    }

    /// Writes a changed appointment and whether its items still count.
    ///
    /// # Errors
    /// `Conflict` where it would now be a second one for the person, item and day.
    pub async fn update_appointment(&self, changed: &Appointment) -> Result<()> {
        use appointment_item::Column;
        appointment::Entity::update_many()
            .set(full_row(&self.keys, changed)?)
            .filter(appointment::Column::Id.eq(changed.id.0))
            .exec(&self.conn)
            .await?;
        let active = i32::from(changed.state.counts_for_person());
        let updated = appointment_item::Entity::update_many()
            .col_expr(Column::Active, Expr::value(active))
            .col_expr(Column::SlotDate, Expr::value(changed.slot.date()))
            .filter(Column::AppointmentId.eq(changed.id.0))
            .exec(&self.conn)
            .await;
        judge(updated.map(|_| ()))
    }
}

/// A duplicate is decided at the insert: it means that somebody was faster.
fn judge(result: std::result::Result<(), sea_orm::DbErr>) -> Result<()> {
    match result {
        Ok(()) => Ok(()),
        Err(error) if duplicate(&error).is_some() => Err(Error::Conflict),
        Err(error) => Err(error.into()),
    }
}

/// Adds the rows of appointments and their items. A refused row means that the same person booked
/// the same item and day meanwhile, or that a number was drawn twice.
pub(in crate::store) fn add_appointments(
    keys: &Keys,
    batch: &mut Batch,
    new: &[NewAppointment],
) -> Result<()> {
    let rows = new.iter().map(|new| full_row(keys, &new.appointment));
    batch.add(rows.collect::<Result<Vec<_>>>()?, None)?;
    batch.add(new.iter().flat_map(item_rows), None)
}

fn scoped(find: Select<appointment::Entity>, scope: &Scope) -> Select<appointment::Entity> {
    find.filter(within(scope))
}

/// What the scope sees.
fn within(scope: &Scope) -> Condition {
    match scope {
        Scope::Centre => Condition::all(),
        Scope::Department(own) => {
            let own = appointment_item::Column::DepartmentId.eq(own);
            let seen = appointment::Column::Id.in_subquery(item_owners(own));
            Condition::all().add(seen)
        }
    }
}

/// The ids of the appointments that have such an item.
pub(in crate::store) fn item_owners(wanted: sea_orm::sea_query::SimpleExpr) -> SelectStatement {
    appointment_item::Entity::find()
        .select_only()
        .column(appointment_item::Column::AppointmentId)
        .filter(wanted)
        .into_query()
}
