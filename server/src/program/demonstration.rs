//! `frscd dev`: a centre with made-up people, in one folder, on this machine only. Everything in it
//! is made through the public API by signed-in accounts, as clerks and partners would make it.
mod cases;
mod people;

use super::{load, until_stopped};
use crate::{
    api::guard,
    clock::{self, Clock},
    domain::caller::Role,
    run::{self, Purpose},
    service::{App, bootstrap, catalogue},
    telemetry,
};
use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use clap::ArgMatches;
use frsc_proto::{admin, v1};
use people::{GUESTS, PEOPLE, public_role, visitor};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use tonic::{
    Request,
    metadata::MetadataValue,
    service::{Interceptor, interceptor::InterceptedService},
    transport::{Channel, Endpoint},
};
use uuid::Uuid;
use zeroize::Zeroizing;

/// When the busy morning is looked at.
const MORNING: (u32, u32) = (9, 10);

/// The port that clients call where nothing else is said.
const USUAL_PORT: &str = ":7443";

/// Starts the demonstration and serves it until it is stopped.
///
/// # Errors
/// A sentence for the operator.
pub(super) async fn run(given: &ArgMatches) -> Result<(), String> {
    let folder =
        PathBuf::from(given.get_one::<String>("folder").map_or("frsc-dev", String::as_str));
    let database = format!("sqlite:{}", folder.join("frsc.db").display());
    let forced = [
        ("database", database),
        ("key_file", folder.join("frsc.key").display().to_string()),
        ("log_format", "text".to_owned()),
        ("log_level", "warn".to_owned()),
    ];
    let config = load(given, &forced)?.config;
    if !config.listen.ip().is_loopback() {
        return Err("a demonstration listens on this machine only".to_owned());
    }
    if config.tls().is_some() {
        return Err(
            "a demonstration takes no certificate: leave tls_cert and tls_key out".to_owned()
        );
    }
    let _telemetry = telemetry::start(&config).map_err(|error| error.to_string())?;
    guard::install_panic_hook();
    let clock = Clock::machine();
    let app = run::open(&config, clock.clone(), Purpose::Demonstration).await?;
    let start = match given.get_one::<String>("now") {
        Some(text) => parse_now(text)?,
        None => busy_morning(&app).await?,
    };
    clock.set(clock::from_local(start));
    let made = app.store.reader().first_account_at().await.map_err(|error| error.to_string())?;
    if made.is_some_and(|made| clock.now() < made) {
        let folder = folder.display();
        return Err(format!("the demonstration in {folder} begins later: take another --folder"));
    }
    let running = run::serve(&config, &app).await?;
    let address = format!("http://{}", running.address);
    if made.is_none() {
        Demonstration::new(&app, &folder, &address, start).await?.load().await?;
    }
    clock.set(clock::from_local(start));
    announce(&address, &folder, start);
    until_stopped(&app, running).await
}

fn parse_now(text: &str) -> Result<NaiveDateTime, String> {
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
    let read = |format: &&str| NaiveDateTime::parse_from_str(text, format).ok();
    formats.iter().find_map(read).ok_or_else(|| {
        format!("--now {text}: write it as 2023-06-27T09:50, local time of the centre")
    })
}

/// Ten past nine on the first working day from today on.
async fn busy_morning(app: &App) -> Result<NaiveDateTime, String> {
    let catalogue = catalogue::current(app).await.map_err(|error| error.to_string())?;
    let today = app.clock.today();
    let day = catalogue.calendar.next_working_day_on_or_after(today).unwrap_or(today);
    let (hour, minute) = MORNING;
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
    Ok(day.and_time(time))
}

/// Puts the token of the signed-in account on every call.
#[derive(Clone)]
struct SignedIn(MetadataValue<tonic::metadata::Ascii>);

impl Interceptor for SignedIn {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, tonic::Status> {
        request.metadata_mut().insert("authorization", self.0.clone());
        Ok(request)
    }
}

type Line = InterceptedService<Channel, SignedIn>;

struct Demonstration<'a> {
    app: &'a Arc<App>,
    folder: &'a Path,
    channel: Channel,
    start: NaiveDateTime,
}

impl<'a> Demonstration<'a> {
    async fn new(
        app: &'a Arc<App>,
        folder: &'a Path,
        address: &str,
        start: NaiveDateTime,
    ) -> Result<Self, String> {
        let endpoint = Endpoint::from_shared(address.to_owned()).map_err(|e| e.to_string())?;
        let channel = endpoint.connect().await.map_err(|error| error.to_string())?;
        Ok(Self { app, folder, channel, start })
    }

