//! Events in residents' lives, what is owed because of them, and which documents of whom run out.

mod row;

use row::{NO_DUE_DAY, event_of, event_row, of_row, row_of};

use super::{
    Session, Tx, after_row, duplicate,
    entity::{case_file, life_event, obligation},
};
use crate::{
    domain::{
        caller::Scope,
        case::CaseState,
        expiry::{LifeEvent, LifeEventKind, ObligationOwner, ObligationState, Owed},
        id::{CaseId, DocumentId, LifeEventId, ObligationId, ResidentId},
    },
    error::{Error, Result},
};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select, sea_query::Expr,
};
use uuid::Uuid;

/// Which obligations are asked for.
#[derive(Clone, Debug, Default)]
pub struct ObligationFilter {
    /// About this resident.
    pub resident_id: Option<ResidentId>,
    /// In these states; empty: in any.
    pub states: Vec<ObligationState>,
    /// Owed by these; empty: by anybody.
    pub owners: Vec<ObligationOwner>,
    /// Opened by these events; empty: by any.
    pub events: Vec<LifeEventKind>,
    /// Whose last day in time is not after this.
    pub due_to: Option<NaiveDate>,
}

/// The day under which an obligation is listed.
#[must_use]
pub fn listed_under(due_on: Option<NaiveDate>) -> NaiveDate {
    due_on.unwrap_or(NO_DUE_DAY)
}

impl<C: ConnectionTrait> Session<C> {
    /// A page of obligations within the scope, by their last day in time, then id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn obligations(
        &self,
        scope: &Scope,
        filter: &ObligationFilter,
        after: Option<(NaiveDate, Uuid)>,
        limit: u64,
    ) -> Result<Vec<Owed>> {
        use obligation::Column;
        let mut find = scoped(obligation::Entity::find().filter(conditions(filter)), scope);
        if let Some((day, id)) = after {
            let columns = [Column::DueOn, Column::Id];
            find = find.filter(after_row(&columns, vec![day.into(), id.into()]));
        }
        let find = find.order_by_asc(Column::DueOn).order_by_asc(Column::Id).limit(limit);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// Those obligations of some ids that are within the scope, in no order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn obligations_by_id(
        &self,
        scope: &Scope,
        ids: &[ObligationId],
    ) -> Result<Vec<Owed>> {
        let ids = super::padded::<Uuid>(ids.iter().map(|id| id.0).collect());
        let find = obligation::Entity::find().filter(obligation::Column::Id.is_in(ids));
        scoped(find, scope).all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// The open cases that renew some documents.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open_renewals(&self, of: &[DocumentId]) -> Result<Vec<(DocumentId, CaseId)>> {
        use case_file::Column;
        if of.is_empty() {
            return Ok(Vec::new());
        }
        let ids = super::padded::<Uuid>(of.iter().map(|id| id.0).collect());
        let under_way = CaseState::ALL.into_iter().filter(|state| is_under_way(*state));
        let found: Vec<(Option<Uuid>, Uuid)> = case_file::Entity::find()
            .select_only()
            .columns([Column::DocumentId, Column::Id])
            .filter(Column::DocumentId.is_in(ids))
            .filter(Column::State.is_in(under_way.map(CaseState::number)))
            .order_by_asc(Column::Id)
            .into_tuple()
            .all(&self.conn)
            .await?;
        let found = found.into_iter();
        Ok(found.filter_map(|(of, case)| Some((DocumentId(of?), CaseId(case)))).collect())
    }
}

impl Tx {
    /// Adds an event.
    ///
    /// # Errors
    /// `AlreadyExists` where the same happened to the same person on the same day.
    pub async fn add_life_event(&self, new: &LifeEvent) -> Result<()> {
        match life_event::Entity::insert(event_row(new)).exec(&self.conn).await {
            Ok(_) => Ok(()),
            Err(error) if duplicate(&error).is_some() => Err(Error::Conflict),
            Err(error) => Err(error.into()),
        }
    }

    /// The event of a kind in somebody's life on a day.
    ///
    /// # Errors
    /// What the database says.
    pub async fn life_event_on(
        &self,
        resident: ResidentId,
        kind: LifeEventKind,
        day: NaiveDate,
    ) -> Result<Option<LifeEventId>> {
        use life_event::Column;
        let find = life_event::Entity::find()
            .filter(Column::ResidentId.eq(resident.0))
            .filter(Column::Kind.eq(kind.number()))
            .filter(Column::HappenedOn.eq(day));
        let found = find.one(&self.conn).await?;
        found.map(event_of).transpose().map(|found| found.map(|event| event.id))
    }

