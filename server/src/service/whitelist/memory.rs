//! The whitelist in memory: what a check looks at, of every enterprise. One task of the server
//! keeps it current by the numbers of the list's changes; a reader holds it for the time of a
//! look-up, and never answers from what is too old or lacks a change that he knows of.

use crate::{
    domain::{identifier::CreditCode, whitelist::Held},
    error::Result,
    service::App,
    store::whitelist::HeldRow,
};
use smallvec::SmallVec;
use std::{
    collections::HashMap,
    sync::{
        Arc, PoisonError, RwLock, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{Notify, watch},
    time::{Instant, sleep},
};
use uuid::Uuid;

/// What is older than this is not answered from.
pub(super) const STALE_AFTER: Duration = Duration::from_secs(5);
/// How often is looked for changes that no bell has told of.
const LOOK_EVERY: Duration = Duration::from_millis(800);
/// The shortest time between two looks, so that a busy server looks for many commits at once.
const REST: Duration = Duration::from_millis(20);
/// Rows that are read at once.
const ROWS: u64 = 5_000;
/// Enterprises that are put in while readers wait.
const AT_ONCE: usize = 128;

/// What is held of one enterprise. Most have one entry, which lies beside the code: what a check
/// looks at is then in one place of memory, and reaching another costs more than judging it.
type HeldOf = SmallVec<[Held; 1]>;

/// What memory holds of each enterprise.
pub(super) type List = HashMap<CreditCode, HeldOf>;

/// What is known, and since when.
#[derive(Debug, Default)]
struct Known {
    list: List,
    /// Every change up to this number is in it.
    stamp: i64,
    /// When that was asked of the database.
    looked: Option<Instant>,
}

/// The whitelist in memory.
#[derive(Debug, Default)]
pub struct Memory {
    known: RwLock<Known>,
    /// Somebody has checked: until then nothing is read.
    asked: AtomicBool,
    wanted: Arc<Notify>,
    pub(super) recorded: super::recorded::Recorded,
}

/// How large it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemorySize {
    /// Enterprises.
    pub enterprises: usize,
    /// Entries.
    pub entries: usize,
    /// Bytes, as far as they can be counted.
    pub bytes: usize,
}

impl Memory {
    /// Answers of what is held of enterprises, where it has every change up to a number and is not
    /// too old; otherwise none, and it is brought up to date.
    pub(super) fn answer<T>(&self, stamp: i64, of: impl FnOnce(&List) -> T) -> Option<T> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let fresh = known.looked.is_some_and(|looked| looked.elapsed() < STALE_AFTER);
        if fresh && known.stamp >= stamp {
            return Some(of(&known.list));
        }
        drop(known);
        self.asked.store(true, Ordering::Release);
        self.wanted.notify_one();
        None
    }

    /// How many enterprises are held: the shortest look that a reader takes.
    #[must_use]
    pub fn enterprises(&self) -> usize {
        self.known.read().unwrap_or_else(PoisonError::into_inner).list.len()
    }

    /// How large it is.
    #[must_use]
    pub fn size(&self) -> MemorySize {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let of = |held: &HeldOf| {
            let beside = if held.spilled() { held.capacity() * size_of::<Held>() } else { 0 };
            beside + held.iter().map(Held::bytes_beside).sum::<usize>()
        };
        let slot = size_of::<(CreditCode, HeldOf)>() + 1;
        MemorySize {
            enterprises: known.list.len(),
            entries: known.list.values().map(|held| held.len()).sum(),
            bytes: known.list.capacity() * slot + known.list.values().map(of).sum::<usize>(),
        }
    }

    fn stamp(&self) -> (i64, bool) {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        (known.stamp, known.looked.is_some())
    }

    /// Takes a whole list in place of the one held; the old one is freed after readers may go on.
    fn swap(&self, list: List, stamp: i64, looked: Instant) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let old = std::mem::replace(&mut *known, Known { list, stamp, looked: Some(looked) });
        drop(known);
        drop(old);
    }

    /// Puts changed enterprises in, some at a time.
    fn put(&self, changed: Vec<(CreditCode, HeldOf)>) {
        let mut changed = changed.into_iter();
        loop {
            let some: Vec<_> = changed.by_ref().take(AT_ONCE).collect();
            if some.is_empty() {
                return;
            }
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            known.list.extend(some);
        }
    }

    fn looked(&self, stamp: i64, at: Instant) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        (known.stamp, known.looked) = (stamp, Some(at));
    }

    fn held(&self, code: &CreditCode) -> HeldOf {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.list.get(code).cloned().unwrap_or_default()
    }
}

