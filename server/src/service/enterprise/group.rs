//! Groups of enterprises: made, joined and left by day, merged and split. Entries of the
//! whitelist are never touched.

use super::{GroupView, lock, trace};
use crate::{
    domain::{
        enterprise::{Enterprise, EnterpriseGroup, MAX_ENTERPRISES_AT_ONCE, Membership},
        id::{EnterpriseGroupId, Id as _},
        refusal::Refusal,
    },
    error::{Error, Result, Violation},
    service::{
        App, Call,
        page::{Page, PageRequest, page},
        write::{Answer, Effect, Reply, Trace, WriteCall, refuse, write},
    },
    store::{Connection, Session, Tx},
};
use chrono::NaiveDate;
use std::collections::HashMap;

/// What of a group is changed, and to what.
#[derive(Clone, Debug, Default)]
pub struct GroupChange {
    /// Its name in Chinese.
    pub name_zh: Option<String>,
    /// Its name in English.
    pub name_en: Option<String>,
    /// Most trips a month, or no limit.
    pub trips_a_month: Option<Option<u32>>,
}

/// An enterprise that is in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its 统一社会信用代码.
    pub enterprise_id: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in English, or empty.
    pub name_en: String,
    /// Since when and until when.
    pub membership: Membership,
}

/// Makes a group.
///
/// # Errors
/// What the database says.
pub async fn create_group<R: Answer<GroupView>>(
    app: &App,
    call: &WriteCall,
    (name_zh, name_en): (&str, &str),
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let group = new_group(app, name_zh, name_en);
        tx.put_enterprise_group(&group).await?;
        let traces = vec![trace_of_group(None, &group)];
        let outcome = GroupView { group, enterprises: 0, trips: 0, members: Vec::new() };
        Ok(Effect { outcome, traces })
    })
    .await
}

/// A group as it is made now.
pub(super) fn new_group(app: &App, name_zh: &str, name_en: &str) -> EnterpriseGroup {
    let now = app.clock.now();
    EnterpriseGroup {
        id: EnterpriseGroupId(app.clock.new_id()),
        name_zh: name_zh.to_owned(),
        name_en: name_en.to_owned(),
        trips_a_month: None,
        merged_into: None,
        created_at: now,
        updated_at: now,
        version: 1,
    }
}

/// Changes the names of a group and its quota.
///
/// # Errors
/// `NotFound`, `EtagMismatch`; what the database says.
pub async fn update_group<R: Answer<GroupView>>(
    app: &App,
    call: &WriteCall,
    (id, version): (EnterpriseGroupId, i64),
    change: &GroupChange,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let before = tx.lock_enterprise_group(id).await?;
        if before.version != version {
            return Err(Error::EtagMismatch);
        }
        let after = EnterpriseGroup {
            name_zh: change.name_zh.clone().unwrap_or_else(|| before.name_zh.clone()),
            name_en: change.name_en.clone().unwrap_or_else(|| before.name_en.clone()),
            trips_a_month: change.trips_a_month.unwrap_or(before.trips_a_month),
            updated_at: app.clock.now(),
            version: version + 1,
            ..before
        };
        tx.put_enterprise_group(&after).await?;
        let traces = vec![trace_of_group(Some(&before), &after)];
        Ok(Effect { outcome: counted(app, &tx, after).await?, traces })
    })
    .await
}

/// One group, with the first of those in it today, or ever.
///
/// # Errors
/// `NotFound`; what the database says.
pub async fn get_group(app: &App, id: EnterpriseGroupId, ever: bool) -> Result<GroupView> {
    let (reader, today) = (app.store.reader(), app.clock.today());
    let group = reader.enterprise_group(id).await?;
    let today_in = reader.enterprises_in(id, today).await?;
    let enterprises = today_in.len() as u64;
    let codes = if ever { reader.enterprises_from(id, None).await? } else { today_in };
    let first = &codes[..codes.len().min(MAX_ENTERPRISES_AT_ONCE)];
    let members = |one: Enterprise| {
        let here = move |held: &Membership| held.group == id && (ever || held.holds_on(today));
        let times: Vec<_> = one.memberships.iter().copied().filter(here).collect();
        times.into_iter().map(move |membership| Member {
            enterprise_id: one.id.clone(),
            name_zh: one.name_zh.clone(),
            name_en: one.name_en.clone(),
            membership,
        })
    };
    let found = reader.enterprises_by_id(first).await?;
    let members = found.into_iter().flat_map(members).collect();
    let trips = reader.trips_filed_by_groups(&[id], today).await?.remove(&id).unwrap_or(0);
    Ok(GroupView { group, enterprises, trips, members })
}

