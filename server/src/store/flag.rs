//! Flags as they are kept in the rows that carry them, and the open work that does. Only the centre
//! looks for it, so a finder asks for no scope.

use super::{
    Session,
    entity::{appointment, case_file, trip},
};
use crate::{
    domain::{
        appointment::AppointmentState,
        case::CaseState,
        flag::{Flag, FlagKind, Flagged, FlaggedId, FlaggedKind},
        id::{AppointmentId, CaseId, TripId},
        trip::TripState,
    },
    error::{Error, Result},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
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
pub(in crate::store) fn of_text(text: &str) -> Result<Vec<Flag>> {
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
        let coming =
            [AppointmentState::Booked, AppointmentState::CheckedIn, AppointmentState::Orphaned];
        let filed = [TripState::Filed];
        let rows = match kind {
            FlaggedKind::Appointment => {
                flagged!(self, appointment, SlotDate, coming, after, limit)
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
