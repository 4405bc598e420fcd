//! Borderless tables, aligned by the width characters have on a terminal.

use comfy_table::{ColumnConstraint, ContentArrangement, Row, Table, presets};

/// Draws rows below headers. With a width, cells are cut to it; names and states stay whole.
#[must_use]
pub(crate) fn render(
    headers: Option<Vec<String>>,
    rows: Vec<Vec<String>>,
    paths: &[&str],
    width: Option<u16>,
) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_truncation_indicator("…");
    match width {
        Some(width) => {
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        None => {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    if let Some(headers) = headers {
        table.set_header(one_line(headers, width));
    }
    for row in rows {
        table.add_row(one_line(row, width));
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        let path = paths.get(index).copied().unwrap_or_default();
        if path.ends_with("_id") || path.ends_with("_number") || path.ends_with("_time") {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table.trim_fmt() + "\n"
}

fn one_line(cells: Vec<String>, width: Option<u16>) -> Row {
    // A line break in a note would tear the table.
    let cells = cells.into_iter().map(|cell| cell.replace(['\n', '\r', '\t'], " "));
    let mut row = Row::from(cells.collect::<Vec<_>>());
    if width.is_some() {
        row.max_height(1);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The width of a text on a terminal, counted apart from the table's own code.
    fn columns(text: &str) -> usize {
        text.chars()
            .map(|c| match c {
                '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' => 2,
                '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}' => 2,
                '\u{20000}'..='\u{3fffd}' => 2,
                _ => 1,
            })
            .sum()
    }

    #[test]
    fn chinese_korean_rare_and_emoji_rows_align() {
        let names = ["Smith", "张三", "김민준", "𠮷野家", "🙂🙂", "ｆｕｌｌ"];
        let rows = names.iter().map(|name| vec![(*name).to_owned(), "END".to_owned()]).collect();
        let headers = Some(vec!["姓名".to_owned(), "状态".to_owned()]);
        let text = render(headers, rows, &[], None);
        let starts: Vec<_> = text
            .lines()
            .filter_map(|line| line.find("END").or_else(|| line.find("状态")).map(|at| &line[..at]))
            .map(columns)
            .collect();
        assert_eq!(starts.len(), 7, "{text}");
        assert!(starts.iter().all(|start| *start == starts[0]), "{starts:?}\n{text}");
    }

    #[test]
    fn a_terminal_cuts_long_cells_and_a_pipe_does_not() {
        let long = "很长的备注".repeat(20);
        let rows = || vec![vec!["A012".to_owned(), long.clone()]];
        let cut = render(None, rows(), &["ticket_number", "note"], Some(40));
        assert!(cut.lines().all(|line| columns(line) <= 40), "{cut}");
        assert!(cut.contains('…') && cut.contains("A012"), "{cut}");
        assert!(render(None, rows(), &[], None).contains(&long));
    }
}
