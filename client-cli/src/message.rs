//! Messages of the contract seen through their descriptors: one conversion to JSON, to table cells
//! and to enum names for every message there is. It decides nothing.

use crate::{i18n::Texts, rpc::Call, time};
use chrono::NaiveDate;
use prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage, EnumDescriptor, FieldDescriptor, Kind};
use prost_reflect::{MessageDescriptor, ReflectMessage as _, Value};
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use std::sync::OnceLock;

/// Every message and enum of the contract.
///
/// # Panics
/// Never, with a contract that compiled: the set is written by the same build.
#[must_use]
pub(crate) fn pool() -> &'static DescriptorPool {
    static POOL: OnceLock<DescriptorPool> = OnceLock::new();
    POOL.get_or_init(|| {
        DescriptorPool::decode(frsc_proto::DESCRIPTOR_SET)
            .expect("the descriptor set was written by the build of the contract")
    })
}

/// An enum of the contract by its whole name, for example `frsc.v1.Channel`.
///
/// # Panics
/// Where the contract has no such enum, which a test of the commands finds.
#[must_use]
pub(crate) fn enum_named(name: &str) -> EnumDescriptor {
    pool()
        .get_enum_by_name(name)
        .expect("the commands name enums of the contract only")
}

/// What stands before the value's own name: `CHANNEL_` for `frsc.v1.Channel`.
fn enum_prefix(kind: &EnumDescriptor) -> String {
    let zero = kind.default_value().name().to_owned();
    zero.strip_suffix("UNSPECIFIED")
        .unwrap_or_default()
        .to_owned()
}

/// The values of an enum as words of the command line: `booked`, `walk-in`, `third-party`.
#[must_use]
pub(crate) fn enum_words(name: &str) -> Vec<String> {
    let kind = enum_named(name);
    let prefix = enum_prefix(&kind);
    kind.values()
        .filter(|value| value.number() != 0)
        .map(|value| {
            let own = value
                .name()
                .strip_prefix(&prefix)
                .unwrap_or(value.name())
                .to_owned();
            own.to_ascii_lowercase().replace('_', "-")
        })
        .collect()
}

/// The number of a word of the command line; 0 where there is none.
#[must_use]
pub(crate) fn enum_number(name: &str, word: &str) -> i32 {
    let kind = enum_named(name);
    let wanted = enum_prefix(&kind) + &word.to_ascii_uppercase().replace('-', "_");
    kind.values()
        .find(|value| value.name() == wanted)
        .map_or(0, |value| value.number())
}

/// The answer of a call, seen through its descriptor.
///
/// # Panics
/// Never for the calls in `rpc`, which a test compares with the contract.
#[must_use]
pub(crate) fn answer<C: Call>(response: &C::Response) -> DynamicMessage {
    let descriptor = pool()
        .get_service_by_name(C::SERVICE)
        .and_then(|service| service.methods().find(|method| method.name() == C::METHOD))
        .map(|method| method.output())
        .expect("every call is a method of the contract");
    let empty = DynamicMessage::new(descriptor.clone());
    DynamicMessage::decode(descriptor, response.encode_to_vec().as_slice()).unwrap_or(empty)
}

/// The message in a field; `None` where it is absent.
#[must_use]
pub(crate) fn child(message: &DynamicMessage, field: &str) -> Option<DynamicMessage> {
    match message.get_field_by_name(field)?.into_owned() {
        Value::Message(inner) if message.has_field_by_name(field) => Some(inner),
        _ => None,
    }
}

/// The messages in a repeated field.
#[must_use]
pub(crate) fn children(message: &DynamicMessage, field: &str) -> Vec<DynamicMessage> {
    let Some(Value::List(list)) = message.get_field_by_name(field).map(|v| v.into_owned()) else {
        return Vec::new();
    };
    list.into_iter()
        .filter_map(|value| match value {
            Value::Message(inner) => Some(inner),
            _ => None,
        })
        .collect()
}

