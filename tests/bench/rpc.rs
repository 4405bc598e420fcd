//! Calls that write nothing: an empty one behind the product's layers and without them, and one
//! appointment read from the database.

use crate::{
    Bench, Outcome,
    client::{Client, booking},
    expiry,
    load::{self, Rounds},
    reads,
    report::{Figure, Ratio},
    setup::{Hall, Server},
    tokens,
};
use frsc_proto::v1::{
    self,
    auth_service_client::AuthServiceClient,
    auth_service_server::{AuthService, AuthServiceServer},
};
use frsc_server::api::{
    guard::{Guard, Limits},
    transport,
};
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, atomic::AtomicUsize, atomic::Ordering},
    time::Duration,
};
use tonic::{
    Request, Response, Status,
    service::Routes,
    transport::{Server as Plain, server::TcpIncoming},
};

/// The figures of this file.
pub(crate) const NAMES: [&str; 3] = ["plain_rpc", "empty_rpc", "get"];
/// The least part of the plain rate that an empty call behind the layers reaches.
const EMPTY_GOAL: f64 = 0.85;
/// The least part of the empty rate that reading an appointment reaches.
const GET_GOAL: f64 = 0.22;
/// Clients and their connections.
const CLIENTS: usize = 64;
const CONNECTIONS: usize = 8;
/// Appointments among which is read.
pub(crate) const BOOKINGS: usize = 2000;
/// Most connections of the servers made here.
const MOST: usize = 64;

/// Twenty counters, as the goal for free places has it, over thirty days.
const HALL: Hall = Hall { counters: 20, places: 2, slot_minutes: 30, open_days: 18 };

/// Measures what reads, on one server.
pub(crate) async fn measure(bench: &mut Bench) -> Outcome<()> {
    let url = bench.home.fresh("reads").await?;
    let server = Server::start(&url, &bench.folder("reads"), HALL).await?;
    let client = server.clerk(CONNECTIONS).await?;
    let appointments = book(&server, &client).await?;
    if bench.wants(&NAMES) {
        calls(bench, &server, &client, &appointments).await?;
    }
    if bench.wants(&reads::NAMES) {
        reads::measure(bench, &server).await?;
    }
    if bench.wants(&expiry::NAMES) {
        expiry::measure(bench, &server).await?;
    }
    if bench.wants(&tokens::NAMES) {
        tokens::measure(bench, &server).await?;
    }
    server.stop();
    Ok(())
}

/// Books places spread over all slots, and returns the appointments' ids.
async fn book(server: &Server, client: &Client) -> Outcome<Arc<Vec<String>>> {
    let mut ids = Vec::with_capacity(BOOKINGS);
    let mut waiting = tokio::task::JoinSet::new();
    for number in 0..BOOKINGS {
        let slot = &server.slots[number % server.slots.len()];
        let item = &server.items[number / server.slots.len() % server.items.len()];
        let (client, message) = (client.clone(), booking(&slot.id, item));
        waiting.spawn(async move {
            client.appointments(number).book_appointment(client.request(message)).await
        });
        if waiting.len() == CLIENTS || number + 1 == BOOKINGS {
            while let Some(done) = waiting.join_next().await {
                let answer = done.map_err(|error| error.to_string())?;
                let answer = answer.map_err(|status| format!("a booking: {status}"))?;
                ids.extend(answer.into_inner().appointment.map(|a| a.appointment_id));
            }
        }
    }
    Ok(Arc::new(ids))
}

async fn calls(
    bench: &mut Bench,
    server: &Server,
    client: &Client,
    appointments: &Arc<Vec<String>>,
) -> Outcome<()> {
    let guarded = client.at(guarded(server).await?).await?;
    let plain = client.at(plain(server).await?).await?;
    let (mut plains, mut empties, mut gets) =
        (Rounds::default(), Rounds::default(), Rounds::default());
    // The first round warms everything up and does not count.
    for round in 0..=bench.pace.rounds {
        let each = if round == 0 { Duration::from_millis(300) } else { bench.pace.each };
        let plain = empty(&plain, each).await?;
        let empty = empty(&guarded, each).await?;
        let get = get(client, appointments, each).await?;
        if round > 0 {
            plains.add(plain);
            empties.add(empty);
            gets.add(get);
        }
    }
    let figure = |name: &str, rounds: &Rounds| Figure {
        name: name.to_owned(),
        db: bench.backend.name(),
        value: rounds.rate(),
        unit: "calls/s",
        p50_us: Some(rounds.quantile_us(0.5)),
        p99_us: Some(rounds.quantile_us(0.99)),
        ..Figure::default()
    };
    let against = |name, rounds: &Rounds, base: &Rounds, to, least: f64| {
        let ratio = rounds.ratio(base);
        let goal = Some((format!(">= {least} of {to}"), ratio >= least));
        Figure { ratio: Some(Ratio { value: ratio, to }), goal, ..figure(name, rounds) }
    };
    let figures = [
        figure("plain_rpc", &plains),
        against("empty_rpc", &empties, &plains, "plain_rpc", EMPTY_GOAL),
        against("get", &gets, &empties, "empty_rpc", GET_GOAL),
    ];
    figures.into_iter().for_each(|figure| bench.report.add(figure));
    Ok(())
}

