//! How a resident is registered, and who on record may be the same person.

use super::{checked, put_private, trace, view};
use crate::{
    domain::{
        caller::Scope,
        document::DocumentKind,
        id::ResidentId,
        identifier::PassportNumber,
        refusal::Refusal,
        resident::{
            Dependence, Hand, Particulars, Resident, ResidentRefusal, ResidentState,
            ResidentStepKind, ResidentView, no_circle, same_person,
        },
    },
    error::Result,
    service::{
        App,
        document::number_key,
        write::{Answer, Effect, Mode, Reply, WriteCall, write},
    },
    store::Tx,
};
use chrono::{DateTime, Utc};

/// A person to be registered.
#[derive(Clone, Debug)]
pub struct NewResident {
    /// What a clerk says of him.
    pub particulars: Particulars,
    /// Who seems to be the same and is not.
    pub distinct_from: Vec<ResidentId>,
    /// The number of the passport that was scanned; it finds who is on record and is not kept.
    pub passport: Option<PassportNumber>,
}

/// Who was registered, or would be, and who may be the same.
#[derive(Clone, Debug)]
pub struct Found {
    /// The resident.
    pub resident: ResidentView,
    /// Who may be the same; empty where he was registered.
    pub possible_duplicates: Vec<ResidentView>,
}

/// Registers a person.
///
/// # Errors
/// `PossibleDuplicate`, unless it is only checked; `Merged` for the principal, `NotFound` where
/// there is no such principal, `Invalid`.
pub async fn create<R: Answer<Found>>(
    app: &App,
    call: &WriteCall,
    new: &NewResident,
) -> Result<Reply<R>> {
    let scope = &call.call.scope()?;
    write(app, call, |tx| async move {
        let mut made =
            made(app.clock.now(), ResidentId(app.clock.new_id()), new.particulars.clone(), call);
        let private = &new.particulars.private;
        checked(app, &made, private)?;
        put_private(app, &mut made, private)?;
        let same = duplicates(app, &tx, &made, new).await?;
        if !same.is_empty() && call.mode == Mode::Commit {
            let resident_ids = same.iter().map(|resident| resident.id).collect();
            return Err(Refusal::from(ResidentRefusal::PossibleDuplicate { resident_ids }).into());
        }
        may_depend(&tx, &made).await?;
        tx.add_resident(&made).await?;
        let traces = vec![trace(app, &tx, ResidentStepKind::Created, None, &made).await?];
        let shown = same.into_iter().map(|one| view(app, one, scope));
        let outcome = Found {
            possible_duplicates: shown.collect::<Result<_>>()?,
            resident: view(app, made, scope)?,
        };
        Ok(Effect { outcome, traces })
    })
    .await
}

/// Who in use may be the same person: by the number of his passport, then by birth date and name.
/// Whoever registers one of the same birth date at the same time comes after.
async fn duplicates(app: &App, tx: &Tx, of: &Resident, new: &NewResident) -> Result<Vec<Resident>> {
    tx.lock_birth(&of.birth_key).await?;
    let mut found = Vec::new();
    if let Some(number) = &new.passport {
        let key = number_key(app, number.as_str());
        let holders = tx.residents_of_numbers(&[key], DocumentKind::Passport).await?;
        let holders = holders.into_values().next().unwrap_or_default();
        found = tx.residents_by_id(&Scope::Centre, &holders).await?;
    }
    for born in tx.residents_born(&of.birth_key).await? {
        let known = found.iter().any(|one| one.id == born.id);
        if !known && same_person(&born.names, &of.names) {
            found.push(born);
        }
    }
    found.retain(|one| !new.distinct_from.contains(&one.id));
    Ok(found)
}

/// Refuses a principal who was merged or depends on the dependant himself.
pub(super) async fn may_depend(tx: &Tx, of: &Resident) -> Result<()> {
    let Some(Dependence { principal, .. }) = of.dependence else { return Ok(()) };
    let chain = tx.lock_principals(principal).await?;
    if let Some(first) = chain.first() {
        first.must_be_active().map_err(Refusal::from)?;
    }
    let ids: Vec<_> = chain.iter().map(|resident| resident.id).collect();
    Ok(no_circle(of.id, &ids).map_err(Refusal::from)?)
}

pub(super) fn made(
    now: DateTime<Utc>,
    id: ResidentId,
    particulars: Particulars,
    call: &WriteCall,
) -> Resident {
    let account_id = call.call.caller.account_id;
    let mut made = Resident {
        id,
        state: ResidentState::Active,
        person_type: particulars.person_type,
        names: particulars.names,
        sex: particulars.sex,
        birth_key: [0; 32],
        private_sealed: Vec::new(),
        nationalities: particulars.nationalities,
        language: particulars.language,
        employer: particulars.employer,
        dependence: particulars.dependence,
        merged_into: None,
        last_step: 0,
        created_by: account_id,
        created_at: now,
        updated_at: now,
        version: 1,
        new_steps: Vec::new(),
    };
    made.step(ResidentStepKind::Created, Hand { account_id, now }, String::new(), None);
    made
}
