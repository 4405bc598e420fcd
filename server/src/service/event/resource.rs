//! The whole resources of events, loaded by their ids under the reader's scope, with one query a
//! kind. What is not loaded is not his to see.

use super::token::{self, Mark};
use crate::{
    domain::{
        caller::Scope,
        event::{Event, RecordedEvent, Resource, ResourceKind},
        id::Id,
        mandate::MandateView,
        whitelist::EntryView,
    },
    error::Result,
    service::{
        App, case, catalogue, document, enterprise, expiry, rating, referral, resident, task,
    },
};
use std::collections::{BTreeSet, HashMap};

/// The events with their resources as they are now.
pub(super) async fn with_resources(
    app: &App,
    scope: &Scope,
    epoch: i64,
    recorded: &[RecordedEvent],
) -> Result<Vec<Event>> {
    let mut resources = HashMap::new();
    for kind in ResourceKind::ALL {
        let ids = recorded.iter().map(|event| event.resource_id.as_str());
        let ids: BTreeSet<_> = ids.filter(|id| ResourceKind::of(id) == Some(kind)).collect();
        if !ids.is_empty() {
            load(app, scope, kind, &ids, &mut resources).await?;
        }
    }
    let event = |recorded: &RecordedEvent| Event {
        token: token::write(app, scope, Mark { epoch, place: recorded.place }),
        resource: resources.get(&recorded.resource_id).cloned(),
        recorded: recorded.clone(),
    };
    Ok(recorded.iter().map(event).collect())
}

/// Loads the resources of one kind.
async fn load(
    app: &App,
    scope: &Scope,
    kind: ResourceKind,
    ids: &BTreeSet<&str>,
    into: &mut HashMap<String, Resource>,
) -> Result<()> {
    let reader = app.store.reader();
    match kind {
        ResourceKind::Appointment => {
            let found = reader.appointments_by_id(scope, &parsed(ids)).await?;
            let found = found.into_iter().map(Box::new);
            into.extend(found.map(|one| (one.id.text(), Resource::Appointment(one))));
        }
        ResourceKind::Ticket => {
            let found = reader.tickets_by_id(scope, &parsed(ids)).await?;
            let found = found.into_iter().map(Box::new);
            into.extend(found.map(|one| (one.id.text(), Resource::Ticket(one))));
        }
        ResourceKind::Case => {
            let catalogue = catalogue::current(app).await?;
            for case in reader.cases_by_id(scope, &parsed(ids)).await? {
                let view = Box::new(case::view(app, &catalogue, case, scope));
                into.insert(view.case.id.text(), Resource::Case(view));
            }
        }
        ResourceKind::Task => {
            let catalogue = catalogue::current(app).await?;
            for (id, case) in reader.tasks_by_id(scope, &parsed(ids)).await? {
                let view = Box::new(task::view(app, &catalogue, id, case, scope)?);
                into.insert(id.text(), Resource::Task(view));
            }
        }
        ResourceKind::Rating => {
            let catalogue = catalogue::current(app).await?;
            let platform = catalogue.rating_policy().platform_department_id;
            for found in reader.ratings_by_id(scope, &platform, &parsed(ids)).await? {
                let view = Box::new(rating::view(app, &catalogue, found, scope));
                into.insert(view.rating.id.text(), Resource::Rating(view));
            }
        }
        ResourceKind::Referral => {
            let catalogue = catalogue::current(app).await?;
            for found in reader.referrals_by_id(scope, &parsed(ids)).await? {
                let view = Box::new(referral::view(&catalogue, found, app.clock.now())?);
                into.insert(view.referral.id.text(), Resource::Referral(view));
            }
        }
        ResourceKind::Expedite => {
            for expedite in reader.expedites_by_id(scope, &parsed(ids)).await? {
                let seen = Box::new(expedite.seen_by(scope));
                into.insert(seen.id.text(), Resource::Expedite(seen));
            }
        }
        ResourceKind::Document
        | ResourceKind::Resident
        | ResourceKind::Mandate
        | ResourceKind::Obligation => {
            load_of_people(app, scope, kind, ids, into).await?;
        }
        ResourceKind::Enterprise => load_enterprises(app, scope, ids, into).await?,
        ResourceKind::WhitelistEntry | ResourceKind::Trip => {
            load_of_travel(app, kind, ids, into).await?;
        }
        ResourceKind::Card => {
            let found = reader.cards_by_id(scope, &parsed(ids)).await?;
            let found = found.into_iter().map(Box::new);
            into.extend(found.map(|one| (one.id.text(), Resource::Card(one))));
        }
    }
    Ok(())
}

/// Loads what is of the whitelist, which everybody of the business sees.
async fn load_of_travel(
    app: &App,
    kind: ResourceKind,
    ids: &BTreeSet<&str>,
    into: &mut HashMap<String, Resource>,
) -> Result<()> {
    let reader = app.store.reader();
    if kind == ResourceKind::Trip {
        let found = reader.trips_by_id(&parsed(ids)).await?;
        let found = found.into_iter().map(Box::new);
        into.extend(found.map(|one| (one.id.text(), Resource::Trip(one))));
        return Ok(());
    }
    let found = reader.whitelist_entries_by_id(&parsed(ids)).await?;
    let now = app.clock.now();
    let views = found.into_iter().map(|entry| Box::new(EntryView::of(entry, now)));
    into.extend(views.map(|one| (one.entry.id.text(), Resource::WhitelistEntry(one))));
    Ok(())
}

/// Loads what is of residents and of those who act for them.
async fn load_of_people(
    app: &App,
    scope: &Scope,
    kind: ResourceKind,
    ids: &BTreeSet<&str>,
    into: &mut HashMap<String, Resource>,
) -> Result<()> {
    let reader = app.store.reader();
    if kind == ResourceKind::Document {
        for found in reader.documents_by_id(scope, &parsed(ids)).await? {
            let view = Box::new(document::view(app, found, scope));
            into.insert(view.document.id.text(), Resource::Document(view));
        }
    }
    if kind == ResourceKind::Resident {
        for found in reader.residents_by_id(scope, &parsed(ids)).await? {
            let view = Box::new(resident::view(app, found, scope)?);
            into.insert(view.resident.id.text(), Resource::Resident(view));
        }
    }
    if kind == ResourceKind::Obligation {
        let found = reader.obligations_by_id(scope, &parsed(ids)).await?;
        for view in expiry::owed_views(app, scope, found).await? {
            into.insert(view.owed.id.text(), Resource::Obligation(Box::new(view)));
        }
    }
    // Only the centre sees mandates.
    if kind == ResourceKind::Mandate && *scope == Scope::Centre {
        for found in reader.mandates_by_id(parsed(ids)).await? {
            let view = Box::new(MandateView::of(found, app.clock.today()));
            into.insert(view.mandate.id.text(), Resource::Mandate(view));
        }
    }
    Ok(())
}

/// Loads enterprises, of which only the centre is told.
async fn load_enterprises(
    app: &App,
    scope: &Scope,
    ids: &BTreeSet<&str>,
    into: &mut HashMap<String, Resource>,
) -> Result<()> {
    if *scope != Scope::Centre {
        return Ok(());
    }
    let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    for found in app.store.reader().enterprises_by_id(&ids).await? {
        let view = Box::new(enterprise::view(app, found, scope, 0)?);
        into.insert(view.enterprise.id.clone(), Resource::Enterprise(view));
    }
    Ok(())
}

fn parsed<T: Id>(ids: &BTreeSet<&str>) -> Vec<T> {
    ids.iter().filter_map(|id| T::parse(id)).collect()
}
