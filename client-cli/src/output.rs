//! What a command answers, as a table, JSON, CSV or names. Answers go to stdout, words about them
//! to stderr; a program that reads gets no colour, no cut and no translated key.

use crate::{
    Cx,
    cell::{self, View},
    errors::{Done, Exit, Failure},
    message::{self, Json},
    rpc::Call,
    table,
};
use frsc_proto::v1;
use prost_reflect::DynamicMessage;
use std::io::{ErrorKind, Write as _};

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Aligned columns.
    Table,
    /// Aligned columns, more of them.
    Wide,
    /// One JSON document.
    Json,
    /// A JSON document a line.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
    /// Only what names the resource, one a line.
    Name,
}

impl Format {
    /// Reads the word of `--output`.
    #[must_use]
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "table" => Self::Table,
            "wide" => Self::Wide,
            "json" => Self::Json,
            "jsonl" => Self::Jsonl,
            "csv" => Self::Csv,
            "name" => Self::Name,
            _ => return None,
        })
    }
}

/// The columns of a resource.
pub(crate) struct Sheet {
    /// The field that names it.
    pub(crate) name: &'static str,
    /// The columns of a table.
    pub(crate) columns: &'static [&'static str],
    /// The columns `wide` adds.
    pub(crate) wide: &'static [&'static str],
}

