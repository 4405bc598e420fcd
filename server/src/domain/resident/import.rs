//! What a row of an import says of a person, and what becomes of his record by it: what the row
//! leaves out stays as it is, names and nationalities are added, and nobody becomes somebody else.

use super::{
    Contacts, Employer, MAX_NAMES, MAX_NATIONALITIES, Nationality, Particulars, PersonName,
    PersonType, Private, ResidentSex, same_person,
};
use chrono::NaiveDate;

/// What a row says of a person. Cannot be printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Which law rules his stay.
    pub person_type: Option<PersonType>,
    /// His names.
    pub names: Vec<PersonName>,
    /// His sex.
    pub sex: Option<ResidentSex>,
    /// His nationalities.
    pub nationalities: Vec<Nationality>,
    /// The language to speak, or empty.
    pub language: String,
    /// Where he works.
    pub employer: Employer,
    /// His date of birth.
    pub birth_date: Option<NaiveDate>,
    /// How he is reached.
    pub contacts: Contacts,
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Told(…)")
    }
}

/// A field of a row that does not fit what is known of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The field of the person.
    pub field: &'static str,
    /// What is wrong and the mend.
    pub problem: &'static str,
    /// The same in Chinese.
    pub problem_zh: &'static str,
}

const fn misfit(field: &'static str, problem: &'static str, problem_zh: &'static str) -> Misfit {
    Misfit { field, problem, problem_zh }
}

/// The particulars of a person who is new.
///
/// # Errors
/// What a new person's row must not leave out.
pub fn of_new(told: &Told) -> Result<Particulars, Vec<Misfit>> {
    let mut lacks = Vec::new();
    if told.names.is_empty() {
        lacks.push(misfit("names", "is required of somebody new", "新登记人员必填姓名"));
    }
    if told.language.is_empty() {
        lacks.push(misfit("language", "is required of somebody new", "新登记人员必填语言"));
    }
    let Some(sex) = told.sex else {
        lacks.push(misfit("sex", "is required of somebody new", "新登记人员必填性别"));
        return Err(lacks);
    };
    if !lacks.is_empty() {
        return Err(lacks);
    }
    Ok(Particulars {
        person_type: told.person_type.unwrap_or(PersonType::Foreigner),
        names: told.names.clone(),
        sex,
        nationalities: told.nationalities.clone(),
        language: told.language.clone(),
        employer: told.employer.clone(),
        dependence: None,
        private: Private {
            birth_date: told.birth_date,
            contacts: told.contacts.clone(),
            addresses: Vec::new(),
        },
    })
}

/// What is known of a person after a row; `earlier` where an earlier row of the same import told of
/// him, which a later one must not contradict.
///
/// # Errors
/// Every field that does not fit.
pub fn brought_up_to_date(
    own: &Particulars,
    told: &Told,
    earlier: bool,
) -> Result<Particulars, Vec<Misfit>> {
    let mut misfits = Vec::new();
    let mut after = own.clone();
    if !told.names.is_empty() && !same_person(&own.names, &told.names) {
        let zh = "与在册姓名不符，可能不是同一人";
        misfits.push(misfit("names", "are another person's on record", zh));
    }
    let born = own.private.birth_date;
    if born.is_some() && told.birth_date.is_some() && born != told.birth_date {
        let zh = "与在册出生日期不符，可能不是同一人";
        misfits.push(misfit("birth_date", "is another on record", zh));
    }
    after.private.birth_date = born.or(told.birth_date);
    let written = |name: &PersonName| (name.kind, name.whole());
    for name in &told.names {
        if !after.names.iter().any(|known| written(known) == written(name)) {
            after.names.push(name.clone());
        }
    }
    for one in &told.nationalities {
        if !after.nationalities.iter().any(|known| known.country == one.country) {
            after.nationalities.push(one.clone());
        }
    }
    if after.names.len() > MAX_NAMES {
        misfits.push(misfit("names", "are too many with those on record", "与在册姓名合计过多"));
    }
    if after.nationalities.len() > MAX_NATIONALITIES {
        let zh = "与在册国籍合计过多";
        misfits.push(misfit("nationalities", "are too many with those on record", zh));
    }
    let contradictions = overwrite(&mut after, told);
    if earlier {
        misfits.extend(contradictions.into_iter().map(|field| {
            misfit(field, "contradicts an earlier row of the same person", "与前面同一人的行矛盾")
        }));
    }
    if misfits.is_empty() { Ok(after) } else { Err(misfits) }
}

/// Puts what a row tells in place of what was known; answers what was known otherwise.
fn overwrite(after: &mut Particulars, told: &Told) -> Vec<&'static str> {
    let mut others = Vec::new();
    if let Some(person_type) = told.person_type {
        if person_type != after.person_type {
            others.push("person_type");
        }
        after.person_type = person_type;
    }
    if let Some(sex) = told.sex {
        if sex != after.sex {
            others.push("sex");
        }
        after.sex = sex;
    }
    if let Some(code) = &told.employer.enterprise_id {
        if after.employer.enterprise_id.as_ref().is_some_and(|known| known != code) {
            others.push("employer");
        }
        after.employer.enterprise_id = Some(code.clone());
    }
    let contacts = &mut after.private.contacts;
    let from = &told.contacts;
    for (field, known, new) in [
        ("language", &mut after.language, &told.language),
        ("employer", &mut after.employer.name, &told.employer.name),
        ("contacts.phone_number", &mut contacts.phone, &from.phone),
        ("contacts.email", &mut contacts.email, &from.email),
        ("contacts.emergency_name", &mut contacts.emergency_name, &from.emergency_name),
        ("contacts.emergency_phone_number", &mut contacts.emergency_phone, &from.emergency_phone),
        ("contacts.time_zone", &mut contacts.time_zone, &from.time_zone),
    ] {
        if new.is_empty() {
            continue;
        }
        if !known.is_empty() && known != new {
            others.push(field);
        }
        known.clone_from(new);
    }
    others
}