/// Keeps memory current until the server is gone, once somebody has checked.
pub async fn follow(app: Weak<App>, mut commits: watch::Receiver<u64>) {
    while let Some(strong) = app.upgrade() {
        commits.mark_unchanged();
        let memory = &strong.whitelist;
        let wanted = Arc::clone(&memory.wanted);
        if memory.asked.load(Ordering::Acquire) {
            let looked = look(&strong).await;
            if let Err(error) = looked {
                tracing::warn!(%error, "the whitelist was not read");
            }
            drop(strong);
            tokio::select! {
                rung = commits.changed() => if rung.is_err() { return },
                () = wanted.notified() => {}
                () = sleep(LOOK_EVERY) => {}
            }
            sleep(REST).await;
        } else {
            drop(strong);
            tokio::select! {
                rung = commits.changed() => if rung.is_err() { return },
                () = wanted.notified() => {}
            }
        }
    }
}

/// Reads what has changed since the last look, or everything where there was none or the database
/// was brought back from a copy.
async fn look(app: &App) -> Result<()> {
    let began = Instant::now();
    let (memory, reader) = (&app.whitelist, app.store.reader());
    let (own, built) = memory.stamp();
    let last = reader.whitelist_stamp().await?;
    if !built || last < own {
        return rebuild(app).await;
    }
    let mut after = (own, Uuid::max());
    let mut more = last > own;
    while more {
        let rows = reader.whitelist_changed_after(after, ROWS).await?;
        let Some(row) = rows.last() else { break };
        after = (row.stamp, row.id);
        more = rows.len() as u64 == ROWS;
        let mut changed = List::new();
        merge(&mut changed, rows, |code| memory.held(code));
        memory.put(changed.into_iter().collect());
    }
    memory.looked(last, began);
    Ok(())
}

/// Reads everything anew and takes it in place of what is held; who checks meanwhile is answered
/// from what was held before.
///
/// # Errors
/// What the database says.
pub async fn rebuild(app: &App) -> Result<()> {
    let began = Instant::now();
    let (memory, reader) = (&app.whitelist, app.store.reader());
    let last = reader.whitelist_stamp().await?;
    let mut list = List::new();
    let mut after = (-1, Uuid::max());
    loop {
        let rows = reader.whitelist_changed_after(after, ROWS).await?;
        let Some(row) = rows.last() else { break };
        after = (row.stamp, row.id);
        let more = rows.len() as u64 == ROWS;
        merge(&mut list, rows, |_| HeldOf::new());
        if !more {
            break;
        }
    }
    memory.swap(list, last, began);
    Ok(())
}

/// Puts rows into a list, in which what is not held yet of an enterprise is as it was before.
fn merge(into: &mut List, rows: Vec<HeldRow>, before: impl Fn(&CreditCode) -> HeldOf) {
    let mut by_code: HashMap<CreditCode, Vec<HeldRow>> = HashMap::new();
    for row in rows {
        if let Ok(code) = row.enterprise_id.parse() {
            by_code.entry(code).or_default().push(row);
        }
    }
    for (code, rows) in by_code {
        let mut held = into.remove(&code).unwrap_or_else(|| before(&code));
        for row in rows {
            held.retain(|own| own.id.0 != row.id);
            held.extend(row.held);
        }
        held.shrink_to_fit();
        into.insert(code, held);
    }
}