    async fn load(&self) -> Result<(), String> {
        self.at(cases::OLDEST_CASE).await?;
        let admin = self.first_admin().await?;
        self.people(&admin).await?;
        self.oldest_case().await?;
        self.at(cases::JOINT_CASE).await?;
        self.joint_case().await?;
        // Appointments of the morning were made the working day before.
        self.at(1).await?;
        let clerk = self.sign_in("clerk").await?;
        self.decided_case(&clerk).await?;
        let booked = self.book(&clerk).await?;
        self.app.clock.set(clock::from_local(self.start - Duration::minutes(30)));
        let clerk = self.sign_in("clerk").await?;
        self.new_cases(&clerk).await?;
        self.morning(&clerk, &booked).await
    }

    /// Sets the clock so many working days back.
    async fn at(&self, working_days_before: u32) -> Result<(), String> {
        let catalogue = catalogue::current(self.app).await.map_err(|error| error.to_string())?;
        let mut day = self.start.date();
        for _ in 0..working_days_before {
            let before = day.pred_opt().unwrap_or(day);
            day = catalogue.calendar.last_working_day_on_or_before(before).unwrap_or(before);
        }
        self.app.clock.set(clock::from_local(day.and_time(self.start.time())));
        Ok(())
    }

    /// A new secret, kept where only the operator reads it.
    fn secret(&self, login: &str) -> Result<Zeroizing<String>, String> {
        use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
        let folder = self.folder.join("secrets");
        let told = |error: std::io::Error| format!("{}: {error}", folder.display());
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(told)?;
        let secret = Zeroizing::new(crate::domain::id::base32(&crate::secrets::random::<15>()));
        let mut options = fs::OpenOptions::new();
        let file =
            options.write(true).create(true).truncate(true).mode(0o600).open(folder.join(login));
        std::io::Write::write_all(&mut file.map_err(told)?, secret.as_bytes()).map_err(told)?;
        Ok(secret)
    }

    async fn first_admin(&self) -> Result<SignedIn, String> {
        let secret = self.secret("admin")?;
        let code = bootstrap::issue_bootstrap_code(self.app).await.map_err(|e| e.to_string())?;
        bootstrap::bootstrap(self.app, &code, "admin", "管理员", secret)
            .await
            .map_err(|error| error.to_string())?;
        self.sign_in("admin").await
    }

    async fn sign_in(&self, login: &str) -> Result<SignedIn, String> {
        let file = self.folder.join("secrets").join(login);
        let secret = fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let request = v1::CreateSessionRequest { login_name: login.to_owned(), secret };
        let mut auth = v1::auth_service_client::AuthServiceClient::new(self.channel.clone());
        let answer = auth.create_session(request).await.map_err(failed)?.into_inner();
        let token = answer.tokens.ok_or("no tokens")?.access_token;
        let value = format!("Bearer {token}").parse().map_err(|_| "an odd token")?;
        Ok(SignedIn(value))
    }

    async fn people(&self, admin: &SignedIn) -> Result<(), String> {
        let mut accounts = admin::account_service_client::AccountServiceClient::with_interceptor(
            self.channel.clone(),
            admin.clone(),
        );
        for person in &PEOPLE {
            let partner = person.roles.contains(&Role::PartnerSystem);
            let kind = if partner {
                admin::AccountKind::PartnerSystem
            } else {
                admin::AccountKind::Person
            };
            let roles = person.roles.iter().map(|role| public_role(*role).into()).collect();
            let request = admin::CreateAccountRequest {
                request_id: Uuid::new_v4().to_string(),
                kind: kind.into(),
                login_name: person.login.to_owned(),
                display_name: person.display.to_owned(),
                roles,
                department_id: person.department.to_owned(),
                secret: self.secret(person.login)?.to_string(),
                ..Default::default()
            };
            accounts.create_account(request).await.map_err(failed)?;
        }
        Ok(())
    }

    fn appointments(
        &self,
        who: &SignedIn,
    ) -> v1::appointment_service_client::AppointmentServiceClient<Line> {
        v1::appointment_service_client::AppointmentServiceClient::with_interceptor(
            self.channel.clone(),
            who.clone(),
        )
    }

    /// Books the first eight guests for the morning and the days after it.
    async fn book(&self, clerk: &SignedIn) -> Result<Vec<v1::Appointment>, String> {
        let mut appointments = self.appointments(clerk);
        let mut booked = Vec::new();
        for (index, guest) in GUESTS.iter().take(8).enumerate() {
            let day = if index < 5 { Some(self.start.date()) } else { None };
            let request = v1::ListSlotsRequest {
                from_date: day.map(public_date),
                to_date: day.map(public_date),
                service_item_ids: vec![guest.2.to_owned()],
                channel: v1::Channel::Booked.into(),
                page_size: 40,
                ..Default::default()
            };
            let slots = appointments.list_slots(request).await.map_err(failed)?.into_inner().slots;
            let Some(slot) = slots.get(index.min(slots.len().saturating_sub(1))) else { continue };
            let request = v1::BookAppointmentRequest {
                request_id: Uuid::new_v4().to_string(),
                channel: v1::Channel::Booked.into(),
                slot_id: slot.slot_id.clone(),
                service_item_ids: vec![guest.2.to_owned()],
                visitor: Some(visitor(index, guest)),
                ..Default::default()
            };
            let answer = appointments.book_appointment(request).await.map_err(failed)?;
            booked.extend(answer.into_inner().appointment);
        }
        Ok(booked)
    }

