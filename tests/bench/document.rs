//! Documents among a million: found by their whole number as fast as by their id, within half, and
//! listed by expiry on the thousandth page as fast as on the first, within half again. The rows are
//! copies of one that the product recorded; those that are looked up it recorded itself.

use crate::{
    Bench, Outcome,
    client::Client,
    load::{self, Rounds, Times},
    raw::{Link, told},
    report::{Figure, Ratio},
    setup::{Hall, Server},
};
use frsc_proto::{
    gtype::Date,
    v1::{
        self, create_document_request::Source, document_service_client::DocumentServiceClient,
        expiry_service_client::ExpiryServiceClient, resident_service_client::ResidentServiceClient,
    },
};
use std::{sync::Arc, time::Instant};
use uuid::Uuid;

/// The figures of this file.
pub(crate) const NAMES: [&str; 4] = ["id_lookup", "passport_lookup", "first_page", "expiring_page"];

/// Documents, and documents of a quick run.
const MANY: u32 = 1_000_000;
const MANY_QUICK: u32 = 200_000;
/// Rows of one statement.
const AT_A_TIME: u32 = 50_000;
/// Documents that are looked up.
const LOOKED_UP: usize = 200;
/// Of them, those of one resident.
const EACH: usize = 4;
/// The page that is compared with the first, and the rows of a page.
const DEEP: usize = 1_000;
const DEEP_QUICK: usize = 200;
const ROWS: i32 = 50;
/// Pages of one round.
const PAGES: usize = 40;
/// The least that look-ups by number may reach of those by id.
const LOOKUP_GOAL: f64 = 0.5;
/// The most that a deep page may take of the first one's time.
const PAGE_GOAL: f64 = 1.5;
/// Nobody books here.
const HALL: Hall = Hall { counters: 1, places: 1, slot_minutes: 30, open_days: 1 };

const COLUMNS: &str = "resident_id, kind, purpose, class, visa, number_sealed, number_mask, \
    issuer, issued_on, valid_from, replaced_by, ended_on, ended_reason, ended_text, case_id, \
    holder, holder_department, holder_place, held_since, custody_entries, note, created_by, \
    created_at, updated_at, version";

/// A document that is looked up.
struct Known {
    id: String,
    number: String,
}

/// A server with so many documents.
pub(crate) struct Archive {
    pub(crate) server: Server,
    client: Client,
    link: Link,
    rows: u32,
    known: Arc<Vec<Known>>,
}

impl Archive {
    /// The documents' last days are spread over eight years from `first_day` on.
    pub(crate) async fn start(
        bench: &Bench,
        name: &str,
        many: u32,
        first_day: &str,
    ) -> Outcome<Self> {
        let url = bench.home.fresh(name).await?;
        let server = Server::start(&url, &bench.folder(name), HALL).await?;
        let client = server.clerk(1).await?;
        // The copies are of the first one's permit, which has a lane; nobody else has many.
        let mut holder = resident(&client, 0).await?;
        put(&client, &holder, permit()).await?;
        let mut known = Vec::with_capacity(LOOKED_UP);
        for index in 0..LOOKED_UP {
            if index % EACH == 0 {
                holder = resident(&client, 1 + index / EACH).await?;
            }
            let number = format!("TK{:07}", 1_000_000 + index * 37);
            let id = put(&client, &holder, passport(&number)).await?;
            known.push(Known { id, number });
        }
        let link = Link::open(&url).await.map_err(told)?;
        let mut archive = Self { server, client, link, rows: 0, known: Arc::new(known) };
        let (last_day, remind_on) = match archive.link {
            Link::Sqlite(_) => {
                let day = format!("date('{first_day}', '+' || (i % 3000) || ' days')");
                (day.clone(), format!("date({day}, '-90 days')"))
            }
            Link::Postgres(_) => {
                let day = format!("DATE '{first_day}' + i % 3000");
                (day.clone(), format!("{day} - 90"))
            }
        };
        while archive.rows < many {
            let more = AT_A_TIME.min(many - archive.rows);
            archive.copy(more, &last_day, &remind_on).await?;
        }
        if matches!(archive.link, Link::Postgres(_)) {
            archive.link.execute("VACUUM ANALYZE").await?;
        }
        Ok(archive)
    }

