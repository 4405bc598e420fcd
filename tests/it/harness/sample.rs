//! The sample workbook: 261 enterprises as an office keeps them, with the defects that offices
//! make. It lies in `tests/fixtures`, where a newcomer finds it; a test holds both together.

use super::whitelist::credit_code;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use std::path::Path;

/// The sheet with the list.
pub const SHEET: &str = "出入境白名单";
/// Enterprises.
pub const ENTERPRISES: usize = 261;
/// Those of them in the group.
pub const GROUPED: usize = 16;
/// The group.
pub const GROUP: &str = "尼得科集团";
/// The row of the header, from 0.
const HEADER_ROW: u32 = 3;
/// The first row of the list, from 0.
const FIRST: u32 = 4;
const HEADER: [&str; 13] = [
    "序号",
    "统一社会信用代码*",
    "企业名称（全称）",
    "英文名称",
    "所属集团",
    "所属镇街",
    "联系人",
    "联系电话",
    "方向",
    "事由",
    "适用人员",
    "有效期起",
    "有效期止",
];
const TOWNS: [&str; 6] = ["新埭镇", "新仓镇", "独山港镇", "当湖街道", "钟埭街道", "曹桥街道"];
const TRADES: [&str; 6] = ["电机", "精密机械", "汽车零部件", "光电", "化学", "服装"];

/// A cell that is wrong, and what is right there: row and column from 0.
pub type Mend = (u32, u16, String);

/// Writes the workbook; what mends it.
pub fn sample(path: &Path) -> Vec<Mend> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 6, 1).expect("a day");
    let properties = rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made);
    book.set_properties(&properties);
    let hidden = book.add_worksheet();
    hidden.set_name("2025年旧表").expect("a name").set_hidden(true);
    text(hidden, 0, 0, "统一社会信用代码");
    text(hidden, 0, 1, "企业名称");
    let sheet = book.add_worksheet();
    sheet.set_name(SHEET).expect("a name").set_active(true);
    text(sheet, 0, 0, "平湖市重点外资企业出入境白名单");
    text(sheet, 1, 0, "填报单位：市商务局　　　　填报日期：2026年6月1日");
    for (column, name) in (0..).zip(HEADER) {
        text(sheet, HEADER_ROW, column, name);
    }
    for index in 0..ENTERPRISES {
        line(sheet, index);
    }
    let mends = defects(sheet);
    text(sheet, FIRST + 266, 0, "合计：261家");
    text(sheet, FIRST + 267, 0, "备注：名单由各镇街报送");
    book.save(path).expect("a file");
    mends
}

fn text(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) {
    sheet.write_string(row, column, cell).expect("a cell");
}

/// The name of an enterprise, from 0.
fn name(index: usize) -> String {
    let trade = TRADES[index % TRADES.len()];
    match index {
        0..GROUPED => format!("尼得科{trade}（平湖）第{}有限公司", index + 1),
        _ => format!("平湖第{}{trade}有限公司", index + 1),
    }
}

/// A right line, in one of the ways in which offices write it.
fn line(sheet: &mut Worksheet, index: usize) {
    let row = FIRST + u32::try_from(index).expect("few");
    let code = credit_code(index + 1);
    let code = match index % 9 {
        3 => code.to_lowercase(),
        5 => format!("{} {} {}", &code[..6], &code[6..14], &code[14..]),
        7 => format!("　{code}　"),
        _ => code,
    };
    let english = format!("Pinghu No. {} Co., Ltd.", index + 1);
    let group = if index < GROUPED { GROUP } else { "" };
    let phone = match index % 3 {
        0 => format!("138{:08}", index),
        1 => format!("0573-8{:07}", index),
        _ => format!("+86 139 {:04} {:04}", index, index),
    };
    let direction = ["双向", "往返", "出入境"][index % 3];
    let purposes = ["商务洽谈、技术指导", "设备安装,验收", "商务"][index % 3];
    let coverage = ["全部", "全员", "全部"][index % 3];
    let (from, until) = match index % 4 {
        0 => ("2026-06-01", "2027-05-31"),
        1 => ("2026年6月1日", "2027年5月31日"),
        2 => ("2026/6/1", "2027.5.31"),
        _ => ("20260601", ""),
    };
    let (number, name) = ((index + 1).to_string(), name(index));
    let cells = [
        number.as_str(),
        &code,
        &name,
        &english,
        group,
        TOWNS[index % TOWNS.len()],
        "经办人",
        &phone,
        direction,
        purposes,
        coverage,
        from,
        until,
    ];
    for (column, cell) in (0..).zip(cells) {
        if !cell.is_empty() {
            text(sheet, row, column, cell);
        }
    }
    if index % 4 == 3 {
        let day = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
        let from = ExcelDateTime::from_ymd(2026, 6, 1).expect("a day");
        sheet.write_datetime_with_format(row, 11, &from, &day).expect("a cell");
    }
}

