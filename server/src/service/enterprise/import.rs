//! Many enterprises, put on record or brought up to date together, with the groups they are in,
//! applications for their entries and the persons whom these name. Rows are judged once their
//! enterprises are locked, and written in the same transaction: all of them where it is all or
//! none, else a portion of them in each.

mod known;
mod row;

use super::{group::trace_of_group, made, sealed, trace};
use crate::{
    domain::{
        enterprise::Enterprise,
        id::ResidentId,
        identifier::PassportNumber,
        whitelist::{Direction, EntryState, StepKind, Terms},
    },
    error::{Error, Result, Violation},
    service::{
        App, catalogue,
        import::{AT_A_TIME, ATTEMPTS, Imported, MAX_ATOMIC_ROWS, PORTION, too_many},
        recheck,
        task::BatchMode,
        whitelist,
        write::{
            Answer, Effect, Mode, Reply, Trace, WriteCall, record_refusal, refuse, replayed, write,
            write_part,
        },
    },
    store::{Connection, Session, Tx},
};
use chrono::NaiveDate;
use known::{Known, Told};
use std::collections::BTreeSet;

/// What the audit trail calls that which an import is about.
pub(super) const RESOURCE: &str = "enterprises";

/// A row as it came in: what it says, or what of it cannot be read.
pub type Decoded = std::result::Result<Row, Vec<Violation>>;

/// What a row says. Cannot be printed.
pub struct Row {
    /// Of which enterprise.
    pub id: String,
    /// Of it; what is empty is not said.
    pub profile: super::Profile,
    /// The group it is in, by name, and since when.
    pub group: Option<(String, Option<NaiveDate>)>,
    /// The entry.
    pub entry: ToldEntry,
    /// A person whom it names.
    pub person: Option<ToldPerson>,
}

/// What a row says of an entry.
#[derive(Clone, Copy, Debug)]
pub enum ToldEntry {
    /// Nothing.
    None,
    /// Which one is meant: by its direction and its first day.
    Meant(Direction, Option<NaiveDate>),
    /// All of it, and where it stood.
    Whole(Terms, Option<EntryState>),
}

/// What a row says of a named person. Cannot be printed.
pub struct ToldPerson {
    /// Who.
    pub who: Who,
    /// From which day.
    pub from: Option<NaiveDate>,
    /// Through which day.
    pub until: Option<NaiveDate>,
}

/// Who somebody is. Cannot be printed.
pub enum Who {
    /// By id.
    Resident(ResidentId),
    /// By the number of a passport and, where it is told, its issuer.
    Passport(PassportNumber, String),
}

/// What became, or would become, of the rows.
#[derive(Clone, Debug, Default)]
pub struct ImportedEnterprises {
    /// Of the rows.
    pub rows: Imported,
    /// The groups that were made.
    pub new_groups: Vec<String>,
}

/// Imports rows.
///
/// # Errors
/// More rows than all-or-nothing takes; `Conflict` where somebody keeps changing the same
/// enterprises; what the database says. Portions written before stay, and are the same to a repeat.
pub async fn import<R: Answer<ImportedEnterprises>>(
    app: &App,
    call: &WriteCall,
    mode: BatchMode,
    rows: &[Decoded],
) -> Result<Reply<R>> {
    if let Some(reply) = replayed::<ImportedEnterprises, R>(app, call).await? {
        return Ok(reply);
    }
    let atomic = mode == BatchMode::Atomic;
    if atomic && rows.len() > MAX_ATOMIC_ROWS {
        return refuse(app, call, too_many()).await;
    }
    let only_check = call.mode == Mode::ValidateOnly;
    if atomic || only_check {
        let looked = judge(app, &app.store.reader(), call, &Done::default(), 0, rows).await?;
        let imported = looked.done().outcome;
        if !only_check && imported.rows.wrong > 0 {
            let refused = imported.rows.wrong_rows();
            record_refusal(app, &call.call, Some(call.request_id), &refused).await?;
        }
        if only_check || imported.rows.wrong > 0 {
            return Ok(Reply { answer: R::of(&imported), replayed: false });
        }
    }
    let portion = if atomic { MAX_ATOMIC_ROWS } else { PORTION };
    let mut done = Done::default();
    done.outcome.rows.written = true;
    let last = rows.len().saturating_sub(1) / portion * portion;
    for (index, some) in rows[..last].chunks(portion).enumerate() {
        done = in_part(app, call, &done, (index * portion, some)).await?;
    }
    let done = &done;
    write(app, call, |tx| async move {
        let Effect { outcome, mut traces } =
            written(app, &tx, call, done, (last, &rows[last..])).await?;
        if atomic && outcome.outcome.rows.wrong > 0 {
            // It was right a moment ago.
            return Err(Error::Conflict);
        }
        traces.push(Trace { resource_id: RESOURCE.to_owned(), ..Trace::default() });
        Ok(Effect { outcome: outcome.outcome, traces })
    })
    .await
}

/// What became of the portions so far, and of what they told.
#[derive(Clone, Debug, Default)]
struct Done {
    outcome: ImportedEnterprises,
    told: Told,
}

/// Some rows, of which the first has an index.
type Portion<'a> = (usize, &'a [Decoded]);

