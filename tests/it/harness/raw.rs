//! Calls by path and bytes, for what no generated client can send.

use super::Client;
use bytes::{Buf as _, BufMut as _};
use std::net::SocketAddr;
use tokio::net::TcpStream;
use tonic::{
    Response, Status,
    codec::{BufferSettings, Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
    codegen::{Bytes, http::uri::PathAndQuery},
};

/// Carries bytes as they are.
#[derive(Clone, Copy, Debug, Default)]
pub struct RawCodec;

impl Codec for RawCodec {
    type Encode = Vec<u8>;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for RawCodec {
    type Item = Vec<u8>;
    type Error = Status;

    fn encode(&mut self, item: Vec<u8>, to: &mut EncodeBuf<'_>) -> Result<(), Status> {
        to.put_slice(&item);
        Ok(())
    }

    fn buffer_settings(&self) -> BufferSettings {
        BufferSettings::default()
    }
}

impl Decoder for RawCodec {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(from.copy_to_bytes(from.remaining())))
    }

    fn buffer_settings(&self) -> BufferSettings {
        BufferSettings::default()
    }
}

impl Client {
    /// Sends bytes to a path as a unary call.
    pub async fn raw(&self, path: &str, bytes: &[u8]) -> Result<Response<Bytes>, Status> {
        let request = self.dress(bytes.to_vec()).await;
        let mut client = tonic::client::Grpc::new(self.channel.clone());
        client.ready().await.map_err(|error| Status::from_error(Box::new(error)))?;
        let path = PathAndQuery::try_from(path).expect("a path");
        client.unary(request, path, RawCodec).await
    }
}

/// Sends a unary call over a connection of its own, with just these headers: no client library adds
/// a deadline or a retry of its own.
pub async fn post(
    address: SocketAddr,
    path: &str,
    headers: &[(&str, &str)],
    message: &[u8],
) -> Result<Bytes, Status> {
    let stream = TcpStream::connect(address).await.expect("the server listens");
    let (client, connection) = h2::client::handshake(stream).await.expect("HTTP/2");
    tokio::spawn(connection);
    let mut client = client.ready().await.expect("a connection");
    let mut request = http::Request::post(format!("http://{address}{path}"))
        .header("content-type", "application/grpc")
        .header("te", "trailers");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(()).expect("a request");
    let (answer, mut body) = client.send_request(request, false).expect("a stream");
    let length = u32::try_from(message.len()).expect("a length").to_be_bytes();
    let frame = [&[0], &length[..], message].concat();
    body.send_data(Bytes::from(frame), true).expect("the message is sent");
    let (head, mut body) = answer.await.expect("an answer").into_parts();
    let mut bytes = Vec::new();
    while let Some(data) = body.data().await {
        let data = data.expect("the answer's bytes");
        let _ = body.flow_control().release_capacity(data.len());
        bytes.extend(data);
    }
    let trailers = body.trailers().await.expect("trailers").unwrap_or(head.headers);
    match Status::from_header_map(&trailers) {
        Some(status) if status.code() != tonic::Code::Ok => Err(status),
        Some(_) | None => Ok(Bytes::from(bytes)),
    }
}
