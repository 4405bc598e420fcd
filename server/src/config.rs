//! The settings of a server: flag over environment over file over default. What nobody knows is
//! refused with its place, and every setting tells where its value came from. It never shows a
//! secret.

mod sources;
#[cfg(test)]
mod tests;
mod value;

pub use sources::{Loaded, Origin, Shown, arguments, flags_of};
pub use value::{AfterHours, DatabaseUrl, DivisionCode, LogFormat, Mebibytes, SmtpUrl};

use crate::{api::transport::TlsFiles, delivery::DeliverySettings, vault::Place};
use std::{net::SocketAddr, path::PathBuf};
use value::Value as _;

/// The environment variable that names the file of settings.
pub const FILE_VARIABLE: &str = "FRSC_CONFIG";
/// What every environment variable of a setting begins with.
pub const VARIABLE_PREFIX: &str = "FRSC_";
/// Where data goes that no setting puts elsewhere.
const DATA_DIRECTORY: &str = "frsc-data";

/// A setting, for manuals and for the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name in the file.
    pub name: &'static str,
    /// Its default as one would write it; empty where it is unset.
    pub default: &'static str,
    /// What it does.
    pub doc: &'static str,
}

impl Setting {
    /// Its environment variable.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("{VARIABLE_PREFIX}{}", self.name.to_uppercase())
    }

    /// Its flag, without the dashes before it.
    #[must_use]
    pub fn flag(&self) -> String {
        self.name.replace('_', "-")
    }
}

macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $name:ident: $kind:ty = $default:literal;)*) => {
        /// The settings of a server.
        #[derive(Clone, Debug)]
        pub struct Config {
            $($(#[doc = $doc])+ pub $name: $kind,)*
        }

        /// Every setting, in the order of the manual.
        pub const SETTINGS: &[Setting] = &[
            $(Setting {
                name: stringify!($name),
                default: $default,
                doc: concat!($($doc),+),
            },)*
        ];

        impl Config {
            /// Reads every setting from its text; a setting whose text is bad is told to `refuse`.
            fn read(
                text: impl Fn(&'static str) -> String,
                mut refuse: impl FnMut(&'static str, String),
            ) -> Option<Self> {
                $(let $name = <$kind>::read(&text(stringify!($name)))
                    .map_err(|problem| refuse(stringify!($name), problem));)*
                Some(Self { $($name: $name.ok()?,)* })
            }

            /// The text of a setting as it may be shown.
            fn shown(&self, name: &str) -> String {
                match name {
                    $(stringify!($name) => self.$name.shown(),)*
                    _ => String::new(),
                }
            }
        }
    };
}

settings! {
    /// The database: `sqlite:<path>`, or `postgres://<user>:<password>@<host>/<name>`.
    database: DatabaseUrl = "sqlite:frsc-data/frsc.db";
    /// The address and port that clients call. Beyond the machine itself it needs TLS.
    listen: SocketAddr = "127.0.0.1:7443";
    /// The PEM file of the certificate chain, the server's own first; together with `tls_key`.
    tls_cert: Option<PathBuf> = "";
    /// The PEM file of the certificate's private key; together with `tls_cert`.
    tls_key: Option<PathBuf> = "";
    /// The file of the master key, which opens the keys of all that is sealed; unset, `frsc.key`
    /// beside the SQLite file, or in `frsc-data` where the database is PostgreSQL.
    key_file: Option<PathBuf> = "";
    /// A shell command that prints the master key in hexadecimal, for example that of a key store;
    /// instead of `key_file`.
    key_command: Option<String> = "";
    /// Where files of evidence lie, encrypted: a folder, or `s3://<bucket>/<prefix>` with address,
    /// region and credentials in the usual `AWS_…` variables; unset, `evidence` beside the SQLite
    /// file, or in `frsc-data` where the database is PostgreSQL.
    evidence_store: Option<Place> = "";
    /// The largest file of evidence that is taken, in MiB; at most 1024.
    evidence_max_mib: Mebibytes = "20";
    /// The mail server that notices go by, `smtps://<user>:<password>@<host>:465`, or
    /// `smtp://<host>:587?tls=required`; unset, mails wait.
    smtp_url: Option<SmtpUrl> = "";
    /// Who the mails are from, `<address>` or `<name> <<address>>`; together with `smtp_url`.
    mail_from: Option<String> = "";
    /// The least level of log lines: `error`, `warn`, `info`, `debug`, `trace`, or directives such
    /// as `info,frsc_server::store=debug`. Libraries never log below `info`.
    log_level: String = "info";
    /// The form of log lines on standard error: `json` or `text`.
    log_format: LogFormat = "json";
    /// The OTLP collector that traces go to, for example `http://127.0.0.1:4317`; unset, none.
    otlp_endpoint: Option<String> = "";
    /// The address that serves Prometheus metrics at `/metrics`, in the clear; unset, none.
    metrics_listen: Option<SocketAddr> = "";
    /// Whether clients may read the contract by gRPC reflection.
    reflection: bool = "true";
    /// Most connections at once; further ones are closed.
    max_connections: usize = "1024";
    /// Most calls at once, streams among them; further ones are RESOURCE_EXHAUSTED.
    max_in_flight_calls: usize = "4096";
    /// The six digits of the city's administrative division (GB/T 2260), which begin case numbers.
    division_code: DivisionCode = "330482";
    /// When a request counts that comes after closing: `next_working_day` or `same_day`.
    after_hours: AfterHours = "next_working_day";
}

impl Config {
    /// The key file, set or derived.
    #[must_use]
    pub fn key_path(&self) -> PathBuf {
        let beside = self.database.directory().unwrap_or_else(|| DATA_DIRECTORY.into());
        self.key_file.clone().unwrap_or_else(|| beside.join("frsc.key"))
    }

    /// Where files of evidence lie, set or derived.
    #[must_use]
    pub fn evidence_place(&self) -> Place {
        let beside = self.database.directory().unwrap_or_else(|| DATA_DIRECTORY.into());
        self.evidence_store.clone().unwrap_or_else(|| Place::Folder(beside.join("evidence")))
    }

    /// The way out.
    #[must_use]
    pub fn delivery(&self) -> DeliverySettings {
        let smtp_url = self.smtp_url.as_ref().map(|url| url.expose().to_owned());
        DeliverySettings { smtp_url, mail_from: self.mail_from.clone() }
    }

    /// The files of the TLS identity, where both are set.
    #[must_use]
    pub fn tls(&self) -> Option<TlsFiles> {
        let (certificate, key) = (self.tls_cert.clone()?, self.tls_key.clone()?);
        Some(TlsFiles { certificate, key })
    }

    /// What is wrong with settings that are each good alone.
    fn contradictions(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.key_file.is_some() && self.key_command.is_some() {
            problems.push("key_file and key_command: set one of them".to_owned());
        }
        if self.smtp_url.is_some() != self.mail_from.is_some() {
            problems.push("smtp_url and mail_from: set both or neither".to_owned());
        }
        if self.tls_cert.is_some() != self.tls_key.is_some() {
            problems.push("tls_cert and tls_key: set both or neither".to_owned());
        }
        if !self.listen.ip().is_loopback() && self.tls().is_none() {
            problems.push(format!(
                "listen = {} can be reached from other machines, so it needs tls_cert and tls_key",
                self.listen
            ));
        }
        problems
    }
}
