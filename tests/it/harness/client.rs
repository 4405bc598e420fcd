//! Who calls, and how: a client with the token of its account, which signs in again when the test's
//! clock has passed the token's end; and what a refused call tells.

use super::calls::Call;
use frsc_proto::v1;
use frsc_server::clock::Clock;
use std::{collections::HashMap, sync::Arc, time::Duration};
use tonic::{
    Code, Request, Response, Status, Streaming,
    codegen::http::uri::PathAndQuery,
    metadata::{AsciiMetadataKey, MetadataValue},
    transport::Channel,
};
use tonic_prost::ProstCodec;
use tonic_types::{ErrorDetails, StatusExt as _};

/// The secret of every account of the tests.
pub const SECRET: &str = "correct-horse-battery-staple";
/// How long a test waits for anything before it fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The accounts of the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// The administrator.
    Admin,
    /// A clerk.
    Clerk,
    /// Another clerk.
    OtherClerk,
    /// The duty lead.
    Lead,
    /// An officer of the PSB.
    PsbOfficer,
    /// An officer of the STB.
    StbOfficer,
    /// An officer of the FAO, which decides on the whitelist.
    FaoOfficer,
    /// The PSB's system.
    PsbPartner,
    /// The STB's system.
    StbPartner,
    /// The SGC's system, which hands referrals over.
    SgcPartner,
    /// The GSO's system, which collects ratings.
    GsoPartner,
    /// The auditor.
    Auditor,
}

impl Who {
    /// Everyone.
    pub const ALL: [Self; 12] = [
        Self::Admin,
        Self::Clerk,
        Self::OtherClerk,
        Self::Lead,
        Self::PsbOfficer,
        Self::StbOfficer,
        Self::FaoOfficer,
        Self::PsbPartner,
        Self::StbPartner,
        Self::SgcPartner,
        Self::GsoPartner,
        Self::Auditor,
    ];

    /// The name he signs in with.
    pub fn login_name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Clerk => "clerk",
            Self::OtherClerk => "clerk-2",
            Self::Lead => "lead",
            Self::PsbOfficer => "psb-officer",
            Self::StbOfficer => "stb-officer",
            Self::FaoOfficer => "fao-officer",
            Self::PsbPartner => "psb-system",
            Self::StbPartner => "stb-system",
            Self::SgcPartner => "sgc-system",
            Self::GsoPartner => "gso-system",
            Self::Auditor => "auditor",
        }
    }

    /// His only role.
    pub fn role(self) -> v1::Role {
        match self {
            Self::Admin => v1::Role::Admin,
            Self::Clerk | Self::OtherClerk => v1::Role::Clerk,
            Self::Lead => v1::Role::DutyLead,
            Self::PsbOfficer | Self::StbOfficer | Self::FaoOfficer => v1::Role::DepartmentOfficer,
            Self::PsbPartner | Self::StbPartner | Self::SgcPartner | Self::GsoPartner => {
                v1::Role::PartnerSystem
            }
            Self::Auditor => v1::Role::Auditor,
        }
    }

    /// His department, or nothing.
    pub fn department(self) -> &'static str {
        match self {
            Self::PsbOfficer | Self::PsbPartner => "PSB",
            Self::StbOfficer | Self::StbPartner => "STB",
            Self::FaoOfficer => "FAO",
            Self::SgcPartner => "SGC",
            Self::GsoPartner => "GSO",
            Self::Admin | Self::Clerk | Self::OtherClerk | Self::Lead | Self::Auditor => "",
        }
    }
}

/// The tokens of the accounts that have signed in at one server.
pub type Tokens = Arc<tokio::sync::Mutex<HashMap<Who, v1::TokenPair>>>;

/// A client of one server, signed in or not.
#[derive(Clone)]
pub struct Client {
    /// The connection.
    pub channel: Channel,
    who: Option<Who>,
    tokens: Tokens,
    clock: Clock,
    headers: Vec<(&'static str, String)>,
}

impl Client {
    /// A client over a connection.
    pub fn new(channel: Channel, who: Option<Who>, tokens: Tokens, clock: Clock) -> Self {
        Self { channel, who, tokens, clock, headers: Vec::new() }
    }

    /// The same client, with one more header on every call.
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        let mut changed = self.clone();
        changed.headers.push((name, value.to_owned()));
        changed
    }

    /// The same client with a token of the test's own.
    pub fn bearing(&self, token: &str) -> Self {
        Self { who: None, ..self.clone() }.with("authorization", &format!("Bearer {token}"))
    }

    /// Calls.
    pub async fn call<C: Call>(&self, request: C) -> Result<Response<C::Answer>, Status> {
        let request = self.dress(request).await;
        let mut client = tonic::client::Grpc::new(self.channel.clone());
        client.ready().await.map_err(|error| Status::from_error(Box::new(error)))?;
        let codec = ProstCodec::<C, C::Answer>::default();
        client.unary(request, PathAndQuery::from_static(C::PATH), codec).await
    }

