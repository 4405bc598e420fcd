//! The check. Memory answers where it may; where it is too old, or does not know of the change that
//! the caller knows of, the database does. One rule judges both.

use super::recorded;
use crate::{
    domain::{
        document::DocumentKind,
        id::{Id as _, ResidentId, WhitelistToken},
        identifier::{CreditCode, PassportNumber},
        whitelist::{
            Direction, Entry, Held, Question, Reason, Subject, TravelPurpose, TravellerRole,
            Verdict, Verdicts, judge,
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

/// Who is asked about: the holders of passports, and who goes on where a duplicate is named.
#[derive(Debug, Default)]
pub(super) struct Subjects {
    holders: HashMap<String, ResidentId>,
    survivors: HashMap<ResidentId, ResidentId>,
}

impl Subjects {
    /// Who is asked about; none where nobody is, or nobody on record holds the passport.
    pub(super) fn resident(&self, asked: &AskedPerson) -> Option<ResidentId> {
        match asked {
            AskedPerson::Nobody => None,
            AskedPerson::Resident(id) => Some(self.survivors.get(id).copied().unwrap_or(*id)),
            AskedPerson::Passport(number) => self.holders.get(number.as_str()).copied(),
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
        let mut numbers = HashMap::new();
        for ask in asked {
            let AskedPerson::Passport(number) = &ask.person else { continue };
            let key = number_key(app, number.as_str());
            numbers.entry(key).or_insert_with(|| number.as_str().to_owned());
        }
        let keys: Vec<_> = numbers.keys().copied().collect();
        let reader = app.store.reader();
        let found = reader.residents_of_numbers(&keys, DocumentKind::Passport).await?;
        let mut subjects = Self::default();
        for (key, holders) in found {
            // Two states may give the same number: then the number alone tells nobody.
            if let ([one], Some(number)) = (holders.as_slice(), numbers.remove(&key)) {
                subjects.holders.insert(number, *one);
            }
        }
        Ok(subjects)
    }

    /// Looks up which of those who are asked about by their ids were merged into another record;
    /// true where one was.
    async fn follow(&mut self, app: &App, who: &[ResidentId]) -> Result<bool> {
        self.survivors = app.store.reader().merged_into(who).await?;
        Ok(!self.survivors.is_empty())
    }
}

/// Who is asked about by an id that no entry names.
fn unnamed(asked: &[Ask], verdicts: &[Verdict]) -> Vec<ResidentId> {
    let not_named =
        |verdict: &Verdict| verdict.reasons.iter().any(|why| why.reason == Reason::PersonNotNamed);
    let all = asked.iter().zip(verdicts).filter(|(_, verdict)| not_named(verdict));
    all.filter_map(|(ask, _)| by_id(ask)).collect()
}

const fn by_id(ask: &Ask) -> Option<ResidentId> {
    match ask.person {
        AskedPerson::Resident(id) => Some(id),
        AskedPerson::Nobody | AskedPerson::Passport(_) => None,
    }
}

/// Answers checks in their order. What is done seldom is boxed, so that what is done always is
/// small: a call's future is moved to the heap whole.
///
/// Entries name the record of a person that goes on, so that only who is not named is looked up
/// among those that were merged.
///
/// # Errors
/// What the database says, where it is asked.
pub async fn check(
    app: &App,
    call: &Call,
    asked: &[Ask],
    token: Option<WhitelistToken>,
) -> Result<Verdicts> {
    let mut subjects = Subjects::of(app, asked).await?;
    let now = app.clock.now();
    let stamp = token.map_or(0, stamp_of);
    let mut verdicts = answers(app, asked, &subjects, (stamp, now)).await?;
    let unnamed = unnamed(asked, &verdicts);
    if !unnamed.is_empty() && Box::pin(subjects.follow(app, &unnamed)).await? {
        verdicts = Box::pin(answers(app, asked, &subjects, (stamp, now))).await?;
    }
    recorded::note(app, (call, now), asked, &subjects, &verdicts).await?;
    Ok(verdicts)
}

async fn answers(
    app: &App,
    asked: &[Ask],
    subjects: &Subjects,
    (stamp, now): (i64, DateTime<Utc>),
) -> Result<Verdicts> {
    let answered = app.whitelist.answer(stamp, |list| {
        let one = |ask: &Ask| {
            let held = list.get(&ask.enterprise_id);
            judge(held.map_or(&[], |held| held), &ask.question(now, subjects))
        };
        asked.iter().map(one).collect::<Verdicts>()
    });
    match answered {
        Some(verdicts) => Ok(verdicts),
        None => Box::pin(by_database(app, asked, subjects, now)).await,
    }
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
    let mut subjects = Subjects::of(app, &asked).await?;
    let [ask] = &asked;
    if let Some(who) = by_id(ask) {
        subjects.follow(app, &[who]).await?;
    }
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
