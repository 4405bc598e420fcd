//! The catalogue's documents: read whole into a snapshot, written one at a time with the counter of
//! all changes. Never knows what a document means beyond its kind.

use super::{Session, Tx, entity::catalogue_entry};
use crate::{
    domain::{
        calendar::{Calendar, PublishedYear},
        catalogue::{CalendarYear, Catalogue, Versioned},
    },
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, Statement, sea_query::OnConflict};
use serde::{Serialize, de::DeserializeOwned};
use std::{collections::BTreeMap, str::FromStr};

/// The kinds of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A department.
    Department,
    /// A service item.
    ServiceItem,
    /// A counter.
    Counter,
    /// A stretch of opening hours.
    OpeningHours,
    /// A calendar year.
    CalendarYear,
    /// A session of the hall.
    HallSession,
    /// A closure.
    Closure,
    /// The rules of booking.
    BookingPolicy,
    /// The fee table.
    FeeSchedule,
    /// The rules of cases.
    CasePolicy,
    /// The rules of ratings.
    RatingPolicy,
    /// The rules of the whitelist.
    WhitelistPolicy,
    /// The rules of referrals.
    ReferralPolicy,
    /// The ladder of supervision.
    SupervisionPolicy,
    /// The rules of expiry.
    ExpiryPolicy,
    /// The rules of notices.
    NoticePolicy,
}

impl Kind {
    /// The name it is kept under.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::ServiceItem => "service_item",
            Self::Counter => "counter",
            Self::OpeningHours => "opening_hours",
            Self::CalendarYear => "calendar_year",
            Self::HallSession => "hall_session",
            Self::Closure => "closure",
            Self::BookingPolicy => "booking_policy",
            Self::FeeSchedule => "fee_schedule",
            Self::CasePolicy => "case_policy",
            Self::RatingPolicy => "rating_policy",
            Self::WhitelistPolicy => "whitelist_policy",
            Self::ReferralPolicy => "referral_policy",
            Self::SupervisionPolicy => "supervision_policy",
            Self::ExpiryPolicy => "expiry_policy",
            Self::NoticePolicy => "notice_policy",
        }
    }
}

/// The id under which the only document of a kind is kept.
pub const ONLY: &str = "current";

impl<C: ConnectionTrait> Session<C> {
    /// The counter of all changes.
    ///
    /// # Errors
    /// What the database says.
    pub async fn catalogue_version(&self) -> Result<i64> {
        self.version_row("").await
    }

    /// The whole catalogue.
    ///
    /// # Errors
    /// What the database says, or an internal error where a document cannot be read.
    pub async fn catalogue(&self) -> Result<Catalogue> {
        let version = self.catalogue_version().await?;
        let rows = catalogue_entry::Entity::find().all(&self.conn).await?;
        let years: BTreeMap<i32, Versioned<CalendarYear>> = collect(&rows, Kind::CalendarYear)?;
        Ok(Catalogue {
            version,
            departments: collect(&rows, Kind::Department)?,
            service_items: collect(&rows, Kind::ServiceItem)?,
            counters: collect(&rows, Kind::Counter)?,
            opening_hours: collect(&rows, Kind::OpeningHours)?,
            hall_sessions: collect(&rows, Kind::HallSession)?,
            closures: collect(&rows, Kind::Closure)?,
            booking_policy: only(&rows, Kind::BookingPolicy)?,
            fee_schedule: only(&rows, Kind::FeeSchedule)?,
            case_policy: only(&rows, Kind::CasePolicy)?,
            rating_policy: only(&rows, Kind::RatingPolicy)?,
            whitelist_policy: only(&rows, Kind::WhitelistPolicy)?,
            referral_policy: only(&rows, Kind::ReferralPolicy)?,
            supervision_policy: only(&rows, Kind::SupervisionPolicy)?,
            expiry_policy: only(&rows, Kind::ExpiryPolicy)?,
            notice_policy: only(&rows, Kind::NoticePolicy)?,
            calendar: calendar(&years)?,
            calendar_years: years,
        })
    }

