//! Slots' ledgers and holds. A ledger row is made when the first place of its slot is asked for;
//! its check is the last word on capacity. A hold lives by its time alone: no sweeper is needed.

use super::{
    Session, Tx,
    entity::{account, hold, slot_ledger},
    padded,
    rows::{Batch, Lookup},
};
use crate::{
    domain::{
        admission::{ItemSet, Sales},
        appointment::Channel,
        id::{AccountId, AppointmentId, HallSessionId, HoldId},
        ledger::{Hold, HoldKind, SlotLedger},
        slot::SlotKey,
    },
    error::{Error, Result},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait as _, QueryFilter,
    QuerySelect,
    sea_query::{Expr, OnConflict},
};
use std::collections::{BTreeMap, BTreeSet};

impl<C: ConnectionTrait> Session<C> {
    /// The ledgers of some days, for a look at free places.
    ///
    /// # Errors
    /// What the database says.
    pub async fn ledgers_between(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<BTreeMap<SlotKey, SlotLedger>> {
        use slot_ledger::Column;
        let find = slot_ledger::Entity::find().filter(Column::SlotDate.between(from, to));
        collect(find.all(&self.conn).await?)
    }

    /// The live holds of some days.
    ///
    /// # Errors
    /// What the database says.
    pub async fn holds_between(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Vec<Hold>> {
        use hold::Column;
        let find =
            hold::Entity::find().filter(Column::SlotDate.between(from, to)).filter(live(now));
        find.all(&self.conn).await?.into_iter().map(hold_of).collect()
    }

    /// The live holds of some slots, and among them or not, those with these ids.
    ///
    /// # Errors
    /// What the database says.
    pub async fn holds_for(
        &self,
        slots: &[SlotKey],
        ids: &[HoldId],
        now: DateTime<Utc>,
    ) -> Result<Vec<Hold>> {
        let mut rows: Vec<hold::Model> = Vec::new();
        if !slots.is_empty() {
            rows = self.find_holds(slots, now)?.rows(&self.conn).await?;
        }
        if !ids.is_empty() {
            let ids = padded(ids.iter().map(|id| id.0).collect());
            let find = hold::Entity::find().filter(hold::Column::Id.is_in(ids));
            let known: BTreeSet<_> = rows.iter().map(|row| row.id).collect();
            let named = find.all(&self.conn).await?;
            rows.extend(named.into_iter().filter(|row| !known.contains(&row.id)));
        }
        rows.into_iter().map(hold_of).collect()
    }

    /// The look-up of the live holds of some slots.
    pub(in crate::store) fn find_holds(
        &self,
        slots: &[SlotKey],
        now: DateTime<Utc>,
    ) -> Result<Lookup> {
        let wanted = slots.iter().map(|slot| hold::ActiveModel {
            hall_session_id: Set(slot.hall_session_id.0),
            start_at: Set(slot.start),
            ..Default::default()
        });
        Lookup::new(&self.conn, &wanted.collect::<Vec<_>>(), live(now))
    }
}

impl Tx {
    /// The ledgers of some slots, locked until the transaction ends, an empty one made for each
    /// slot that has none. Slots are taken in one order, so that two transactions never wait for
    /// each other.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_ledgers(
        &self,
        slots: &BTreeMap<SlotKey, u32>,
    ) -> Result<BTreeMap<SlotKey, SlotLedger>> {
        let mut ledgers = self.locked(slots).await?;
        if ledgers.len() < slots.len() {
            if self.is_postgres() {
                // The row is what other servers wait for; one of them may be making it as well.
                self.make_ledgers(slots.iter().filter(|(key, _)| !ledgers.contains_key(*key)))
                    .await?;
                ledgers = self.locked(slots).await?;
            }
            for (slot, places) in slots {
                let empty = || SlotLedger { slot: *slot, places: *places, sales: Sales::default() };
                ledgers.entry(*slot).or_insert_with(empty);
            }
        }
        Ok(ledgers)
    }

    async fn locked(
        &self,
        slots: &BTreeMap<SlotKey, u32>,
    ) -> Result<BTreeMap<SlotKey, SlotLedger>> {
        let wanted = slots.keys().map(|slot| slot_ledger::ActiveModel {
            hall_session_id: Set(slot.hall_session_id.0),
            start_at: Set(slot.start),
            ..Default::default()
        });
        let find = Lookup::locking(&self.conn, &wanted.collect::<Vec<_>>())?;
        collect(find.rows(&self.conn).await?)
    }

    async fn make_ledgers(&self, slots: impl Iterator<Item = (&SlotKey, &u32)>) -> Result<()> {
        let made = slots.map(|(slot, places)| {
            let empty = SlotLedger { slot: *slot, places: *places, sales: Sales::default() };
            ledger_row(&empty)
        });
        let keep = OnConflict::new().do_nothing().to_owned();
        let mut batch = Batch::new(&self.conn);
        batch.add(made, Some(keep))?;
        batch.write(&self.conn).await
    }

    /// Writes ledgers, in one statement.
    ///
    /// # Errors
    /// What the database says; its check refuses more places sold than there are.
    pub async fn put_ledgers(&self, ledgers: &[SlotLedger]) -> Result<()> {
        let mut batch = Batch::new(&self.conn);
        add_ledgers(&mut batch, ledgers)?;
        batch.write(&self.conn).await
    }

    /// How many live holds an account has; none is added until the transaction ends. To be asked
    /// for after the ledgers, so that two never wait for each other.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_live_holds(&self, id: AccountId, now: DateTime<Utc>) -> Result<u64> {
        if self.is_postgres() {
            account::Entity::find_by_id(id.0)
                .select_only()
                .column(account::Column::Id)
                .lock_exclusive()
                .into_tuple::<uuid::Uuid>()
                .one(&self.conn)
                .await?;
        }
        let of_account = hold::Entity::find().filter(hold::Column::AccountId.eq(id.0));
        Ok(of_account.filter(live(now)).count(&self.conn).await?)
    }

