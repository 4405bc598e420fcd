//! Tickets. A finder asks for a scope. The unique index on a counter's unfinished ticket and on a
//! series' numbers is the last word on both.

use super::{
    Session, Tx,
    appointment::item_owners,
    duplicate,
    entity::{appointment_item, ticket, ticket_series},
    padded,
};
use crate::{
    domain::{
        admission::ItemSet,
        appointment::Channel,
        caller::Scope,
        id::{AppointmentId, TicketId, WhitelistEntryId},
        ticket::{Ticket, TicketResult, TicketState},
    },
    error::{Error, Result},
};
use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, QueryFilter, QueryOrder,
    QuerySelect, Select,
    sea_query::{Expr, OnConflict, Query},
};

impl<C: ConnectionTrait> Session<C> {
    /// A ticket within the scope.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn ticket(&self, scope: &Scope, id: TicketId) -> Result<Ticket> {
        let find = scoped(ticket::Entity::find_by_id(id.0), scope);
        of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Those of these tickets that are within the scope.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tickets_by_id(&self, scope: &Scope, ids: &[TicketId]) -> Result<Vec<Ticket>> {
        let ids = padded(ids.iter().map(|id| id.0).collect());
        let find = ticket::Entity::find().filter(ticket::Column::Id.is_in(ids));
        scoped(find, scope).all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// A day's tickets within the scope, in the order they are called. A hall issues some hundreds
    /// a day, so they are read whole.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tickets_of(&self, scope: &Scope, day: NaiveDate) -> Result<Vec<Ticket>> {
        let find = ticket::Entity::find().filter(ticket::Column::TicketDate.eq(day));
        read(scoped(find, scope).all(&self.conn).await?)
    }

    /// Something that differs whenever a day's tickets have changed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tickets_mark(&self, day: NaiveDate) -> Result<(i64, i64)> {
        use ticket::Column;
        let row: Option<(i64, Option<i64>)> = ticket::Entity::find()
            .select_only()
            .column_as(Column::Id.count(), "tickets")
            .column_as(Expr::cust("CAST(SUM(version) AS BIGINT)"), "versions")
            .filter(Column::TicketDate.eq(day))
            .into_tuple()
            .one(&self.conn)
            .await?;
        Ok(row.map_or((0, 0), |(tickets, versions)| (tickets, versions.unwrap_or(0))))
    }
}

impl Tx {
    /// Orders those who call of a day: one counter at a time looks for its next ticket.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_queue(&self, day: NaiveDate) -> Result<()> {
        ticket_series::Entity::find()
            .filter(ticket_series::Column::TicketDate.eq(day))
            .order_by_asc(ticket_series::Column::Series)
            .lock_exclusive()
            .all(&self.conn)
            .await?;
        Ok(())
    }

    /// The waiting tickets of a day, in the order they are called.
    ///
    /// # Errors
    /// What the database says.
    pub async fn waiting(&self, day: NaiveDate) -> Result<Vec<Ticket>> {
        self.in_states(day, &[TicketState::Waiting]).await
    }

    /// The unfinished ticket of a counter, where it has one.
    ///
    /// # Errors
    /// What the database says.
    pub async fn unfinished_at(&self, day: NaiveDate, counter: &str) -> Result<Option<Ticket>> {
        let found = self.in_states(day, &[TicketState::Called, TicketState::Serving]).await?;
        Ok(found.into_iter().find(|ticket| ticket.counter_id.as_deref() == Some(counter)))
    }

    async fn in_states(&self, day: NaiveDate, states: &[TicketState]) -> Result<Vec<Ticket>> {
        use ticket::Column;
        let find = ticket::Entity::find()
            .filter(Column::TicketDate.eq(day))
            .filter(Column::State.is_in(states.iter().map(|state| state.number())));
        read(find.all(&self.conn).await?)
    }

    /// A ticket within the scope, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn lock_ticket(&self, scope: &Scope, id: TicketId) -> Result<Ticket> {
        let find = scoped(ticket::Entity::find_by_id(id.0), scope).lock_exclusive();
        of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// The next number of a series.
    ///
    /// # Errors
    /// What the database says.
    pub async fn next_number(&self, day: NaiveDate, series: &str) -> Result<u32> {
        use ticket_series::{Column, Entity};
        let one_more = Expr::col((Entity, Column::LastNumber)).add(1);
        let count = OnConflict::columns([Column::TicketDate, Column::Series])
            .value(Column::LastNumber, one_more)
            .to_owned();
        let insert = Query::insert()
            .into_table(Entity)
            .columns([Column::TicketDate, Column::Series, Column::LastNumber])
            .values_panic([day.into(), series.into(), 1.into()])
            .on_conflict(count)
            .returning_col(Column::LastNumber)
            .to_owned();
        let row = self.conn.query_one(&insert).await?;
        let row = row.ok_or_else(|| Error::internal("a series gave no number"))?;
        let number: i32 = row.try_get("", "last_number")?;
        u32::try_from(number).map_err(Error::internal)
    }

    /// Adds a ticket.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_ticket(&self, new: &Ticket) -> Result<()> {
        ticket::Entity::insert(row_of(new)).exec_without_returning(&self.conn).await?;
        Ok(())
    }

    /// Writes a changed ticket.
    ///
    /// # Errors
    /// `Conflict` where its counter took another ticket meanwhile.
    pub async fn update_ticket(&self, changed: &Ticket) -> Result<()> {
        let update = ticket::Entity::update_many()
            .set(row_of(changed))
            .filter(ticket::Column::Id.eq(changed.id.0));
        match update.exec(&self.conn).await {
            Ok(_) => Ok(()),
            Err(error) if duplicate(&error).is_some() => Err(Error::Conflict),
            Err(error) => Err(error.into()),
        }
    }
}

