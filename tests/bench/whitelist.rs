//! The check of the whitelist among 200 000 entries: against an empty call behind the same layers,
//! 500 at a time, and how long the list takes to be read into memory while others look.

use crate::{
    Bench, Outcome,
    client::Client,
    load::{self, Rounds, Times},
    raw::{Link, told},
    report::{Figure, Ratio},
    rpc,
    setup::{Hall, Server},
};
use bytes::{Buf as _, BufMut as _, Bytes};
use frsc_proto::v1::{self, whitelist_service_client::WhitelistServiceClient};
use prost::Message as _;
use std::{
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tonic::{
    Response, Status,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
};

/// The figures of this file.
pub(crate) const NAMES: [&str; 5] = [
    "whitelist_empty_rpc",
    "whitelist_check",
    "whitelist_batch",
    "whitelist_snapshot",
    "whitelist_memory",
];

/// Entries, each of an enterprise of its own.
const ENTRIES: usize = 200_000;
/// Rows of one statement.
const AT_A_TIME: usize = 2_000;
/// Clients and their connections.
const CLIENTS: usize = 64;
const CONNECTIONS: usize = 8;
/// Checks of one batch.
const BATCH: usize = 500;
/// The least part of the empty rate that a check reaches, and the most of its p99 that it takes.
const CHECK_GOAL: f64 = 0.90;
const TAIL_GOAL: f64 = 1.5;
/// The least checks a second of one who asks 500 at a time.
const BATCH_GOAL: f64 = 400_000.0;
/// The most that reading the list takes, and the longest that a reader waits, in milliseconds.
const SNAPSHOT_GOAL: f64 = 2_000.0;
const PAUSE_GOAL: f64 = 5.0;
/// The methods.
const CHECK: &str = "/frsc.v1.WhitelistService/CheckWhitelist";
const BATCH_CHECK: &str = "/frsc.v1.WhitelistService/BatchCheckWhitelist";
/// Nobody books here.
const HALL: Hall = Hall { counters: 1, places: 1, slot_minutes: 30, open_days: 1 };

/// Measures the whitelist.
pub(crate) async fn measure(bench: &mut Bench) -> Outcome<()> {
    let url = bench.home.fresh("whitelist").await?;
    let server = Server::start(&url, &bench.folder("whitelist"), HALL).await?;
    fill(&mut Link::open(&url).await.map_err(told)?).await?;
    snapshot(bench, &server).await?;
    let client = server.clerk(CONNECTIONS).await?;
    warm(&client).await?;
    checks(bench, &server, &client).await?;
    batches(bench, &client).await?;
    server.stop();
    Ok(())
}

/// The code of an enterprise of a number, with its check character (GB 32100).
pub(crate) fn credit_code(number: usize) -> String {
    const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("91330482MA{number:07}");
    let (mut sum, mut weight) = (0, 1);
    for sign in body.bytes() {
        sum += SIGNS.iter().position(|one| *one == sign).unwrap_or(0) * weight;
        weight = weight * 3 % 31;
    }
    format!("{body}{}", char::from(SIGNS[(31 - sum % 31) % 31]))
}

/// Puts enterprises and their entries on record beside the product, in the form it gives them.
async fn fill(link: &mut Link) -> Outcome<()> {
    let sqlite = matches!(link, Link::Sqlite(_));
    let id = |number: usize| match sqlite {
        true => format!("X'{number:032x}'"),
        false => format!("'{number:032x}'::uuid"),
    };
    let bytes = if sqlite { "X'00'" } else { "'\\x00'::bytea" };
    let at = "'2023-01-01 00:00:00.000000+00:00'";
    for first in (1..=ENTRIES).step_by(AT_A_TIME) {
        let numbers = first..(first + AT_A_TIME).min(ENTRIES + 1);
        let enterprises = numbers.clone().map(|number| {
            let code = credit_code(number);
            format!("('{code}', 'E{number}', '', '', 'zh', {bytes}, {at}, {at}, 1)")
        });
        let enterprises = enterprises.collect::<Vec<_>>().join(",");
        link.execute(&format!("INSERT INTO enterprise VALUES {enterprises}")).await?;
        let entries = numbers.map(|number| {
            let (code, id) = (credit_code(number), id(number));
            format!(
                "({id}, '{code}', 3, 510, 1, 0, NULL, 2, '2023-01-01', '2023-12-31', \
                 '2023-12-31', NULL, 3, NULL, '', {at}, 3, {number})"
            )
        });
        let entries = entries.collect::<Vec<_>>().join(",");
        link.execute(&format!("INSERT INTO whitelist_entry VALUES {entries}")).await?;
    }
    link.execute(&format!("UPDATE whitelist_clock SET number = {ENTRIES}")).await
}

/// Reads the list into memory again and again, while somebody looks at it without a rest.
async fn snapshot(bench: &mut Bench, server: &Server) -> Outcome<()> {
    let app = Arc::clone(&server.app);
    let done = Arc::new(AtomicBool::new(false));
    let (looking, over) = (Arc::clone(&app), Arc::clone(&done));
    let looks = std::thread::spawn(move || {
        let mut nanos = Vec::with_capacity(1 << 20);
        while !over.load(Ordering::Acquire) {
            let began = Instant::now();
            std::hint::black_box(looking.whitelist.enterprises());
            if nanos.len() < 1 << 24 {
                nanos.push(u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX));
            }
            std::thread::sleep(Duration::from_micros(50));
        }
        nanos
    });
    let mut rounds = Rounds::default();
    for _ in 0..5 {
        let app = Arc::clone(&app);
        let began = Instant::now();
        server
            .within(async move {
                let built = frsc_server::service::whitelist::rebuild(&app).await;
                built.map_err(|error| error.to_string())
            })
            .await?;
        let span = began.elapsed();
        let nanos = u64::try_from(span.as_nanos()).unwrap_or(u64::MAX);
        rounds.add(Times { nanos: vec![nanos], span });
    }
    done.store(true, Ordering::Release);
    let nanos = looks.join().map_err(|_| "the looks died")?;
    let waited = Times { nanos, span: Duration::from_secs(1) };
    let (took, pause) = (rounds.quantile_us(0.5) / 1e3, waited.quantile_us(1.0) / 1e3);
    let met = took <= SNAPSHOT_GOAL && pause <= PAUSE_GOAL;
    let goal = format!("<= {SNAPSHOT_GOAL} ms, longest look {pause:.2} <= {PAUSE_GOAL} ms");
    let db = bench.backend.name();
    let figure = |name: &str, value, unit, goal| Figure {
        name: name.to_owned(),
        db,
        value,
        unit,
        goal,
        ..Figure::default()
    };
    bench.report.add(figure(NAMES[3], took, "ms", Some((goal, met))));
    let size = app.whitelist.size();
    if size.entries != ENTRIES {
        return Err(format!("memory holds {} entries", size.entries));
    }
    let each = size.bytes as f64 / size.entries as f64 * 100_000.0 / 1024.0 / 1024.0;
    bench.report.add(figure(NAMES[4], each, "MiB of 100 000", None));
    Ok(())
}

