//! `frscd healthcheck`: asks the server of this machine whether it is well. It asks whether, not
//! who: any certificate is taken, since a name or an authority that only clients know is no
//! illness, and nothing is told to the other side.

use super::{Outcome, say};
use crate::config::Config;
use hyper_util::rt::TokioIo;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
        client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature},
        pki_types::{CertificateDer, ServerName, UnixTime},
    },
};
use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

/// How long a well server may take.
const WITHIN: Duration = Duration::from_secs(5);

/// Says that the server serves.
///
/// # Errors
/// A sentence for the operator.
pub(super) async fn check(config: Config) -> Outcome {
    let at = own_address(config.listen);
    let away = |_| format!("{at} does not answer");
    let endpoint = Endpoint::from_shared(format!("http://{at}")).map_err(away)?;
    let endpoint = endpoint.connect_timeout(WITHIN).timeout(WITHIN);
    let channel = match config.tls() {
        Some(_) => over_tls(&endpoint, at).await,
        None => endpoint.connect().await,
    };
    let mut health = HealthClient::new(channel.map_err(away)?);
    let answer = health.check(HealthCheckRequest::default()).await;
    let answer = answer.map_err(|_| format!("{at} answers no health check"))?.into_inner();
    match answer.status() {
        ServingStatus::Serving => {
            say(&format!("{at} is serving"));
            Ok(())
        }
        ServingStatus::Unknown | ServingStatus::NotServing | ServingStatus::ServiceUnknown => {
            Err(format!("{at} is not serving"))
        }
    }
}

/// Where this machine reaches what listens on all of its addresses.
fn own_address(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

async fn over_tls(endpoint: &Endpoint, at: SocketAddr) -> Result<Channel, tonic::transport::Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let any = Arc::new(AnyCertificate(Arc::clone(&provider)));
    let connect = tower::service_fn(move |_| {
        let (provider, any) = (Arc::clone(&provider), Arc::clone(&any));
        async move {
            let versions = ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .map_err(std::io::Error::other)?;
            let mut tls =
                versions.dangerous().with_custom_certificate_verifier(any).with_no_client_auth();
            tls.alpn_protocols = vec![b"h2".to_vec()];
            let tcp = TcpStream::connect(at).await?;
            let name = ServerName::from(at.ip());
            let stream = TlsConnector::from(Arc::new(tls)).connect(name, tcp).await?;
            std::io::Result::Ok(TokioIo::new(stream))
        }
    });
    endpoint.connect_with_connector(connect).await
}

/// Takes every certificate whose key the server has.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::own_address;

    #[test]
    fn a_server_on_all_addresses_is_asked_on_this_machine() {
        let own = |listen: &str| own_address(listen.parse().unwrap()).to_string();
        assert_eq!(own("0.0.0.0:7443"), "127.0.0.1:7443");
        assert_eq!(own("[::]:7443"), "[::1]:7443");
        assert_eq!(own("192.0.2.7:7443"), "192.0.2.7:7443");
    }
}
