//! Log lines as JSON: one object a line, the fields of the span inside. The library's own form
//! parses and writes a span's fields anew at each change, at four times the cost; here a field is
//! written once. It never looks at what a field holds.

use std::fmt::{self, Write as _};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    span::Record,
};
use tracing_subscriber::{
    field::RecordFields,
    fmt::{
        FmtContext, FormatEvent, FormatFields, FormattedFields,
        format::Writer,
        time::{FormatTime as _, SystemTime},
    },
    registry::LookupSpan,
};

/// The fields of a span or an event as the inside of a JSON object.
pub(super) struct Fields;

impl<'w> FormatFields<'w> for Fields {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'w>, fields: R) -> fmt::Result {
        let mut members = Members { writer, first: true, outcome: Ok(()) };
        fields.record(&mut members);
        members.outcome
    }

    /// A field comes once, empty until it is recorded, so that it can be added at the end.
    fn add_fields(
        &self,
        current: &'w mut FormattedFields<Self>,
        fields: &Record<'_>,
    ) -> fmt::Result {
        let first = current.fields.is_empty();
        let mut members = Members { writer: current.as_writer(), first, outcome: Ok(()) };
        fields.record(&mut members);
        members.outcome
    }
}

/// A whole line.
pub(super) struct Line;

impl<S> FormatEvent<S, Fields> for Line
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, Fields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let about = event.metadata();
        writer.write_str("{\"timestamp\":\"")?;
        SystemTime.format_time(&mut writer)?;
        write!(writer, "\",\"level\":\"{}\",\"target\":\"{}\"", about.level(), about.target())?;
        if event.fields().next().is_some() {
            writer.write_char(',')?;
            context.format_fields(writer.by_ref(), event)?;
        }
        if let Some(span) = context.event_scope().and_then(|mut scope| scope.next()) {
            write!(writer, ",\"span\":{{\"name\":\"{}\"", span.name())?;
            let extensions = span.extensions();
            if let Some(fields) = extensions.get::<FormattedFields<Fields>>() {
                if !fields.fields.is_empty() {
                    writer.write_char(',')?;
                }
                writer.write_str(&fields.fields)?;
            }
            writer.write_char('}')?;
        }
        writer.write_str("}\n")
    }
}

/// Writes the members of a JSON object.
struct Members<'w> {
    writer: Writer<'w>,
    first: bool,
    outcome: fmt::Result,
}

impl Members<'_> {
    fn add(&mut self, field: &Field, value: impl FnOnce(&mut Writer<'_>) -> fmt::Result) {
        let before = if std::mem::take(&mut self.first) { "\"" } else { ",\"" };
        let writer = &mut self.writer;
        let outcome = self.outcome.and_then(|()| {
            // Each call writes five fields; a format of them would cost as much as all the rest.
            writer.write_str(before)?;
            writer.write_str(field.name())?;
            writer.write_str("\":")?;
            value(writer)
        });
        self.outcome = outcome;
    }
}

impl Visit for Members<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, |writer| quote(writer, |text| text.write_str(value)));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, |writer| write!(writer, "{value}"));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, |writer| write!(writer, "{value}"));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, |writer| write!(writer, "{value}"));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        // JSON has no number that is none.
        self.add(field, |writer| match value.is_finite() {
            true => write!(writer, "{value}"),
            false => writer.write_str("null"),
        });
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, |writer| quote(writer, |text| write!(text, "{value:?}")));
    }
}

/// Writes a text between quotation marks.
fn quote(
    writer: &mut Writer<'_>,
    write: impl FnOnce(&mut Quoted<'_, '_>) -> fmt::Result,
) -> fmt::Result {
    writer.write_char('"')?;
    write(&mut Quoted(writer))?;
    writer.write_char('"')
}

/// A text within quotation marks, with what JSON wants escaped (RFC 8259, section 7).
struct Quoted<'a, 'w>(&'a mut Writer<'w>);

impl fmt::Write for Quoted<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
        if text.bytes().all(plain) {
            return self.0.write_str(text);
        }
        let mut rest = text;
        let special = |c: char| c < ' ' || c == '"' || c == '\\';
        while let Some(at) = rest.find(special) {
            let (before, tail) = rest.split_at(at);
            self.0.write_str(before)?;
            let mut letters = tail.chars();
            if let Some(letter) = letters.next() {
                write!(self.0, "\\u{:04x}", u32::from(letter))?;
            }
            rest = letters.as_str();
        }
        self.0.write_str(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_any_letters_reads_back() {
        for text in ["", "plain", "a \"b\" \\ c", "线\u{1}路\n\ttab", "\u{1f600}"] {
            let mut line = String::new();
            quote(&mut Writer::new(&mut line), |quoted| quoted.write_str(text)).unwrap();
            assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
        }
    }
}
