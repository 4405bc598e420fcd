//! What stands outside of a centre, real and of other hands: the endpoint of a department's system.

use axum::{Router, body::Bytes, extract::State, http::HeaderMap, routing::post};
use std::{
    collections::VecDeque,
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

    /// What came in so far, also what was not taken.
    pub fn received(&self) -> Vec<T> {
        self.received.lock().unwrap().clone()
    }

    fn receive(&self, one: T, taken: u16) -> u16 {
        self.received.lock().unwrap().push(one);
        self.answers.lock().unwrap().pop_front().unwrap_or(taken)
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
        let code = inbox.receive(HookCall { headers, body }, 204);
        axum::http::StatusCode::from_u16(code).unwrap()
    }
    let inbox = Inbox::new();
    let routes = Router::new().route("/frsc", post(take)).with_state(Arc::clone(&inbox));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/frsc", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (url, inbox)
}
