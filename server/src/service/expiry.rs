//! What the end of a document means: puts together what is known of its holder, has the domain
//! plan, and looks for free places before each last day.

mod facts;
mod life;
mod list;
mod renew;
mod staff;

pub(super) use facts::{expiring, file_by};
pub use life::{NewLifeEvent, ObligationFilter, Recorded, close, obligations, record};
pub(super) use life::{move_holder, owed_views, permit_ceased, recount};
pub use list::{ExpiringRow, list};
pub use renew::{NewRenewal, Opened, Planned, renew};
pub use staff::{Staff, Whose, renew_all, renew_each};

use super::{App, Call, case::filing_moment, catalogue, slot::next_free};
use crate::{
    domain::{
        admission::ItemSet,
        caller::Scope,
        catalogue::Catalogue,
        expiry::{Expiring, ExpiryPlan, Filing, Holder, LastDay, Question, Renewal, plan},
        id::{DocumentId, ResidentId},
        limit::{LimitError, acceptance_date},
        proxy::ProxyGround,
        slot::SlotKey,
    },
    error::{Error, Result},
};
use chrono::NaiveDate;
use std::{collections::BTreeMap, sync::Arc};

/// How many places are told before each last day.
pub const PLACES_TOLD: usize = 3;

/// What is asked of every document of a question.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// The first day of the new document.
    pub starts_on: Option<NaiveDate>,
    /// The last day of the contract.
    pub contract_until: Option<NaiveDate>,
    /// The grounds for a proxy that are claimed.
    pub claimed: Vec<ProxyGround>,
}

/// A document that runs out, with what is known of its holder.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The document.
    pub document: Expiring,
    /// Its holder.
    pub holder: Holder,
    /// Which document of whom, where it is on record.
    pub known: Option<(DocumentId, ResidentId)>,
}

/// A plan and the free places of its items.
#[derive(Clone, Debug)]
pub struct PlanView {
    /// What runs out.
    pub document: Expiring,
    /// Which document of whom, where it is on record.
    pub known: Option<(DocumentId, ResidentId)>,
    /// What it means.
    pub plan: ExpiryPlan,
    /// The next free places of each of the plan's items.
    pub places: BTreeMap<String, Vec<SlotKey>>,
}

impl PlanView {
    /// The free places of an item on or before a day.
    #[must_use]
    pub fn places_until(&self, item: &str, until: Option<NaiveDate>) -> Vec<SlotKey> {
        let all = self.places.get(item).into_iter().flatten();
        all.filter(|slot| until.is_some_and(|until| slot.date() <= until)).copied().collect()
    }

    /// The free places before the last day of a procedure.
    #[must_use]
    pub fn places_of(&self, item: &str, day: &LastDay) -> Vec<SlotKey> {
        self.places_until(item, day.safe_date)
    }

    /// The free places on which an item is filed in time.
    #[must_use]
    pub fn places_to_file(&self, item: &str, filing: &Filing) -> Vec<SlotKey> {
        self.places_until(item, filing.last_day())
    }
}

/// What the end of a document that is only described means.
///
/// # Errors
/// `Invalid` for dates too far away; what the database says.
pub async fn described(
    app: &App,
    call: &Call,
    mut subject: Subject,
    terms: &Terms,
) -> Result<Vec<PlanView>> {
    let scope = call.scope()?;
    let catalogue = catalogue::current(app).await?;
    subject.holder.contract_until = terms.contract_until;
    subject.holder.claimed.clone_from(&terms.claimed);
    plans(app, &catalogue, &scope, &[subject], terms).await
}

/// What the end of a document on record means.
///
/// # Errors
/// `NotFound` where there is none to see, or where it does not run out.
pub async fn of_document(
    app: &App,
    call: &Call,
    id: DocumentId,
    terms: &Terms,
) -> Result<Vec<PlanView>> {
    let scope = call.scope()?;
    let catalogue = catalogue::current(app).await?;
    let reader = app.store.reader();
    let document = reader.document(&scope, id).await?;
    let known = facts::known(&reader, &scope, document.resident_id).await?;
    let subject = known.subject(app, &scope, &document, terms)?.ok_or_else(no_end)?;
    plans(app, &catalogue, &scope, &[subject], terms).await
}

/// What the ends of all documents of a resident mean, by their last days.
///
/// # Errors
/// `NotFound` where there is no such resident to see.
pub async fn of_resident(
    app: &App,
    call: &Call,
    id: ResidentId,
    terms: &Terms,
) -> Result<Vec<PlanView>> {
    let scope = call.scope()?;
    let catalogue = catalogue::current(app).await?;
    let known = facts::known(&app.store.reader(), &scope, id).await?;
    let mut subjects = Vec::new();
    for document in known.running_out() {
        subjects.extend(known.subject(app, &scope, document, terms)?);
    }
    plans(app, &catalogue, &scope, &subjects, terms).await
}

fn no_end() -> Error {
    let problem = "must name a live document with a last day, and no receipt";
    Error::told("document_id", problem, "须为有效期已知且未终止的证件，不能是受理回执")
}

/// The day that counts as the day of acceptance of what is filed now (C3).
fn accepted_on(app: &App, catalogue: &Catalogue) -> Result<Option<NaiveDate>> {
    let moment = filing_moment(app, catalogue, None);
    let accepted = acceptance_date(moment.now, moment.filing_hours, &catalogue.calendar);
    Ok(accepted.map_err(too_far)?.ok())
}

/// The plans of some documents.
async fn plans(
    app: &App,
    catalogue: &Arc<Catalogue>,
    scope: &Scope,
    subjects: &[Subject],
    terms: &Terms,
) -> Result<Vec<PlanView>> {
    let policy = catalogue.expiry_policy();
    let (today, accepted_on) = (app.clock.today(), accepted_on(app, catalogue)?);
    let mut places: BTreeMap<String, Vec<SlotKey>> = BTreeMap::new();
    let mut views = Vec::with_capacity(subjects.len());
    for Subject { document, holder, known } in subjects {
        let question = Question {
            document: *document,
            holder,
            starts_on: terms.starts_on,
            catalogue,
            policy: &policy,
            today,
            accepted_on,
        };
        let plan = plan(&question).map_err(too_far)?;
        for item in plan.renewal.iter().flat_map(items) {
            if !places.contains_key(item) {
                let set = ItemSet::new([item.to_owned()]);
                let free = next_free(app, &app.store.reader(), catalogue, &set, scope, PLACES_TOLD)
                    .await?;
                places.insert(item.to_owned(), free);
            }
        }
        views.push((*document, *known, plan));
    }
    let view = |(document, known, plan)| {
        let plan: ExpiryPlan = plan;
        let items = plan.renewal.iter().flat_map(items);
        let of = |item: &str| Some((item.to_owned(), places.get(item)?.clone()));
        let places = items.filter_map(of).collect();
        PlanView { document, known, plan, places }
    };
    Ok(views.into_iter().map(view).collect())
}

/// The items of a renewal, with the one that comes first.
fn items(renewal: &Renewal) -> impl Iterator<Item = &str> {
    let before = renewal.before.as_ref().map(|before| before.service_item_id.as_str());
    before.into_iter().chain([renewal.service_item_id.as_str()])
}

fn too_far(error: LimitError) -> Error {
    Error::told("expiry_date", error.to_string(), "日期太远")
}