/// Codes made before anything is measured, spread over all enterprises.
static CODES: LazyLock<Vec<String>> =
    LazyLock::new(|| (0..20_000).map(|one| credit_code(1 + one * 7919 % ENTRIES)).collect());

fn check(number: usize) -> v1::WhitelistCheck {
    v1::WhitelistCheck {
        enterprise_id: CODES[number % CODES.len()].clone(),
        direction: v1::TravelDirection::Entry.into(),
        purpose: v1::TravelPurpose::Business.into(),
        ..Default::default()
    }
}

fn one(number: usize) -> v1::CheckWhitelistRequest {
    v1::CheckWhitelistRequest { check: Some(check(number)), ..Default::default() }
}

/// Asks until memory answers, and sees that it answers right.
async fn warm(client: &Client) -> Outcome<()> {
    let mut whitelist = WhitelistServiceClient::new(client.channel(0));
    for number in 0..100 {
        let answer = whitelist.check_whitelist(client.request(one(number))).await;
        let answer = answer.map_err(|status| format!("a check: {status}"))?.into_inner();
        if !answer.verdict.is_some_and(|verdict| verdict.covered) {
            return Err("an enterprise on the list is not covered".to_owned());
        }
    }
    Ok(())
}

/// Clients who each wait for their answer. Their requests were made before and their answers are
/// not read, as an empty call has none to make or read: what is compared is the server.
async fn checks(bench: &mut Bench, server: &Server, client: &Client) -> Outcome<()> {
    let guarded = client.at(rpc::guarded(server).await?).await?;
    let made = Arc::new((0..CODES.len()).map(|number| bytes(&one(number))).collect::<Vec<_>>());
    let (mut empties, mut all) = (Rounds::default(), Rounds::default());
    for round in 0..=bench.pace.rounds {
        let each = if round == 0 { Duration::from_millis(300) } else { bench.pace.each };
        let empty = rpc::empty(&guarded, each).await?;
        let checks = asked(client, CLIENTS, each, (CHECK, &made)).await?;
        if round > 0 {
            empties.add(empty);
            all.add(checks);
        }
    }
    let db = bench.backend.name();
    let figure = |name: &str, rounds: &Rounds| Figure {
        name: name.to_owned(),
        db,
        value: rounds.rate(),
        unit: "calls/s",
        p50_us: Some(rounds.quantile_us(0.5)),
        p99_us: Some(rounds.quantile_us(0.99)),
        ..Figure::default()
    };
    let ratio = all.ratio(&empties);
    let tail = all.quantile_us(0.99) / empties.quantile_us(0.99);
    let goal = format!(">= {CHECK_GOAL}, p99 {tail:.2} <= {TAIL_GOAL}");
    let met = ratio >= CHECK_GOAL && tail <= TAIL_GOAL;
    let compared = Figure {
        ratio: Some(Ratio { value: ratio, to: NAMES[0] }),
        goal: Some((goal, met)),
        ..figure(NAMES[1], &all)
    };
    let empty = figure(NAMES[0], &empties);
    [empty, compared].into_iter().for_each(|figure| bench.report.add(figure));
    Ok(())
}