fn scoped(find: Select<ticket::Entity>, scope: &Scope) -> Select<ticket::Entity> {
    match scope {
        Scope::Centre => find,
        Scope::Department(own) => {
            let own = appointment_item::Column::DepartmentId.eq(own);
            find.filter(ticket::Column::AppointmentId.in_subquery(item_owners(own)))
        }
    }
}

fn read(rows: Vec<ticket::Model>) -> Result<Vec<Ticket>> {
    let mut tickets = rows.into_iter().map(of_row).collect::<Result<Vec<_>>>()?;
    tickets.sort_by_key(Ticket::order);
    Ok(tickets)
}

fn row_of(from: &Ticket) -> ticket::ActiveModel {
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    ticket::ActiveModel {
        id: Set(from.id.0),
        ticket_date: Set(from.date),
        series: Set(from.series.clone()),
        number: Set(number(from.number)),
        state: Set(from.state.number()),
        priority: Set(number(from.priority)),
        order_at: Set(from.order_at),
        channel: Set(from.channel.number()),
        service_items: Set(from.items.text()),
        appointment_id: Set(from.appointment_id.0),
        language: Set(from.language.clone()),
        counter_id: Set(from.counter_id.clone()),
        calls: Set(number(from.calls)),
        issued_at: Set(from.issued_at),
        first_called_at: Set(from.first_called_at),
        called_at: Set(from.called_at),
        served_at: Set(from.served_at),
        ended_at: Set(from.ended_at),
        service_seconds: Set(from.service_seconds),
        result: Set(from.result.map_or(0, TicketResult::number)),
        version: Set(from.version),
        whitelist_entry_id: Set(from.whitelist_entry_id.map(|id| id.0)),
    }
}

fn of_row(row: ticket::Model) -> Result<Ticket> {
    let unreadable = || Error::internal("a ticket cannot be read");
    let number = |count: i32| u32::try_from(count).unwrap_or(0);
    Ok(Ticket {
        id: TicketId(row.id),
        date: row.ticket_date,
        series: row.series,
        number: number(row.number),
        state: TicketState::from_number(row.state).ok_or_else(unreadable)?,
        priority: number(row.priority),
        order_at: row.order_at,
        channel: Channel::from_number(row.channel).ok_or_else(unreadable)?,
        items: ItemSet::parse(&row.service_items),
        appointment_id: AppointmentId(row.appointment_id),
        language: row.language,
        counter_id: row.counter_id,
        calls: number(row.calls),
        issued_at: row.issued_at,
        first_called_at: row.first_called_at,
        called_at: row.called_at,
        served_at: row.served_at,
        ended_at: row.ended_at,
        service_seconds: row.service_seconds,
        result: TicketResult::from_number(row.result),
        version: row.version,
        whitelist_entry_id: row.whitelist_entry_id.map(WhitelistEntryId),
    })
}