/// Writes a portion that others follow.
async fn in_part(app: &App, call: &WriteCall, done: &Done, rows: Portion<'_>) -> Result<Done> {
    for _ in 0..ATTEMPTS {
        let work =
            |tx: std::sync::Arc<Tx>| async move { written(app, &tx, call, done, rows).await };
        match write_part(app, call, work).await {
            Err(Error::Conflict) => {}
            other => return other,
        }
    }
    Err(Error::Conflict)
}

/// What was judged of rows.
struct Judged {
    known: Known,
    imported: Imported,
    new_groups: Vec<String>,
}

impl Judged {
    fn done(self) -> Done {
        let mut new_groups = self.new_groups;
        new_groups.extend(self.known.new_groups.iter().map(|group| group.name_zh.clone()));
        let outcome = ImportedEnterprises { rows: self.imported, new_groups };
        Done { outcome, told: self.known.told }
    }
}

/// Judges rows after those that are done.
async fn judge<C: Connection>(
    app: &App,
    session: &Session<C>,
    call: &WriteCall,
    done: &Done,
    first: usize,
    rows: &[Decoded],
) -> Result<Judged> {
    let mut known = Known::after(done.told.clone());
    let mut imported = done.outcome.rows.clone();
    for (chunk, some) in rows.chunks(AT_A_TIME).enumerate() {
        known.load(app, session, some).await?;
        for (index, decoded) in some.iter().enumerate() {
            let judged = match decoded {
                Ok(row) => row::judge(app, call, &mut known, row),
                Err(violations) => Err(violations.clone()),
            };
            imported.add(first + chunk * AT_A_TIME + index, judged);
        }
    }
    Ok(Judged { known, imported, new_groups: done.outcome.new_groups.clone() })
}

/// Judges rows, their enterprises locked, and writes what is right of them.
async fn written(
    app: &App,
    tx: &Tx,
    call: &WriteCall,
    done: &Done,
    (first, rows): Portion<'_>,
) -> Result<Effect<Done>> {
    tx.lock_enterprise_imports().await?;
    // Groups before enterprises, as whoever puts one into a group.
    let groups = rows.iter().flatten().filter_map(|row| row.group.as_ref());
    let groups: BTreeSet<_> = groups.map(|(name, _)| name.clone()).collect();
    tx.lock_enterprise_groups_named(&groups.into_iter().collect::<Vec<_>>()).await?;
    let ids: BTreeSet<_> = rows.iter().flatten().map(|row| row.id.clone()).collect();
    tx.lock_enterprises(&ids.into_iter().collect::<Vec<_>>()).await?;
    let judged = judge(app, tx, call, done, first, rows).await?;
    let mut traces = Vec::new();
    for group in &judged.known.new_groups {
        tx.put_enterprise_group(group).await?;
        traces.push(trace_of_group(None, group));
    }
    traces.extend(enterprises(app, tx, &judged.known).await?);
    traces.extend(entries(app, tx, &judged.known).await?);
    Ok(Effect { outcome: judged.done(), traces })
}

async fn enterprises(app: &App, tx: &Tx, known: &Known) -> Result<Vec<Trace>> {
    let (mut new, mut changed, mut traces) = (Vec::new(), Vec::new(), Vec::new());
    for own in known.changed() {
        let mut after = own.enterprise.clone();
        after.contact_sealed = sealed(app, &after.id, &own.contact)?;
        match &own.before {
            Some(before) => {
                (after.version, after.updated_at) = (before.version + 1, app.clock.now());
                traces.push(trace("enterprise.changed", Some(before), &after));
                changed.push((before.clone(), after));
            }
            None => {
                traces.push(trace("enterprise.created", None, &after));
                new.push(after);
            }
        }
    }
    match tx.add_enterprises(&new).await {
        // Somebody has put it on record meanwhile.
        Err(Error::AlreadyExists { .. }) => return Err(Error::Conflict),
        added => added?,
    }
    tx.update_enterprises(&changed).await?;
    Ok(traces)
}

async fn entries(app: &App, tx: &Tx, known: &Known) -> Result<Vec<Trace>> {
    let (mut new, mut traces) = (Vec::new(), Vec::new());
    let changed: Vec<_> = known.entries().collect();
    if changed.is_empty() {
        return Ok(traces);
    }
    let policy = catalogue::settled(app, tx).await?.whitelist_policy();
    let stamp = tx.next_whitelist_stamp().await?;
    for (before, after) in changed {
        let mut after = after.clone();
        after.stamp = stamp;
        match before {
            Some(before) => {
                after.version = before.version + 1;
                tx.update_whitelist_entry(before, &after).await?;
                let kind = StepKind::PersonsChanged.event();
                traces.push(whitelist::trace(kind, &policy, Some(before), &after));
                traces.extend(recheck::persons_changed(app, tx, &after).await?);
            }
            None => {
                after.version = 1;
                let kind = StepKind::Applied.event();
                traces.push(whitelist::trace(kind, &policy, None, &after));
                new.push(after);
            }
        }
    }
    tx.add_whitelist_entries(&new).await?;
    Ok(traces)
}

/// A new enterprise, of which nothing is known yet.
fn blank(app: &App, id: &str) -> Result<Enterprise> {
    let profile = super::Profile { language: "zh".to_owned(), ..super::Profile::default() };
    let mut new = made(app, id, &profile)?;
    new.contact_sealed = Vec::new();
    Ok(new)
}
