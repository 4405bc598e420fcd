//! Flags as they are kept in the rows that carry them, and the open work that does. Only the centre
//! looks for it, so a finder asks for no scope.

use super::{
    Session, Tx, appointment as kept_appointment,
    entity::{appointment, appointment_item, case_file, case_task, expedite, trip},
};
use crate::{
    domain::{
        appointment::{Appointment, AppointmentState},
        case::{Case, CaseState},
        expedite::ExpediteState,
        flag::{Fact, Flag, FlagKind, Flagged, FlaggedId, FlaggedKind, Flags},
        id::{AppointmentId, CaseId, TripId},
        task::TaskState,
        trip::TripState,
    },
    error::{Error, Result},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Serialize, Deserialize)]
struct Kept {
    kind: i32,
    resource_id: String,
    at: DateTime<Utc>,
    reason: String,
}

/// The kept form of flags.
pub(in crate::store) fn text_of(flags: &[Flag]) -> String {
    let kept = flags.iter().map(|flag| Kept {
        kind: flag.kind.number(),
        resource_id: flag.resource_id.clone(),
        at: flag.at,
        reason: flag.reason.clone(),
    });
    // Numbers, texts and instants always have a form.
    serde_json::to_string(&kept.collect::<Vec<_>>()).unwrap_or_else(|_| "[]".to_owned())
}

/// The flags of a kept form.
fn of_text(text: &str) -> Result<Vec<Flag>> {
    // Most rows have none, and nothing is read for them.
    if text == "[]" {
        return Ok(Vec::new());
    }
    let unreadable = || Error::internal("flags cannot be read");
    let kept: Vec<Kept> = serde_json::from_str(text).map_err(|_| unreadable())?;
    let flag = |kept: Kept| {
        let kind = FlagKind::from_number(kept.kind).ok_or_else(unreadable)?;
        let Kept { resource_id, at, reason, .. } = kept;
        Ok(Flag { kind, resource_id, at, reason })
    };
    kept.into_iter().map(flag).collect()
}

/// The flags of the kept forms of those raised and those overridden.
pub(in crate::store) fn of_texts(raised: &str, overridden: &str) -> Result<Flags> {
    Ok(Flags { raised: of_text(raised)?, overridden: of_text(overridden)? })
}

/// The states in which a visit is still to come.
const COMING: [AppointmentState; 3] =
    [AppointmentState::Booked, AppointmentState::CheckedIn, AppointmentState::Orphaned];

type Row = (Uuid, Option<NaiveDate>, String, i64);

/// The rows of a table that are open and carry flags, by id.
macro_rules! flagged {
    ($session:ident, $table:ident, $on:ident, $states:expr, $after:ident, $limit:ident) => {{
        use $table::Column;
        let mut find = $table::Entity::find()
            .select_only()
            .columns([Column::Id, Column::$on, Column::Flags, Column::Version])
            .filter(Column::Flags.ne("[]"))
            .filter(Column::State.is_in($states.into_iter().map(|state| state.number())));
        if let Some(after) = $after {
            find = find.filter(Column::Id.gt(after));
        }
        let find = find.order_by_asc(Column::Id).limit($limit);
        find.into_tuple::<Row>().all(&$session.conn).await?
    }};
}

impl<C: ConnectionTrait> Session<C> {
    /// The open work of a kind that carries flags, by id, after one of it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn flagged(
        &self,
        kind: FlaggedKind,
        after: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<Flagged>> {
        let filed = [TripState::Filed];
        let rows = match kind {
            FlaggedKind::Appointment => {
                flagged!(self, appointment, SlotDate, COMING, after, limit)
            }
            FlaggedKind::Case => flagged!(self, case_file, DueOn, CaseState::OPEN, after, limit),
            FlaggedKind::Trip => flagged!(self, trip, FromDate, filed, after, limit),
        };
        let of = |(id, on, flags, version): Row| {
            let id = match kind {
                FlaggedKind::Appointment => FlaggedId::Appointment(AppointmentId(id)),
                FlaggedKind::Case => FlaggedId::Case(CaseId(id)),
                FlaggedKind::Trip => FlaggedId::Trip(TripId(id)),
            };
            Ok(Flagged { id, on, flags: of_text(&flags)?, version })
        };
        rows.into_iter().map(of).collect()
    }
}

impl Tx {
    /// The coming appointments that rest on a fact, locked.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_coming_on(&self, fact: &Fact) -> Result<Vec<Appointment>> {
        use appointment::Column;
        let rests = match fact {
            Fact::Mandate(id) => Column::MandateId.eq(id.0),
            Fact::Document(_, holder) | Fact::Passport(holder) => Column::ResidentId.eq(holder.0),
            Fact::Entry(_) => return Ok(Vec::new()),
            Fact::Department(id) => {
                let items = appointment_item::Entity::find()
                    .select_only()
                    .column(appointment_item::Column::AppointmentId)
                    .filter(appointment_item::Column::DepartmentId.eq(id));
                Column::Id.in_subquery(items.into_query())
            }
        };
        let find = appointment::Entity::find()
            .filter(rests)
            .filter(Column::State.is_in(COMING.map(|state| state.number())))
            .order_by_asc(Column::Id)
            .lock_exclusive();
        find.all(&self.conn)
            .await?
            .into_iter()
            .map(|row| kept_appointment::row::of_row(&self.keys, row))
            .collect()
    }

    /// The open cases that rest on a fact, locked.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_open_cases_on(&self, fact: &Fact) -> Result<Vec<Case>> {
        use case_file::Column;
        let rests = match fact {
            Fact::Mandate(id) => Column::MandateId.eq(id.0),
            Fact::Document(id, _) => Column::DocumentId.eq(id.0),
            Fact::Passport(holder) => Column::ResidentId.eq(holder.0),
            Fact::Entry(id) => {
                let lanes = expedite::Entity::find()
                    .select_only()
                    .column(expedite::Column::CaseId)
                    .filter(expedite::Column::WhitelistEntryId.eq(id.0))
                    .filter(expedite::Column::State.eq(ExpediteState::Approved.number()));
                Column::Id.in_subquery(lanes.into_query())
            }
            Fact::Department(id) => {
                let open = TaskState::ALL.into_iter().filter(|state| !state.is_over());
                let tasks = case_task::Entity::find()
                    .select_only()
                    .column(case_task::Column::CaseId)
                    .filter(case_task::Column::DepartmentId.eq(id))
                    .filter(case_task::Column::State.is_in(open.map(|state| state.number())));
                Column::Id.in_subquery(tasks.into_query())
            }
        };
        let open = CaseState::OPEN.into_iter();
        let rows = case_file::Entity::find()
            .filter(rests)
            .filter(Column::State.is_in(open.map(|state| state.number())))
            .order_by_asc(Column::Id)
            .lock_exclusive()
            .all(&self.conn)
            .await?;
        self.with_tasks(rows).await
    }
}
