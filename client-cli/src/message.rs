//! Messages of the contract seen through their descriptors: one conversion to JSON, to table cells
//! and to enum names for every message there is. It decides nothing.

use crate::{rpc::Call, time};
use chrono::NaiveDate;
use prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage, EnumDescriptor, FieldDescriptor, Kind};
use prost_reflect::{ReflectMessage as _, Value};
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
    pool().get_enum_by_name(name).expect("the commands name enums of the contract only")
}

/// What stands before the value's own name: `CHANNEL_` for `frsc.v1.Channel`.
fn enum_prefix(kind: &EnumDescriptor) -> String {
    let zero = kind.default_value().name().to_owned();
    zero.strip_suffix("UNSPECIFIED").unwrap_or_default().to_owned()
}

/// The values of an enum as words of the command line: `booked`, `walk-in`, `third-party`.
#[must_use]
pub(crate) fn enum_words(name: &str) -> Vec<String> {
    let kind = enum_named(name);
    let prefix = enum_prefix(&kind);
    kind.values()
        .filter(|value| value.number() != 0)
        .map(|value| {
            let own = value.name().strip_prefix(&prefix).unwrap_or(value.name()).to_owned();
            own.to_ascii_lowercase().replace('_', "-")
        })
        .collect()
}

/// The number of a word of the command line; 0 where there is none.
#[must_use]
pub(crate) fn enum_number(name: &str, word: &str) -> i32 {
    let kind = enum_named(name);
    let wanted = enum_prefix(&kind) + &word.to_ascii_uppercase().replace('-', "_");
    kind.values().find(|value| value.name() == wanted).map_or(0, |value| value.number())
}

/// The numbers of all values of an enum.
#[must_use]
pub(crate) fn enum_numbers(name: &str) -> Vec<i32> {
    enum_named(name).values().map(|value| value.number()).filter(|number| *number != 0).collect()
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
    let value = message.get_field_by_name(field).map(|value| value.into_owned());
    value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

pub(crate) fn integer(message: &DynamicMessage, field: &str) -> i64 {
    let value = message.get_field_by_name(field).map(|value| value.into_owned());
    value
        .and_then(|value| value.as_i64().or_else(|| value.as_i32().map(i64::from)))
        .unwrap_or_default()
}

fn small(message: &DynamicMessage, field: &str) -> i32 {
    i32::try_from(integer(message, field)).unwrap_or_default()
}

/// A message that stands for one value: an instant, a date, a length or a time of day.
pub(crate) enum Scalar {
    Instant(chrono::DateTime<chrono::Utc>),
    Date(NaiveDate),
    Length(f64),
    TimeOfDay(String),
}

pub(crate) fn scalar(message: &DynamicMessage) -> Option<Scalar> {
    match message.descriptor().full_name() {
        "google.protobuf.Timestamp" => {
            time::from_parts(integer(message, "seconds"), small(message, "nanos"))
                .map(Scalar::Instant)
        }
        "google.type.Date" => {
            let part = |field| u32::try_from(integer(message, field)).unwrap_or_default();
            match (small(message, "year"), part("month"), part("day")) {
                // Of a masked date the year is told.
                (year, 0, 0) if year > 0 => Some(Scalar::TimeOfDay(format!("{year:04}"))),
                (year, month, day) => NaiveDate::from_ymd_opt(year, month, day).map(Scalar::Date),
            }
        }
        "google.protobuf.Duration" => {
            let nanos = f64::from(small(message, "nanos")) / 1e9;
            #[allow(clippy::cast_precision_loss, reason = "a wait is far below 2^52 seconds")]
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
                    let value = JsonValue { value: &value, field: &field };
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
                    sequence.serialize_element(&JsonValue { value, field: self.field })?;
                }
                sequence.end()
            }
            Value::EnumNumber(number) => serializer.serialize_str(&enum_name(self.field, *number)),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::I32(value) => serializer.serialize_i32(*value),
            Value::I64(value) => serializer.serialize_i64(*value),
            Value::F64(value) => serializer.serialize_f64(*value),
            Value::String(value) => serializer.serialize_str(value),
            // The contract uses no other kinds.
            _ => serializer.serialize_unit(),
        }
    }
}

pub(crate) fn enum_name(field: &FieldDescriptor, number: i32) -> String {
    match field.kind() {
        Kind::Enum(kind) => kind
            .get_value(number)
            .map_or_else(|| number.to_string(), |value| value.name().to_owned()),
        _ => number.to_string(),
    }
}
