//! The house rules that no compiler keeps: who may know whom, how long a line and a file may be,
//! and that a noun has one name everywhere. Each fault is told with its file and line.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// Longest line, in characters.
const MAX_COLUMNS: usize = 100;
/// Longest file, in lines.
const MAX_LINES: usize = 400;
/// Files that were longer when the rule came, with the lines they may have; none may be added.
const LONGER: [(&str, usize); 1] = [("server/src/domain/limit/tests.rs", 460)];

/// A layer: what it is for, its files, and the words that may not stand in their code.
struct Layer {
    path: &'static str,
    forbidden: &'static [&'static str],
}

const LAYERS: [Layer; 9] = [
    Layer {
        path: "server/src/domain",
        forbidden: &[
            "tonic",
            "sea_orm",
            "sqlx",
            "tokio",
            "prost",
            "frsc_proto",
            "frsc_migrations",
            "crate::api",
            "crate::service",
            "crate::store",
            "crate::clock",
            "crate::error",
            "crate::secrets",
            "crate::config",
            "std::time",
            "std::fs",
            "std::net",
            "std::env",
            "std::thread",
            "std::process",
            "Utc::now",
            "Local::now",
            "SystemTime",
            "Instant::now",
            "println!",
            "eprintln!",
            "tracing",
            "async fn",
        ],
    },
    Layer {
        path: "server/src/store",
        forbidden: &[
            "std::env",
            "tonic",
            "prost",
            "frsc_proto",
            "crate::api",
            "crate::service",
            "crate::clock",
            "Utc::now",
            "SystemTime",
        ],
    },
    Layer {
        path: "server/src/service",
        forbidden: &[
            "std::env",
            "tonic",
            "prost",
            "frsc_proto",
            "sea_orm",
            "sqlx",
            "crate::api",
            "Utc::now",
            "SystemTime",
        ],
    },
    Layer {
        path: "server/src/api",
        forbidden: &[
            "std::env",
            "sea_orm",
            "sqlx",
            "crate::store",
            "frsc_migrations",
            "Utc::now",
            "SystemTime",
        ],
    },
    Layer {
        path: "server/src/error.rs",
        forbidden: &["tonic", "prost", "sea_orm", "sqlx", "crate::store", "crate::service"],
    },
    Layer {
        path: "server/src/secrets.rs",
        forbidden: &["tonic", "prost", "sea_orm", "sqlx", "crate::store", "crate::service"],
    },
    Layer {
        path: "server/src/clock.rs",
        forbidden: &["tonic", "prost", "sea_orm", "sqlx", "crate::store", "crate::service"],
    },
    Layer {
        path: "client-cli/src",
        forbidden: &["frsc_server", "frsc_migrations", "sea_orm", "sqlx"],
    },
    Layer { path: "migrations/src", forbidden: &["tonic", "prost", "frsc_proto", "frsc_server"] },
];

/// SQL words that stand in a text of the store and the migrations only.
const SQL: [&str; 5] =
    ["\"SELECT ", "\"INSERT INTO ", "\"UPDATE ", "\"DELETE FROM ", "CREATE TABLE"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the workspace")
}

/// The Rust files below a folder, or the file itself, by their path in the repository.
fn sources(below: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(&root().join(below), &mut found);
    assert!(!found.is_empty(), "{below} has no sources");
    found.sort();
    found
}

fn collect(path: &Path, found: &mut Vec<(String, String)>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder").flatten() {
            collect(&entry.path(), found);
        }
    } else if path.extension().is_some_and(|kind| kind == "rs") {
        let name = path.strip_prefix(root()).expect("inside").display().to_string();
        found.push((name, fs::read_to_string(path).expect("a source file")));
    }
}

fn everything() -> Vec<(String, String)> {
    let folders = ["proto", "migrations", "server", "client-cli", "tests"];
    folders.into_iter().flat_map(sources).collect()
}

/// The part of a line before its comment.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

/// True where the word stands by itself, not within a longer one.
fn names(code: &str, word: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back().is_some_and(inside);
        let after = code[at + word.len()..].chars().next().is_some_and(inside);
        !(before || (after && word.ends_with(inside)))
    })
}