    /// Adds holds, in one statement.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_holds(&self, holds: &[Hold], now: DateTime<Utc>) -> Result<()> {
        if holds.is_empty() {
            return Ok(());
        }
        let rows = holds.iter().map(|hold| hold::ActiveModel {
            id: Set(hold.id.0),
            kind: Set(hold.kind.number()),
            hall_session_id: Set(hold.slot.hall_session_id.0),
            start_at: Set(hold.slot.start),
            slot_date: Set(hold.slot.date()),
            channel: Set(hold.channel.number()),
            service_items: Set(hold.items.text()),
            account_id: Set(hold.account_id.map(|id| id.0)),
            expires_at: Set(hold.expires_at),
            used_by: Set(None),
            created_at: Set(now),
        });
        hold::Entity::insert_many(rows).exec_without_returning(&self.conn).await?;
        Ok(())
    }

    /// Marks holds as used by their appointments.
    ///
    /// # Errors
    /// What the database says.
    pub async fn use_holds(&self, used: &[(HoldId, AppointmentId)]) -> Result<()> {
        for (hold, appointment) in used {
            hold::Entity::update_many()
                .col_expr(hold::Column::UsedBy, Expr::value(Some(appointment.0)))
                .filter(hold::Column::Id.eq(hold.0))
                .exec(&self.conn)
                .await?;
        }
        Ok(())
    }

    /// Forgets the holds that ended before an instant.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_holds(&self, before: DateTime<Utc>) -> Result<u64> {
        let old = hold::Entity::delete_many().filter(hold::Column::ExpiresAt.lt(before));
        Ok(old.exec(&self.conn).await?.rows_affected)
    }

    /// Ends live holds now.
    ///
    /// # Errors
    /// What the database says.
    pub async fn end_holds(&self, ids: &[HoldId], now: DateTime<Utc>) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        hold::Entity::update_many()
            .col_expr(hold::Column::ExpiresAt, Expr::value(now))
            .filter(hold::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .exec(&self.conn)
            .await?;
        Ok(())
    }
}

fn live(now: DateTime<Utc>) -> Condition {
    Condition::all().add(hold::Column::ExpiresAt.gt(now)).add(hold::Column::UsedBy.is_null())
}

/// Adds the rows of ledgers, in place of those that there are.
pub(in crate::store) fn add_ledgers(batch: &mut Batch, ledgers: &[SlotLedger]) -> Result<()> {
    use slot_ledger::Column;
    let replace = OnConflict::columns([Column::HallSessionId, Column::StartAt])
        .update_columns([Column::Places, Column::Sold, Column::Sales])
        .to_owned();
    batch.add(ledgers.iter().map(ledger_row), Some(replace))
}

fn ledger_row(ledger: &SlotLedger) -> slot_ledger::ActiveModel {
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    slot_ledger::ActiveModel {
        hall_session_id: Set(ledger.slot.hall_session_id.0),
        start_at: Set(ledger.slot.start),
        slot_date: Set(ledger.slot.date()),
        places: Set(number(ledger.places)),
        sold: Set(number(ledger.sales.total())),
        sales: Set(ledger.sales.text()),
    }
}

fn collect(rows: Vec<slot_ledger::Model>) -> Result<BTreeMap<SlotKey, SlotLedger>> {
    rows.into_iter()
        .map(|row| {
            let hall_session_id = HallSessionId(row.hall_session_id);
            let slot = SlotKey { start: row.start_at, hall_session_id };
            let sales = Sales::parse(&row.sales)
                .ok_or_else(|| Error::internal("a slot's ledger cannot be read"))?;
            let places = u32::try_from(row.places).unwrap_or(0);
            Ok((slot, SlotLedger { slot, places, sales }))
        })
        .collect()
}

fn hold_of(row: hold::Model) -> Result<Hold> {
    let unreadable = || Error::internal("a hold cannot be read");
    let hall_session_id = HallSessionId(row.hall_session_id);
    Ok(Hold {
        id: HoldId(row.id),
        kind: if row.kind == 1 { HoldKind::Promise } else { HoldKind::Return },
        slot: SlotKey { start: row.start_at, hall_session_id },
        channel: Channel::from_number(row.channel).ok_or_else(unreadable)?,
        items: ItemSet::parse(&row.service_items),
        account_id: row.account_id.map(AccountId),
        expires_at: row.expires_at,
        used_by: row.used_by.map(AppointmentId),
    })
}