/// A page of groups by name.
///
/// # Errors
/// `Invalid` for a page token of another list.
pub async fn groups(
    app: &App,
    call: &Call,
    with_merged: bool,
    request: &PageRequest,
) -> Result<Page<GroupView>> {
    let filters = with_merged.to_string();
    let limit = request.limit()?;
    let after = request.cursor(app, call, &filters)?.and_then(|text| {
        let (id, name) = text.split_once('\n')?;
        Some((name.to_owned(), id.parse().ok()?))
    });
    let reader = app.store.reader();
    let rows = reader.enterprise_groups(with_merged, after, limit as u64 + 1).await?;
    let cursor = |last: &EnterpriseGroup| format!("{}\n{}", last.id.0, last.name_zh);
    let Page { rows, next_token, feed_token } = page(app, call, &filters, rows, limit, cursor);
    let rows = all_counted(app, &reader, rows).await?;
    Ok(Page { rows, next_token, feed_token })
}

/// Puts enterprises into a group from a day on.
///
/// # Errors
/// `MembershipLater`, `GroupMerged`; `Invalid` for those that are not on record.
pub async fn join<R: Answer<GroupView>>(
    app: &App,
    call: &WriteCall,
    group: EnterpriseGroupId,
    ids: &[String],
    from: Option<NaiveDate>,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let group = tx.lock_enterprise_group(group).await?;
        group.takes_members()?;
        let from = from.unwrap_or_else(|| app.clock.today());
        let traces = moved(app, &tx, ids, |one| one.joining(group.id, from)).await?;
        Ok(Effect { outcome: counted(app, &tx, group).await?, traces })
    })
    .await
}

/// Takes enterprises out of a group from a day on.
///
/// # Errors
/// `NotInGroup`, `MembershipLater`; `Invalid` for those that are not on record.
pub async fn leave<R: Answer<GroupView>>(
    app: &App,
    call: &WriteCall,
    group: EnterpriseGroupId,
    ids: &[String],
    from: Option<NaiveDate>,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let group = tx.lock_enterprise_group(group).await?;
        let from = from.unwrap_or_else(|| app.clock.today());
        let traces = moved(app, &tx, ids, |one| one.leaving(group.id, from)).await?;
        Ok(Effect { outcome: counted(app, &tx, group).await?, traces })
    })
    .await
}

/// Merges a group into another from a day on.
///
/// # Errors
/// `MembershipLater`, `GroupMerged`, `NotFound`; `Invalid` for one and the same group.
pub async fn merge<R: Answer<GroupView>>(
    app: &App,
    call: &WriteCall,
    (group, into): (EnterpriseGroupId, EnterpriseGroupId),
    from: Option<NaiveDate>,
) -> Result<Reply<R>> {
    if group == into {
        let error = Error::told("into_group_id", "must be another group", "应为另一集团");
        return refuse(app, call, error).await;
    }
    write(app, call, |tx| async move {
        // In the order of their ids, so that two who merge do not wait for each other.
        let (first, second) = (group.min(into), group.max(into));
        let locked =
            (tx.lock_enterprise_group(first).await?, tx.lock_enterprise_group(second).await?);
        let (mut ended, taken) = if locked.0.id == group { locked } else { (locked.1, locked.0) };
        ended.takes_members()?;
        taken.takes_members()?;
        let from = from.unwrap_or_else(|| app.clock.today());
        let ids = tx.enterprises_from(ended.id, Some(from)).await?;
        let groups = (ended.id, taken.id);
        let mut traces = moved(app, &tx, &ids, |one| one.merged(groups, from)).await?;
        let before = ended.clone();
        ended.merged_into = Some(taken.id);
        (ended.updated_at, ended.version) = (app.clock.now(), before.version + 1);
        tx.put_enterprise_group(&ended).await?;
        traces.push(trace_of_group(Some(&before), &ended));
        Ok(Effect { outcome: counted(app, &tx, taken).await?, traces })
    })
    .await
}

