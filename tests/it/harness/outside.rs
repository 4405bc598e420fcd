//! What stands outside of a centre, real and of other hands: a mail server, and the endpoint of a
//! department's system.

use axum::{Router, body::Bytes, extract::State, http::HeaderMap, routing::post};
use mailin_embedded::{Handler, Response, Server, SslConfig, response};
use std::{
    collections::VecDeque,
    io,
    net::{IpAddr, TcpListener},
    sync::{Arc, Mutex},
};

/// What came in, and what is answered to what comes next; after that it is taken.
#[derive(Debug)]
pub struct Inbox<T> {
    received: Mutex<Vec<T>>,
    answers: Mutex<VecDeque<u16>>,
}

impl<T: Clone> Inbox<T> {
    fn new() -> Arc<Self> {
        Arc::new(Self { received: Mutex::default(), answers: Mutex::default() })
    }

    /// Answers so to what comes next, one after the other.
    pub fn answer(&self, codes: &[u16]) {
        self.answers.lock().unwrap().extend(codes);
    }

    /// What came in so far; of calls also what was not taken.
    pub fn received(&self) -> Vec<T> {
        self.received.lock().unwrap().clone()
    }

    fn keep(&self, one: T) {
        self.received.lock().unwrap().push(one);
    }

    fn next_answer(&self) -> Option<u16> {
        self.answers.lock().unwrap().pop_front()
    }
}

/// A call of an endpoint.
#[derive(Clone, Debug)]
pub struct HookCall {
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: String,
}

impl HookCall {
    /// A header's text.
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

/// The endpoint of a department's system: its address, and what it gets.
pub async fn endpoint() -> (String, Arc<Inbox<HookCall>>) {
    async fn take(
        State(inbox): State<Arc<Inbox<HookCall>>>,
        headers: HeaderMap,
        body: Bytes,
    ) -> axum::http::StatusCode {
        let body = String::from_utf8(body.to_vec()).unwrap();
        inbox.keep(HookCall { headers, body });
        let code = inbox.next_answer().unwrap_or(204);
        axum::http::StatusCode::from_u16(code).unwrap()
    }
    let inbox = Inbox::new();
    let routes = Router::new().route("/frsc", post(take)).with_state(Arc::clone(&inbox));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/frsc", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (url, inbox)
}

/// A letter as it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Whom it is for.
    pub to: String,
    /// Headers and body as they came.
    pub text: String,
}

#[derive(Clone)]
struct MailBoxes {
    inbox: Arc<Inbox<Mail>>,
    to: String,
    text: Vec<u8>,
}

impl Handler for MailBoxes {
    /// Refuses where it is told to: most servers refuse a letter here.
    fn rcpt(&mut self, to: &str) -> Response {
        to.clone_into(&mut self.to);
        match self.inbox.next_answer() {
            Some(code) => Response::custom(code, format!("not <{to}>")),
            None => response::OK,
        }
    }

    fn data_start(&mut self, _: &str, _: &str, _: bool, _: &[String]) -> Response {
        self.text.clear();
        response::OK
    }

    fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.text.extend_from_slice(bytes);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let text = String::from_utf8_lossy(&self.text).into_owned();
        self.inbox.keep(Mail { to: self.to.clone(), text });
        response::OK
    }

    fn helo(&mut self, _: IpAddr, _: &str) -> Response {
        response::OK
    }
}

/// A mail server: its URL, and what it gets. It serves until the process ends.
pub fn mail_server() -> (String, Arc<Inbox<Mail>>) {
    let inbox = Inbox::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let boxes = MailBoxes { inbox: Arc::clone(&inbox), to: String::new(), text: Vec::new() };
    let mut server = Server::new(boxes);
    server.with_name("mail.example").with_ssl(SslConfig::None).unwrap();
    server.with_tcp_listener(listener);
    std::thread::spawn(move || drop(server.serve()));
    (url, inbox)
}
