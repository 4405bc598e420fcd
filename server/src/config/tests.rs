//! Settings: who wins, what is refused, and what is shown.

use super::*;
use std::path::Path;

fn file(content: &str) -> PathBuf {
    let name = format!("frsc-config-{}.toml", uuid::Uuid::new_v4());
    let path = std::env::temp_dir().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

fn load(
    content: &str,
    environment: &[(&str, &str)],
    flags: &[(&'static str, &str)],
) -> Result<Loaded, Vec<String>> {
    let path = file(content);
    let environment = environment.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
    let flags = flags.iter().map(|(name, value)| (*name, (*value).to_owned()));
    let loaded = Config::load(Some(&path), environment, flags);
    std::fs::remove_file(&path).unwrap();
    loaded
}

fn origin(loaded: &Loaded, name: &str) -> String {
    let shown = loaded.shown.iter().find(|shown| shown.setting.name == name).unwrap();
    shown.origin.to_string()
}

#[test]
fn every_default_is_valid_and_every_setting_is_documented() {
    let loaded = Config::load(None, [], []).unwrap();
    for (setting, shown) in SETTINGS.iter().zip(&loaded.shown) {
        assert!(setting.doc.trim().len() > 20, "{}", setting.name);
        assert_eq!(shown.value, setting.default, "{}", setting.name);
        assert_eq!(shown.origin, Origin::Default);
    }
    assert_eq!(loaded.config.key_path(), Path::new("frsc-data/frsc.key"));
}

#[test]
fn a_flag_beats_the_environment_beats_the_file_beats_the_default() {
    let content = "\nlisten = \"127.0.0.1:1\"\nmax_connections = 7\nreflection = false\n";
    let variables = [("FRSC_LISTEN", "127.0.0.1:2"), ("FRSC_MAX_CONNECTIONS", "8")];
    let loaded = load(content, &variables, &[("listen", "127.0.0.1:3")]).unwrap();
    assert_eq!(loaded.config.listen.port(), 3);
    assert_eq!(loaded.config.max_connections, 8);
    assert!(!loaded.config.reflection);
    assert_eq!(origin(&loaded, "listen"), "--listen");
    assert_eq!(origin(&loaded, "max_connections"), "FRSC_MAX_CONNECTIONS");
    assert!(origin(&loaded, "reflection").ends_with(".toml:4"));
    assert_eq!(origin(&loaded, "database"), "default");
}

#[test]
fn what_nobody_knows_is_refused_with_its_line_and_all_problems_are_told() {
    let content = "# settings\nlisen = \"127.0.0.1:1\"\nmax_connections = 0\n\n[tls]\ncert = 1\n";
    let problems = load(content, &[("FRSC_REFLECTION", "yes")], &[]).unwrap_err().join("\n");
    assert!(
        problems.contains(":2: no setting is called lisen; did you mean listen?"),
        "{problems}"
    );
    assert!(problems.contains(":3: max_connections: expected a number"), "{problems}");
    assert!(problems.contains(":5: no setting is called tls"), "{problems}");
    assert!(problems.contains("FRSC_REFLECTION: reflection: expected true or false"), "{problems}");
    let problems = load("listen = \"127.0.0.1:1\"\nreflection = = 1\n", &[], &[]).unwrap_err();
    assert!(problems[0].contains(".toml:2: "), "{problems:?}");
    let missing = Config::load(Some(Path::new("/nonexistent/frsc.toml")), [], []).unwrap_err();
    assert!(missing[0].starts_with("/nonexistent/frsc.toml: "), "{missing:?}");
}

#[test]
fn a_variable_with_a_typing_mistake_is_warned_of() {
    let variables = [("FRSC_LISTNE", "127.0.0.1:1"), ("FRSC_CONFIG", "x"), ("HOME", "/")];
    let loaded = load("", &variables, &[]).unwrap();
    assert_eq!(loaded.warnings, ["FRSC_LISTNE is no setting of the server; did you mean listen?"]);
}

#[test]
fn settings_that_contradict_each_other_are_refused() {
    let alone = load("tls_cert = \"a.pem\"\n", &[], &[]).unwrap_err();
    assert!(alone[0].contains("set both or neither"), "{alone:?}");
    let open = load("listen = \"0.0.0.0:7443\"\n", &[], &[]).unwrap_err();
    assert!(open[0].contains("needs tls_cert and tls_key"), "{open:?}");
}

#[test]
fn a_password_is_never_shown() {
    let url = "postgres://frsc:p@ss:w0rd@db.example/frsc?sslmode=require&password=w0rd";
    let loaded = load("", &[("FRSC_DATABASE", url)], &[]).unwrap();
    assert_eq!(loaded.config.database.expose(), url);
    assert!(!format!("{loaded:?}").contains("w0rd"));
    let shown = &loaded.shown[0].value;
    assert_eq!(shown, "postgres://frsc:***@db.example/frsc?***");
}

#[test]
fn a_key_file_lies_beside_its_database_unless_it_is_set() {
    let config = |database: &str, key: &str| {
        let flags = [("database", database), ("key_file", key)];
        load("", &[], &flags).unwrap().config.key_path()
    };
    assert_eq!(
        config("sqlite:///var/lib/frsc/frsc.db?mode=rwc", ""),
        Path::new("/var/lib/frsc/frsc.key")
    );
    assert_eq!(config("postgres://db/frsc", ""), Path::new("frsc-data/frsc.key"));
    assert_eq!(config("sqlite:frsc.db", "/etc/frsc.key"), Path::new("/etc/frsc.key"));
    assert!(load("", &[], &[("database", "sqlite::memory:")]).is_err());
}

#[test]
fn every_setting_is_a_flag() {
    let command = clap::Command::new("frscd").args(arguments());
    let line = ["frscd", "--max-connections", "5", "--listen=127.0.0.1:9"];
    let matches = command.try_get_matches_from(line).unwrap();
    let flags = flags_of(&matches);
    assert_eq!(flags, [("listen", "127.0.0.1:9".to_owned()), ("max_connections", "5".to_owned())]);
}

#[test]
fn the_readme_has_the_row_of_every_setting() {
    let readme = include_str!("../../../README.md");
    for Setting { name, default, doc } in SETTINGS {
        let default = if default.is_empty() { "—".to_owned() } else { format!("`{default}`") };
        let row = format!("| `{name}` | {default} | {} |", doc.trim());
        assert!(readme.lines().any(|line| line == row), "README.md lacks the row:\n{row}");
    }
}
