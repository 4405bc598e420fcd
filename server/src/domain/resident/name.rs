//! Names of persons: the keys by which they are searched, in any script, and whether two persons'
//! names speak against their being one. Readings of hanzi are the `pinyin` crate's.

use crate::domain::identifier::{NameComparison, compare_names, name_components};
use chrono::NaiveDate;
use pinyin::ToPinyinMulti as _;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization as _;

/// Most combinations of readings of one name: more are not all searched for.
const MAX_READINGS: usize = 16;
/// Most words of a search.
const MAX_SEARCH_WORDS: usize = 6;

kept! {
    /// In which form a name is written.
    NameKind, 4 {
        /// As in the machine-readable zone.
        Latin = 1, "LATIN";
        /// As printed for the eye.
        Visual = 2, "VISUAL";
        /// 中文姓名.
        Chinese = 3, "CHINESE";
        /// Another.
        Other = 4, "OTHER";
    }
}

/// A name of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    /// In which form it is written.
    pub kind: NameKind,
    /// Surname, or the whole name where it is not divided.
    pub surname: String,
    /// Given names, or empty.
    pub given_names: String,
    /// The last day on which it was his.
    pub until: Option<NaiveDate>,
}

impl PersonName {
    /// The name in one text, surname first; Chinese without a space.
    #[must_use]
    pub fn whole(&self) -> String {
        let undivided = self.surname.chars().any(is_hanzi) || self.given_names.is_empty();
        let space = if undivided { "" } else { " " };
        format!("{}{space}{}", self.surname, self.given_names)
    }

    /// True where nothing of the two names speaks against one person: their parts begin alike.
    fn may_be(&self, other: &Self) -> bool {
        let may = |one: &str, two: &str| compare_names(one, two) != NameComparison::Different;
        if self.given_names.is_empty() || other.given_names.is_empty() {
            return may(&self.whole(), &other.whole());
        }
        may(&self.surname, &other.surname) && may(&self.given_names, &other.given_names)
    }
}

/// True where two persons of one birth date may be the same by their names: a pair in one script
/// begins alike, component by component (ICAO Doc 9303-3 §4.6).
#[must_use]
pub fn same_person(one: &[PersonName], other: &[PersonName]) -> bool {
    let script = |name: &PersonName| match name.kind {
        NameKind::Latin | NameKind::Visual => 0,
        NameKind::Chinese => 1,
        NameKind::Other => 2,
    };
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| (a, b)));
    pairs.filter(|(a, b)| script(a) == script(b)).any(|(a, b)| a.may_be(b))
}

/// The text by which a person stands in a list.
#[must_use]
pub fn sort_name(names: &[PersonName]) -> String {
    let whole = names.first().map(PersonName::whole).unwrap_or_default();
    words(&whole).join(" ")
}

/// What a search looks for: each word is to begin a key of the person.
#[must_use]
pub fn search_tokens(text: &str) -> Vec<String> {
    let mut tokens = words(text);
    tokens.sort_by_key(|token| std::cmp::Reverse(token.len()));
    tokens.dedup();
    tokens.truncate(MAX_SEARCH_WORDS);
    tokens
}

/// The keys of a person: every component of every name, with and without what stands for its marks;
/// of hanzi the name from each of its characters on, and its readings whole, by syllable and by
/// initials.
#[must_use]
pub fn name_keys(names: &[PersonName]) -> BTreeSet<String> {
    let whole: Vec<_> = names
        .iter()
        .map(|name| (format!("{} {}", name.surname, name.given_names), name.whole()))
        .collect();
    keys_of(whole.iter().map(|(parts, whole)| (parts.as_str(), whole.as_str())))
}

/// The same keys of any texts.
#[must_use]
pub fn text_keys<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    keys_of(texts.map(|text| (text, text)))
}

/// The keys of names, each as parts with spaces between and as it is written whole.
fn keys_of<'a>(names: impl Iterator<Item = (&'a str, &'a str)>) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (parts, whole) in names {
        for component in name_components(parts) {
            keys.extend(component.iter().map(|form| form.to_lowercase()));
        }
        let hanzi: Vec<char> = whole.nfkc().filter(|c| is_hanzi(*c)).collect();
        for start in 0..hanzi.len() {
            keys.insert(hanzi[start..].iter().collect());
        }
        add_readings(&hanzi, &mut keys);
    }
    keys.remove("");
    keys
}

fn add_readings(hanzi: &[char], keys: &mut BTreeSet<String>) {
    let mut wholes = vec![(String::new(), String::new())];
    for character in hanzi {
        let readings = readings(*character);
        keys.extend(readings.iter().cloned());
        let longer = wholes.iter().flat_map(|(whole, initials)| {
            readings.iter().map(move |reading| {
                let initial: String = reading.chars().take(1).collect();
                (format!("{whole}{reading}"), format!("{initials}{initial}"))
            })
        });
        let longer: Vec<_> = longer.take(MAX_READINGS).collect();
        if !longer.is_empty() {
            wholes = longer;
        }
    }
    keys.extend(wholes.into_iter().flat_map(|(whole, initials)| [whole, initials]));
}

/// The readings of a character without tones, ü as both `v` and `u`, which people type.
fn readings(character: char) -> Vec<String> {
    let mut found = Vec::new();
    for reading in character.to_pinyin_multi().into_iter().flatten() {
        let plain = reading.plain();
        for written in [plain.replace('ü', "v"), plain.replace('ü', "u")] {
            if !found.contains(&written) {
                found.push(written);
            }
        }
    }
    found
}

/// The words of a text as keys are written: without marks, in lower case.
fn words(text: &str) -> Vec<String> {
    let components = name_components(text);
    components.into_iter().map(|[marks_dropped, ..]| marks_dropped.to_lowercase()).collect()
}

/// True for a character of the ideographs that names are written in.
fn is_hanzi(character: char) -> bool {
    matches!(character,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}
