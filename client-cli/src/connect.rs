//! Calls to the server: one channel, the caller's token with its renewal, a deadline on every call,
//! and repeats that reuse the command's request id. It never shows what it carries.

use crate::{
    Cx,
    errors::{Done, Exit, Failure},
    refusal::{self, CallFacts},
    rpc::Call,
    tokens,
};
use frsc_proto::v1;
use std::time::{Duration, Instant};
use tonic::metadata::MetadataValue;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// So often a call is made before its failure is told.
const MOST_ATTEMPTS: u32 = 4;
/// The wait before the first repeat; each further one waits three times as long.
const FIRST_WAIT: Duration = Duration::from_millis(100);
/// The longest wait the server may ask for; beyond it the person is told instead.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// The largest answer that is read.
const MOST_RESPONSE_BYTES: usize = 16 * 1024 * 1024;
/// No upload takes longer.
const LONGEST_UPLOAD: Duration = Duration::from_secs(10 * 60);
/// Beyond the deadline the server is given so long to say so itself.
const GRACE: Duration = Duration::from_millis(500);

/// The methods that need no session.
fn is_open<C: Call>() -> bool {
    matches!(C::METHOD, "CreateSession" | "RefreshSession" | "GetServerInfo")
}

impl Cx<'_> {
    /// Makes a call: signed in, renewed, repeated where that is safe.
    ///
    /// # Errors
    /// Whatever the server refuses, or its silence, in words.
    pub(crate) async fn call<C: Call>(&mut self, request: C) -> Done<C::Response> {
        if is_open::<C>() {
            let answer = self.attempts(&request, None).await?;
            return answer.map_err(|status| self.failure::<C>(&status));
        }
        let token = self.access_token().await?;
        match self.attempts(&request, Some(&token)).await? {
            Err(status) if status.code() == Code::Unauthenticated => {
                let token = self.renew(&token).await?;
                let answer = self.attempts(&request, Some(&token)).await?;
                answer.map_err(|status| self.failure::<C>(&status))
            }
            answer => answer.map_err(|status| self.failure::<C>(&status)),
        }
    }

    /// Opens a stream of answers; it has no deadline of its own.
    ///
    /// # Errors
    /// Whatever the server refuses, or its silence, in words.
    pub(crate) async fn stream<C: Call>(
        &mut self,
        request: C,
    ) -> Done<tonic::Streaming<C::Response>> {
        let token = self.access_token().await?;
        match self.open_stream(&request, &token).await? {
            Err(status) if status.code() == Code::Unauthenticated => {
                let token = self.renew(&token).await?;
                let answer = self.open_stream(&request, &token).await?;
                answer.map_err(|status| self.failure::<C>(&status))
            }
            answer => answer.map_err(|status| self.failure::<C>(&status)),
        }
    }

    /// Sends a stream of requests, which `make` begins anew where it has to be repeated. The server
    /// bounds it; the deadline here is for one that does not answer at all.
    ///
    /// # Errors
    /// Whatever the server refuses, or its silence, in words.
    pub(crate) async fn upload<C, S>(&mut self, make: impl Fn() -> S) -> Done<C::Response>
    where
        C: Call,
        S: tokio_stream::Stream<Item = C> + Send + 'static,
    {
        let mut token = self.access_token().await?;
        let mut wait = FIRST_WAIT;
        for attempt in 1.. {
            let status = match self.send_stream(make(), &token).await? {
                Ok(answer) => return Ok(answer),
                Err(status) => status,
            };
            if status.code() == Code::Unauthenticated && attempt == 1 {
                token = self.renew(&token).await?;
                continue;
            }
            match wait_before_repeat(&status, wait) {
                Some(pause) if attempt < MOST_ATTEMPTS => tokio::time::sleep(pause).await,
                Some(_) | None => return Err(self.failure::<C>(&status)),
            }
            wait *= 3;
        }
        Err(self.failure::<C>(&Status::unavailable("")))
    }

    async fn send_stream<C: Call>(
        &mut self,
        stream: impl tokio_stream::Stream<Item = C> + Send + 'static,
        token: &str,
    ) -> Done<Result<C::Response, Status>> {
        let channel = self.channel()?;
        let request = self.dress(stream, Some(token));
        let work = async {
            let mut client = client(channel).await?;
            let codec = tonic_prost::ProstCodec::<C, C::Response>::default();
            let answer = client.client_streaming(request, path::<C>()?, codec).await?;
            Ok(answer.into_inner())
        };
        let answer = tokio::time::timeout(LONGEST_UPLOAD + GRACE, work).await;
        Ok(answer.unwrap_or_else(|_| Err(Status::deadline_exceeded(""))))
    }

    /// A failed call in words.
    pub(crate) fn failure<C: Call>(&self, status: &Status) -> Failure {
        let input = crate::message::pool()
            .get_service_by_name(C::SERVICE)
            .and_then(|service| service.methods().find(|method| method.name() == C::METHOD))
            .map(|method| method.input());
        let writes = input.is_some_and(|input| input.get_field_by_name("request_id").is_some());
        let request_id = writes.then_some(self.settings.request_id.as_str());
        let look = refusal::look_for(C::METHOD);
        let facts = CallFacts { look, endpoint: &self.settings.endpoint, request_id };
        refusal::from_status(status, &self.texts, &facts)
    }

    async fn access_token(&mut self) -> Done<String> {
        if self.session.is_none() {
            self.session = tokens::load(&self.settings, &self.texts)?;
        }
        match &self.session {
            None => Err(self.not_signed_in()),
            Some(session) if session.is_due() => {
                let token = session.access_token.clone();
                self.renew(&token).await
            }
            Some(session) => Ok(session.access_token.clone()),
        }
    }

    /// Renews the session unless another command just did, and answers the new access token.
    async fn renew(&mut self, spent: &str) -> Done<String> {
        // The lock is held until the successor is on disk.
        let _lock = tokens::lock(&self.settings, &self.texts)?;
        let Some(session) = tokens::load(&self.settings, &self.texts)? else {
            return Err(self.not_signed_in());
        };
        if session.access_token != spent {
            let token = session.access_token.clone();
            self.session = Some(session);
            return Ok(token);
        }
        let request = v1::RefreshSessionRequest { refresh_token: session.refresh_token.clone() };
        match self.attempts(&request, None).await? {
            Ok(answer) => {
                let tokens = answer.tokens.unwrap_or_default();
                let endpoint = &self.settings.endpoint;
                let next = tokens::Session::new(endpoint, &session.login_name, tokens);
                tokens::save(&self.settings, &self.texts, &next)?;
                let token = next.access_token.clone();
                self.session = Some(next);
                Ok(token)
            }
            Err(status) if status.code() == Code::Unauthenticated => {
                tokens::forget(&self.settings, &self.texts)?;
                Err(self.not_signed_in())
            }
            Err(status) => Err(self.failure::<v1::RefreshSessionRequest>(&status)),
        }
    }

    fn not_signed_in(&self) -> Failure {
        let variables = [("endpoint", self.settings.endpoint.as_str())];
        let what = self.texts.with("error-not-signed-in", &variables);
        let next = self.texts.get("next-UNAUTHENTICATED");
        Failure::new(Exit::LoginNeeded, what).next(next)
    }

    async fn attempts<C: Call>(
        &mut self,
        request: &C,
        token: Option<&str>,
    ) -> Done<Result<C::Response, Status>> {
        let started = Instant::now();
        let mut wait = FIRST_WAIT;
        for attempt in 1.. {
            let status = match self.send(request, token).await? {
                Ok(answer) => return Ok(Ok(answer)),
                Err(status) => status,
            };
            let within = started.elapsed() < self.settings.timeout * 2;
            match wait_before_repeat(&status, wait) {
                Some(pause) if attempt < MOST_ATTEMPTS && within => {
                    tokio::time::sleep(pause).await;
                    wait *= 3;
                }
                Some(_) | None => return Ok(Err(status)),
            }
        }
        Ok(Err(Status::unavailable("")))
    }

    async fn send<C: Call>(
        &mut self,
        request: &C,
        token: Option<&str>,
    ) -> Done<Result<C::Response, Status>> {
        let channel = self.channel()?;
        let timeout = self.settings.timeout;
        let mut request = self.dress(request.clone(), token);
        request.set_timeout(timeout);
        let work = async {
            let mut client = client(channel).await?;
            let codec = tonic_prost::ProstCodec::<C, C::Response>::default();
            let answer = client.unary(request, path::<C>()?, codec).await?;
            Ok(answer.into_inner())
        };
        let answer = tokio::time::timeout(timeout + GRACE, work).await;
        Ok(answer.unwrap_or_else(|_| Err(Status::deadline_exceeded(""))))
    }

    async fn open_stream<C: Call>(
        &mut self,
        request: &C,
        token: &str,
    ) -> Done<Result<tonic::Streaming<C::Response>, Status>> {
        let channel = self.channel()?;
        let request = self.dress(request.clone(), Some(token));
        let work = async {
            let mut client = client(channel).await?;
            let codec = tonic_prost::ProstCodec::<C, C::Response>::default();
            let answer = client.server_streaming(request, path::<C>()?, codec).await?;
            Ok(answer.into_inner())
        };
        let answer = tokio::time::timeout(self.settings.timeout, work).await;
        Ok(answer.unwrap_or_else(|_| Err(Status::deadline_exceeded(""))))
    }

    fn dress<M>(&self, message: M, token: Option<&str>) -> tonic::Request<M> {
        let mut request = tonic::Request::new(message);
        let language = MetadataValue::from_static(self.texts.language.tag());
        request.metadata_mut().insert("accept-language", language);
        if let Some(mut value) =
            token.and_then(|token| MetadataValue::try_from(format!("Bearer {token}")).ok())
        {
            value.set_sensitive(true);
            request.metadata_mut().insert("authorization", value);
        }
        request
    }

    fn channel(&mut self) -> Done<Channel> {
        if let Some(channel) = &self.channel {
            return Ok(channel.clone());
        }
        let endpoint = self.endpoint()?;
        let channel = endpoint.connect_lazy();
        self.channel = Some(channel.clone());
        Ok(channel)
    }

    fn endpoint(&self) -> Done<Endpoint> {
        let text = &self.settings.endpoint;
        let wrong = || {
            let what = self.texts.with("error-endpoint", &[("endpoint", text)]);
            Failure::new(Exit::Usage, what).next(self.texts.get("next-context-list"))
        };
        if !text.starts_with("http://") && !text.starts_with("https://") {
            return Err(wrong());
        }
        let endpoint = Endpoint::from_shared(text.clone())
            .and_then(|endpoint| endpoint.user_agent(concat!("frsc/", env!("CARGO_PKG_VERSION"))))
            .map_err(|_| wrong())?
            .connect_timeout(self.settings.timeout.min(Duration::from_secs(5)));
        if !text.starts_with("https://") {
            return Ok(endpoint);
        }
        let mut tls = ClientTlsConfig::new().with_native_roots();
        if let Some(path) = &self.settings.ca_file {
            let shown = path.display().to_string();
            let pem = std::fs::read(path).map_err(|_| {
                let what = self.texts.with("error-file-unreadable", &[("path", &shown)]);
                Failure::new(Exit::Usage, what)
            })?;
            tls = ClientTlsConfig::new().ca_certificate(Certificate::from_pem(pem));
        }
        endpoint.tls_config(tls).map_err(|_| wrong())
    }
}