fn none(faults: &str) {
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn every_layer_knows_only_whom_it_may_know() {
    let mut faults = String::new();
    for layer in &LAYERS {
        for (file, text) in sources(layer.path) {
            // `use crate::{a, b}` names its modules on lines of their own.
            let flat = flat_uses(&text);
            for word in layer.forbidden {
                for (number, line) in &flat {
                    if names(line, word) {
                        let _ =
                            writeln!(faults, "{file}:{number}: {} may not know {word}", layer.path);
                    }
                }
            }
        }
    }
    none(&faults);
}

/// The code of each line with its number, and each module of a `use crate::{…}` as `crate::module`
/// at the line where it stands.
fn flat_uses(text: &str) -> Vec<(usize, String)> {
    let mut flat = Vec::new();
    let mut depth = None;
    for (index, line) in text.lines().enumerate() {
        let code = code(line);
        let number = index + 1;
        if let Some(open) = depth {
            if open == 1 {
                flat.push((number, format!("crate::{}", code.trim())));
            }
            let change = balance(code);
            depth = Some(open + change).filter(|open| *open > 0);
        } else if code.trim_start().starts_with("use crate::{") {
            let rest = code.split_once("crate::{").map_or("", |(_, rest)| rest);
            for module in rest.split(',') {
                flat.push((number, format!("crate::{}", module.trim())));
            }
            depth = Some(balance(code)).filter(|open| *open > 0);
        }
        flat.push((number, code.to_owned()));
    }
    flat
}

fn balance(code: &str) -> i32 {
    code.chars().map(|c| i32::from(c == '{') - i32::from(c == '}')).sum()
}

#[test]
fn only_the_store_and_the_migrations_hold_sql() {
    let mut faults = String::new();
    for (file, text) in ["server/src", "client-cli/src"].into_iter().flat_map(sources) {
        if file.starts_with("server/src/store") {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            if let Some(word) = SQL.iter().find(|word| code(line).contains(**word)) {
                let _ = writeln!(faults, "{file}:{}: SQL outside the store: {word}", index + 1);
            }
        }
    }
    none(&faults);
}

#[test]
fn only_the_clock_asks_the_machine_for_the_time() {
    let mut faults = String::new();
    for (file, text) in sources("server/src") {
        if file == "server/src/clock.rs" {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            if ["Utc::now", "Local::now", "SystemTime::now", "Uuid::now_v7"]
                .iter()
                .any(|word| code(line).contains(word))
            {
                let _ = writeln!(faults, "{file}:{}: only clock.rs asks the time", index + 1);
            }
        }
    }
    none(&faults);
}

#[test]
fn no_line_and_no_file_is_too_long() {
    let mut faults = String::new();
    for (file, text) in everything() {
        let lines = text.lines().count();
        let longer = LONGER.iter().find(|(longer, _)| *longer == file);
        let most = longer.map_or(MAX_LINES, |(_, most)| *most);
        if lines > most {
            let _ = writeln!(faults, "{file}: {lines} lines; {most} are the limit: split it");
        }
        // A table of one row a line, and texts that rustfmt does not break, are wider.
        let table = text.contains("#[rustfmt::skip]");
        for (index, line) in text.lines().enumerate() {
            let columns = line.chars().count();
            let breakable = !line.contains('"') && !line.trim_start().starts_with("rpc ");
            if columns > MAX_COLUMNS && breakable && !table {
                let _ = writeln!(faults, "{file}:{}: {columns} columns", index + 1);
            }
        }
    }
    none(&faults);
}

#[test]
fn nothing_is_left_to_be_done_and_no_path_is_of_one_machine() {
    let words = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/wo", "rk/"),
    ];
    let mut faults = String::new();
    for (file, text) in everything() {
        for (index, line) in text.lines().enumerate() {
            if let Some(word) = words.iter().find(|word| line.contains(**word)) {
                let _ = writeln!(faults, "{file}:{}: {word}", index + 1);
            }
        }
    }
    none(&faults);
}

#[test]
fn every_module_opens_with_what_it_is() {
    let mut faults = String::new();
    for (file, text) in everything() {
        let first = text.lines().next().unwrap_or_default();
        // Tests beside a module are of that module, and an empty program has nothing to say yet.
        let small = file.ends_with("tests.rs") || text.lines().count() < 4;
        if !first.starts_with("//!") && !small {
            let _ = writeln!(faults, "{file}:1: it does not say what it is");
        }
    }
    none(&faults);
}

#[test]
fn a_noun_of_the_contract_has_its_name_in_the_api_and_in_the_tests() {
    let mut faults = String::new();
    for folder in ["proto/frsc/v1", "proto/frsc/admin/v1"] {
        for entry in fs::read_dir(root().join(folder)).expect("the contract").flatten() {
            let text = fs::read_to_string(entry.path()).expect("a file of the contract");
            if !text.contains("\nservice ") {
                continue;
            }
            let path = entry.path();
            let noun = path.file_stem().expect("a name").to_string_lossy().into_owned();
            for place in ["server/src/api", "tests/it"] {
                if !root().join(place).join(format!("{noun}.rs")).exists() {
                    let _ = writeln!(faults, "{place}/{noun}.rs is missing");
                }
            }
        }
    }
    none(&faults);
}

#[test]
fn the_rules_find_what_breaks_them() {
    assert!(names("use tonic::Code;", "tonic") && !names("use tonics::Code;", "tonic"));
    assert!(names("let now = Utc::now();", "Utc::now") && !names("instant", "tant"));
    let text =
        "use crate::{\n    api::x,\n    domain::{\n        store,\n    },\n    store::Tx,\n};\n";
    let flat = flat_uses(text);
    let at = |word: &str| {
        let found = flat.iter().filter(|(_, line)| names(line, word));
        found.map(|(number, _)| *number).collect::<Vec<_>>()
    };
    assert_eq!(at("crate::store"), [6]);
    assert_eq!(at("crate::api"), [2]);
}
