//! Borderless tables, aligned by the width characters have on a terminal.

use comfy_table::{ColumnConstraint, ContentArrangement, Row, Table, presets};

/// Draws rows below headers. With a width, cells are cut to it; names and states stay whole.
#[must_use]
pub(crate) fn render(
    headers: Vec<String>,
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
    table.set_header(one_line(headers, width));
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

/// Draws labels beside values; a long value goes on below itself, for nothing of one resource may
/// be cut.
#[must_use]
pub(crate) fn details(rows: Vec<Vec<String>>, width: Option<u16>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    match width {
        Some(width) => {
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        None => {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    for row in rows {
        table.add_row(one_line(row, None));
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if index == 0 {
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
        let headers = vec!["姓名".to_owned(), "状态".to_owned()];
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
    fn details_are_wrapped_and_never_cut() {
        let long = "很长的备注".repeat(20);
        let text = details(vec![vec!["备注".to_owned(), long.clone()]], Some(40));
        assert!(text.lines().all(|line| columns(line) <= 40), "{text}");
        let whole: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(whole, format!("备注{long}"));
    }

    #[test]
    fn a_terminal_cuts_long_cells_and_a_pipe_does_not() {
        let long = "很长的备注".repeat(20);
        let headers = || vec!["号票".to_owned(), "备注".to_owned()];
        let rows = || vec![vec!["A012".to_owned(), long.clone()]];
        let cut = render(headers(), rows(), &["ticket_number", "note"], Some(40));
        assert!(cut.lines().all(|line| columns(line) <= 40), "{cut}");
        assert!(cut.contains('…') && cut.contains("A012"), "{cut}");
        assert!(render(headers(), rows(), &[], None).contains(&long));
    }
}
