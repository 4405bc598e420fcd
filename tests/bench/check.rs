//! What the database says afterwards, against what clients asked for and were told: places sold and
//! sold twice, refusals without a reason, and requests that were answered never or more than once.

use crate::Outcome;
use chrono::{DateTime, Utc};
use frsc_server::domain::{id::HallSessionId, slot::SlotKey};
use sqlx::{PgPool, SqlitePool};
use std::{collections::HashMap, fmt};
use uuid::Uuid;

/// What a client was told of one request.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// The slot it asked for.
    pub(crate) slot: SlotKey,
    /// The request.
    pub(crate) request_id: Uuid,
    /// The answer.
    pub(crate) answer: Answer,
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Booked.
    Booked,
    /// No place is left.
    Full,
    /// Anything else, which is wrong here.
    Other,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Findings {
    /// Appointments beyond the places of their slots.
    pub(crate) oversold: i64,
    /// Places left although somebody was refused.
    pub(crate) unsold: i64,
    /// Refusals while places were left, or for another reason.
    pub(crate) refused_wrongly: i64,
    /// Requests without exactly one record and, where booked, exactly one kept answer.
    pub(crate) not_answered_once: i64,
    /// Slots whose ledger is not what is booked.
    pub(crate) ledgers_wrong: i64,
}

impl Findings {
    /// True where nothing is wrong.
    pub(crate) const fn is_clean(&self) -> bool {
        self.oversold == 0
            && self.unsold == 0
            && self.refused_wrongly == 0
            && self.not_answered_once == 0
            && self.ledgers_wrong == 0
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "oversold {}, unsold {}, refused wrongly {}, not answered once {}, ledgers wrong {}",
            self.oversold,
            self.unsold,
            self.refused_wrongly,
            self.not_answered_once,
            self.ledgers_wrong
        )
    }
}

/// A database, looked at past the product.
#[derive(Clone, Debug)]
pub(crate) enum Database {
    /// A file.
    Sqlite(SqlitePool),
    /// A server.
    Postgres(PgPool),
}

/// Runs a query on either driver.
macro_rules! rows {
    ($database:expr, $row:ty, $sql:literal) => {
        match $database {
            Database::Sqlite(pool) => sqlx::query_as::<_, $row>($sql).fetch_all(pool).await,
            Database::Postgres(pool) => sqlx::query_as::<_, $row>($sql).fetch_all(pool).await,
        }
        .map_err(|error| format!("checking: {error}"))?
    };
}

impl Database {
    /// Opens the database of a server.
    pub(crate) async fn open(url: &str) -> Outcome<Self> {
        let opened = match url.strip_prefix("sqlite:") {
            Some(_) => SqlitePool::connect(url).await.map(Self::Sqlite),
            None => PgPool::connect(url).await.map(Self::Postgres),
        };
        opened.map_err(|error| format!("checking: {error}"))
    }

    /// Compares what is there with what clients were told.
    pub(crate) async fn check(&self, told: &[Told], places: i64) -> Outcome<Findings> {
        let mut findings = Findings::default();
        self.check_places(told, places, &mut findings).await?;
        self.check_answers(told, &mut findings).await?;
        Ok(findings)
    }

    async fn check_places(
        &self,
        told: &[Told],
        places: i64,
        findings: &mut Findings,
    ) -> Outcome<()> {
        type Sold = (Uuid, DateTime<Utc>, i64);
        let booked = rows!(
            self,
            Sold,
            "SELECT hall_session_id, start_at, COUNT(*) FROM appointment WHERE state = 1 \
             GROUP BY hall_session_id, start_at"
        );
        let ledgers = rows!(
            self,
            (Uuid, DateTime<Utc>, i32),
            "SELECT hall_session_id, start_at, sold FROM slot_ledger"
        );
        let ledgers = ledgers.into_iter().map(|(id, at, sold)| (id, at, i64::from(sold)));
        let (booked, ledgers) = (by_slot(booked), by_slot(ledgers));
        let mut asked: HashMap<SlotKey, Vec<Answer>> = HashMap::new();
        for told in told {
            asked.entry(told.slot).or_default().push(told.answer);
        }
        for (slot, answers) in asked {
            let count = |answer| answers.iter().filter(|given| **given == answer).count() as i64;
            let sold = booked.get(&slot).copied().unwrap_or(0);
            let wanted = places.min(answers.len() as i64);
            findings.oversold += (sold - places).max(0);
            findings.unsold += (wanted - sold).max(0);
            findings.refused_wrongly += count(Answer::Other);
            findings.refused_wrongly += if sold < places { count(Answer::Full) } else { 0 };
            let ledger = ledgers.get(&slot).copied().unwrap_or(0);
            let wrong = ledger != sold || count(Answer::Booked) != sold;
            findings.ledgers_wrong += i64::from(wrong);
        }
        Ok(())
    }

    async fn check_answers(&self, told: &[Told], findings: &mut Findings) -> Outcome<()> {
        let kept = rows!(
            self,
            (Uuid, i64),
            "SELECT request_id, COUNT(*) FROM idempotency \
             WHERE method LIKE '%BookAppointment' GROUP BY request_id"
        );
        let recorded = rows!(
            self,
            (Uuid, String, i64),
            "SELECT request_id, result, COUNT(*) FROM audit \
             WHERE method LIKE '%BookAppointment' AND request_id IS NOT NULL \
             GROUP BY request_id, result"
        );
        let kept: HashMap<_, _> = kept.into_iter().collect();
        let mut records: HashMap<Uuid, Vec<(bool, i64)>> = HashMap::new();
        for (request_id, result, count) in recorded {
            records.entry(request_id).or_default().push((result == "OK", count));
        }
        let once = |told: &&Told| {
            let booked = told.answer == Answer::Booked;
            let answers = kept.get(&told.request_id).copied().unwrap_or(0);
            let records = records.get(&told.request_id).map(Vec::as_slice);
            answers == i64::from(booked) && records == Some([(booked, 1)].as_slice())
        };
        findings.not_answered_once = (told.len() - told.iter().filter(once).count()) as i64;
        Ok(())
    }
}

fn by_slot(rows: impl IntoIterator<Item = (Uuid, DateTime<Utc>, i64)>) -> HashMap<SlotKey, i64> {
    let key = |id, start| SlotKey { start, hall_session_id: HallSessionId(id) };
    rows.into_iter().map(|(id, start, count)| (key(id, start), count)).collect()
}