/// The text in a field; empty where there is none.
#[must_use]
pub(crate) fn text(message: &DynamicMessage, field: &str) -> String {
    let value = message
        .get_field_by_name(field)
        .map(|value| value.into_owned());
    value
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn integer(message: &DynamicMessage, field: &str) -> i64 {
    let value = message
        .get_field_by_name(field)
        .map(|value| value.into_owned());
    value
        .and_then(|value| value.as_i64().or_else(|| value.as_i32().map(i64::from)))
        .unwrap_or_default()
}

fn small(message: &DynamicMessage, field: &str) -> i32 {
    i32::try_from(integer(message, field)).unwrap_or_default()
}

/// A message that stands for one value: an instant, a date, a length or a time of day.
enum Scalar {
    Instant(chrono::DateTime<chrono::Utc>),
    Date(NaiveDate),
    Length(f64),
    TimeOfDay(String),
}

fn scalar(message: &DynamicMessage) -> Option<Scalar> {
    match message.descriptor().full_name() {
        "google.protobuf.Timestamp" => {
            time::from_parts(integer(message, "seconds"), small(message, "nanos"))
                .map(Scalar::Instant)
        }
        "google.type.Date" => {
            let part = |field| u32::try_from(integer(message, field)).unwrap_or_default();
            NaiveDate::from_ymd_opt(small(message, "year"), part("month"), part("day"))
                .map(Scalar::Date)
        }
        "google.protobuf.Duration" => {
            let nanos = f64::from(small(message, "nanos")) / 1e9;
            #[allow(
                clippy::cast_precision_loss,
                reason = "a wait is far below 2^52 seconds"
            )]
            Some(Scalar::Length(integer(message, "seconds") as f64 + nanos))
        }
        "google.type.TimeOfDay" => {
            let (hours, minutes) = (integer(message, "hours"), integer(message, "minutes"));
            Some(Scalar::TimeOfDay(format!("{hours:02}:{minutes:02}")))
        }
        _ => None,
    }
}

/// A message as one JSON value: the contract's field names in their order, whole enum names,
/// RFC 3339 times, ISO dates, `null` for what is absent.
pub(crate) struct Json<'a>(pub &'a DynamicMessage);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match scalar(self.0) {
            Some(Scalar::Instant(instant)) => serializer.serialize_str(&time::rfc3339(instant)),
            Some(Scalar::Date(day)) => serializer.serialize_str(&day.to_string()),
            Some(Scalar::Length(seconds)) => serializer.serialize_str(&format!("{seconds}s")),
            Some(Scalar::TimeOfDay(text)) => serializer.serialize_str(&text),
            None => {
                let mut map = serializer.serialize_map(None)?;
                for field in self.0.descriptor().fields() {
                    if field.supports_presence() && !self.0.has_field(&field) {
                        map.serialize_entry(field.name(), &())?;
                        continue;
                    }
                    let value = self.0.get_field(&field);
                    let value = JsonValue {
                        value: &value,
                        field: &field,
                    };
                    map.serialize_entry(field.name(), &value)?;
                }
                map.end()
            }
        }
    }
}

struct JsonValue<'a> {
    value: &'a Value,
    field: &'a FieldDescriptor,
}

impl Serialize for JsonValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Message(message) => Json(message).serialize(serializer),
            Value::List(list) => {
                let mut sequence = serializer.serialize_seq(Some(list.len()))?;
                for value in list {
                    sequence.serialize_element(&JsonValue {
                        value,
                        field: self.field,
                    })?;
                }
                sequence.end()
            }
            Value::EnumNumber(number) => serializer.serialize_str(&enum_name(self.field, *number)),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::I32(value) => serializer.serialize_i32(*value),
            Value::I64(value) => serializer.serialize_i64(*value),
            Value::String(value) => serializer.serialize_str(value),
            // The contract uses no other kinds.
            _ => serializer.serialize_unit(),
        }
    }
}

fn enum_name(field: &FieldDescriptor, number: i32) -> String {
    match field.kind() {
        Kind::Enum(kind) => kind
            .get_value(number)
            .map_or_else(|| number.to_string(), |value| value.name().to_owned()),
        _ => number.to_string(),
    }
}

/// How cells are written: for a person in his language, or for a program.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    /// The texts, where a person reads; `None` for a program.
    pub(crate) texts: Option<&'a Texts>,
    /// Today at the centre, for relative days; only a person is told them.
    pub(crate) today: Option<NaiveDate>,
}