/// Puts wrong cells over right ones, and adds lines that should not be there.
fn defects(sheet: &mut Worksheet) -> Vec<Mend> {
    let mut mends = Vec::new();
    let mut spoil = |sheet: &mut Worksheet, index: usize, column: u16, cell: &str, right: &str| {
        let row = FIRST + u32::try_from(index).expect("few");
        match cell {
            "" => drop(sheet.clear_cell(row, column)),
            cell => text(sheet, row, column, cell),
        }
        mends.push((row, column, right.to_owned()));
    };
    let code = |index: usize| credit_code(index + 1);
    // A digit mistyped, letters that no code has, and a code cut short.
    spoil(sheet, 20, 1, &code(20).replacen("913", "931", 1), &code(20));
    spoil(sheet, 30, 1, &code(30).replacen('0', "O", 1), &code(30));
    spoil(sheet, 40, 1, &code(40).replacen('1', "I", 1), &code(40));
    spoil(sheet, 50, 1, &code(50)[..17], &code(50));
    spoil(sheet, 60, 1, "9.13305E+17", &code(60));
    // A day that is not, a year of two digits, an end before its beginning.
    spoil(sheet, 80, 11, "2026-06-31", "2026-06-01");
    spoil(sheet, 90, 11, "26.6.1", "2026-06-01");
    spoil(sheet, 100, 12, "2025-05-31", "2027-05-31");
    // Words that mean nothing here, a cell that was left empty, a telephone number cut short.
    spoil(sheet, 110, 8, "进出", "双向");
    spoil(sheet, 120, 9, "商务、旅游", "商务");
    spoil(sheet, 130, 10, "", "全部");
    spoil(sheet, 140, 2, "　", &name(140));
    spoil(sheet, 150, 7, "123", "13800000150");
    // A code that a spreadsheet has turned into a number.
    let row = FIRST + 70;
    sheet.write_number(row, 1, 913_304_820_000_000_000.0).expect("a cell");
    mends.push((row, 1, code(70)));
    // Lines below the list: one there already, one of another name, one of overlapping days.
    line_again(sheet, 261, 200, "", "");
    line_again(sheet, 262, 210, "另一家有限公司", "");
    mends.push((FIRST + 262, 2, name(210)));
    line_again(sheet, 263, 220, "", "2026-09-01");
    mends.push((FIRST + 263, 11, "2026-06-01".to_owned()));
    mends
}

fn line_again(sheet: &mut Worksheet, at: u32, of: usize, other_name: &str, other_day: &str) {
    let named = name(of);
    let other_name = if other_name.is_empty() { named.as_str() } else { other_name };
    let other_day = if other_day.is_empty() { "2026-06-01" } else { other_day };
    let purposes = ["商务洽谈、技术指导", "设备安装,验收", "商务"][of % 3];
    let code = credit_code(of + 1);
    let cells = [
        (1, code.as_str()),
        (2, other_name),
        (8, "双向"),
        (9, purposes),
        (10, "全部"),
        (11, other_day),
        (12, "2027-05-31"),
    ];
    for (column, cell) in cells {
        text(sheet, FIRST + at, column, cell);
    }
}
