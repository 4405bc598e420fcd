//! The way out: electronic mail over SMTP, and calls of other systems signed by Standard Webhooks.
//! It sends one message once and says what became of it; whether to send and when to try again is
//! decided elsewhere. What it says of a failure never holds an address or a text.

mod mail;
mod webhook;

pub use mail::Letter;
pub use webhook::{Hook, check_url, signature};

use crate::domain::notice::{Attempt, NoticeChannel};
use lettre::{AsyncSmtpTransport, Tokio1Executor, message::Mailbox};
use std::{fmt, time::Duration};

/// How long one try may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the operator configured of it.
#[derive(Clone, Debug, Default)]
pub struct DeliverySettings {
    /// The mail server, as a URL; without it no mail is sent, and what is to be sent waits.
    pub smtp_url: Option<String>,
    /// Who the mails are from.
    pub mail_from: Option<String>,
}

/// The way out of one server.
pub struct Delivery {
    mail: Option<(AsyncSmtpTransport<Tokio1Executor>, Mailbox)>,
    http: reqwest::Client,
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Delivery(mail: {})", self.mail.is_some())
    }
}

impl Delivery {
    /// The way out as configured.
    ///
    /// # Errors
    /// A sentence for the operator that names the setting.
    pub fn new(settings: &DeliverySettings) -> Result<Self, String> {
        let mail = match (&settings.smtp_url, &settings.mail_from) {
            (Some(url), Some(from)) => Some(mail::transport(url, from)?),
            (Some(_), None) => return Err("mail_from: name who the mails are from".to_owned()),
            (None, _) => None,
        };
        let http = reqwest::Client::builder()
            .timeout(PATIENCE)
            .connect_timeout(PATIENCE / 2)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("frsc/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| format!("no client for webhooks: {error}"))?;
        Ok(Self { mail, http })
    }

    /// The channels that are configured.
    #[must_use]
    pub fn channels(&self) -> Vec<NoticeChannel> {
        let mail = self.mail.as_ref().map(|_| NoticeChannel::Email);
        mail.into_iter().chain([NoticeChannel::Webhook]).collect()
    }

    /// Sends a letter.
    pub async fn mail(&self, letter: &Letter<'_>) -> Attempt {
        match &self.mail {
            Some((transport, from)) => mail::send(transport, from, letter).await,
            None => Attempt::Deferred("no mail server is configured".to_owned()),
        }
    }

    /// Calls an endpoint.
    pub async fn call(&self, hook: &Hook<'_>, body: String) -> Attempt {
        webhook::call(&self.http, hook, body).await
    }
}
