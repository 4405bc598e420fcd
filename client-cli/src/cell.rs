//! Fields of a message as cells of a table: in a person's language with relative days, or as a
//! program reads them.

use crate::i18n::Texts;
use crate::message::{Json, Scalar, child, children, enum_name, integer, scalar};
use crate::time;
use chrono::NaiveDate;
use prost_reflect::{
    DynamicMessage, FieldDescriptor, MessageDescriptor, ReflectMessage as _, Value,
};

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
        let (head, rest) = path.split_once('.').map_or((path, None), |(h, r)| (h, Some(r)));
        let Some(field) = message.descriptor().get_field_by_name(head) else {
            return String::new();
        };
        if field.supports_presence() && !message.has_field(&field) {
            return String::new();
        }
        let value = message.get_field(&field);
        match (value.as_ref(), rest) {
            (Value::Message(inner), Some(rest)) => self.cell(inner, rest),
            (Value::List(list), Some(rest)) => {
                let cells = list.iter().filter_map(Value::as_message);
                cells.map(|inner| self.cell(inner, rest)).collect::<Vec<_>>().join(", ")
            }
            // The day stands beside the beginning already.
            (value, _) if head == "end_time" => View { today: None, ..*self }.value(value, &field),
            (Value::Message(length), _) if head == "left_duration" => self.left(length),
            (value, _) if head == "due_date" => self.due(message, self.value(value, &field)),
            (value, _) => self.value(value, &field),
        }
    }

    /// How much of a clock is left, or by how much it is late.
    fn left(&self, message: &DynamicMessage) -> String {
        match (self.texts, scalar(message)) {
            (Some(texts), Some(Scalar::Length(seconds))) => {
                let key = if seconds < 0.0 { "length-late" } else { "length-left" };
                texts.with(key, &[("length", &length(texts, seconds.abs()))])
            }
            _ => plain(message),
        }
    }

    /// A due date that has passed is marked for people.
    fn due(&self, of: &DynamicMessage, shown: String) -> String {
        let marked = self.texts.filter(|_| is_late(of));
        marked.map_or(shown.clone(), |texts| texts.with("late", &[("date", &shown)]))
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
            Value::F64(share) if self.texts.is_some() => format!("{share:.3}"),
            Value::F64(share) => share.to_string(),
            Value::String(value) if is_reason_code(field) => self.word("reason", value),
            Value::String(value) if is_task_state(field) => self.task_state(value),
            Value::String(value) => value.clone(),
            _ => String::new(),
        }
    }

    /// A case tells its tasks' states by name.
    fn task_state(&self, name: &str) -> String {
        let known = self.texts.and_then(|t| t.find(&format!("enum-TASK_STATE_{name}"), &[]));
        known.unwrap_or_else(|| name.to_owned())
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

/// True where the server says so of the resource, or of the clock that gives its due date.
fn is_late(of: &DynamicMessage) -> bool {
    let overdue = |of: &DynamicMessage| {
        of.get_field_by_name("overdue").and_then(|value| value.as_bool()).unwrap_or_default()
    };
    let due = |of: &DynamicMessage| child(of, "due_date");
    overdue(of) || children(of, "clocks").iter().any(|c| overdue(c) && due(c) == due(of))
}

/// True where a field names values of `ErrorReason`.
fn is_reason_code(field: &FieldDescriptor) -> bool {
    let of = field.parent_message();
    matches!(field.name(), "blocked_reasons" | "reasons")
        || (field.name() == "reason" && of.name() == "WhitelistBatchLeft")
}

fn is_task_state(field: &FieldDescriptor) -> bool {
    field.name() == "state" && field.parent_message().name() == "CaseTask"
}

fn plain(message: &DynamicMessage) -> String {
    if message.descriptor().name() == "Limit" {
        return format!("{} {}", integer(message, "amount"), unit_of(message));
    }
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
    let amount = integer(message, "amount").to_string();
    texts.with(&format!("limit-{}", unit_of(message)), &[("amount", &amount)])
}

fn unit_of(limit: &DynamicMessage) -> String {
    let field = limit.descriptor().get_field_by_name("unit");
    field.map_or_else(String::new, |field| {
        enum_name(&field, limit.get_field(&field).as_enum_number().unwrap_or_default())
    })
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
                paths.extend(inner.into_iter().map(|path| format!("{}.{path}", field.name())));
            }
            _ => paths.push(field.name().to_owned()),
        }
    }
    paths
}

fn opens(descriptor: &MessageDescriptor) -> bool {
    descriptor.full_name().starts_with("frsc.") && descriptor.name() != "Limit"
}