async fn client(channel: Channel) -> Result<tonic::client::Grpc<Channel>, Status> {
    let mut client =
        tonic::client::Grpc::new(channel).max_decoding_message_size(MOST_RESPONSE_BYTES);
    client.ready().await.map_err(|error| Status::from_error(Box::new(error)))?;
    Ok(client)
}

fn path<C: Call>() -> Result<http::uri::PathAndQuery, Status> {
    http::uri::PathAndQuery::try_from(format!("/{}/{}", C::SERVICE, C::METHOD))
        .map_err(|_| Status::internal(""))
}

/// How long to wait before the call is repeated; `None` where a repeat changes nothing.
fn wait_before_repeat(status: &Status, wait: Duration) -> Option<Duration> {
    let details = status.get_error_details();
    let asked = details.retry_info().and_then(|retry| retry.retry_delay);
    let reason = details.error_info().map(|info| info.reason.as_str()).unwrap_or_default();
    let repeats = match status.code() {
        Code::Unavailable | Code::DeadlineExceeded => true,
        Code::Aborted => reason == "CONFLICT_RETRY",
        Code::ResourceExhausted => asked.is_some(),
        _ => false,
    };
    let pause = asked.unwrap_or(wait);
    (repeats && pause <= LONGEST_WAIT).then_some(pause)
}