/// One client, who waits for each answer: he and the server take turns. His requests were made
/// before and their answers are not read, so that the core is the server's.
async fn batches(bench: &mut Bench, client: &Client) -> Outcome<()> {
    let batch = |first: usize| v1::BatchCheckWhitelistRequest {
        checks: (first..first + BATCH).map(check).collect(),
        consistency_token: String::new(),
    };
    let made = (0..CODES.len()).step_by(BATCH).map(|first| bytes(&batch(first)));
    let made = Arc::new(made.collect::<Vec<_>>());
    right(client, &made[0]).await?;
    let mut rounds = Rounds::default();
    for round in 0..=bench.pace.rounds {
        let times = asked(client, 1, bench.pace.each, (BATCH_CHECK, &made)).await?;
        if round > 0 {
            rounds.add(times);
        }
    }
    let rate = rounds.rate() * BATCH as f64;
    bench.report.add(Figure {
        name: NAMES[2].to_owned(),
        db: bench.backend.name(),
        value: rate,
        unit: "checks/s",
        p50_us: Some(rounds.quantile_us(0.5)),
        p99_us: Some(rounds.quantile_us(0.99)),
        goal: Some((format!(">= {BATCH_GOAL}"), rate >= BATCH_GOAL)),
        ..Figure::default()
    });
    Ok(())
}

/// That the answer of a batch is that each enterprise is covered.
async fn right(client: &Client, request: &Bytes) -> Outcome<()> {
    let raw = Raw { keeps: true };
    let answer = ask(client, 0, (BATCH_CHECK, raw), request.clone()).await?;
    let answer = v1::BatchCheckWhitelistResponse::decode(answer);
    let verdicts = answer.map_err(|error| error.to_string())?.verdicts;
    match verdicts.len() == BATCH && verdicts.iter().all(|verdict| verdict.covered) {
        true => Ok(()),
        false => Err("an enterprise on the list is not covered".to_owned()),
    }
}

/// Clients who send one after the other of some requests, over and over.
async fn asked(
    client: &Client,
    clients: usize,
    each: Duration,
    (method, made): (&'static str, &Arc<Vec<Bytes>>),
) -> Outcome<Times> {
    let (next, client, made) = (Arc::new(AtomicUsize::new(0)), client.clone(), Arc::clone(made));
    let call = move |index| {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let (client, request) = (client.clone(), made[number % made.len()].clone());
        let raw = Raw { keeps: false };
        async move { ask(&client, index, (method, raw), request).await.map(|_| ()) }
    };
    load::run(clients, each, call).await
}

/// A request as bytes that are never freed and never counted.
fn bytes(request: &impl prost::Message) -> Bytes {
    Bytes::from_static(request.encode_to_vec().leak())
}

/// Sends a request as bytes, and answers the bytes of its answer.
async fn ask(
    client: &Client,
    index: usize,
    (method, raw): (&'static str, Raw),
    request: Bytes,
) -> Outcome<Bytes> {
    let mut grpc = tonic::client::Grpc::new(client.channel(index));
    grpc.ready().await.map_err(|error| error.to_string())?;
    let path = http::uri::PathAndQuery::from_static(method);
    let answer = grpc.unary(client.request(request), path, raw).await;
    answer.map(Response::into_inner).map_err(|status| format!("a check: {status}"))
}

/// Bytes as they are; those of an answer are kept or passed over.
#[derive(Clone, Copy)]
struct Raw {
    keeps: bool,
}

impl Codec for Raw {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        *self
    }

    fn decoder(&mut self) -> Self {
        *self
    }
}

impl Encoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, to: &mut EncodeBuf<'_>) -> Result<(), Status> {
        to.put(item);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        if self.keeps {
            return Ok(Some(from.copy_to_bytes(from.remaining())));
        }
        from.advance(from.remaining());
        Ok(Some(Bytes::new()))
    }
}