/// Makes a group of some enterprises of another from a day on.
///
/// # Errors
/// `NotInGroup`, `MembershipLater`, `NotFound`; `Invalid` for those that are not on record.
pub async fn split<R: Answer<GroupView>>(
    app: &App,
    call: &WriteCall,
    group: EnterpriseGroupId,
    ids: &[String],
    (name_zh, name_en): (&str, &str),
    from: Option<NaiveDate>,
) -> Result<Reply<R>> {
    write(app, call, |tx| async move {
        let old = tx.lock_enterprise_group(group).await?;
        let new = new_group(app, name_zh, name_en);
        tx.put_enterprise_group(&new).await?;
        let from = from.unwrap_or_else(|| app.clock.today());
        let parts = |one: &Enterprise| {
            one.leaving(old.id, from)?;
            one.joining(new.id, from)
        };
        let mut traces = moved(app, &tx, ids, parts).await?;
        traces.push(trace_of_group(None, &new));
        Ok(Effect { outcome: counted(app, &tx, new).await?, traces })
    })
    .await
}

async fn counted<C: Connection>(
    app: &App,
    session: &Session<C>,
    group: EnterpriseGroup,
) -> Result<GroupView> {
    let mut views = all_counted(app, session, vec![group]).await?;
    views.pop().ok_or_else(|| Error::internal("a group has no counts"))
}

/// Groups with their counts of today, by two statements however many they are.
async fn all_counted<C: Connection>(
    app: &App,
    session: &Session<C>,
    groups: Vec<EnterpriseGroup>,
) -> Result<Vec<GroupView>> {
    let (today, ids) = (app.clock.today(), groups.iter().map(|group| group.id).collect::<Vec<_>>());
    let enterprises = session.enterprises_by_groups(&ids, today).await?;
    let trips = session.trips_filed_by_groups(&ids, today).await?;
    let view = |group: EnterpriseGroup| {
        let of = |counts: &HashMap<_, u64>| counts.get(&group.id).copied().unwrap_or(0);
        let (enterprises, trips) = (of(&enterprises), of(&trips));
        GroupView { group, enterprises, trips, members: Vec::new() }
    };
    Ok(groups.into_iter().map(view).collect())
}

/// Moves enterprises between groups, all or none.
async fn moved(
    app: &App,
    tx: &Tx,
    ids: &[String],
    to: impl Fn(&Enterprise) -> std::result::Result<Enterprise, Refusal>,
) -> Result<Vec<Trace>> {
    let found = lock(tx, ids).await?;
    unknown(ids, &found)?;
    let (mut changed, mut refusals) = (Vec::new(), Vec::new());
    for before in found {
        match to(&before) {
            Ok(after) if after == before => {}
            Ok(after) => {
                changed.push((before, Enterprise { updated_at: app.clock.now(), ..after }));
            }
            Err(refusal) => refusals.push(refusal),
        }
    }
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    tx.update_enterprises(&changed).await?;
    Ok(changed
        .iter()
        .map(|(before, after)| trace("enterprise.grouped", Some(before), after))
        .collect())
}

/// That all that are named are on record.
fn unknown(ids: &[String], found: &[Enterprise]) -> Result<()> {
    let missing = ids.iter().enumerate().filter(|(_, id)| found.iter().all(|one| one.id != **id));
    let fault = |(index, _): (usize, &String)| {
        let field = format!("enterprise_ids[{index}]");
        Violation::told(&field, "is not on record", "尚未登记")
    };
    let faults: Vec<_> = missing.map(fault).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

/// What a change of a group leaves behind.
pub(super) fn trace_of_group(before: Option<&EnterpriseGroup>, after: &EnterpriseGroup) -> Trace {
    let canonical = |group: &EnterpriseGroup| format!("{group:?}");
    Trace {
        resource_id: after.id.text(),
        before: before.map(canonical),
        after: Some(canonical(after)),
        ..Trace::default()
    }
}
