//! Due dates of rectifications that move because a calendar year was loaded or revised.

use super::{told, trace};
use crate::{
    domain::{caller::Scope, catalogue::Catalogue, id::Id as _},
    error::Result,
    service::{case::DueDateMove, write::Trace},
    store::Tx,
};

/// Ratings counted at a time.
const AT_A_TIME: u64 = 500;

/// Counts every open rectification anew by a changed catalogue; what moved, and what it leaves
/// behind.
///
/// # Errors
/// What the database says.
pub(in crate::service) async fn recount(
    tx: &Tx,
    changed: &Catalogue,
) -> Result<(Vec<DueDateMove>, Vec<Trace>)> {
    let platform = &changed.rating_policy().platform_department_id;
    let (mut moves, mut traces) = (Vec::new(), Vec::new());
    let mut last = None;
    loop {
        let ratings = tx.open_ratings_after(last, AT_A_TIME).await?;
        let Some(end) = ratings.last() else { return Ok((moves, traces)) };
        last = Some(end.id);
        for rating in ratings {
            if rating.moved_by(&changed.calendar).is_none() {
                continue;
            }
            let before = tx.lock_rating(&Scope::Centre, platform, rating.id).await?;
            let Some(after) = before.moved_by(&changed.calendar) else { continue };
            tx.update_rating(&after).await?;
            let case = tx.case(&Scope::Centre, after.case_id).await?;
            let resource_id = after.id.text();
            moves.push(DueDateMove { resource_id, from: before.due_on, to: after.due_on });
            let told = told(&case.departments(), platform);
            traces.push(trace("rating.due_date_moved", told, Some(&before), &after));
        }
    }
}
