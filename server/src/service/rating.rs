//! Ratings, recorded and made good, one function an RPC. Nothing of what a rater says leaves in an
//! event or in the audit trail.

pub use crate::store::rating::{DepartmentRatingCount, RatingCount, RatingFilter};

mod recount;

pub(super) use recount::recount;

use super::{
    App, Call,
    case::DueDateAccount,
    catalogue, event,
    page::{Page, PageRequest, instant_cursor, page},
    write::{Answer, Effect, Event, Reply, Trace, WriteCall, write},
};
use crate::{
    domain::{
        caller::Scope,
        catalogue::Catalogue,
        id::{CaseId, Id as _, RatingId},
        legal_clock::{ClockKind, LegalClock},
        rating::{
            Rater, Rating, RatingChannel, RatingRefusal, RatingView, Said, Step, collects,
            may_be_rated, opened,
        },
        refusal::Refusal,
    },
    error::{Error, Result},
    store::Tx,
};
use chrono::NaiveDate;

/// Which case is rated.
#[derive(Clone, Debug)]
pub enum Rated {
    /// By its id.
    Id(CaseId),
    /// By its whole number.
    Number(String),
}

/// A rating as it is given.
#[derive(Clone, Debug)]
pub struct NewRating {
    /// Which case.
    pub rated: Rated,
    /// 5 the best, 1 the worst.
    pub level: u32,
    /// What it is about.
    pub tags: Vec<String>,
    /// In the rater's words.
    pub text: String,
    /// By which way it came.
    pub channel: RatingChannel,
    /// Who rates, where he leaves his name.
    pub rater: Option<Rater>,
}

/// Records a rating.
///
/// # Errors
/// `NotRatingPlatform`, `StateForbids`, `AlreadyExists`, `Invalid` for a tag that the policy does
/// not know, `NotFound`.
pub async fn rate<R: Answer<RatingView>>(
    app: &App,
    call: &WriteCall,
    new: NewRating,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    let new = &new;
    write(app, call, |tx| async move {
        let catalogue = catalogue::settled(app, &tx).await?;
        let policy = catalogue.rating_policy();
        if !collects(scope, &policy) {
            return Err(Refusal::from(RatingRefusal::NotRatingPlatform).into());
        }
        if let Some(index) = new.tags.iter().position(|tag| !policy.tags.contains(tag)) {
            let problem = format!("must be one of {}", policy.tags.join(", "));
            return Err(Error::invalid(format!("tags[{index}]"), problem));
        }
        let id = rated_case(&tx, &new.rated).await?;
        // Whoever may record ratings may name any case; its lock orders those who rate it.
        let case = tx.lock_case(&Scope::Centre, id).await?;
        may_be_rated(case.state)?;
        let handling = tx.deliveries(id).await?;
        if let Some(known) = tx.rating_of(id, handling).await? {
            return Err(Error::AlreadyExists { existing_id: known.text() });
        }
        let rated_on = app.clock.today();
        let mut made = Rating {
            id: RatingId(app.clock.new_id()),
            case_id: id,
            handling,
            items: case.items.clone(),
            level: new.level,
            tags: new.tags.clone(),
            text: new.text.clone(),
            channel: new.channel,
            rater: new.rater.clone(),
            rated_at: app.clock.now(),
            rated_on,
            bad: new.level <= policy.bad_level,
            rectification: opened(new.level, rated_on, &policy),
            due_on: None,
            created_by: call.call.caller.account_id,
            version: 1,
        };
        made.refresh_due_date(&catalogue.calendar);
        tx.add_rating(&made).await?;
        let told = told(&case.departments(), &policy.platform_department_id);
        let traces = vec![trace("rating.given", told, None, &made)];
        Ok(Effect { outcome: view(app, &catalogue, made, scope), traces })
    })
    .await
}

async fn rated_case(tx: &Tx, rated: &Rated) -> Result<CaseId> {
    match rated {
        Rated::Id(id) => Ok(*id),
        Rated::Number(number) => tx.case_of_number(number).await?.ok_or(Error::NotFound),
    }
}

/// Takes a rectification one step on.
///
/// # Errors
/// `StateForbids`, `ComplexAlready`, `CallBackMissing`, `CallBackOwed`, `EtagMismatch`, `NotFound`.
pub async fn step<R: Answer<RatingView>>(
    app: &App,
    call: &WriteCall,
    id: RatingId,
    version: i64,
    step: Step,
    text: &str,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let catalogue = catalogue::settled(app, &tx).await?;
        let policy = catalogue.rating_policy();
        let platform = &policy.platform_department_id;
        let before = tx.lock_rating(scope, platform, id).await?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        let by = call.call.caller.account_id.0;
        let said = Said { now: app.clock.now(), today: app.clock.today(), by, text };
        let mut after = before.after(step, &policy, said)?;
        after.refresh_due_date(&catalogue.calendar);
        tx.update_rating(&after).await?;
        let case = tx.case(&Scope::Centre, after.case_id).await?;
        let told = told(&case.departments(), platform);
        let traces = vec![trace(step.event(), told, Some(&before), &after)];
        Ok(Effect { outcome: view(app, &catalogue, after, scope), traces })
    })
    .await
}

