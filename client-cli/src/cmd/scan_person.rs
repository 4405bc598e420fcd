//! The person behind a scanned passport: who he is, his documents with the days left, his stay, his
//! open cases, and what is to be done next. What that is, and in which lane, the server's plan of
//! the document that runs out next tells.

use super::scan::{PASSPORT, tell_faults};
use crate::{
    Cx,
    errors::{Done, Exit},
    message::{self, Json},
    output::{Format, Sheet},
};
use frsc_proto::{gtype, v1};
use serde::Serialize;

/// The columns of the documents of the person behind a passport.
const DOCUMENTS: Sheet = Sheet {
    name: "document_id",
    columns: &[
        "kind",
        "purpose",
        "masked_number",
        "last_date",
        "days_left",
        "status",
        "document_id",
    ],
    wide: &["issuer", "custody.holder", "resident_id"],
};
/// The states of cases in which somebody has to act.
const OPEN: [v1::CaseState; 6] = [
    v1::CaseState::Received,
    v1::CaseState::MaterialNotified,
    v1::CaseState::Accepted,
    v1::CaseState::Suspended,
    v1::CaseState::Decided,
    v1::CaseState::Delivered,
];
/// Documents and cases of one person that are looked at.
const MOST: i32 = 500;

/// What is on record of the holder of a passport.
struct Person {
    passport_id: String,
    resident_id: String,
    documents: v1::ListDocumentsResponse,
    cases: v1::ListCasesResponse,
    stay: v1::GetStayResponse,
    plans: Vec<v1::ExpiryPlan>,
}

/// What kind of step is next.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Step {
    /// Nothing runs out.
    #[default]
    None,
    /// Nobody is known by the passport.
    Register,
    /// Nothing on record gives a stay.
    RecordPermit,
    /// The stay is over.
    Overstay,
    /// Something runs out that the centre does not renew.
    Plan,
    /// The case that renews is open.
    UnderWay,
    /// A renewal.
    Renew,
}

/// What is to be done next, as a program reads it.
#[derive(Default, Serialize)]
struct Next {
    step: Step,
    command: String,
    document_id: String,
    expiry_date: Option<String>,
    days_left: Option<i32>,
    lane: Option<&'static str>,
    service_item_ids: Vec<String>,
    case_number: Option<String>,
}

/// A scan and whom it opens, in one document.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    scan: Json<'a>,
    person: Option<Parts<'a>>,
    next: &'a Next,
}

#[derive(Serialize)]
struct Parts<'a> {
    resident: Json<'a>,
    documents: Vec<Json<'a>>,
    stay: Json<'a>,
    cases: Vec<Json<'a>>,
}

/// Shows a scanned passport, opens the person behind it, and says what is to be done next.
pub(super) async fn open(
    cx: &mut Cx<'_>,
    answer: &v1::ReadScanResponse,
    passport: &v1::ScannedPassport,
) -> Done {
    let person = found(cx, passport).await?;
    let next = person.as_ref().map_or_else(register, Person::next);
    match cx.format {
        Format::Json | Format::Jsonl => whole(cx, answer, person.as_ref(), &next).await?,
        Format::Csv => {
            let documents = person.as_ref().map(|person| person.documents.clone());
            let documents = documents.unwrap_or_default();
            cx.answer::<v1::ListDocumentsRequest>(&documents, "documents", &DOCUMENTS).await?;
        }
        Format::Name => cx.answer::<v1::ReadScanRequest>(answer, "passport", &PASSPORT).await?,
        Format::Table | Format::Wide => {
            cx.details::<v1::ReadScanRequest>(answer, "passport", &PASSPORT).await?;
            if let Some(person) = &person {
                tables(cx, person).await?;
            }
        }
    }
    tell_faults(cx, answer);
    match &person {
        Some(person) => say(cx, person, &next),
        None => {
            cx.say("scan-person-unknown", &[("command", &next.command)]);
            cx.say("scan-next-passport", &[]);
        }
    }
    Ok(())
}