    /// Adds documents like the first one, each with a number of its own.
    pub(crate) async fn copy(&mut self, more: u32, last_day: &str, remind_on: &str) -> Outcome<()> {
        let (id, key) = match self.link {
            Link::Sqlite(_) => {
                ("CAST(printf('d%015d', i) AS BLOB)", "CAST(printf('%032d', i) AS BLOB)")
            }
            Link::Postgres(_) => (
                "('d0000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid",
                "decode(lpad(to_hex(i), 64, '0'), 'hex')",
            ),
        };
        let (from, to) = (self.rows + 1, self.rows + more);
        let numbers = format!(
            "WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to})"
        );
        self.rows = to;
        let sql = format!(
            "INSERT INTO document (id, number_key, expires_on, remind_on, {COLUMNS}) {numbers} \
                 SELECT {id}, {key}, {last_day}, {remind_on}, {COLUMNS} FROM \
                 (SELECT * FROM document ORDER BY created_at, id LIMIT 1) AS one, n"
        );
        self.link.execute(&sql).await
    }
}

async fn resident(client: &Client, index: usize) -> Outcome<String> {
    let year = 1930 + i32::try_from(index).map_err(|error| error.to_string())?;
    let name = v1::ResidentName {
        kind: v1::NameKind::Latin.into(),
        surname: "TANAKA".to_owned(),
        given_names: "KENJI".to_owned(),
        until_date: None,
    };
    let resident = v1::Resident {
        person_type: v1::PersonType::Foreigner.into(),
        sex: v1::ResidentSex::Male.into(),
        names: vec![name],
        birth_date: Some(Date { year, month: 3, day: 15 }),
        nationalities: vec![v1::Nationality { country: "JPN".to_owned(), ..Default::default() }],
        language: "ja".to_owned(),
        ..Default::default()
    };
    let request = v1::CreateResidentRequest {
        request_id: Uuid::new_v4().to_string(),
        resident: Some(resident),
        ..Default::default()
    };
    let mut residents = ResidentServiceClient::new(client.channel(0));
    let made = residents.create_resident(client.request(request)).await;
    let made = made.map_err(|status| format!("the resident: {status}"))?.into_inner();
    Ok(made.resident.ok_or("no resident was told")?.resident_id)
}

fn passport(number: &str) -> v1::NewDocument {
    v1::NewDocument {
        kind: v1::DocumentKind::Passport.into(),
        number: number.to_owned(),
        issuer: "JPN".to_owned(),
        expiry_date: Some(Date { year: 2033, month: 9, day: 30 }),
        ..Default::default()
    }
}

fn permit() -> v1::NewDocument {
    v1::NewDocument {
        kind: v1::DocumentKind::ResidencePermit.into(),
        purpose: v1::PermitPurpose::Work.into(),
        number: "JX1000000".to_owned(),
        issuer: "PSB".to_owned(),
        valid_from_date: Some(Date { year: 2023, month: 7, day: 1 }),
        expiry_date: Some(Date { year: 2024, month: 6, day: 30 }),
        ..Default::default()
    }
}

async fn put(client: &Client, resident: &str, document: v1::NewDocument) -> Outcome<String> {
    let request = v1::CreateDocumentRequest {
        request_id: Uuid::new_v4().to_string(),
        resident_id: resident.to_owned(),
        source: Some(Source::Document(document)),
        validate_only: false,
    };
    let mut documents = DocumentServiceClient::new(client.channel(0));
    let made = documents.create_document(client.request(request)).await;
    let made = made.map_err(|status| format!("a document: {status}"))?.into_inner();
    Ok(made.document.ok_or("no document was told")?.document_id)
}

/// Measures both pairs, each in turn, round by round.
pub(crate) async fn measure(bench: &mut Bench) -> Outcome<()> {
    let many = if bench.pace.rounds < 7 { MANY_QUICK } else { MANY };
    let archive = Archive::start(bench, "documents", many, "2024-01-01").await?;
    if bench.wants(&NAMES[..2]) {
        lookups(bench, &archive, many).await?;
    }
    if bench.wants(&NAMES[2..]) {
        pages(bench, &archive, many).await?;
    }
    archive.server.stop();
    Ok(())
}

async fn lookups(bench: &mut Bench, archive: &Archive, many: u32) -> Outcome<()> {
    let (mut by_id, mut by_number) = (Rounds::default(), Rounds::default());
    for round in 0..=bench.pace.rounds {
        let one = look_up(bench, archive, Way::Id).await?;
        let other = look_up(bench, archive, Way::Number).await?;
        // The first round warms up.
        if round > 0 {
            by_id.add(one);
            by_number.add(other);
        }
    }
    let ratio = by_number.ratio(&by_id);
    let db = bench.backend.name();
    let goal = format!("ratio >= {LOOKUP_GOAL}, {many} kept");
    bench.report.add(figure("id_lookup", db, "reads/s", &by_id));
    bench.report.add(Figure {
        ratio: Some(Ratio { value: ratio, to: "id_lookup" }),
        goal: Some((goal, ratio >= LOOKUP_GOAL)),
        ..figure("passport_lookup", db, "reads/s", &by_number)
    });
    Ok(())
}