    /// Checks some of them in, takes walk-ins, and serves the first at the counters.
    async fn morning(&self, clerk: &SignedIn, booked: &[v1::Appointment]) -> Result<(), String> {
        let mut appointments = self.appointments(clerk);
        let today = self.start.date();
        let of_today = |a: &&v1::Appointment| {
            a.appointment_number.starts_with(&today.format("%Y%m%d").to_string())
        };
        for appointment in booked.iter().filter(of_today).take(4) {
            let request = v1::CheckInAppointmentRequest {
                request_id: Uuid::new_v4().to_string(),
                appointment_id: appointment.appointment_id.clone(),
                etag: appointment.etag.clone(),
                validate_only: false,
            };
            appointments.check_in_appointment(request).await.map_err(failed)?;
        }
        let mut queue = v1::queue_service_client::QueueServiceClient::with_interceptor(
            self.channel.clone(),
            clerk.clone(),
        );
        for (index, guest) in GUESTS.iter().enumerate().skip(8) {
            self.app.clock.advance(Duration::seconds(40));
            let request = v1::IssueTicketRequest {
                request_id: Uuid::new_v4().to_string(),
                service_item_ids: vec![guest.2.to_owned()],
                visitor: Some(visitor(index, guest)),
                ..Default::default()
            };
            // A demonstration set to an hour without walk-ins simply has none.
            let _ = queue.issue_ticket(request).await;
        }
        self.serve_first(&mut queue).await
    }

    async fn serve_first(
        &self,
        queue: &mut v1::queue_service_client::QueueServiceClient<Line>,
    ) -> Result<(), String> {
        for (index, counter_id) in ["A03", "A04"].into_iter().enumerate() {
            let request_id = Uuid::new_v4().to_string();
            let request =
                v1::CallNextTicketRequest { request_id, counter_id: counter_id.to_owned() };
            let Ok(called) = queue.call_next_ticket(request).await else { continue };
            let ticket = called.into_inner().ticket.unwrap_or_default();
            let request = v1::ServeTicketRequest {
                request_id: Uuid::new_v4().to_string(),
                ticket_id: ticket.ticket_id.clone(),
                etag: ticket.etag,
            };
            let served = queue.serve_ticket(request).await.map_err(failed)?.into_inner();
            self.app.clock.advance(Duration::minutes(4));
            if index == 0 {
                let request = v1::CompleteTicketRequest {
                    request_id: Uuid::new_v4().to_string(),
                    ticket_id: ticket.ticket_id,
                    etag: served.ticket.unwrap_or_default().etag,
                    result: v1::TicketResult::Received.into(),
                };
                queue.complete_ticket(request).await.map_err(failed)?;
            }
        }
        Ok(())
    }
}

fn public_date(date: NaiveDate) -> frsc_proto::gtype::Date {
    crate::api::fields::date(date)
}

fn failed(status: tonic::Status) -> String {
    format!("the demonstration's data: {}", status.message())
}

fn announce(address: &str, folder: &Path, start: NaiveDateTime) {
    let secrets = folder.join("secrets");
    let secrets = secrets.display();
    let lines = [
        "DEMONSTRATION - NOT FOR PRODUCTION".to_owned(),
        "made-up people; plaintext on this machine only".to_owned(),
        String::new(),
        format!("endpoint  {address}"),
        format!("clock     {} Asia/Shanghai (--now sets it)", start.format("%Y-%m-%d %H:%M")),
        format!("secrets   {secrets}/<login name>"),
        "accounts  admin clerk clerk2 lead auditor psb-officer stb-system".to_owned(),
        "          stb-officer fao-officer".to_owned(),
    ];
    let width = lines.iter().map(String::len).max().unwrap_or(0);
    super::say(&format!("+{}+", "-".repeat(width + 2)));
    for line in &lines {
        super::say(&format!("| {line:width$} |"));
    }
    super::say(&format!("+{}+", "-".repeat(width + 2)));
    super::say("Next:");
    if !address.ends_with(USUAL_PORT) {
        super::say(&format!("  export FRSC_ENDPOINT={address}"));
    }
    super::say(&format!("  frsc auth login --login-name clerk --password-stdin < {secrets}/clerk"));
    super::say("  frsc slots list --item RP-W-EXT");
    super::say("  frsc queue next --counter A02");
    super::say("  frsc case list");
}
