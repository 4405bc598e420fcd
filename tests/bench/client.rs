//! Clients: a signed-in account over some connections, and the bookings it asks for.

use crate::Outcome;
use frsc_proto::v1::{
    self, BookAppointmentRequest, appointment_service_client::AppointmentServiceClient,
    auth_service_client::AuthServiceClient,
};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tonic::{
    Request,
    metadata::{Ascii, MetadataValue},
    transport::{Channel, Endpoint},
};
use uuid::Uuid;

/// A signed-in account. Its clones share the connections.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    channels: Arc<Vec<Channel>>,
    token: MetadataValue<Ascii>,
    /// The refresh token of the session.
    pub(crate) refresh_token: Arc<str>,
}

impl Client {
    pub(crate) async fn sign_in(
        address: SocketAddr,
        connections: usize,
        login_name: &str,
        secret: &str,
    ) -> Outcome<Self> {
        let channels = connect(address, connections).await?;
        let mut auth = AuthServiceClient::new(channels[0].clone());
        let (login_name, secret) = (login_name.to_owned(), secret.to_owned());
        let answer = auth.create_session(v1::CreateSessionRequest { login_name, secret }).await;
        let answer = answer.map_err(|status| format!("signing in: {status}"))?.into_inner();
        let tokens = answer.tokens.ok_or("no tokens were given")?;
        let token = bearer(&tokens.access_token)?;
        let refresh_token = tokens.refresh_token.into();
        Ok(Self { channels: Arc::new(channels), token, refresh_token })
    }

    /// The same account at another address.
    pub(crate) async fn at(&self, address: SocketAddr) -> Outcome<Self> {
        let channels = Arc::new(connect(address, self.channels.len()).await?);
        Ok(Self { channels, ..self.clone() })
    }

    /// The connection of one of many clients.
    pub(crate) fn channel(&self, client: usize) -> Channel {
        self.channels[client % self.channels.len()].clone()
    }

    pub(crate) fn appointments(&self, client: usize) -> AppointmentServiceClient<Channel> {
        AppointmentServiceClient::new(self.channel(client))
    }

    /// A message with the account's token.
    pub(crate) fn request<T>(&self, message: T) -> Request<T> {
        let mut request = Request::new(message);
        request.metadata_mut().insert("authorization", self.token.clone());
        request
    }
}

async fn connect(address: SocketAddr, connections: usize) -> Outcome<Vec<Channel>> {
    let endpoint = Endpoint::from_shared(format!("http://{address}")).map_err(|e| e.to_string())?;
    let mut channels = Vec::with_capacity(connections);
    for _ in 0..connections.max(1) {
        channels.push(endpoint.connect().await.map_err(|error| format!("{address}: {error}"))?);
    }
    Ok(channels)
}

fn bearer(token: &str) -> Outcome<MetadataValue<Ascii>> {
    format!("Bearer {token}").parse().map_err(|_| "an odd token".to_owned())
}

/// A booking of somebody who has not booked before.
pub(crate) fn booking(slot_id: &str, item: &str) -> BookAppointmentRequest {
    static VISITORS: AtomicU64 = AtomicU64::new(0);
    let number = VISITORS.fetch_add(1, Ordering::Relaxed);
    BookAppointmentRequest {
        request_id: Uuid::new_v4().to_string(),
        channel: v1::Channel::Booked.into(),
        slot_id: slot_id.to_owned(),
        service_item_ids: vec![item.to_owned()],
        visitor: Some(v1::Visitor {
            name: format!("VISITOR {number:08}"),
            language: "en".to_owned(),
            phone_number: format!("+999555{number:08}"),
            ..Default::default()
        }),
        ..Default::default()
    }
}
