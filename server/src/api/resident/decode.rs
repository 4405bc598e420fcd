//! What the messages of residents mean: decoded with every fault noted. A passport's zone fills
//! what the request leaves out before anything is decoded; its faults name its fields, never a
//! value.

mod steps;

pub(super) use steps::{
    Update, decision, merge_states, new_address, new_consent, new_merge, registration, search,
    update, withdrawal,
};

use crate::{
    api::{
        appointment::{email, phone},
        document::typed,
        fields::{Fields, date},
        identifier::zone_faults,
        texts::Language,
    },
    domain::{
        appointment::MAX_NAME_CHARS,
        identifier::{PassportMrz, Sex, parse_passport_mrz},
        resident::{
            AccommodationKind, Address, Contacts, Dependence, Employer, MAX_ADDRESS_CHARS,
            MAX_ADDRESSES, MAX_DISTINCT, MAX_NAME_PART_CHARS, MAX_NAMES, MAX_NATIONALITIES,
            NameKind, Nationality, Particulars, PersonName, PersonType, Private, Relation,
            ResidentSex, Told,
        },
    },
    error::Result,
    service::{
        App,
        resident::{
            NewResident,
            import::{Decoded, MAX_DOCUMENTS, Row, ToldDocument, in_row},
        },
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use frsc_proto::v1 as pb;
use prost_types::Timestamp;

pub(super) fn new_resident(app: &App, request: pb::CreateResidentRequest) -> Result<NewResident> {
    let mut fields = Fields::new();
    let mut given = request.resident.unwrap_or_default();
    let mut passport = None;
    if !request.mrz.trim().is_empty() {
        match parse_passport_mrz(&request.mrz, app.clock.today()) {
            Ok(zone) => {
                fill(&mut fields, &mut given, &zone);
                passport = Some(zone.number);
            }
            Err(error) => {
                let en = zone_faults(&error, Language::En);
                for (en, zh) in en.into_iter().zip(zone_faults(&error, Language::Zh)) {
                    let field =
                        if en.field == "mrz" { en.field } else { format!("mrz.{}", en.field) };
                    fields.told(&field, en.problem, zh.problem);
                }
            }
        }
        // Without its zone the rest would be told as missing.
        fields.finish(())?;
        fields = Fields::new();
    }
    if request.distinct_from_resident_ids.len() > MAX_DISTINCT {
        let field = "distinct_from_resident_ids";
        fields.told(field, format!("must have at most {MAX_DISTINCT} entries"), "条目过多");
    }
    let ids = request.distinct_from_resident_ids.iter().enumerate().take(MAX_DISTINCT);
    let distinct_from = ids
        .filter_map(|(index, id)| fields.id(&format!("distinct_from_resident_ids[{index}]"), id))
        .collect();
    let mut particulars = particulars(&mut fields, &given);
    let addresses = addresses(&mut fields, &given.addresses);
    if let Some(particulars) = &mut particulars {
        particulars.private.addresses = addresses;
    }
    let (particulars, ()) = fields.both(particulars, Some(()))?;
    Ok(NewResident { particulars, distinct_from, passport })
}

/// A row of an import: what it leaves out is not looked at.
pub(super) fn row(given: pb::ImportedRow, today: NaiveDate) -> Decoded {
    let mut fields = Fields::new();
    let person = told(&mut fields, given.resident.unwrap_or_default());
    if given.documents.len() > MAX_DOCUMENTS {
        let problem = format!("must have at most {MAX_DOCUMENTS} entries");
        fields.told("documents", problem, format!("最多 {MAX_DOCUMENTS} 项"));
    }
    let mut violations = fields.into_faults();
    let mut documents = Vec::with_capacity(given.documents.len());
    for (index, one) in given.documents.into_iter().enumerate().take(MAX_DOCUMENTS) {
        let mut fields = Fields::new();
        let begins = one.valid_from_date.is_some() || one.issued_date.is_some();
        let new = typed(&mut fields, one, today);
        violations.extend(fields.into_faults().into_iter().map(|fault| in_row(index, fault)));
        documents.extend(new.map(|new| ToldDocument { new, begins }));
    }
    if violations.is_empty() { Ok(Row { person, documents }) } else { Err(violations) }
}

/// What a row says of a person.
fn told(fields: &mut Fields, given: pb::Resident) -> Told {
    let person_type = (given.person_type != 0)
        .then(|| fields.choice::<pb::PersonType>("resident.person_type", given.person_type));
    let sex = (given.sex != 0).then(|| fields.choice::<pb::ResidentSex>("resident.sex", given.sex));
    let language = match given.language.is_empty() {
        true => String::new(),
        false => fields.language("resident.language", &given.language),
    };
    Told {
        person_type: person_type.flatten().and_then(|one| PersonType::from_number(one.into())),
        names: if given.names.is_empty() { Vec::new() } else { names(fields, &given.names) },
        sex: sex.flatten().and_then(|one| ResidentSex::from_number(one.into())),
        nationalities: nationalities(fields, &given.nationalities),
        language,
        employer: employer(fields, given.employer.unwrap_or_default()),
        birth_date: fields.optional_date("resident.birth_date", given.birth_date),
        contacts: contacts(fields, given.contacts.unwrap_or_default()),
    }
}

/// Fills what is left out from a zone; what contradicts it is told.
fn fill(fields: &mut Fields, given: &mut pb::Resident, zone: &PassportMrz) {
    let latin = i32::from(pb::NameKind::Latin);
    if !given.names.iter().any(|name| name.kind == latin) {
        let name = pb::ResidentName {
            kind: latin,
            surname: zone.surname.clone(),
            given_names: zone.given_names.clone(),
            until_date: None,
        };
        given.names.insert(0, name);
    }
    let sex = match zone.sex {
        Sex::Male => pb::ResidentSex::Male,
        Sex::Female => pb::ResidentSex::Female,
        Sex::Unspecified => pb::ResidentSex::Open,
    };
    let sex = i32::from(sex);
    if ![0, sex].contains(&given.sex) {
        fields.told("resident.sex", "is another in the zone", "与机读区不一致");
    }
    given.sex = sex;
    if let Some(birth) = zone.birth_date.map(date) {
        if given.birth_date.is_some_and(|given| given != birth) {
            fields.told("resident.birth_date", "is another in the zone", "与机读区不一致");
        }
        given.birth_date = Some(birth);
    }
    // A zone's TWN and the like say who issued it: such persons' nationality is not told by it.
    let foreigner = given.person_type == i32::from(pb::PersonType::Foreigner);
    if given.nationalities.is_empty() && foreigner {
        let country = zone.nationality.clone();
        given.nationalities.push(pb::Nationality { country, ..Default::default() });
    }
}

/// What a message says of a person, without his addresses, which are recorded one by one.
fn particulars(fields: &mut Fields, given: &pb::Resident) -> Option<Particulars> {
    let person_type = fields.choice::<pb::PersonType>("resident.person_type", given.person_type);
    let person_type = person_type.and_then(|one| PersonType::from_number(one.into()));
    let sex = fields.choice::<pb::ResidentSex>("resident.sex", given.sex);
    let sex = sex.and_then(|one| ResidentSex::from_number(one.into()));
    let names = names(fields, &given.names);
    let nationalities = nationalities(fields, &given.nationalities);
    let language = fields.language("resident.language", &given.language);
    let employer = employer(fields, given.employer.clone().unwrap_or_default());
    let dependence = given.dependence.as_ref();
    let dependence = dependence.and_then(|given| dependence_of(fields, given));
    let private = Private {
        birth_date: fields.optional_date("resident.birth_date", given.birth_date),
        contacts: contacts(fields, given.contacts.clone().unwrap_or_default()),
        addresses: Vec::new(),
    };
    Some(Particulars {
        person_type: person_type?,
        names,
        sex: sex?,
        nationalities,
        language,
        employer,
        dependence,
        private,
    })
}

fn names(fields: &mut Fields, given: &[pb::ResidentName]) -> Vec<PersonName> {
    if given.is_empty() || given.len() > MAX_NAMES {
        let problem = format!("must have 1 to {MAX_NAMES} entries");
        fields.told("resident.names", problem, format!("应有 1 至 {MAX_NAMES} 项"));
    }
    let mut names = Vec::new();
    for (index, given) in given.iter().enumerate().take(MAX_NAMES) {
        let field = |name: &str| format!("resident.names[{index}].{name}");
        let kind = fields.choice::<pb::NameKind>(&field("kind"), given.kind);
        let most = MAX_NAME_PART_CHARS;
        let surname = fields.text(&field("surname"), &given.surname, 1, most);
        let given_names = fields.text(&field("given_names"), &given.given_names, 0, most);
        let until = fields.optional_date(&field("until_date"), given.until_date);
        let kind = kind.and_then(|kind| NameKind::from_number(kind.into()));
        names.extend(kind.map(|kind| PersonName { kind, surname, given_names, until }));
    }
    names
}

fn nationalities(fields: &mut Fields, given: &[pb::Nationality]) -> Vec<Nationality> {
    if given.len() > MAX_NATIONALITIES {
        let problem = format!("must have at most {MAX_NATIONALITIES} entries");
        fields.told("resident.nationalities", problem, format!("最多 {MAX_NATIONALITIES} 项"));
    }
    let mut nationalities = Vec::new();
    for (index, given) in given.iter().enumerate().take(MAX_NATIONALITIES) {
        let field = |name: &str| format!("resident.nationalities[{index}].{name}");
        let country = given.country.trim().to_uppercase();
        let code = (1..=3).contains(&country.len())
            && country.bytes().all(|byte| byte.is_ascii_uppercase());
        if !code {
            fields.told(
                &field("country"),
                "must be a code as passports have it, for example JPN",
                "应为护照所用的国家代码，例如 JPN",
            );
        }
        let from = fields.optional_date(&field("from_date"), given.from_date);
        let until = fields.optional_date(&field("until_date"), given.until_date);
        nationalities.push(Nationality { country, from, until });
    }
    nationalities
}

fn employer(fields: &mut Fields, given: pb::Employer) -> Employer {
    let field = "resident.employer.enterprise_id";
    let enterprise_id = fields.optional_credit_code(field, &given.enterprise_id);
    let name = fields.text("resident.employer.name", &given.name, 0, MAX_NAME_CHARS);
    Employer { enterprise_id, name }
}

fn dependence_of(fields: &mut Fields, given: &pb::Dependence) -> Option<Dependence> {
    let field = |name: &str| format!("resident.dependence.{name}");
    let principal = fields.id(&field("principal_resident_id"), &given.principal_resident_id);
    let relation = fields.choice::<pb::DependantRelation>(&field("relation"), given.relation);
    let relation = relation.and_then(|relation| Relation::from_number(relation.into()));
    Some(Dependence { principal: principal?, relation: relation? })
}

fn contacts(fields: &mut Fields, given: pb::ResidentContacts) -> Contacts {
    let field = |name: &str| format!("resident.contacts.{name}");
    let emergency = field("emergency_phone_number");
    Contacts {
        phone: phone(fields, &field("phone_number"), &given.phone_number),
        email: email(fields, &field("email"), &given.email),
        emergency_name: fields.text(
            &field("emergency_name"),
            &given.emergency_name,
            0,
            MAX_NAME_CHARS,
        ),
        emergency_phone: phone(fields, &emergency, &given.emergency_phone_number),
        time_zone: time_zone(fields, &field("time_zone"), given.time_zone),
    }
}

fn time_zone(fields: &mut Fields, field: &str, given: String) -> String {
    if !given.is_empty() && given.parse::<Tz>().is_err() {
        let problem = "must be an IANA time zone, for example Asia/Tokyo";
        fields.told(field, problem, "须为 IANA 时区名，例如 Asia/Tokyo");
    }
    given
}

/// Addresses in the order of the arrivals, numbered.
fn addresses(fields: &mut Fields, given: &[pb::ResidentAddress]) -> Vec<Address> {
    if given.len() > MAX_ADDRESSES {
        let problem = format!("must have at most {MAX_ADDRESSES} entries");
        fields.told("resident.addresses", problem, format!("最多 {MAX_ADDRESSES} 项"));
    }
    let given = given.iter().enumerate().take(MAX_ADDRESSES);
    let mut addresses: Vec<_> = given
        .filter_map(|(index, given)| {
            address(fields, &format!("resident.addresses[{index}]"), given)
        })
        .collect();
    addresses.sort_by_key(|address| address.arrived_at);
    for (address, number) in addresses.iter_mut().zip(1..) {
        address.number = number;
    }
    addresses
}

/// An address of a field, not numbered yet.
fn address(fields: &mut Fields, field: &str, given: &pb::ResidentAddress) -> Option<Address> {
    let f = |name: &str| format!("{field}.{name}");
    let kind = fields.choice::<pb::AccommodationKind>(&f("kind"), given.kind);
    let kind = kind.and_then(|kind| AccommodationKind::from_number(kind.into()));
    let text = fields.text(&f("address"), &given.address, 1, MAX_ADDRESS_CHARS);
    let arrived_at = instant(fields, &f("arrival_time"), given.arrival_time);
    let left_at = fields.optional_instant(&f("leave_time"), given.leave_time);
    let registered_at = fields.optional_instant(&f("registration_time"), given.registration_time);
    Some(Address { number: 0, kind: kind?, text, arrived_at: arrived_at?, left_at, registered_at })
}

/// An instant that must be there.
fn instant(fields: &mut Fields, field: &str, given: Option<Timestamp>) -> Option<DateTime<Utc>> {
    if given.is_none() {
        fields.told(field, "is required", "必填");
    }
    fields.optional_instant(field, given)
}