impl Cx<'_> {
    /// Writes to stdout. A reader that went away is no error.
    ///
    /// # Errors
    /// An output that cannot be written, such as a full disk.
    pub(crate) fn write(&mut self, text: &str) -> Done {
        match self.io.out.write_all(text.as_bytes()).and_then(|()| self.io.out.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            Err(_) => Err(Failure::new(Exit::Unexpected, self.texts.get("error-output"))),
        }
    }

    /// Says a text to the person, on stderr.
    pub(crate) fn say(&mut self, key: &str, variables: &[(&str, &str)]) {
        let text = self.texts.with(key, variables);
        // A closed stderr leaves nobody to tell.
        let _ = writeln!(self.io.err, "{text}");
    }

    /// Writes an answer whole as JSON, or the items in it in any other format.
    ///
    /// # Errors
    /// An output that cannot be written.
    pub(crate) async fn answer<C: Call>(
        &mut self,
        response: &C::Response,
        field: &str,
        sheet: &Sheet,
    ) -> Done {
        let answer = message::answer::<C>(response);
        if self.format == Format::Json {
            return self.write_json(&answer);
        }
        let mut items = message::children(&answer, field);
        items.extend(message::child(&answer, field));
        self.write_items(&items, sheet).await
    }

    /// Writes one resource: all its fields as a table, or as `answer` does.
    ///
    /// # Errors
    /// An output that cannot be written.
    pub(crate) async fn details<C: Call>(
        &mut self,
        response: &C::Response,
        field: &str,
        sheet: &Sheet,
    ) -> Done {
        if !matches!(self.format, Format::Table | Format::Wide) {
            return self.answer::<C>(response, field, sheet).await;
        }
        let answer = message::answer::<C>(response);
        let item = if field.is_empty() { Some(answer) } else { message::child(&answer, field) };
        let Some(item) = item else {
            return Ok(());
        };
        let today = self.today_for_people().await;
        let view = self.view(today);
        let rows = cell::filled_paths(&item)
            .iter()
            .map(|path| vec![self.header(path), view.cell(&item, path)])
            .collect();
        self.write(&table::details(rows, self.io.width))
    }

    /// Writes a message as one JSON document.
    ///
    /// # Errors
    /// An output that cannot be written.
    pub(crate) fn write_json(&mut self, message: &DynamicMessage) -> Done {
        self.write_value(&Json(message))
    }

    /// Writes what is put together of several answers as one JSON document.
    ///
    /// # Errors
    /// An output that cannot be written.
    pub(crate) fn write_value(&mut self, value: &impl serde::Serialize) -> Done {
        let text = if self.format == Format::Jsonl {
            serde_json::to_string(value)
        } else {
            serde_json::to_string_pretty(value)
        };
        self.write(&(text.unwrap_or_default() + "\n"))
    }

    /// Writes resources in any format but a list's JSON document.
    ///
    /// # Errors
    /// An output that cannot be written.
    pub(crate) async fn write_items(&mut self, items: &[DynamicMessage], sheet: &Sheet) -> Done {
        let today = self.today_for_people().await;
        match self.format {
            Format::Json | Format::Jsonl => {
                for item in items {
                    self.write_json(item)?;
                }
                Ok(())
            }
            Format::Name => {
                let names: String =
                    items.iter().map(|item| message::text(item, sheet.name) + "\n").collect();
                self.write(&names)
            }
            Format::Csv => self.write_csv(items, sheet),
            Format::Table | Format::Wide => {
                if items.is_empty() {
                    return Ok(());
                }
                let wide = if self.format == Format::Wide { sheet.wide } else { &[] };
                let paths: Vec<_> = sheet.columns.iter().chain(wide).copied().collect();
                let view = self.view(today);
                let paths: Vec<_> = paths.into_iter().map(|path| self.in_language(path)).collect();
                let cells = |item: &DynamicMessage| -> Vec<String> {
                    paths.iter().map(|path| view.cell(item, path)).collect()
                };
                let rows = items.iter().map(cells).collect();
                let headers = paths.iter().map(|path| self.header(path)).collect();
                self.write_table(headers, rows, &paths)
            }
        }
    }

    fn write_csv(&mut self, items: &[DynamicMessage], sheet: &Sheet) -> Done {
        let paths: Vec<_> = sheet.columns.iter().chain(sheet.wide).copied().collect();
        let view = View { texts: None, today: None };
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut result = writer.write_record(&paths);
        for item in items {
            let cells = paths.iter().map(|path| harmless(view.cell(item, path)));
            result = result.and_then(|()| writer.write_record(cells));
        }
        let bytes = result.ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
        self.write(&String::from_utf8_lossy(&bytes))
    }

    pub(crate) fn view(&self, today: Option<chrono::NaiveDate>) -> View<'_> {
        View { texts: self.io.out_is_terminal.then_some(&self.texts), today }
    }

    /// Today at the centre, for relative days; nothing where no person reads a table.
    pub(crate) async fn today_for_people(&mut self) -> Option<chrono::NaiveDate> {
        let table = matches!(self.format, Format::Table | Format::Wide);
        if self.io.out_is_terminal && table { self.today().await.ok() } else { None }
    }

    /// Today as the server sees it: its clock is the centre's.
    ///
    /// # Errors
    /// A server that cannot be reached.
    pub(crate) async fn today(&mut self) -> Done<chrono::NaiveDate> {
        if let Some(today) = self.today {
            return Ok(today);
        }
        let info = self.call(v1::GetServerInfoRequest {}).await?;
        let now = info
            .server_time
            .and_then(|time| crate::time::from_parts(time.seconds, time.nanos))
            .unwrap_or_else(crate::time::wall_now);
        let today = crate::time::local_day(now);
        self.today = Some(today);
        Ok(today)
    }

    fn in_language(&self, path: &'static str) -> &'static str {
        let english = self.texts.language == crate::i18n::Language::En;
        if path == "name_zh" && english && self.io.out_is_terminal { "name_en" } else { path }
    }

    pub(crate) fn header(&self, path: &str) -> String {
        if !self.io.out_is_terminal {
            return path.to_owned();
        }
        let last = path.rsplit('.').next().unwrap_or(path);
        let whole = self.texts.find(&format!("col-{}", path.replace('.', "-")), &[]);
        whole.unwrap_or_else(|| self.texts.get(&format!("col-{last}")))
    }

    pub(crate) fn write_table(
        &mut self,
        headers: Vec<String>,
        rows: Vec<Vec<String>>,
        paths: &[&str],
    ) -> Done {
        let text = table::render(headers, rows, paths, self.io.width);
        match text.split_once('\n') {
            Some((header, rest)) if self.colour => {
                self.write(&format!("\u{1b}[1m{header}\u{1b}[0m\n{rest}"))
            }
            _ => self.write(&text),
        }
    }
}

/// A cell that a spreadsheet does not take for a formula.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}