    /// Calls, and is answered.
    #[track_caller]
    pub fn ok<C: Call>(&self, request: C) -> impl Future<Output = C::Answer> {
        let at = std::panic::Location::caller();
        async move {
            match self.call(request).await {
                Ok(answer) => answer.into_inner(),
                Err(status) => panic!("{at}: {} was refused: {status:?}", C::PATH),
            }
        }
    }

    /// Calls, and is refused.
    #[track_caller]
    pub fn refused<C: Call>(&self, request: C) -> impl Future<Output = Refused> {
        let at = std::panic::Location::caller();
        async move {
            match self.call(request).await {
                Ok(answer) => panic!("{at}: {} was answered: {answer:?}", C::PATH),
                Err(status) => Refused { status },
            }
        }
    }

    /// Watches the hall.
    pub async fn watch_queue(&self) -> Result<Streaming<v1::WatchQueueResponse>, Status> {
        let request = self.dress(v1::WatchQueueRequest {}).await;
        let channel = self.channel.clone();
        let mut client = v1::queue_service_client::QueueServiceClient::new(channel);
        Ok(client.watch_queue(request).await?.into_inner())
    }

    /// Watches the feed of events from a token on.
    pub async fn watch_events(
        &self,
        token: &str,
    ) -> Result<Streaming<v1::WatchEventsResponse>, Status> {
        let request = self.dress(v1::WatchEventsRequest { token: token.to_owned() }).await;
        let channel = self.channel.clone();
        let mut client = v1::event_service_client::EventServiceClient::new(channel);
        Ok(client.watch_events(request).await?.into_inner())
    }

    /// A request with the client's headers.
    pub async fn dress<M>(&self, message: M) -> Request<M> {
        let mut request = Request::new(message);
        if let Some(who) = self.who {
            let value = format!("Bearer {}", self.token(who).await);
            let value = MetadataValue::try_from(value).expect("a token is a header's value");
            request.metadata_mut().insert("authorization", value);
        }
        for (name, value) in &self.headers {
            let name = AsciiMetadataKey::from_static(name);
            request.metadata_mut().insert(name, value.parse().expect("a header's value"));
        }
        request
    }

    /// The access token, fresh at the test's clock.
    pub async fn token(&self, who: Who) -> String {
        let mut tokens = self.tokens.lock().await;
        let now = self.clock.now().timestamp();
        let fresh = |pair: &&v1::TokenPair| {
            pair.access_expire_time.as_ref().is_some_and(|end| now < end.seconds)
        };
        if let Some(pair) = tokens.get(&who).filter(fresh) {
            return pair.access_token.clone();
        }
        let login_name = who.login_name().to_owned();
        let request = v1::CreateSessionRequest { login_name, secret: SECRET.to_owned() };
        let mut auth = v1::auth_service_client::AuthServiceClient::new(self.channel.clone());
        let answer = auth.create_session(request).await.expect("the account signs in").into_inner();
        let pair = answer.tokens.expect("tokens");
        tokens.insert(who, pair.clone());
        pair.access_token
    }

    /// Forgets the account's token, so that the next call signs in anew.
    pub async fn sign_out(&self) {
        if let Some(who) = self.who {
            self.tokens.lock().await.remove(&who);
        }
    }
}

/// A refused call.
#[derive(Debug)]
pub struct Refused {
    /// What the client got.
    pub status: Status,
}

impl Refused {
    /// The code and the reason together, for one assertion.
    pub fn is(&self, code: Code, reason: &str) {
        assert_eq!((self.status.code(), self.reason().as_str()), (code, reason), "{self:?}");
    }

    /// The details.
    pub fn details(&self) -> ErrorDetails {
        self.status.check_error_details().expect("the details can be decoded")
    }

    /// `ErrorInfo.reason`; it is the product's own domain.
    pub fn reason(&self) -> String {
        let details = self.details();
        let info = details.error_info().expect("every refusal has an ErrorInfo");
        assert_eq!(info.domain, "frsc");
        info.reason.clone()
    }

    /// Every rule that refuses, in order of name.
    pub fn rules(&self) -> Vec<String> {
        let details = self.details();
        let failure = details.precondition_failure().expect("a PreconditionFailure");
        let mut rules: Vec<_> = failure.violations.iter().map(|v| v.r#type.clone()).collect();
        rules.sort();
        rules
    }

    /// Every field that is wrong.
    pub fn fields(&self) -> Vec<String> {
        let details = self.details();
        let bad = details.bad_request().expect("a BadRequest");
        bad.field_violations.iter().map(|violation| violation.field.clone()).collect()
    }

    /// A variable of the ErrorInfo.
    pub fn variable(&self, name: &str) -> Option<String> {
        self.details().error_info()?.metadata.get(name).cloned()
    }

    /// The slots offered in place of the refused one.
    pub fn nearest(&self) -> Vec<String> {
        let named = (1..).map_while(|index| self.variable(&format!("nearest_{index}")));
        named.map(|text| text.split(' ').next().unwrap_or_default().to_owned()).collect()
    }
}
