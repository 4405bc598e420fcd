//! The texts a person reads, in zh-CN and en. It never touches what a program reads: JSON keys,
//! enum names and exit codes are the same in every language.

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;

const ZH_CN: &str = include_str!("../i18n/zh-CN/frsc.ftl");
const EN: &str = include_str!("../i18n/en/frsc.ftl");

/// A language the program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// Chinese, the default.
    ZhCn,
    /// English.
    En,
}

impl Language {
    /// Reads a tag such as `zh-CN`, `zh_CN.UTF-8` or `en`; `None` where it is neither language.
    #[must_use]
    pub(crate) fn parse(tag: &str) -> Option<Self> {
        let lower = tag.to_ascii_lowercase();
        match lower.split(['-', '_', '.']).next() {
            Some("zh") => Some(Self::ZhCn),
            Some("en") => Some(Self::En),
            Some(_) | None => None,
        }
    }

    /// The tag sent as `accept-language`.
    #[must_use]
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The Fluent source of the language.
    #[must_use]
    pub(crate) const fn source(self) -> &'static str {
        match self {
            Self::ZhCn => ZH_CN,
            Self::En => EN,
        }
    }
}

/// The texts of one language.
pub(crate) struct Texts {
    /// Which language they are in.
    pub(crate) language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    /// Loads a language. A broken line of the file is left out; a test finds it.
    #[must_use]
    pub(crate) fn new(language: Language) -> Self {
        let resource = match FluentResource::try_new(language.source().to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let identifier: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![identifier]);
        // Isolates are invisible characters that break copying and column widths.
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { language, bundle }
    }

    /// The text of a key; the key itself where there is none.
    #[must_use]
    pub(crate) fn get(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The text of a key with its variables.
    #[must_use]
    pub(crate) fn with(&self, key: &str, variables: &[(&str, &str)]) -> String {
        self.find(key, variables).unwrap_or_else(|| key.to_owned())
    }

    /// The text of a key, if there is one.
    #[must_use]
    pub(crate) fn find(&self, key: &str, variables: &[(&str, &str)]) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut arguments = FluentArgs::new();
        for (name, value) in variables {
            arguments.set((*name).to_owned(), (*value).to_owned());
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors);
        Some(text.into_owned())
    }
}
