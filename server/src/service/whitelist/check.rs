//! The check. Memory answers where it may; where it is too old, or does not know of the change that
//! the caller knows of, the database does. One rule judges both.

use super::recorded;
use crate::{
    domain::{
        document::DocumentKind,
        id::{Id as _, ResidentId, WhitelistToken},
        identifier::{CreditCode, PassportNumber},
        whitelist::{
            Direction, Entry, Held, Question, Subject, TravelPurpose, TravellerRole, Verdict,
            Verdicts, judge,
        },
    },
    error::Result,
    service::{App, Call, document::number_key},
};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{HashMap, hash_map};

/// Whom a check is about, as it is asked. Cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub enum AskedPerson {
    /// Nobody in particular.
    Nobody,
    /// Somebody on record.
    Resident(ResidentId),
    /// Who holds a passport.
    Passport(PassportNumber),
}

impl std::fmt::Debug for AskedPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AskedPerson(…)")
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Of which enterprise.
    pub enterprise_id: CreditCode,
    /// Of whom.
    pub person: AskedPerson,
    /// What he is to the enterprise.
    pub role: Option<TravellerRole>,
    /// In which direction.
    pub direction: Direction,
    /// On which day, to its end; none: now.
    pub day: Option<NaiveDate>,
    /// For what.
    pub purpose: Option<TravelPurpose>,
}

impl Ask {
    /// True where it is about a person.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.person != AskedPerson::Nobody
    }

    fn question(&self, now: DateTime<Utc>, subjects: &Subjects) -> Question {
        Question {
            at: self.day.map_or(now, Question::instant_of),
            direction: self.direction,
            purpose: self.purpose,
            subject: match (&self.person, subjects.resident(&self.person)) {
                (AskedPerson::Nobody, _) => Subject::Anybody,
                (_, Some(id)) => Subject::Person(id),
                (_, None) => Subject::Unknown,
            },
            role: self.role,
        }
    }
}

/// Who holds the passports that were asked for.
#[derive(Debug, Default)]
pub(super) struct Subjects(HashMap<String, ResidentId>);

impl Subjects {
    /// Who is asked about; none where nobody is, or nobody on record holds the passport.
    pub(super) fn resident(&self, asked: &AskedPerson) -> Option<ResidentId> {
        match asked {
            AskedPerson::Nobody => None,
            AskedPerson::Resident(id) => Some(*id),
            AskedPerson::Passport(number) => self.0.get(number.as_str()).copied(),
        }
    }

    /// Looks the passports up; where none was asked for, nothing is read.
    async fn of(app: &App, asked: &[Ask]) -> Result<Self> {
        let mut passports = asked.iter().map(|ask| matches!(ask.person, AskedPerson::Passport(_)));
        if !passports.any(|is_one| is_one) {
            return Ok(Self::default());
        }
        Box::pin(Self::looked_up(app, asked)).await
    }

    async fn looked_up(app: &App, asked: &[Ask]) -> Result<Self> {
        let mut found = HashMap::new();
        for ask in asked {
            let AskedPerson::Passport(number) = &ask.person else { continue };
            if found.contains_key(number.as_str()) {
                continue;
            }
            let key = number_key(app, number.as_str());
            let holders =
                app.store.reader().residents_of_number(&key, DocumentKind::Passport).await?;
            // Two states may give the same number: then the number alone tells nobody.
            if let [one] = holders.as_slice() {
                found.insert(number.as_str().to_owned(), *one);
            }
        }
        Ok(Self(found))
    }
}

/// Answers checks in their order. What is done seldom is boxed, so that what is done always is
/// small: a call's future is moved to the heap whole.
///
/// # Errors
/// What the database says, where it is asked.
pub async fn check(
    app: &App,
    call: &Call,
    asked: &[Ask],
    token: Option<WhitelistToken>,
) -> Result<Verdicts> {
    let subjects = Subjects::of(app, asked).await?;
    let now = app.clock.now();
    let stamp = token.map_or(0, stamp_of);
    let answered = app.whitelist.answer(stamp, |list| {
        let one = |ask: &Ask| {
            let held = list.get(&ask.enterprise_id);
            judge(held.map_or(&[], |held| held), &ask.question(now, &subjects))
        };
        asked.iter().map(one).collect::<Verdicts>()
    });
    let verdicts = match answered {
        Some(verdicts) => verdicts,
        None => Box::pin(by_database(app, asked, &subjects, now)).await?,
    };
    recorded::note(app, (call, now), asked, &subjects, &verdicts).await?;
    Ok(verdicts)
}

async fn by_database(
    app: &App,
    asked: &[Ask],
    subjects: &Subjects,
    now: DateTime<Utc>,
) -> Result<Verdicts> {
    let (reader, mut known) = (app.store.reader(), HashMap::new());
    let mut verdicts = Verdicts::with_capacity(asked.len());
    for ask in asked {
        let held = match known.entry(ask.enterprise_id) {
            hash_map::Entry::Occupied(own) => own.into_mut(),
            hash_map::Entry::Vacant(new) => {
                new.insert(reader.whitelist_held_of(ask.enterprise_id.as_str()).await?)
            }
        };
        verdicts.push(judge(held, &ask.question(now, subjects)));
    }
    Ok(verdicts)
}

/// Answers a check as it would have been answered from what was known at an instant.
///
/// # Errors
/// What the database says.
pub async fn check_as_known(
    app: &App,
    call: &Call,
    ask: Ask,
    known_at: DateTime<Utc>,
) -> Result<Verdict> {
    let asked = [ask];
    let subjects = Subjects::of(app, &asked).await?;
    let [ask] = &asked;
    let entries = app.store.reader().whitelist_entries_of(&[ask.enterprise_id.to_string()]).await?;
    let known = |entry: &Entry| entry.as_known(known_at).as_ref().and_then(Held::of);
    let held: Vec<Held> = entries.iter().filter_map(known).collect();
    let verdict = judge(&held, &ask.question(known_at, &subjects));
    let now = app.clock.now();
    recorded::note(app, (call, now), &asked, &subjects, std::slice::from_ref(&verdict)).await?;
    Ok(verdict)
}

/// The number of the change that a token tells of.
fn stamp_of(token: WhitelistToken) -> i64 {
    i64::try_from(token.uuid().as_u128()).unwrap_or(i64::MAX)
}

/// The token of a change.
#[must_use]
pub fn token_of(stamp: i64) -> WhitelistToken {
    WhitelistToken(uuid::Uuid::from_u128(u128::from(stamp.unsigned_abs())))
}