/// One rating.
///
/// # Errors
/// `NotFound` where there is none, or none to see.
pub async fn get(app: &App, call: &Call, id: RatingId) -> Result<RatingView> {
    let scope = call.scope()?;
    let catalogue = catalogue::current(app).await?;
    let platform = catalogue.rating_policy().platform_department_id;
    let found = app.store.reader().rating(&scope, &platform, id).await?;
    Ok(view(app, &catalogue, found, &scope))
}

/// A page of ratings, the newest first, or only the overdue ones.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn list(
    app: &App,
    call: &Call,
    filter: RatingFilter,
    overdue_only: bool,
    request: &PageRequest,
) -> Result<Page<RatingView>> {
    let scope = call.scope()?;
    let due_before = overdue_only.then(|| app.clock.today());
    let filter = &RatingFilter { due_before, ..filter };
    let filters = format!("{filter:?}");
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| instant_cursor(&text));
    let catalogue = catalogue::current(app).await?;
    let platform = catalogue.rating_policy().platform_department_id;
    let feed_token = event::list_token(app, call, request).await?;
    let reader = app.store.reader();
    let rows = reader.ratings(&scope, &platform, filter, after, limit as u64 + 1).await?;
    let cursor = |last: &Rating| format!("{} {}", last.rated_at.timestamp_micros(), last.id.0);
    let Page { rows, next_token, .. } = page(app, call, &filters, rows, limit, cursor);
    let rows = rows.into_iter().map(|rating| view(app, &catalogue, rating, &scope)).collect();
    Ok(Page { rows, next_token, feed_token })
}

/// How often which level was given: by items, and by department.
///
/// # Errors
/// What the database says.
pub async fn statistics(
    app: &App,
    call: &Call,
    filter: &RatingFilter,
) -> Result<(Vec<RatingCount>, Vec<DepartmentRatingCount>)> {
    let scope = call.scope()?;
    let catalogue = catalogue::current(app).await?;
    let platform = catalogue.rating_policy().platform_department_id;
    let reader = app.store.reader();
    let of_items = reader.rating_counts(&scope, &platform, filter).await?;
    let of_departments = reader.rating_counts_of_departments(&scope, &platform, filter).await?;
    Ok((of_items, of_departments))
}

/// How a due date of a rectification was counted: the one asked for, else the next, else the last.
///
/// # Errors
/// `NotFound` where there is no such rating or clock to see.
pub async fn explain(
    app: &App,
    call: &Call,
    id: RatingId,
    kind: Option<ClockKind>,
) -> Result<DueDateAccount> {
    let scope = call.scope()?;
    let catalogue = catalogue::current(app).await?;
    let platform = catalogue.rating_policy().platform_department_id;
    let rating = app.store.reader().rating(&scope, &platform, id).await?;
    let clocks = rating.rectification.map(|rectification| rectification.clocks);
    let clocks = clocks.unwrap_or_default();
    let calendar = &catalogue.calendar;
    let due = |clock: &&LegalClock| clock.due_date(&[], calendar).unwrap_or(NaiveDate::MAX);
    let clock = match kind {
        Some(kind) => clocks.iter().find(|clock| clock.kind == kind),
        None => clocks.iter().filter(|clock| clock.runs()).min_by_key(due).or(clocks.last()),
    };
    let clock = clock.ok_or(Error::NotFound)?.clone();
    let reading = clock.read(&[], calendar, app.clock.today());
    Ok(DueDateAccount { clock, reading, suspensions: Vec::new() })
}

/// A rating as a scope shows it today.
pub(super) fn view(app: &App, catalogue: &Catalogue, rating: Rating, scope: &Scope) -> RatingView {
    RatingView::of(rating, scope, &catalogue.calendar, app.clock.today())
}

/// Whom a rating concerns: the departments of its case, and the one that collects ratings.
fn told(departments: &[&str], platform: &str) -> String {
    let mut all = departments.to_vec();
    all.push(platform);
    all.sort_unstable();
    all.dedup();
    all.join(" ")
}

fn trace(kind: &'static str, told: String, before: Option<&Rating>, after: &Rating) -> Trace {
    let state = after.rectification.as_ref().map(|rectification| rectification.state.name());
    // Not the case: with it a department would know who rated.
    let body = serde_json::json!({
        "rating_id": after.id.text(),
        "level": after.level,
        "rectification_state": state,
        "etag": after.version,
    });
    Trace {
        resource_id: after.id.text(),
        before: before.map(canonical),
        after: Some(canonical(after)),
        event: Some(Event { kind, department_ids: told, body: body.to_string() }),
        ..Trace::default()
    }
}

/// The whole state in one text, for the hash that the audit trail keeps.
fn canonical(of: &Rating) -> String {
    let rater = of.rater.as_ref().map(|rater| format!("{}\t{}", rater.name, rater.phone));
    let rectification = of.rectification.as_ref().map(|rectification| {
        let steps = rectification.steps.iter().map(|step| step.text.as_str());
        format!("{rectification:?}\n{}", steps.collect::<Vec<_>>().join("\n"))
    });
    let fields = [
        of.id.text(),
        of.case_id.text(),
        of.handling.to_string(),
        of.level.to_string(),
        of.tags.join(" "),
        of.text.clone(),
        of.channel.number().to_string(),
        rater.unwrap_or_default(),
        rectification.unwrap_or_default(),
        of.version.to_string(),
    ];
    fields.join("\n")
}