impl View<'_> {
    /// The cell of a field, by its path such as `visitor.name`.
    #[must_use]
    pub(crate) fn cell(&self, message: &DynamicMessage, path: &str) -> String {
        let (head, rest) = path
            .split_once('.')
            .map_or((path, None), |(h, r)| (h, Some(r)));
        let Some(field) = message.descriptor().get_field_by_name(head) else {
            return String::new();
        };
        if field.supports_presence() && !message.has_field(&field) {
            return String::new();
        }
        let value = message.get_field(&field);
        match (value.as_ref(), rest) {
            (Value::Message(inner), Some(rest)) => self.cell(inner, rest),
            (value, _) => self.value(value, &field),
        }
    }

    fn value(&self, value: &Value, field: &FieldDescriptor) -> String {
        match value {
            Value::Message(message) => self.message(message),
            Value::List(list) => {
                let cells: Vec<_> = list.iter().map(|value| self.value(value, field)).collect();
                cells.join(",")
            }
            Value::EnumNumber(0) => String::new(),
            Value::EnumNumber(number) => {
                let name = enum_name(field, *number);
                self.word("enum", &name)
            }
            Value::Bool(value) => self.word("bool", if *value { "true" } else { "false" }),
            Value::I32(value) => value.to_string(),
            Value::I64(value) => value.to_string(),
            Value::String(value) if field.name() == "blocked_reasons" => self.word("reason", value),
            Value::String(value) => value.clone(),
            _ => String::new(),
        }
    }

    fn word(&self, kind: &str, name: &str) -> String {
        self.texts
            .and_then(|texts| texts.find(&format!("{kind}-{name}"), &[]))
            .unwrap_or_else(|| name.to_owned())
    }

    fn message(&self, message: &DynamicMessage) -> String {
        let Some(texts) = self.texts else {
            return plain(message);
        };
        match scalar(message) {
            Some(Scalar::Instant(instant)) => {
                let shown = time::human(instant);
                self.beside(texts, shown, time::local_day(instant))
            }
            Some(Scalar::Date(day)) => self.beside(texts, day.to_string(), day),
            Some(Scalar::Length(seconds)) => length(texts, seconds),
            Some(Scalar::TimeOfDay(text)) => text,
            None if message.descriptor().name() == "Limit" => limit(texts, message),
            None => plain(message),
        }
    }

    /// A date with its distance from today, where that is near enough to say something.
    fn beside(&self, texts: &Texts, shown: String, day: NaiveDate) -> String {
        let Some(today) = self.today else {
            return shown;
        };
        let days = (day - today).num_days();
        let number = days.unsigned_abs().to_string();
        let key = match days {
            0 => "relative-today",
            1 => "relative-tomorrow",
            -1 => "relative-yesterday",
            2..=99 => "relative-ahead",
            -99..=-2 => "relative-ago",
            _ => return shown,
        };
        format!("{shown} {}", texts.with(key, &[("days", &number)]))
    }
}

fn plain(message: &DynamicMessage) -> String {
    match serde_json::to_value(Json(message)) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(value) => value.to_string(),
        Err(_) => String::new(),
    }
}

fn length(texts: &Texts, seconds: f64) -> String {
    let minutes = format!("{:.0}", seconds / 60.0);
    let seconds_text = format!("{seconds:.0}");
    if seconds < 60.0 {
        texts.with("length-seconds", &[("seconds", &seconds_text)])
    } else {
        texts.with("length-minutes", &[("minutes", &minutes)])
    }
}

fn limit(texts: &Texts, message: &DynamicMessage) -> String {
    let field = message.descriptor().get_field_by_name("unit");
    let unit = field.map_or_else(String::new, |field| {
        enum_name(
            &field,
            message
                .get_field(&field)
                .as_enum_number()
                .unwrap_or_default(),
        )
    });
    let amount = integer(message, "amount").to_string();
    texts.with(&format!("limit-{unit}"), &[("amount", &amount)])
}

/// Every field of a message that holds something, by its path, nested messages opened.
#[must_use]
pub(crate) fn filled_paths(message: &DynamicMessage) -> Vec<String> {
    let mut paths = Vec::new();
    for field in message.descriptor().fields() {
        if !message.has_field(&field) {
            continue;
        }
        match message.get_field(&field).as_ref() {
            Value::Message(inner) if opens(&inner.descriptor()) => {
                let inner = filled_paths(inner);
                paths.extend(
                    inner
                        .into_iter()
                        .map(|path| format!("{}.{path}", field.name())),
                );
            }
            _ => paths.push(field.name().to_owned()),
        }
    }
    paths
}

fn opens(descriptor: &MessageDescriptor) -> bool {
    descriptor.full_name().starts_with("frsc.") && descriptor.name() != "Limit"
}