/// What is on record of the holder; nothing where nobody is known by the passport.
async fn found(cx: &mut Cx<'_>, passport: &v1::ScannedPassport) -> Done<Option<Person>> {
    let number = passport.passport_number.clone();
    let kind = v1::DocumentKind::Passport.into();
    let found = match cx.call(v1::LookupDocumentRequest { number, kind }).await {
        Ok(found) => found.documents,
        Err(failure) if failure.exit == Exit::NotFound => Vec::new(),
        Err(failure) => return Err(failure),
    };
    let same = |document: &&v1::Document| document.issuer == passport.issuing_state;
    let Some(own) = found.iter().find(same).or(found.first()) else { return Ok(None) };
    let resident_id = own.resident_id.clone();
    let documents = v1::ListDocumentsRequest {
        resident_id: resident_id.clone(),
        page_size: MOST,
        ..Default::default()
    };
    let cases = v1::ListCasesRequest {
        resident_id: resident_id.clone(),
        states: OPEN.map(Into::into).to_vec(),
        page_size: MOST,
        ..Default::default()
    };
    let subject = v1::get_expiry_plan_request::Subject::ResidentId(resident_id.clone());
    let plans = v1::GetExpiryPlanRequest { subject: Some(subject), ..Default::default() };
    Ok(Some(Person {
        passport_id: own.document_id.clone(),
        documents: cx.call(documents).await?,
        cases: cx.call(cases).await?,
        stay: cx.call(v1::GetStayRequest { resident_id: resident_id.clone() }).await?,
        plans: cx.call(plans).await?.plans,
        resident_id,
    }))
}

async fn tables(cx: &mut Cx<'_>, person: &Person) -> Done {
    cx.write("\n")?;
    let sheet = &DOCUMENTS;
    cx.answer::<v1::ListDocumentsRequest>(&person.documents, "documents", sheet).await?;
    if !person.cases.cases.is_empty() {
        cx.write("\n")?;
        cx.answer::<v1::ListCasesRequest>(&person.cases, "cases", &super::case::CASE).await?;
    }
    Ok(())
}

async fn whole(
    cx: &mut Cx<'_>,
    answer: &v1::ReadScanResponse,
    person: Option<&Person>,
    next: &Next,
) -> Done {
    let scan = message::answer::<v1::ReadScanRequest>(answer);
    let Some(person) = person else {
        return cx.write_value(&Whole { scan: Json(&scan), person: None, next });
    };
    let resident_id = person.resident_id.clone();
    let resident = cx.call(v1::GetResidentRequest { resident_id }).await?;
    let resident = message::answer::<v1::GetResidentRequest>(&resident);
    let resident = message::child(&resident, "resident").unwrap_or(resident);
    let documents = message::answer::<v1::ListDocumentsRequest>(&person.documents);
    let documents = message::children(&documents, "documents");
    let cases = message::answer::<v1::ListCasesRequest>(&person.cases);
    let cases = message::children(&cases, "cases");
    let stay = message::answer::<v1::GetStayRequest>(&person.stay);
    let parts = Parts {
        resident: Json(&resident),
        documents: documents.iter().map(Json).collect(),
        stay: Json(&stay),
        cases: cases.iter().map(Json).collect(),
    };
    cx.write_value(&Whole { scan: Json(&scan), person: Some(parts), next })
}

/// Nobody is known: he is registered by the same scan.
fn register() -> Next {
    let command = "frsc resident create --mrz --language en".to_owned();
    Next { step: Step::Register, command, ..Next::default() }
}

fn day(of: Option<gtype::Date>) -> Option<String> {
    of.map(|day| format!("{:04}-{:02}-{:02}", day.year, day.month, day.day))
}