pub(crate) async fn empty(client: &Client, length: Duration) -> Outcome<load::Times> {
    let client = client.clone();
    load::run(CLIENTS, length, move |number| {
        let mut auth = AuthServiceClient::new(client.channel(number));
        let request = client.request(v1::GetCallerRequest {});
        async move {
            let answer = auth.get_caller(request).await;
            answer.map(|_| ()).map_err(|status| format!("an empty call: {status}"))
        }
    })
    .await
}

async fn get(
    client: &Client,
    appointments: &Arc<Vec<String>>,
    length: Duration,
) -> Outcome<load::Times> {
    let (client, ids) = (client.clone(), Arc::clone(appointments));
    let next = Arc::new(AtomicUsize::new(0));
    load::run(CLIENTS, length, move |number| {
        let mut appointments = client.appointments(number);
        let at = next.fetch_add(1, Ordering::Relaxed) % ids.len();
        let message = v1::GetAppointmentRequest { appointment_id: ids[at].clone() };
        let request = client.request(message);
        async move {
            let answer = appointments.get_appointment(request).await;
            answer.map(|_| ()).map_err(|status| format!("reading: {status}"))
        }
    })
    .await
}

/// The empty service behind the product's layers.
pub(crate) async fn guarded(server: &Server) -> Outcome<SocketAddr> {
    let app = Arc::clone(&server.app);
    let serving = server.within(async move {
        let guard = Guard::new(app, Limits::new(4096));
        let routes = Routes::new(AuthServiceServer::new(Empty));
        let settings = transport::Settings::new((Ipv4Addr::LOCALHOST, 0).into(), MOST);
        let serving = transport::serve(&settings, guard, routes, || async { true }).await;
        let running = serving.map_err(|error| error.to_string())?;
        let address = running.address;
        // It runs as long as the server's runtime.
        tokio::spawn(async move {
            std::future::pending::<()>().await;
            drop(running);
        });
        Ok(address)
    });
    serving.await
}

/// The empty service on plain tonic.
async fn plain(server: &Server) -> Outcome<SocketAddr> {
    let serving = server.within(async move {
        let incoming = TcpIncoming::bind((Ipv4Addr::LOCALHOST, 0).into());
        let incoming = incoming.map_err(|error| error.to_string())?.with_nodelay(Some(true));
        let address = incoming.local_addr().map_err(|error| error.to_string())?;
        let routes = Plain::builder().add_service(AuthServiceServer::new(Empty));
        tokio::spawn(routes.serve_with_incoming(incoming));
        Ok(address)
    });
    serving.await
}

/// A service that does nothing.
#[derive(Clone, Copy, Debug)]
struct Empty;

#[tonic::async_trait]
impl AuthService for Empty {
    async fn create_session(
        &self,
        _: Request<v1::CreateSessionRequest>,
    ) -> Result<Response<v1::CreateSessionResponse>, Status> {
        Err(Status::unimplemented(""))
    }

    async fn refresh_session(
        &self,
        _: Request<v1::RefreshSessionRequest>,
    ) -> Result<Response<v1::RefreshSessionResponse>, Status> {
        Err(Status::unimplemented(""))
    }

    async fn revoke_session(
        &self,
        _: Request<v1::RevokeSessionRequest>,
    ) -> Result<Response<v1::RevokeSessionResponse>, Status> {
        Err(Status::unimplemented(""))
    }

    async fn get_caller(
        &self,
        _: Request<v1::GetCallerRequest>,
    ) -> Result<Response<v1::GetCallerResponse>, Status> {
        Ok(Response::new(v1::GetCallerResponse::default()))
    }

    async fn change_password(
        &self,
        _: Request<v1::ChangePasswordRequest>,
    ) -> Result<Response<v1::ChangePasswordResponse>, Status> {
        Err(Status::unimplemented(""))
    }
}