    /// Moves the events of a merged record to the record that goes on, but for those that it has
    /// too.
    ///
    /// # Errors
    /// What the database says.
    pub async fn move_life_events(&self, from: ResidentId, to: ResidentId) -> Result<()> {
        use life_event::Column;
        let of = |whose: ResidentId| {
            life_event::Entity::find().filter(Column::ResidentId.eq(whose.0)).all(&self.conn)
        };
        let known = of(to).await?;
        let own = |event: &life_event::Model| {
            event.kind == LifeEventKind::Birth.number()
                || !known
                    .iter()
                    .any(|one| (one.kind, one.happened_on) == (event.kind, event.happened_on))
        };
        let moved = of(from).await?.into_iter().filter(own).map(|event| event.id);
        let ids = super::padded::<Uuid>(moved.collect());
        life_event::Entity::update_many()
            .col_expr(Column::ResidentId, Expr::value(to.0))
            .filter(Column::Id.is_in(ids))
            .exec(&self.conn)
            .await?;
        Ok(())
    }

    /// Every obligation about somebody, locked.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_obligations_of(&self, resident: ResidentId) -> Result<Vec<Owed>> {
        use obligation::Column;
        let find = obligation::Entity::find()
            .filter(Column::ResidentId.eq(resident.0))
            .order_by_asc(Column::Id);
        let find = if self.is_postgres() { find.lock_exclusive() } else { find };
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// Adds obligations.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_obligations(&self, new: &[Owed]) -> Result<()> {
        if new.is_empty() {
            return Ok(());
        }
        let rows = new.iter().map(row_of).collect::<Result<Vec<_>>>()?;
        obligation::Entity::insert_many(rows).exec_without_returning(&self.conn).await?;
        Ok(())
    }

    /// An obligation, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn lock_obligation(&self, id: ObligationId) -> Result<Owed> {
        let find = obligation::Entity::find_by_id(id.0);
        let find = if self.is_postgres() { find.lock_exclusive() } else { find };
        of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Writes a changed obligation.
    ///
    /// # Errors
    /// What the database says.
    pub async fn update_obligation(&self, changed: &Owed) -> Result<()> {
        let update = obligation::Entity::update_many()
            .set(row_of(changed)?)
            .filter(obligation::Column::Id.eq(changed.id.0));
        update.exec(&self.conn).await?;
        Ok(())
    }

    /// Open obligations after one, by id.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open_obligations_after(
        &self,
        last: Option<ObligationId>,
        limit: u64,
    ) -> Result<Vec<Owed>> {
        use obligation::Column;
        let mut find =
            obligation::Entity::find().filter(Column::State.eq(ObligationState::Open.number()));
        if let Some(last) = last {
            find = find.filter(Column::Id.gt(last.0));
        }
        let find = find.order_by_asc(Column::Id).limit(limit);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }
}

/// A department sees what an item of its own meets.
fn scoped(find: Select<obligation::Entity>, scope: &Scope) -> Select<obligation::Entity> {
    match scope {
        Scope::Centre => find,
        Scope::Department(own) => find.filter(obligation::Column::DepartmentId.eq(own)),
    }
}

fn conditions(filter: &ObligationFilter) -> Condition {
    use obligation::Column;
    let mut all = Condition::all();
    if let Some(resident) = filter.resident_id {
        all = all.add(Column::ResidentId.eq(resident.0));
    }
    match filter.states.as_slice() {
        [] => {}
        // The partial index is of the open ones.
        [one] => all = all.add(Column::State.eq(one.number())),
        some => all = all.add(Column::State.is_in(some.iter().map(|state| state.number()))),
    }
    if !filter.owners.is_empty() {
        all = all.add(Column::Owner.is_in(filter.owners.iter().map(|owner| owner.number())));
    }
    if !filter.events.is_empty() {
        all = all.add(Column::Event.is_in(filter.events.iter().map(|event| event.number())));
    }
    if let Some(to) = filter.due_to {
        all = all.add(Column::DueOn.lte(to));
    }
    all
}

/// True while a case may still bring a new document.
fn is_under_way(state: CaseState) -> bool {
    match state {
        CaseState::Received
        | CaseState::MaterialNotified
        | CaseState::Accepted
        | CaseState::Suspended
        | CaseState::Decided => true,
        CaseState::Delivered
        | CaseState::Closed
        | CaseState::Refused
        | CaseState::Withdrawn
        | CaseState::Terminated
        | CaseState::Archived => false,
    }
}