impl Person {
    /// What is to be done next.
    fn next(&self) -> Next {
        let to = |step, command: String| Next { step, command, ..Next::default() };
        if self.stay.lawful_until_date.is_none() {
            return to(Step::RecordPermit, "frsc permit create --help".to_owned());
        }
        if self.stay.overstay_days > 0 {
            return to(Step::Overstay, format!("frsc document stay {}", self.resident_id));
        }
        let Some(plan) = self.runs_out_next() else { return to(Step::None, String::new()) };
        let document = &plan.document_id;
        let of_document = Next {
            document_id: document.clone(),
            expiry_date: day(plan.expiry_date),
            days_left: Some(plan.days_left),
            ..to(Step::Plan, format!("frsc permit plan {document}"))
        };
        let Some(renewal) = &plan.renewal else { return of_document };
        let lane = Some(renewal.lane().as_str_name());
        let first = renewal.prior.as_ref();
        let first = first.filter(|first| first.needed && first.expiry_date.is_some());
        let item = &renewal.service_item_id;
        let (service_item_ids, command) = match first {
            // One command opens both cases in their order.
            Some(_) => {
                (renewal.service_item_order.clone(), format!("frsc expiry renew {document}"))
            }
            None => (
                vec![item.clone()],
                format!("frsc case create --item {item} --document {document}"),
            ),
        };
        if let Some(case) = self.renewed_by(document, item) {
            let case_number = Some(case.case_number.clone());
            let command = format!("frsc case show {}", case.case_number);
            let step = Step::UnderWay;
            return Next { step, command, service_item_ids, lane, case_number, ..of_document };
        }
        Next { step: Step::Renew, command, service_item_ids, lane, ..of_document }
    }

    /// The plan of the document that runs out next. Of those that give a stay only the one counts
    /// that carries it furthest: a visa is done with when a permit has taken its place. Of
    /// passports it is the one that was scanned.
    fn runs_out_next(&self) -> Option<&v1::ExpiryPlan> {
        let planned = |id: &&String| self.plans.iter().any(|plan| plan.document_id == **id);
        let of_stay = self.stay.document_ids.iter().rev().find(planned);
        let gives = |plan: &v1::ExpiryPlan| of_stay.is_some_and(|id| *id == plan.document_id);
        let counts = |plan: &&v1::ExpiryPlan| match plan.kind() {
            v1::DocumentKind::WorkPermit => plan.days_left >= 0,
            v1::DocumentKind::Passport => {
                plan.days_left >= 0 && plan.document_id == self.passport_id
            }
            _ => gives(plan),
        };
        // What gives the stay goes before what ends on the same day.
        self.plans.iter().filter(counts).min_by_key(|plan| (plan.days_left, !gives(plan)))
    }

    /// The open case that renews a document, by an item.
    fn renewed_by(&self, document: &str, item: &str) -> Option<&v1::Case> {
        let names = |case: &&v1::Case| case.document_id == document;
        let asks = |case: &&v1::Case| {
            case.document_id.is_empty()
                && case.state() != v1::CaseState::Delivered
                && case.service_item_ids.iter().any(|one| one == item)
        };
        let cases = &self.cases.cases;
        cases.iter().find(names).or_else(|| cases.iter().find(asks))
    }
}

/// How long he may stay, and what is to be done next.
fn say(cx: &mut Cx<'_>, person: &Person, next: &Next) {
    let until = day(person.stay.lawful_until_date).unwrap_or_default();
    let days = person.stay.days_left.to_string();
    let resident = person.resident_id.as_str();
    let known = [("resident", resident), ("until", until.as_str()), ("days", days.as_str())];
    match next.step {
        Step::RecordPermit => return cx.say("scan-person-no-stay", &known[..1]),
        Step::Overstay => return cx.say("scan-person-overstay", &known[..2]),
        _ => cx.say("scan-person-stay", &known),
    }
    let renewed = next.lane.and_then(v1::RenewalLane::from_str_name);
    let key = match (next.step, renewed.unwrap_or_default()) {
        (Step::None, _) => return,
        (Step::UnderWay, _) => "scan-step-under-way",
        (Step::Plan, _) | (_, v1::RenewalLane::Unspecified) => "scan-step-plan",
        (_, v1::RenewalLane::Normal) => "scan-step-normal",
        (_, v1::RenewalLane::ExpediteAdvised) => "scan-step-expedite-advised",
        (_, v1::RenewalLane::ExpediteOnly) => "scan-step-expedite-only",
        (_, v1::RenewalLane::TooLate) => "scan-step-too-late",
    };
    let expiry = next.expiry_date.clone().unwrap_or_default();
    let items = next.service_item_ids.join(", ");
    let said = [
        ("document", next.document_id.as_str()),
        ("expiry", expiry.as_str()),
        ("items", items.as_str()),
        ("command", next.command.as_str()),
    ];
    cx.say(key, &said);
}
