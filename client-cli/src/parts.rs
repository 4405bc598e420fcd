//! One resource whole: its own fields, and below them its parts in tables of their own.

use crate::{
    Cx, cell,
    errors::Done,
    message,
    output::{Format, Sheet},
    rpc::Call,
    table,
};
use prost_reflect::DynamicMessage;

/// A field that holds a list, shown as a table below the resource.
pub(crate) struct Part {
    /// The field, whose column's name is the heading.
    pub(crate) field: &'static str,
    /// Its columns; one that is empty in every row is left out.
    pub(crate) columns: &'static [&'static str],
}

impl Cx<'_> {
    /// Writes one resource with its parts as tables, or as `answer` does.
    ///
    /// # Errors
    /// An output that cannot be written.
    pub(crate) async fn whole<C: Call>(
        &mut self,
        response: &C::Response,
        field: &str,
        sheet: &Sheet,
        parts: &[Part],
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
        let own = |path: &String| parts.iter().all(|part| part.field != path);
        let rows = cell::filled_paths(&item)
            .into_iter()
            .filter(own)
            .map(|path| vec![self.header(&path), view.cell(&item, &path)])
            .collect();
        self.write(&table::details(rows, self.io.width))?;
        parts.iter().try_for_each(|part| self.write_part(&item, part, today))
    }

    /// Writes a row, what is 0 or no in it as well, and below it its parts; a program gets the
    /// whole.
    ///
    /// # Errors
    /// An output that cannot be written.
    pub(crate) async fn row_and_parts(
        &mut self,
        whole: &DynamicMessage,
        item: &DynamicMessage,
        sheet: &Sheet,
        parts: &[Part],
    ) -> Done {
        if matches!(self.format, Format::Json | Format::Jsonl) {
            return self.write_json(whole);
        }
        self.write_items(std::slice::from_ref(item), sheet).await?;
        self.parts(item, parts).await
    }

    /// Writes what happened, a row a step; a program gets the whole.
    ///
    /// # Errors
    /// An output that cannot be written.
    pub(crate) async fn steps(
        &mut self,
        whole: &DynamicMessage,
        steps: &[DynamicMessage],
        sheet: &Sheet,
    ) -> Done {
        if matches!(self.format, Format::Json | Format::Jsonl) {
            return self.write_json(whole);
        }
        self.write_items(steps, sheet).await
    }

    /// Writes parts of a message as tables, where a table is wanted.
    ///
    /// # Errors
    /// An output that cannot be written.
    pub(crate) async fn parts(&mut self, item: &DynamicMessage, parts: &[Part]) -> Done {
        if !matches!(self.format, Format::Table | Format::Wide) {
            return Ok(());
        }
        let today = self.today_for_people().await;
        parts.iter().try_for_each(|part| self.write_part(item, part, today))
    }

    fn write_part(
        &mut self,
        item: &DynamicMessage,
        part: &Part,
        today: Option<chrono::NaiveDate>,
    ) -> Done {
        let items = below(item, part.field);
        if items.is_empty() {
            return Ok(());
        }
        let view = self.view(today);
        let says = |path: &&&str| items.iter().any(|item| says(&view, item, path));
        let paths: Vec<_> = part.columns.iter().filter(says).copied().collect();
        let cells =
            |item: &DynamicMessage| paths.iter().map(|path| view.cell(item, path)).collect();
        let rows = items.iter().map(cells).collect();
        let headers = paths.iter().map(|path| self.header(path)).collect();
        let heading = self.header(part.field);
        self.write(&format!("\n{heading}\n"))?;
        self.write_table(headers, rows, &paths)
    }

    /// Writes the server's account in words, or the whole answer where a program reads.
    ///
    /// # Errors
    /// An output that cannot be written.
    pub(crate) fn lines<C: Call>(&mut self, response: &C::Response, lines: &[String]) -> Done {
        if matches!(self.format, Format::Table | Format::Wide) {
            return self.write(&(lines.join("\n") + "\n"));
        }
        self.write_json(&message::answer::<C>(response))
    }

    /// A field as a person or a program reads it.
    pub(crate) async fn shown(&mut self, item: &DynamicMessage, path: &str) -> String {
        let today = self.today_for_people().await;
        self.view(today).cell(item, path)
    }
}

/// The messages of a list by its path.
fn below(item: &DynamicMessage, path: &str) -> Vec<DynamicMessage> {
    match path.split_once('.') {
        None => message::children(item, path),
        Some((head, rest)) => {
            message::child(item, head).map(|inner| below(&inner, rest)).unwrap_or_default()
        }
    }
}

/// True where a cell tells more than the row does without it.
fn says(view: &cell::View<'_>, item: &DynamicMessage, path: &str) -> bool {
    let shown = view.cell(item, path);
    match path {
        "extension_days" => shown != "0",
        "original_due_date" => !shown.is_empty() && shown != view.cell(item, "due_date"),
        _ => !shown.is_empty(),
    }
}