    async fn version_row(&self, lock: &str) -> Result<i64> {
        let sql = format!("SELECT version FROM catalogue_version WHERE id = 1{lock}");
        let statement = Statement::from_string(self.conn.get_database_backend(), sql);
        let row = self.conn.query_one_raw(statement).await?;
        let row = row.ok_or_else(|| Error::internal("the catalogue has no version"))?;
        Ok(row.try_get("", "version")?)
    }
}

impl Tx {
    /// The counter of all changes, which stays until this transaction ends.
    ///
    /// # Errors
    /// What the database says.
    pub async fn catalogue_version_shared(&self) -> Result<i64> {
        self.version_row(if self.is_postgres() { " FOR SHARE" } else { "" }).await
    }

    /// The counter of all changes, for the one who is about to change the catalogue.
    ///
    /// # Errors
    /// What the database says.
    pub async fn catalogue_version_locked(&self) -> Result<i64> {
        self.version_row(if self.is_postgres() { " FOR UPDATE" } else { "" }).await
    }

    /// Writes documents and counts the change. The caller holds the counter locked and has compared
    /// the documents' versions.
    ///
    /// # Errors
    /// What the database says.
    pub async fn put_catalogue(&self, documents: Vec<Document>, now: DateTime<Utc>) -> Result<()> {
        let rows = documents.into_iter().map(|document| catalogue_entry::ActiveModel {
            kind: Set(document.kind.name().to_owned()),
            id: Set(document.id),
            body: Set(document.body),
            version: Set(document.version),
            updated_at: Set(now),
        });
        use catalogue_entry::Column;
        let replace = OnConflict::columns([Column::Kind, Column::Id])
            .update_columns([Column::Body, Column::Version, Column::UpdatedAt])
            .to_owned();
        let insert = catalogue_entry::Entity::insert_many(rows).on_conflict(replace);
        insert.exec_without_returning(&self.conn).await?;
        let sql = "UPDATE catalogue_version SET version = version + 1 WHERE id = 1";
        self.conn.execute_unprepared(sql).await?;
        Ok(())
    }
}

/// A document to write.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its kind.
    pub kind: Kind,
    /// Its code.
    pub id: String,
    /// Itself, as JSON.
    pub body: String,
    /// Its new version.
    pub version: i64,
}

impl Document {
    /// The document of a value, in its next version.
    ///
    /// # Errors
    /// An internal error where the value cannot be written.
    pub fn of<T: Serialize>(kind: Kind, id: String, value: &T, version: i64) -> Result<Self> {
        let body = serde_json::to_string(value).map_err(Error::internal)?;
        Ok(Self { kind, id, body, version })
    }
}

fn read<T: DeserializeOwned>(row: &catalogue_entry::Model) -> Result<Versioned<T>> {
    let value = serde_json::from_str(&row.body).map_err(|error| {
        Error::internal(format!("catalogue document {} {}: {error}", row.kind, row.id))
    })?;
    Ok(Versioned { value, version: row.version })
}

fn collect<K, T>(rows: &[catalogue_entry::Model], kind: Kind) -> Result<BTreeMap<K, Versioned<T>>>
where
    K: FromStr + Ord,
    T: DeserializeOwned,
{
    let key = |id: &str| {
        id.parse().map_err(|_| Error::internal(format!("catalogue id {} {id}", kind.name())))
    };
    let rows = rows.iter().filter(|row| row.kind == kind.name());
    rows.map(|row| Ok((key(&row.id)?, read(row)?))).collect()
}

fn only<T: DeserializeOwned>(
    rows: &[catalogue_entry::Model],
    kind: Kind,
) -> Result<Option<Versioned<T>>> {
    rows.iter().find(|row| row.kind == kind.name() && row.id == ONLY).map(read).transpose()
}

fn calendar(years: &BTreeMap<i32, Versioned<CalendarYear>>) -> Result<Calendar> {
    let published = years.values().map(|entry| {
        PublishedYear::new(entry.value.year, entry.value.days.iter().cloned())
            .map_err(|_| Error::internal(format!("calendar year {}", entry.value.year)))
    });
    Ok(Calendar::new(published.collect::<Result<Vec<_>>>()?))
}
