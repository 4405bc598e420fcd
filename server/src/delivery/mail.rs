//! Electronic mail by the operator's mail server.

use super::{Attempt, PATIENCE};
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp,
};

/// A letter.
#[derive(Clone, Copy)]
pub struct Letter<'a> {
    /// The notice's id, the same at every try: the receiver may tell a repeat by it.
    pub id: &'a str,
    /// The address.
    pub to: &'a str,
    /// One line.
    pub subject: &'a str,
    /// Plain text.
    pub body: &'a str,
}

/// The connection to a mail server, and who the letters are from.
pub(super) fn transport(
    url: &str,
    from: &str,
) -> Result<(AsyncSmtpTransport<Tokio1Executor>, Mailbox), String> {
    let from = from.parse().map_err(|error| format!("mail_from: {error}"))?;
    // The library's own text could repeat the password in the URL.
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
        .map_err(|_| "smtp_url: not like smtps://user:password@host:465".to_owned())?;
    Ok((builder.timeout(Some(PATIENCE)).build(), from))
}

pub(super) async fn send(
    transport: &AsyncSmtpTransport<Tokio1Executor>,
    from: &Mailbox,
    letter: &Letter<'_>,
) -> Attempt {
    let Ok(to) = letter.to.parse() else {
        return Attempt::Refused("the address is none".to_owned());
    };
    let message = Message::builder()
        .message_id(Some(format!("<{}@{}>", letter.id, from.email.domain())))
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(letter.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(letter.body.to_owned());
    let Ok(message) = message else {
        return Attempt::Refused("the letter cannot be made".to_owned());
    };
    match transport.send(message).await {
        Ok(_) => Attempt::Taken,
        Err(error) if error.is_permanent() => Attempt::Refused(told(&error)),
        Err(error) => Attempt::Deferred(told(&error)),
    }
}

/// What is told of a failure: a mail server's own words often repeat the address.
fn told(error: &smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("SMTP {code}"),
        None if error.is_timeout() => "the mail server did not answer in time".to_owned(),
        None => "the mail server was not reached".to_owned(),
    }
}