/// How a document is looked up.
#[derive(Clone, Copy)]
enum Way {
    Id,
    Number,
}

async fn look_up(bench: &Bench, archive: &Archive, way: Way) -> Outcome<Times> {
    let (client, known) = (archive.client.clone(), Arc::clone(&archive.known));
    let next = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    load::run(1, bench.pace.each, move |_| {
        let index = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed) % known.len();
        let mut documents = DocumentServiceClient::new(client.channel(0));
        let (client, known) = (client.clone(), Arc::clone(&known));
        async move {
            let one = &known[index];
            let found = match way {
                Way::Id => {
                    let request = v1::GetDocumentRequest { document_id: one.id.clone() };
                    let answer = documents.get_document(client.request(request)).await;
                    answer.map(|answer| answer.into_inner().document.into_iter().collect())
                }
                Way::Number => {
                    let (number, kind) = (one.number.clone(), v1::DocumentKind::Passport.into());
                    let request = v1::LookupDocumentRequest { number, kind };
                    let answer = documents.lookup_document(client.request(request)).await;
                    answer.map(|answer| answer.into_inner().documents)
                }
            };
            let found: Vec<v1::Document> =
                found.map_err(|status| format!("a look-up: {status}"))?;
            match found.as_slice() {
                [document] if document.document_id == one.id => Ok(()),
                _ => Err("a look-up found something else".to_owned()),
            }
        }
    })
    .await
}

async fn pages(bench: &mut Bench, archive: &Archive, many: u32) -> Outcome<()> {
    let deep = if bench.pace.rounds < 7 { DEEP_QUICK } else { DEEP };
    let mut token = String::new();
    for _ in 1..deep {
        token = page(archive, token).await?;
    }
    let (mut first, mut far) = (Rounds::default(), Rounds::default());
    for round in 0..=bench.pace.rounds {
        let (one, other) = (read(archive, "").await?, read(archive, &token).await?);
        if round > 0 {
            first.add(one);
            far.add(other);
        }
    }
    // The rates are inverse to the times.
    let ratio = first.ratio(&far);
    let db = bench.backend.name();
    let goal = format!("time <= {PAGE_GOAL}, page {deep} of {many}");
    bench.report.add(figure("first_page", db, "pages/s", &first));
    bench.report.add(Figure {
        ratio: Some(Ratio { value: ratio, to: "first_page's time" }),
        goal: Some((goal, ratio <= PAGE_GOAL)),
        ..figure("expiring_page", db, "pages/s", &far)
    });
    Ok(())
}

/// A page of what runs out, with the lane that is left of each; answers the token of the next.
async fn page(archive: &Archive, page_token: String) -> Outcome<String> {
    let expiry_to_date = Some(Date { year: 2199, month: 12, day: 31 });
    let request = v1::ListExpiringRequest {
        expiry_to_date,
        page_size: ROWS,
        page_token,
        ..Default::default()
    };
    let mut expiry = ExpiryServiceClient::new(archive.client.channel(0));
    let answer = expiry.list_expiring(archive.client.request(request)).await;
    let answer = answer.map_err(|status| format!("a page: {status}"))?.into_inner();
    if answer.documents.len() != ROWS as usize || answer.next_page_token.is_empty() {
        return Err(format!("{} documents are not a page", answer.documents.len()));
    }
    Ok(answer.next_page_token)
}

/// The same page, again and again.
async fn read(archive: &Archive, token: &str) -> Outcome<Times> {
    let began = Instant::now();
    let mut nanos = Vec::with_capacity(PAGES);
    for _ in 0..PAGES {
        let sent = Instant::now();
        page(archive, token.to_owned()).await?;
        nanos.push(u64::try_from(sent.elapsed().as_nanos()).unwrap_or(u64::MAX));
    }
    Ok(Times { nanos, span: began.elapsed() })
}

fn figure(name: &str, db: &'static str, unit: &'static str, rounds: &Rounds) -> Figure {
    Figure {
        name: name.to_owned(),
        db,
        value: rounds.rate(),
        unit,
        p50_us: Some(rounds.quantile_us(0.5)),
        p99_us: Some(rounds.quantile_us(0.99)),
        ..Figure::default()
    }
}
